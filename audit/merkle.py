"""The Merkle tree over the log's lines (RFC 9162, section 2.1), with SHA-256.

A leaf is `SHA-256(0x00 ‖ line)`, a node `SHA-256(0x01 ‖ left ‖ right)`; the root of the empty tree is `SHA-256("")`.
The log itself needs only a `Frontier`, a few hundred bytes that grow with the logarithm of the size. Proofs need a
`Tree`, which keeps every node. ADR 0005. Runs on Python 3.8, by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(line: bytes) -> bytes:
    """The leaf of one stored line (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The parent of two nodes (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """A tree of `size` leaves, reduced to the roots of its complete subtrees, largest (leftmost) first.

    There is one root for every 1 in the binary form of `size`; this is all that appending needs to know.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """This tree with one more leaf hash."""
        return self.append_all((leaf,))

    def append_all(self, leaves: Iterable[bytes]) -> Frontier:
        """This tree with more leaf hashes; raises ValueError for what is none."""
        return self._grown(_checked(leaves))

    def _grown(self, grown: list[bytes]) -> Frontier:
        """The same with leaves that are hashes; the list is used up."""
        size, waiting = self.size + len(grown), list(self.roots)
        done: list[bytes] = []
        complete = self.size  # how many subtrees of this level were complete: an odd one waits for its twin
        while grown:
            if complete & 1:
                grown.insert(0, waiting.pop())
            if len(grown) & 1:
                done.append(grown.pop())
            pairs = zip(grown[::2], grown[1::2])
            grown = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
            complete >>= 1
        return Frontier(size, (*waiting, *reversed(done)))

    def extend(self, lines: Iterable[bytes]) -> Frontier:
        """This tree with one more leaf for every line."""
        return self._grown([sha256(b"\x00" + line).digest() for line in lines])

    def root(self) -> bytes:
        """The root hash of the whole tree."""
        if not self.roots:
            return EMPTY_ROOT
        root = self.roots[-1]
        for left in self.roots[-2::-1]:
            root = node_hash(left, root)
        return root

    def encode(self) -> bytes:
        """Eight bytes of size, big-endian, and then the roots."""
        return self.size.to_bytes(8, "big") + b"".join(self.roots)

    @staticmethod
    def decode(encoded: bytes) -> Frontier:
        """The inverse of `encode`; raises ValueError when the number of roots does not fit the size."""
        size = int.from_bytes(encoded[:8], "big")
        roots = tuple(encoded[at : at + HASH_SIZE] for at in range(8, len(encoded), HASH_SIZE))
        if len(encoded) != 8 + HASH_SIZE * bin(size).count("1"):
            raise ValueError(f"a frontier of {size} leaves cannot have {len(encoded)} bytes")
        return Frontier(size, roots)


class Tree:
    """Every complete subtree of a log, level by level, so that a proof costs a few look-ups.

    Level 0 holds the leaf hashes; level k holds the roots of the complete subtrees of 2^k leaves.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels: list[list[bytes]] = [_checked(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_parents(self._levels[-1]))

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root when the log had `size` leaves (all of them when not given)."""
        size = self.size if size is None else size
        self._demand(0 <= size <= self.size)
        return self._subtree(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of leaf `index` (from 0) in the tree of `size` leaves (RFC 9162, 2.1.3.1)."""
        size = self.size if size is None else size
        self._demand(0 <= index < size <= self.size)
        return self._path(index, 0, size)

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        """Proof that the first `old` leaves of the tree of `new` leaves are what they were (RFC 9162, 2.1.4.1)."""
        new = self.size if new is None else new
        self._demand(0 < old <= new <= self.size)
        return self._subproof(old, 0, new, whole=True)

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _left_width(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._subtree(middle, end)]
        return [*self._path(index, middle, end), self._subtree(start, middle)]

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._subtree(start, end)]
        middle = start + _left_width(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, whole=whole), self._subtree(middle, end)]
        return [*self._subproof(old, middle, end, whole=False), self._subtree(start, middle)]

    def _subtree(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _left_width(width)
        return node_hash(self._subtree(start, middle), self._subtree(middle, end))

    def _demand(self, in_range: bool) -> None:
        if not in_range:
            raise ValueError(f"out of range for a tree of {self.size} leaves")


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Is `leaf` number `index` (from 0) of the tree with this size and root? (RFC 9162, 2.1.3.2)"""
    if not 0 <= index < size or not _are_hashes((leaf, root, *proof)):
        return False
    place, last = index, size - 1
    node = leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the tree of `new` leaves begin with the tree of `old` leaves? (RFC 9162, 2.1.4.2)

    The empty tree is the beginning of every tree, and needs no proof.
    """
    if not 0 <= old <= new or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old == 0 and old_root != EMPTY_ROOT:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0 or not proof:
        return old == 0 and not proof
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    as_old = as_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            as_old, as_new = node_hash(sibling, as_old), node_hash(sibling, as_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            as_new = node_hash(as_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and as_old == old_root and as_new == new_root


def _are_hashes(values: Iterable[bytes]) -> bool:
    """Whether all have the size of a hash: two values of other sizes could be cut apart in two ways in one node."""
    return all(len(value) == HASH_SIZE for value in values)


def _checked(leaves: Iterable[bytes]) -> list[bytes]:
    """The leaf hashes as a list; raises ValueError for what is none."""
    hashes = list(leaves)
    if not _are_hashes(hashes):
        raise ValueError(f"a leaf hash has {HASH_SIZE} bytes")
    return hashes


def _parents(nodes: Sequence[bytes]) -> list[bytes]:
    """The level above; a last node without a sibling has no parent yet."""
    pairs = iter(nodes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs)]


def _left_width(width: int) -> int:
    """The largest power of two that is smaller than `width` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)
