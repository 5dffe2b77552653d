"""XML of a stranger's as a tree of the elements that are asked for. ADR 0076.

A document that declares anything (a DTD) is refused before it is read further, so that there are no entities to expand
and nothing outside is looked for. Depth, and the number of elements that are retained, have limits.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from xml.parsers import expat

from usecases.problems import Problem, Where, problem

DEPTH_MAX = 40
ELEMENTS_MAX = 600_000
"""Of those asked for: a message of 20 000 payments has some 25 for each."""
TEXT_LENGTH_MAX = 10_000

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})["']""", re.IGNORECASE)
_GB = frozenset({"gbk", "gb2312", "gb18030", "gb_2312-80", "cp936"})
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Element:
    """An element that was asked for: its name without the namespace, its text and currency, and those in it."""

    __slots__ = ("children", "currency", "name", "text")

    def __init__(self, name: str, currency: str | None) -> None:
        self.name = name
        self.currency = currency
        self.text = ""
        self.children: list[Element] = []

    def all(self, path: str) -> Iterator[Element]:
        """The elements at a path such as `NtryDtls/TxDtls`, in their order."""
        name, _, below = path.partition("/")
        for child in self.children:
            if child.name == name:
                if below:
                    yield from child.all(below)
                else:
                    yield child

    def first(self, path: str) -> Element | None:
        """The first element at a path."""
        return next(self.all(path), None)

    def value(self, *paths: str) -> str | None:
        """The text at the first of the paths that has one."""
        for path in paths:
            for element in self.all(path):
                if element.text:
                    return element.text
        return None


class _Refused(Exception):
    def __init__(self, refused: Problem) -> None:
        super().__init__(refused.code)
        self.problem = refused


def read_xml(content: bytes, wanted: Collection[str]) -> tuple[str, Element] | Problem:
    """The namespace of a document and its outermost element, with the elements that have names in `wanted`; whatever
    is in another element is left aside, and so are attributes but the currency (`Ccy`).
    """
    reader = _Reader(frozenset(wanted))
    text = _in_utf_8(content)
    if isinstance(text, Problem):
        return text
    try:
        reader.parser.Parse(text, True)
    except _Refused as refused:
        return refused.problem
    except expat.ExpatError as error:
        return problem("xml-damaged", Where(line=error.lineno))
    assert reader.root is not None, "a document that can be read has an outermost element"
    return reader.namespace, reader.root


class _Reader:
    def __init__(self, wanted: frozenset[str]) -> None:
        self.root: Element | None = None
        self.namespace = ""
        self._wanted = wanted
        self._open: list[Element] = []
        self._text: list[str] = []
        self._length = 0
        self._aside = 0
        self._count = 0
        # The content is in UTF-8 by now, whatever it says of itself.
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._declares

    def _declares(self, *_declared: object) -> None:
        raise _Refused(problem("xml-declares", Where(line=self.parser.CurrentLineNumber)))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) + self._aside >= DEPTH_MAX:
            raise _Refused(problem("xml-too-deep", Where(line=self.parser.CurrentLineNumber), depth_max=DEPTH_MAX))
        namespace, _, local = name.rpartition(" ")
        if self._aside or (self.root is not None and (local not in self._wanted or namespace != self.namespace)):
            self._aside += 1
            return
        self._count += 1
        if self._count > ELEMENTS_MAX:
            raise _Refused(problem("xml-too-large", elements_max=ELEMENTS_MAX))
        element = Element(local, attributes.get("Ccy"))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root, self.namespace = element, namespace
        self._open.append(element)
        self._text, self._length = [], 0

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if not self._aside and self._length <= TEXT_LENGTH_MAX:
            self._text.append(text)

    def _end(self, _name: str) -> None:
        if self._aside:
            self._aside -= 1
            return
        element = self._open.pop()
        if not element.children:
            element.text = "".join(self._text).strip()
        self._text, self._length = [], 0


def _in_utf_8(content: bytes) -> bytes | Problem:
    """The content in UTF-8: banks write GB 18030, and programs of Windows UTF-16, which the parser is not told of."""
    declared = _DECLARED.match(content.removeprefix(codecs.BOM_UTF8)[:300].lstrip())
    named = declared[1].decode("ascii").lower() if declared else "utf-8"
    one_byte_wise = "gb18030" if named in _GB else "utf-8"
    encoding = "utf-16" if content.startswith(_UTF_16) else one_byte_wise
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return problem("encoding-unknown")
    return text.encode("utf-8")
