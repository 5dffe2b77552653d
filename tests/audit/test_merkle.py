"""The tree against RFC 9162's own definitions, published vectors, and another implementation."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    node_hash,
)

# The leaves and roots that Certificate Transparency implementations have tested against since RFC 6962.
VECTOR_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

lines_of_a_log = st.lists(st.binary(max_size=12), min_size=1, max_size=70)


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_are_ours(size: int) -> None:
    leaves = VECTOR_LEAVES[:size]
    assert Frontier().extend(leaves).root().hex() == VECTOR_ROOTS[size - 1]
    assert Tree(map(leaf_hash, VECTOR_LEAVES)).root(size).hex() == VECTOR_ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_the_published_inclusion_proofs_are_ours(index: int, size: int, proof: list[str]) -> None:
    tree = Tree(map(leaf_hash, VECTOR_LEAVES))
    assert [node.hex() for node in tree.inclusion_proof(index, size)] == proof


def test_the_empty_tree_has_the_digest_of_nothing_for_a_root() -> None:
    assert Frontier().root() == Tree([]).root() == EMPTY_ROOT == sha256(b"").digest()
    assert Frontier().extend([]) == Frontier()


@given(lines_of_a_log, st.data())
def test_growing_in_any_portions_gives_the_root_of_the_definition(lines: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(lines)))
    grown = Frontier().extend(lines[:cut])
    for line in lines[cut:]:
        grown = grown.append(leaf_hash(line))
    assert grown == Frontier().extend(lines[:cut]).extend(lines[cut:]) == Frontier().extend(lines)
    assert grown.root() == by_definition(lines)
    assert grown.size == len(lines)


@given(lines_of_a_log)
def test_a_frontier_survives_being_stored(lines: list[bytes]) -> None:
    frontier = Frontier().extend(lines)
    assert Frontier.decode(frontier.encode()) == frontier


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 7, b"\x00" * 9, (1).to_bytes(8, "big"), (1).to_bytes(8, "big") + b"x" * 31]
)
def test_a_damaged_frontier_is_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="a frontier of"):
        Frontier.decode(damage)


@given(lines_of_a_log, st.data())
def test_every_leaf_is_proved_and_the_other_implementation_agrees(lines: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(lines)))
    index = data.draw(st.integers(0, size - 1))
    tree, oracle = Tree(map(leaf_hash, lines)), the_oracle(lines)
    root, proof = tree.root(size), tree.inclusion_proof(index, size)
    assert root == oracle.get_root(size)
    assert inclusion_holds(leaf_hash(lines[index]), index, size, proof, root)
    theirs = oracle.prove_inclusion(index + 1, size)
    assert [bytes.fromhex(node) for node in theirs.serialize()["path"]][1:] == proof
    verify_inclusion(leaf_hash(lines[index]), root, theirs)


@given(lines_of_a_log, st.data())
def test_every_earlier_state_is_proved_and_the_other_implementation_agrees(
    lines: list[bytes], data: st.DataObject
) -> None:
    new = data.draw(st.integers(1, len(lines)))
    old = data.draw(st.integers(1, new))
    tree, oracle = Tree(map(leaf_hash, lines)), the_oracle(lines)
    assert consistency_holds(old, tree.root(old), new, tree.root(new), tree.consistency_proof(old, new))
    verify_consistency(oracle.get_root(old), oracle.get_root(new), oracle.prove_consistency(old, new))


@given(st.integers(1, 40), st.data())
def test_a_proof_of_anything_else_does_not_hold(size: int, data: st.DataObject) -> None:
    tree = Tree(leaf_hash(bytes([number])) for number in range(size))
    index = data.draw(st.integers(0, size - 1))
    proof, leaf, root = tree.inclusion_proof(index), leaf_hash(bytes([index])), tree.root()
    other = data.draw(st.integers(-1, size).filter(lambda other: other != index))
    assert not inclusion_holds(leaf, other, size, proof, root)
    assert not inclusion_holds(leaf_hash(b"other"), index, size, proof, root)
    assert not inclusion_holds(leaf, index, size, [*proof, root], root)
    assert not inclusion_holds(leaf, index, size, proof, leaf_hash(b"other"))
    if proof:
        assert not inclusion_holds(leaf, index, size, proof[:-1], root)
        assert not inclusion_holds(leaf, index, size, [*proof[:-1], leaf_hash(b"other")], root)


@given(st.integers(2, 40), st.data())
def test_a_rewritten_past_is_not_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    tree = Tree(leaf_hash(bytes([number])) for number in range(new))
    touched = data.draw(st.integers(0, old - 1))
    forged = Tree(leaf_hash(b"forged" if number == touched else bytes([number])) for number in range(new))
    shown, proof = tree.root(old), forged.consistency_proof(old, new)
    assert not consistency_holds(old, shown, new, forged.root(), proof)
    assert not consistency_holds(old, shown, new, forged.root(), tree.consistency_proof(old, new))
    honest = tree.consistency_proof(old, new)
    assert not consistency_holds(old, shown, new, tree.root(), honest[:-1])
    assert not consistency_holds(old, shown, new, tree.root(), [*honest, shown])
    assert not consistency_holds(new, tree.root(), old, shown, honest)


def test_the_same_state_is_consistent_with_itself_and_needs_no_proof() -> None:
    root = Frontier().extend([b"one", b"two"]).root()
    assert consistency_holds(2, root, 2, root, [])
    assert not consistency_holds(2, root, 2, root, [root])
    assert not consistency_holds(2, root, 2, EMPTY_ROOT, [])


def test_every_log_begins_with_the_empty_one() -> None:
    root = Frontier().extend([b"one"]).root()
    assert consistency_holds(0, EMPTY_ROOT, 1, root, [])
    assert consistency_holds(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not consistency_holds(0, root, 1, root, [])
    assert not consistency_holds(0, EMPTY_ROOT, 0, root, [])


SHORT_OR_LONG = (b"", b"\0", bytes(31), bytes(33), bytes(64))


@pytest.mark.parametrize("value", SHORT_OR_LONG, ids=len)
def test_what_has_not_the_size_of_a_hash_is_no_leaf(value: bytes) -> None:
    for taken in (Tree, Frontier().append_all):
        with pytest.raises(ValueError, match="32 bytes"):
            taken([leaf_hash(b"a"), value])
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(value)


@pytest.mark.parametrize("value", SHORT_OR_LONG, ids=len)
def test_no_proof_holds_with_what_has_not_the_size_of_a_hash(value: bytes) -> None:
    """Made so that only its size tells: the roots are computed over the value itself."""
    leaf = leaf_hash(b"a")
    assert not inclusion_holds(value, 0, 1, [], value)
    assert not inclusion_holds(value, 0, 2, [leaf], node_hash(value, leaf))
    assert not inclusion_holds(leaf, 0, 2, [value], node_hash(leaf, value))
    assert not consistency_holds(0, EMPTY_ROOT, 1, value, [])
    assert not consistency_holds(1, value, 1, value, [])
    assert not consistency_holds(1, value, 2, node_hash(value, leaf), [leaf])
    assert not consistency_holds(1, leaf, 2, node_hash(leaf, value), [value])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 4), (4, 4)])
def test_there_is_no_proof_of_what_is_out_of_range(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Tree([leaf_hash(b"a")] * 3).inclusion_proof(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (-1, 3), (3, 2), (1, 4)])
def test_there_is_no_consistency_of_what_is_out_of_range(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Tree([leaf_hash(b"a")] * 3).consistency_proof(old, new)


def test_leaves_and_nodes_cannot_be_taken_for_one_another() -> None:
    left, right = leaf_hash(b"l"), leaf_hash(b"r")
    assert node_hash(left, right) != leaf_hash(left + right)
    assert node_hash(left, right) != node_hash(right, left)


def the_oracle(lines: list[bytes]) -> InmemoryTree:
    oracle = InmemoryTree(algorithm="sha256")
    for line in lines:
        oracle.append_entry(line)
    return oracle
