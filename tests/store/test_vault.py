"""Personal data: what is sealed, what stands in for it, and what a wrong or lost key does."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StoreUnavailable
from store.log import Database
from store.vault.sealing import OuterKeys, Vault, key_id_of
from tests.store.conftest import an_event, append

KEYS = OuterKeys(encryption=b"E" * 32, pseudonym=b"P" * 32)
VAULT = Vault(KEYS)
NAME = {"name": "张三", "id_number": "350203198001011234"}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    KEYS.write(path)
    return path


def refusal(path: Path, expected: str | None = None) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        OuterKeys.read(path, expected=expected)
    return refused.value.code


def test_a_key_file_comes_back_as_it_was_written(key_file: Path) -> None:
    assert OuterKeys.read(key_file, expected=KEYS.fingerprint) == KEYS
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_a_key_file_is_never_written_over_another(key_file: Path) -> None:
    before = key_file.read_bytes()
    with pytest.raises(StoreUnavailable, match="keys-exist"):
        OuterKeys.new().write(key_file)
    assert key_file.read_bytes() == before


def test_new_keys_are_never_the_same() -> None:
    assert len({OuterKeys.new().fingerprint for _ in range(20)}) == 20


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o601])
def test_a_key_file_that_others_can_touch_is_refused(key_file: Path, mode: int) -> None:
    os.chmod(key_file, mode)
    assert refusal(key_file) == "keys-permissions"


def test_a_missing_key_file_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.json") == "keys-missing"


def test_the_keys_of_another_store_are_wrong(key_file: Path) -> None:
    assert refusal(key_file, expected=OuterKeys.new().fingerprint) == "keys-wrong"


@pytest.mark.parametrize("damage", ["{", "[]", "null", "{}", "\xff", '{"format": "bailu-outer-keys-v1"}'])
def test_a_key_file_that_is_none_is_damaged(key_file: Path, damage: str) -> None:
    key_file.write_text(damage, encoding="latin-1")
    assert refusal(key_file) == "keys-damaged"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("format", "bailu-outer-keys-v2"),
        ("encryption", "RUVF"),
        ("encryption", 7),
        ("encryption", "RkVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUU="),
        ("pseudonym", "no base64!"),
        ("fingerprint", "0" * 16),
    ],
)
def test_a_key_file_with_a_changed_member_is_damaged(key_file: Path, member: str, value: object) -> None:
    key_file.write_text(json.dumps({**json.loads(key_file.read_text()), member: value}))
    assert refusal(key_file) == "keys-damaged"


def test_keys_do_not_show_in_a_traceback() -> None:
    assert "E" * 8 not in repr(KEYS)
    assert "P" * 8 not in repr(KEYS)


def test_a_pseudonym_is_lasting_and_of_one_kind() -> None:
    assert VAULT.pseudonym("resident-id", "350203198001011234") == VAULT.pseudonym("resident-id", "350203198001011234")
    parts = [b"pseudonym", b"resident-id", b"350203198001011234"]
    spelled = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    by_hand = hmac.new(KEYS.pseudonym, spelled, hashlib.sha256).hexdigest()[:32]
    assert VAULT.pseudonym("resident-id", "350203198001011234") == by_hand


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), min_size=2, max_size=2, unique=True))
def test_two_texts_or_kinds_never_share_a_pseudonym(pairs: list[tuple[str, str]]) -> None:
    (kind, text), (other_kind, other_text) = pairs
    assert VAULT.pseudonym(kind, text) != VAULT.pseudonym(other_kind, other_text)


def test_another_office_has_other_pseudonyms() -> None:
    other = Vault(OuterKeys(encryption=KEYS.encryption, pseudonym=b"Q" * 32))
    assert other.pseudonym("resident-id", "1") != VAULT.pseudonym("resident-id", "1")
    assert other.fingerprint(b"body") != VAULT.fingerprint(b"body")


def test_a_fingerprint_tells_two_bodies_apart_and_is_no_pseudonym() -> None:
    assert VAULT.fingerprint(b"body") == VAULT.fingerprint(b"body") != VAULT.fingerprint(b"bodY")
    assert len(VAULT.fingerprint(b"body")) == 64


def test_what_was_sealed_comes_back_with_the_persons_key() -> None:
    sealer = VAULT.sealing({})
    sealed = sealer.seal("p1", NAME)
    [(party, key_id, wrapped)] = sealer.new_keys
    assert (party, key_id) == ("p1", key_id_of(sealed))
    assert sealed.startswith(f"v1.{key_id}.")
    assert VAULT.unseal("p1", sealed, wrapped) == NAME
    assert "张三" not in sealed
    assert "350203198001011234" not in sealed


@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_any_text_can_be_sealed(texts: dict[str, str]) -> None:
    texts = {
        name.encode(errors="replace").decode(): text.encode(errors="replace").decode() for name, text in texts.items()
    }
    sealer = VAULT.sealing({})
    sealed = sealer.seal("p1", texts)
    assert VAULT.unseal("p1", sealed, sealer.new_keys[0][2]) == texts


def test_one_person_has_one_new_key_and_every_seal_looks_different() -> None:
    sealer = VAULT.sealing({})
    assert sealer.seal("p1", NAME) != sealer.seal("p1", NAME)
    sealer.seal("p2", NAME)
    assert [key.party for key in sealer.new_keys] == ["p1", "p2"]


def test_a_person_who_has_a_key_keeps_it() -> None:
    first = VAULT.sealing({})
    first.seal("p1", NAME)
    [(_, key_id, wrapped)] = first.new_keys
    second = VAULT.sealing({"p1": (key_id, wrapped)})
    sealed = second.seal("p1", {"account": "6222"})
    assert second.new_keys == ()
    assert VAULT.unseal("p1", sealed, wrapped) == {"account": "6222"}


def test_a_forgotten_person_stays_forgotten() -> None:
    sealed = VAULT.sealing({}).seal("p1", NAME)
    assert VAULT.unseal("p1", sealed, None) is None


def test_another_persons_seal_or_key_or_outer_key_opens_nothing() -> None:
    sealer = VAULT.sealing({})
    one, two = sealer.seal("p1", NAME), sealer.seal("p2", NAME)
    (_, _, wrapped_one), (_, _, wrapped_two) = sealer.new_keys
    stranger = Vault(OuterKeys(encryption=b"F" * 32, pseudonym=KEYS.pseudonym))
    for vault, party, sealed, wrapped in (
        (VAULT, "p2", one, wrapped_one),
        (VAULT, "p1", one, wrapped_two),
        (VAULT, "p1", two, wrapped_two),
        (VAULT, "p1", one, b""),
        (VAULT, "p1", one[:-4], wrapped_one),
        (stranger, "p1", one, wrapped_one),
    ):
        with pytest.raises(StoreUnavailable, match="keys-wrong"):
            vault.unseal(party, sealed, wrapped)


def test_sealing_under_a_key_that_does_not_open_is_refused_at_once() -> None:
    first = VAULT.sealing({})
    first.seal("p1", NAME)
    [(_, key_id, wrapped)] = first.new_keys
    with pytest.raises(StoreUnavailable, match="keys-wrong"):
        Vault(OuterKeys.new()).sealing({"p1": (key_id, wrapped)}).seal("p1", NAME)


@pytest.mark.parametrize(
    "text", ["", "v1", "v1.k", "v1.k.", "v2.k.AAAA", "v1.k.AAAA", "v1.k.AAAA.AAAA", "v1.k.é", "张三"]
)
def test_what_was_never_sealed_is_damaged(text: str) -> None:
    with pytest.raises(StoreUnavailable, match="sealed-damaged"):
        VAULT.unseal("p1", text, "x" * 60)


def test_keys_kept_in_the_store_open_what_they_sealed(database: Database) -> None:
    sealer = VAULT.sealing({})
    sealed = sealer.seal("p1", NAME)
    with database.writing() as log:
        append(log, [an_event("application-1", 1)])
        log.add_person_keys(sealer.new_keys)
    with database.reading() as view:
        assert VAULT.unseal_from("p1", sealed, view.person_keys) == NAME
        again = VAULT.sealing(view.person_key_of(["p1"]))
        again.seal("p1", NAME)
        assert again.new_keys == ()
        assert VAULT.unseal_from("p1", VAULT.sealing({}).seal("p1", NAME), view.person_keys) == {}
