"""`store pseudonyms` and `init --pseudonyms`: the offices of a domain know a person by one pseudonym."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.vault.pseudonym_key import PseudonymKey
from store.vault.sealing import OuterKeys, draft_of
from tests.cli.conftest import Bailu
from tests.cli.test_store import RESTORE, destroy
from usecases.commands import open_store
from usecases.intake.sealing import person_party

pytestmark = pytest.mark.on_both
RESIDENT = "350203199001011234"
DAY = "2024-05-06"


@contextmanager
def beside(bailu: Bailu, name: str) -> Iterator[dict[str, str]]:
    """A second office on a file, with keys of its own: where its things are."""
    yield {
        "BAILU_STORE": str(bailu.folder / name / "bailu.db"),
        "BAILU_KEYS": str(bailu.folder / name / "bailu.keys"),
        "BAILU_OFFICERS": str(bailu.folder / name / "officers"),
    }


def opened(bailu: Bailu, *options: str, **environ: str) -> None:
    ran = bailu("init", "--simulated", *options, clock=DAY, **environ)
    assert ran.code == 0, ran.err


def refused(bailu: Bailu, *options: str) -> tuple[int, str]:
    ran = bailu("init", "--simulated", "--pseudonyms", "domain.keys", *options, clock=DAY)
    assert ran.out == ""
    return ran.code, ran.err


def test_two_offices_of_a_domain_know_a_person_by_one_pseudonym(bailu: Bailu) -> None:
    opened(bailu)
    written = bailu("store", "pseudonyms", "--out", "domain.keys", "-o", "json", officer="admin").json
    with beside(bailu, "second") as second, beside(bailu, "third") as third:
        ran = bailu("init", "--simulated", "--pseudonyms", "domain.keys", clock=DAY, **second)
        assert f"the domain {written['fingerprint']}." in ran.out
        opened(bailu, **third)
        assert bailu("doctor", officer="admin", **second).code == 0
    first, same, other = (OuterKeys.read(bailu.folder / place / "bailu.keys") for place in ("", "second", "third"))
    assert first.domain == same.domain != other.domain
    assert first.encryption != same.encryption
    assert bailu.log()[0]["data"]["pseudonyms"] == first.domain.fingerprint == written["fingerprint"]


def test_the_file_is_for_its_owner_alone_and_takes_nothings_place(bailu: Bailu) -> None:
    opened(bailu)
    file = bailu.folder / "domain.keys"
    shown = bailu("store", "pseudonyms", "--out", "domain.keys", officer="admin")
    assert shown.code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["pseudonym"] not in shown.out + shown.err
    before = file.read_bytes()
    again = bailu("store", "pseudonyms", "--out", "domain.keys", officer="admin")
    assert (again.code, again.out) == (69, "")
    assert "never written over" in again.err
    assert file.read_bytes() == before


def test_a_file_that_is_no_pseudonym_key_makes_no_store(bailu: Bailu) -> None:
    file = bailu.folder / "domain.keys"
    assert refused(bailu) == (69, "There is no pseudonym key at domain.keys: an office of the domain has it.\n")
    file.mkdir()
    assert refused(bailu)[0] == 69
    file.rmdir()
    PseudonymKey(b"P" * 32).write(file)
    os.chmod(file, 0o640)
    code, sentence = refused(bailu)
    assert code == 69
    assert "can be read by others" in sentence
    for damage in ("", "{", "[]", file.read_text().replace("pseudonyms-v1", "pseudonyms-v2"), OuterKeys.new().text()):
        file.unlink()
        file.touch(0o600)
        file.write_text(damage)
        code, sentence = refused(bailu)
        assert code == 69
        assert "is no pseudonym key" in sentence
    assert not (bailu.folder / "bailu.keys.draft").exists()
    assert bailu("doctor").code == 69


def test_an_office_that_was_begun_goes_on_with_no_other_key(bailu: Bailu, monkeypatch: pytest.MonkeyPatch) -> None:
    PseudonymKey(b"P" * 32).write(bailu.folder / "domain.keys")
    PseudonymKey(b"Q" * 32).write(bailu.folder / "other.keys")
    with monkeypatch.context() as patch:
        patch.setattr(open_store, "draft_key", _killed)
        assert bailu("init", "--simulated", "--pseudonyms", "other.keys", clock=DAY).code == 1
    code, sentence = refused(bailu)
    assert code == 65
    assert "The pseudonym keys differ" in sentence
    with monkeypatch.context() as patch:
        patch.setattr(open_store, "finish_key", _killed)
        assert bailu("init", "--simulated", clock=DAY).code == 1
    assert refused(bailu)[0] == 65
    opened(bailu, "--pseudonyms", "other.keys")
    assert OuterKeys.read(bailu.folder / "bailu.keys").domain == PseudonymKey(b"Q" * 32)
    assert not draft_of(bailu.folder / "bailu.keys").exists()
    assert refused(bailu)[0] == 69, "the store is there"


def _killed(*_arguments: object) -> None:
    raise RuntimeError


def test_a_store_that_is_restored_has_the_pseudonyms_that_it_had(bureau: Bailu) -> None:
    was = person_party(bureau.session("wu").vault, "resident-id", RESIDENT)
    spoken = bureau.folder / "spoken"
    spoken.touch(0o600)
    spoken.write_text("a passphrase of several words")
    assert bureau("store", "backup", "bureau.bailu", "--passphrase-file", spoken, officer="admin").code == 0
    destroy(bureau)
    assert bureau(*RESTORE, "--passphrase-file", spoken, officer="admin").code == 0
    assert person_party(bureau.session("wu").vault, "resident-id", RESIDENT) == was
    assert bureau("doctor", officer="wu").code == 0


def test_outer_keys_whose_pseudonym_key_is_not_that_of_line_1_are_told(bureau: Bailu) -> None:
    """Whoever may write the store's meta can call any keys its own; the first line says which domain it is of."""
    path = bureau.folder / "bailu.keys"
    keys = OuterKeys.read(path)
    path.unlink()
    other = OuterKeys(encryption=keys.encryption, pseudonym=b"Q" * 32)
    other.write(path)
    with bureau.session("admin").database.importing() as log:
        log.set_meta("outer-keys", other.fingerprint)
    ran = bureau("doctor", officer="wu")
    assert ran.code == 65
    assert f"{keys.domain.fingerprint}, and this one is {other.domain.fingerprint}" in ran.out


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    key = OuterKeys.new().domain
    key.write(tmp_path / "domain.keys")
    assert PseudonymKey.read(tmp_path / "domain.keys") == key
    assert OuterKeys.new(key).domain == key
