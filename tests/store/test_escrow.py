"""The outer keys in a backup, under a passphrase."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.errors import StoreUnavailable
from store.vault.escrow import put_in, take_out
from store.vault.sealing import OuterKeys
from tests.store.test_copying import PASSPHRASE

pytestmark = pytest.mark.usefixtures("dear_passphrases")


def test_an_escrow_opens_with_its_passphrase_alone_and_shows_nothing_without() -> None:
    keys = OuterKeys.new()
    escrow = put_in(keys, PASSPHRASE)
    assert take_out(escrow, PASSPHRASE) == keys
    assert put_in(keys, PASSPHRASE) != escrow
    for other in (PASSPHRASE + " ", PASSPHRASE[:-1], ""):
        with pytest.raises(StoreUnavailable, match="passphrase-wrong"):
            take_out(escrow, other)
    for secret in keys.text().split('"')[11::4]:
        assert secret not in escrow


@pytest.mark.parametrize(
    "damage",
    [
        lambda escrow: escrow[:-20],
        lambda escrow: escrow.replace('"cost": 65536', '"cost": 1099511627776'),
        lambda escrow: escrow.replace('"cost": 65536', '"cost": 65535'),
        lambda escrow: escrow.replace("bailu-escrow-v1", "bailu-escrow-v2"),
        lambda escrow: "[]",
    ],
)
def test_a_damaged_escrow_is_told_from_a_wrong_passphrase(damage: Callable[[str], str]) -> None:
    with pytest.raises(StoreUnavailable, match="escrow-damaged"):
        take_out(damage(put_in(OuterKeys.new(), PASSPHRASE)), PASSPHRASE)


def test_an_escrow_of_other_keys_cannot_be_passed_off_under_a_fingerprint() -> None:
    mine, theirs = OuterKeys.new(), OuterKeys.new()
    forged = put_in(theirs, PASSPHRASE).replace(theirs.fingerprint, mine.fingerprint)
    with pytest.raises(StoreUnavailable, match="passphrase-wrong"):
        take_out(forged, PASSPHRASE)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(StoreUnavailable, match="passphrase-short"):
        put_in(OuterKeys.new(), "鼓浪屿")
