"""Templates become pages. What people wrote stays text: it is escaped, and what cannot be seen is made visible."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from domain.text import visible
from presentation.letters import words
from store.errors import StoreUnavailable

SHIPPED = Path(__file__).parent / "templates"


def page(template: str, content: Mapping[str, Any], folder: Path | None) -> bytes:
    """The page that `template` makes of `content`; templates in `folder` stand before those that come with bailu.

    Raises `StoreUnavailable`: `letters-folder-missing`, `letter-template-damaged`.
    """
    if folder is not None and not folder.is_dir():
        raise StoreUnavailable("letters-folder-missing", path=str(folder))
    if folder is None:
        # What comes with bailu and does not work is a mistake of ours.
        return _environment(None).get_template(template).render(content).encode()
    try:
        return _environment(folder).get_template(template).render(content).encode()
    except (TemplateError, TypeError, ValueError, ArithmeticError, OSError) as error:
        raise _damaged(template, error) from error


def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    """A template that an office changed may look at what it is given, and at nothing else of this program."""
    shipped = FileSystemLoader(SHIPPED)
    own = [FileSystemLoader(folder)] if folder else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, shipped, PrefixLoader({"shipped": shipped})]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.day_in_figures,
        numerals=words.day_in_numerals,
        figures=words.in_figures,
        capitals=words.in_capitals,
        lines=words.lines_in_words,
        number=words.small_number,
    )
    return environment


def seen(value: object) -> object:
    """A value as a page shows it: characters that steer the text instead of standing in it become a mark."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return visible(value)


def _damaged(template: str, error: Exception) -> StoreUnavailable:
    """Which line of which template, and what is wrong there."""
    where = template
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.name or template}:{error.lineno}"
    elif frames := [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".html")]:
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    reason = f"{error.name}: not found" if isinstance(error, TemplateNotFound) else str(error)
    return StoreUnavailable("letter-template-damaged", template=where, reason=reason.split("\n", 1)[0])
