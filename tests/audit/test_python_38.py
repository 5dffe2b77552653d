"""Whoever audits runs `audit/` with the Python that is there: 3.8 or later, with its standard library alone.

The interpreter of the tests is newer, so a feature it has and 3.8 lacks is looked for in the source; and where a
Python 3.8 can be found, the modules are run on it.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[2] / "audit"
MODULES = sorted(path for path in AUDIT.glob("*.py"))

VERSION = (3, 8)
OPTIONAL = "cryptography"
NOT_IN_38 = frozenset({"graphlib", "tomllib", "zoneinfo"})
"""Modules of the standard library that came later."""
LATER_NAMES = frozenset(
    {
        *("bit_count", "removeprefix", "removesuffix", "is_relative_to", "with_stem", "readlink", "hardlink_to"),
        *(
            "cache",
            "pairwise",
            "batched",
            "lcm",
            "randbytes",
            "file_digest",
            "unparse",
            "aclosing",
            "chdir",
            "to_thread",
        ),
        *("StrEnum", "ReprEnum", "UTC", "KW_ONLY", "NoneType", "UnionType", "EllipsisType", "stdlib_module_names"),
        *("Annotated", "Concatenate", "LiteralString", "Never", "NotRequired", "ParamSpec", "Required", "Self"),
        *("TypeAlias", "TypeGuard", "TypeIs", "Unpack", "assert_never", "assert_type", "dataclass_transform"),
        *("override", "reveal_type", "add_note", "ExceptionGroup", "BaseExceptionGroup", "EncodingWarning"),
        *("anext", "aiter", "BooleanOptionalAction"),
    }
)
LATER_KEYWORDS = {
    "zip": {"strict"},
    "dataclass": {"slots", "kw_only", "match_args", "weakref_slot"},
    "field": {"kw_only"},
    "write_text": {"newline"},
    "sha256": {"usedforsecurity"},
    "sha512": {"usedforsecurity"},
    "ArgumentParser": {"exit_on_error"},
    "bisect_left": {"key"},
    "bisect_right": {"key"},
}
NEED_ARGUMENTS = {"to_bytes": 2, "from_bytes": 2}
"""Methods whose arguments have had defaults since 3.11."""
BUILTINS = frozenset({"list", "dict", "tuple", "set", "frozenset", "type", "int", "str", "bytes", "bool", "float"})
SUBSCRIBED_LATER = re.compile(r"collections(\.abc)?|re|contextlib|os|queue|itertools|functools|types")
"""Modules whose classes take `[…]` since 3.9; those of `typing` always did."""
POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+|\(\?>")


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that 3.8 evaluates: what is annotated stays text under the future import."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from at_run_time(child)


def origins(tree: ast.AST) -> dict[str, str]:
    """From which module a name was imported."""
    return {
        alias.asname or alias.name: node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def dotted(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def is_type(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript | ast.BinOp):
        return any(is_type(child) for child in ast.iter_child_nodes(node))
    return (isinstance(node, ast.Constant) and node.value is None) or dotted(node) in BUILTINS


def later_names(node: ast.AST) -> set[str]:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name, ctx=ast.Load()):
            return {name} & LATER_NAMES
        case ast.ImportFrom():
            return {alias.name for alias in node.names} & LATER_NAMES
        case ast.Call():
            called = dotted(node.func).rpartition(".")[2] or getattr(node.func, "attr", "")
            named = {str(keyword.arg) for keyword in node.keywords}
            wanting = len(node.args) + len(named) < NEED_ARGUMENTS.get(called, 0)
            return {f"{called}({name}=)" for name in named & LATER_KEYWORDS.get(called, set())} | (
                {f"{called}()"} if wanting else set()
            )
    return set()


def later_types(node: ast.AST, origin: dict[str, str]) -> set[str]:
    match node:
        case ast.Subscript(value=ast.Name(id=name)) if name in BUILTINS or SUBSCRIBED_LATER.fullmatch(
            origin.get(name, "")
        ):
            return {f"{name}[]"}
        case ast.Subscript(value=ast.Attribute() as value) if dotted(value) in ("re.Match", "re.Pattern"):
            return {f"{dotted(value)}[]"}
        case ast.BinOp(op=ast.BitOr(), left=left, right=right) if is_type(left) or is_type(right):
            return {"X | Y"}
    return set()


def later_patterns(node: ast.AST) -> set[str]:
    """What is no docstring and looks like a regular expression that 3.11 was the first to read."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
        return {f"possessive: {text}"} if POSSESSIVE.search(text) else set()
    return set()


def imports(tree: ast.AST, *, optional: bool = False) -> Iterator[str]:
    """What is imported that 3.8 has not; `cryptography` may be, where it is no matter if it is missing."""
    for node in ast.iter_child_nodes(tree):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        for module in modules:
            top = module.partition(".")[0]
            standard = top in sys.stdlib_module_names - NOT_IN_38
            if not (standard or top == "audit" or (optional and top == OPTIONAL)):
                yield f"import {module}"
        yield from imports(node, optional=optional or isinstance(node, ast.Try | ast.FunctionDef))


