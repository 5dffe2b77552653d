"""Outside judges: published vectors of signatures and of proofs, and logs that other programs wrote.

Nothing of them is kept in the repository (see `tests.vectors`).
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from audit.ed25519 import CRYPTOGRAPHY, PYTHON, decoded, strong, verify
from audit.merkle import Frontier, Tree, consistency_holds, inclusion_holds, leaf_hash
from tests.vectors import json_of, vectors

LOG = "tessera/testdata/log"
SIZES = range(16)
_ED25519 = b"\x01"
"""The kind of key in a C2SP signed-note."""


@dataclass(frozen=True)
class Checkpoint:
    """A signed note of a log: its text and the signatures below it."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]
    """Who, and four bytes that name the key with the signature behind them."""

    @classmethod
    def read(cls, note: str) -> Checkpoint:
        text, _, below = note.partition("\n\n")
        lines = (line.removeprefix("— ").split(" ") for line in below.splitlines())
        return cls(text + "\n", tuple((name, decoded(signature)) for name, signature in lines))

    @property
    def size(self) -> int:
        return int(self.text.splitlines()[1])

    @property
    def root(self) -> bytes:
        return decoded(self.text.splitlines()[2])

    def holds(self, vkey: str, backend: str) -> bool:
        """Whether it is signed with the key (C2SP signed-note: name, hash, kind and key)."""
        name, named_by, key = re.split(r"\+", vkey, maxsplit=2)
        kind_and_key = decoded(key)
        hashed = sha256(name.encode() + b"\n" + kind_and_key).digest()[:4]
        assert hashed.hex() == named_by
        assert kind_and_key[:1] == _ED25519
        return any(
            signer == name
            and signature[:4] == hashed
            and verify(kind_and_key[1:], signature[4:], self.text.encode(), with_backend=backend)
            for signer, signature in self.signatures
        )


def vkey_of_the_log() -> str:
    written = re.search(r"example\.com/log/testdata\+[0-9a-f]{8}\+\S+", vectors("SOURCES.md").read_text("utf-8"))
    assert written is not None
    return written[0]


def entries_of(size: int) -> list[bytes]:
    """The entries in a bundle of tlog-tiles: two bytes of length, and the entry."""
    if size == 0:
        return []
    bundle, entries = vectors(f"{LOG}/tile/entries/000.p/{size}").read_bytes(), []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    return entries


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint.read(vectors(f"{LOG}/checkpoint.{size}").read_text("utf-8"))


@pytest.mark.parametrize("backend", [PYTHON, CRYPTOGRAPHY])
def test_every_signature_of_wycheproof_is_judged_as_published(backend: str) -> None:
    groups = json_of("wycheproof/testvectors_v1/ed25519_test.json")["testGroups"]
    keys = [(bytes.fromhex(group["publicKey"]["pk"]), vector) for group in groups for vector in group["tests"]]
    assert len(keys) == 151
    assert all(strong(raw_key) for raw_key, _ in keys)
    misjudged = [
        vector["tcId"]
        for raw_key, vector in keys
        if verify(raw_key, bytes.fromhex(vector["sig"]), bytes.fromhex(vector["msg"]), with_backend=backend)
        != (vector["result"] == "valid")
    ]
    assert misjudged == []


def proofs(kind: str) -> dict[str, dict[str, Any]]:
    """By file. Their base64 is of Go, which reads what is empty or of any length."""
    folder: Path = vectors(f"merkle/testdata/{kind}")
    return {
        str(path.relative_to(folder)): json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))
    }


def test_every_proof_of_inclusion_is_judged_as_published() -> None:
    published = proofs("inclusion")
    assert len(published) == 98
    misjudged = [
        name
        for name, proof in published.items()
        if inclusion_holds(
            b64decode(proof["leafHash"] or ""),
            proof["leafIdx"],
            proof["treeSize"],
            [b64decode(part) for part in proof["proof"] or ()],
            b64decode(proof["root"] or ""),
        )
        == proof["wantErr"]
    ]
    assert misjudged == []


def test_every_proof_of_consistency_is_judged_as_published() -> None:
    """Except one, which takes twelve bytes for a root: two equal sizes with two equal texts."""
    published = proofs("consistency")
    assert len(published) == 98
    misjudged = [
        name
        for name, proof in published.items()
        if consistency_holds(
            proof["size1"],
            b64decode(proof["root1"] or ""),
            proof["size2"],
            b64decode(proof["root2"] or ""),
            [b64decode(part) for part in proof["proof"] or ()],
        )
        == proof["wantErr"]
    ]
    assert misjudged == ["additional/sizes-are-equal-one-and-proof-is-empty.json"]
    assert len(b64decode(published[misjudged[0]]["root1"])) == 12


@pytest.mark.parametrize("size", SIZES)
def test_the_roots_of_a_log_that_another_program_wrote_are_ours(size: int) -> None:
    signed, entries = checkpoint(size), entries_of(size)
    assert (signed.size, len(entries)) == (size, size)
    assert Frontier().extend(entries).root() == Tree(map(leaf_hash, entries)).root() == signed.root


@pytest.mark.parametrize("size", SIZES[1:])
def test_its_tiles_are_our_leaves(size: int) -> None:
    tile = vectors(f"{LOG}/tile/0/000.p/{size}").read_bytes()
    assert tile == b"".join(map(leaf_hash, entries_of(size)))


def test_its_checkpoints_are_proved_from_one_another() -> None:
    tree = Tree(map(leaf_hash, entries_of(SIZES[-1])))
    for new in SIZES[1:]:
        for old in range(1, new + 1):
            proof = tree.consistency_proof(old, new)
            assert consistency_holds(old, checkpoint(old).root, new, checkpoint(new).root, proof)
            assert old == new or not consistency_holds(old, checkpoint(new).root, new, checkpoint(new).root, proof)


@pytest.mark.parametrize("backend", [PYTHON, CRYPTOGRAPHY])
def test_its_checkpoints_are_signed(backend: str) -> None:
    vkey = vkey_of_the_log()
    assert all(checkpoint(size).holds(vkey, backend) for size in SIZES)
    forged = checkpoint(3)
    assert not Checkpoint(forged.text.replace("3", "4", 1), forged.signatures).holds(vkey, backend)


@pytest.mark.parametrize("backend", [PYTHON, CRYPTOGRAPHY])
def test_a_checkpoint_of_the_log_of_all_go_modules_is_signed(backend: str) -> None:
    script = vectors("torchwood/cmd/litewitness/testdata/sumdb.txt").read_text("utf-8")
    vkey = re.search(r"-key (sum\.golang\.org\+\S+)", script)
    note = re.search(r"^go\.sum database tree\n.*?\n\n— sum\.golang\.org \S+\n", script, re.MULTILINE | re.DOTALL)
    assert vkey is not None
    assert note is not None
    assert Checkpoint.read(note[0]).size == 35_225_469
    assert Checkpoint.read(note[0]).holds(vkey[1], backend)
