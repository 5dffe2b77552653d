"""`make catalog`: collect the sentences that the CLI and click say, keep their Chinese, compile, name what lacks it.

click's own messages are in the same catalog, so that usage errors are Chinese, too.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent
PO = LOCALE / "zh" / "LC_MESSAGES" / "bailu.po"
MO = PO.with_suffix(".mo")
_DATED = datetime(2026, 11, 23, tzinfo=UTC)
"""A fixed date in the header: collecting twice changes nothing."""
_MARKS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Every sentence that stands in the code."""
    template = Catalog(charset="utf-8")
    root = LOCALE.parent.parent
    for folder in (root / "presentation", root / "usecases", root / "cli", Path(click.__file__).parent):
        sources = extract_from_dir(folder, [("**.py", "python")], keywords=_MARKS)
        for _file, _line, sentence, _comments, _context in sources:
            if sentence:
                template.add(sentence)
    return template


def translations() -> Catalog:
    """The Chinese that there is."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", charset="utf-8")


def compiled(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The sentences without Chinese."""
    return [str(message.id) for message in catalog if message.id and not _is_translated(message.string)]


def written(catalog: Catalog) -> bytes:
    """The catalog as its file has it."""
    fresh = Catalog(
        locale="zh",
        domain="bailu",
        header_comment="# The Chinese of what the command line says. Kept by `make catalog`.",
        project="Bailu",
        version="1",
        msgid_bugs_address="see CONTRIBUTING.md",
        creation_date=_DATED,
        revision_date=_DATED,
        last_translator="the team",
        language_team="zh",
        charset="utf-8",
        fuzzy=False,
    )
    for message in catalog:
        if message.id:
            fresh.add(message.id, message.string, flags=message.flags - {"fuzzy"})
    file = BytesIO()
    write_po(file, fresh, sort_output=True, width=100)
    return file.getvalue()


def main() -> int:
    catalog = translations()
    catalog.update(collected(), no_fuzzy_matching=True)
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(translations()))
    missing = untranslated(translations())
    for sentence in missing:
        print(f"No Chinese yet: {sentence}", file=sys.stderr)
    return 1 if missing else 0


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) and (isinstance(string, str) or all(string or ()))


if __name__ == "__main__":
    sys.exit(main())