def later_features(source: str) -> set[str]:
    """What of this source Python 3.8 does not have, as short names."""
    try:
        tree = ast.parse(source, feature_version=VERSION)
    except SyntaxError as error:
        return {f"syntax: {error.msg}"}
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    annotated = any(getattr(node, "annotation", None) or getattr(node, "returns", None) for node in ast.walk(tree))
    origin = origins(tree)
    features = set(imports(tree))
    if annotated and origin.get("annotations") != "__future__":
        features.add("no future import of annotations")
    for node in at_run_time(tree):
        features |= later_names(node) | later_types(node, origin)
        features |= set() if id(node) in prose else later_patterns(node)
    return features


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_audit_package_runs_on_python_38(path: Path) -> None:
    assert later_features(path.read_text("utf-8")) == set()


FUTURE = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    ("source", "feature"),
    [
        ("match x:\n    case 1: pass", "syntax"),
        ("with (open('a') as a, open('b') as b): pass", "syntax"),
        ("try: pass\nexcept* ValueError: pass", "syntax"),
        ("def f(x: int): pass", "no future import"),
        ("isinstance(x, int | str)", "X | Y"),
        ("Key = Point | None", "X | Y"),
        ("Point = tuple[int, int]", "tuple[]"),
        ("done = list[bytes]()", "list[]"),
        ("from collections.abc import Callable\nCheck = Callable[[int], bool]", "Callable[]"),
        ("import re\nFound = re.Match[bytes]", "re.Match[]"),
        ("size.bit_count()", "bit_count"),
        ("'ab'.removeprefix('a')", "removeprefix"),
        ("import functools\n@functools.cache\ndef f(): pass", "cache"),
        ("from functools import cache", "cache"),
        ("zip(a, b, strict=True)", "zip(strict=)"),
        ("@dataclass(frozen=True, slots=True)\nclass A: pass", "dataclass(slots=)"),
        ("@dataclasses.dataclass(kw_only=True)\nclass A: pass", "dataclass(kw_only=)"),
        ("int.from_bytes(b'')", "from_bytes()"),
        ("(1).to_bytes(4)", "to_bytes()"),
        ("TEXT = rb'[a-z]*+'", "possessive"),
        ("TEXT = '(?>a)'", "possessive"),
        ("import tomllib", "import tomllib"),
        ("import msgspec", "import msgspec"),
        ("from domain.base import Struct", "import domain.base"),
        ("import cryptography", "import cryptography"),
        ("from enum import StrEnum", "StrEnum"),
    ],
)
def test_what_python_38_lacks_is_seen(source: str, feature: str) -> None:
    assert any(seen.startswith(feature) for seen in later_features(source)), later_features(source)


@pytest.mark.parametrize(
    "source",
    [
        FUTURE + "def f(x: int | None, *, y: list[int]) -> dict[str, int] | None: pass",
        FUTURE + "done: list[bytes] = []",
        "from typing import Tuple\nPoint = Tuple[int, int]",
        "mask = flags | 1 << 255",
        "rows[0][1]",
        "try:\n    import cryptography\nexcept ImportError:\n    cryptography = None",
        "def f():\n    from cryptography.exceptions import InvalidSignature",
        "import re\nLINE = re.compile(r'[a-z]+')",
        "from audit.merkle import Tree",
        "int.from_bytes(b'', byteorder='big')",
        "if (size := len(x)) > 3: pass",
    ],
)
def test_what_python_38_has_is_let_through(source: str) -> None:
    assert later_features(source) == set()


def python_38() -> str:
    """A Python 3.8 on the path that starts; skips where there is none."""
    path = shutil.which("python3.8")
    if path is None or subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("no Python 3.8 on the path: its modules are judged by their source alone")
    return path


def test_on_a_python_38_they_are_imported_and_answer() -> None:
    script = f"""
        import sys
        sys.path.insert(0, {str(AUDIT.parent)!r})
        import {", ".join(f"audit.{path.stem}" for path in MODULES if path.stem != "__init__")}
        from audit import ed25519, merkle
        key, signature = ed25519._KNOWN_KEY, ed25519._KNOWN_SIGNATURE
        assert ed25519.verify(key, signature, b"") and not ed25519.verify(key, signature, b"x")
        assert not ed25519.strong(b"\\1" + bytes(31))
        tree = merkle.Tree([merkle.leaf_hash(b"%d" % number) for number in range(5)])
        assert merkle.inclusion_holds(merkle.leaf_hash(b"3"), 3, 5, tree.inclusion_proof(3), tree.root())
        assert merkle.Frontier.decode(merkle.Frontier().extend([b"0", b"1"]).encode()).root() == tree.root(2)
        print(*sys.version_info[:2])
    """
    run = subprocess.run([python_38(), "-I", "-B", "-c", textwrap.dedent(script)], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("3 8\n", "")
