"""Profiles as files: the shipped ones, those of the office's own folder, or one file by its path; checked, with a
sentence for each mistake and its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from policies.places import Places
from usecases.errors import UsageError, refuse_file
from usecases.intake.bank.profile import (
    FUND_VALUES,
    Answers,
    BankProfile,
    OrderColumn,
    Orders,
    SummaryColumn,
    TotalCell,
    day_format,
    heading_key,
    remark_names,
)
from usecases.intake.documents import read_bytes, tree_of
from usecases.intake.forms import fill
from usecases.intake.text import folded
from usecases.problems import Problem, Where, problem
from usecases.session.settings import Settings

SHIPPED = ("csv", "treasury", "bank-one", "bank-two")

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_K = TypeVar("_K", bound=str)
Steps = tuple[str | int, ...]
Noted = tuple[Steps, Problem]


@cache
def shipped_profiles() -> tuple[BankProfile, ...]:
    """The profiles that come with the program, which a test holds to be in order."""
    return tuple(map(_shipped, SHIPPED))


def profiles(settings: Settings) -> tuple[BankProfile, ...]:
    """The shipped profiles, and those of the folder that the setting `bank_profiles` names, by name.

    Raises `FilesRefused` for a file of that folder that is not in order, or has the name of another one.
    """
    offered = {profile.name: profile for profile in shipped_profiles()}
    folder = settings["bank_profiles"]
    for path in sorted(Path(folder).glob("*.toml")) if folder else ():
        profile = profile_in_file(path)
        if profile.name in offered:
            raise refuse_file(path, [problem("profile-name-taken", name=profile.name)])
        offered[profile.name] = profile
    return tuple(offered.values())


def profile_named(settings: Settings, name: str) -> BankProfile:
    """A profile by its name, or by the path of its file (`.toml`).

    Raises `UsageError` for a name that nobody has, and `FilesRefused` as `profiles` and `profile_in_file`.
    """
    from presentation.language import _

    if name.endswith(".toml"):
        return profile_in_file(Path(name))
    offered = profiles(settings)
    for profile in offered:
        if profile.name == name:
            return profile
    names = ", ".join(one.name for one in offered)
    raise UsageError(_("There is no bank profile %(name)s; there are: %(names)s.") % {"name": name, "names": names})


def default_profile(settings: Settings) -> BankProfile:
    """The profile that the setting `bank_profile` names. Raises as `profile_named`."""
    return profile_named(settings, settings["bank_profile"])


def profile_in_file(path: Path) -> BankProfile:
    """The profile in a TOML file. Raises `FilesRefused` with every mistake of the file."""
    content = read_bytes(path)
    profile, problems = (None, (content,)) if isinstance(content, Problem) else read_profile(content)
    if profile is None:
        raise refuse_file(path, problems)
    return profile


def read_profile(content: bytes) -> tuple[BankProfile | None, tuple[Problem, ...]]:
    """The profile that a file's bytes have, or everything that is wrong with it, each with its line."""
    tree, problems = tree_of(content, toml=True)
    if tree is None or problems:
        return None, problems
    places = Places(content.decode("utf-8-sig"))
    profile, problems = fill(BankProfile, tree)
    if profile is None:
        return None, _in_order(_lined(places, _path(one.where.path), one) for one in problems)
    noted = _in_order(_lined(places, path, one) for path, one in _mistakes(profile))
    return (None, noted) if noted else (profile, ())


def _shipped(name: str) -> BankProfile:
    profile, problems = read_profile((files("usecases.intake.bank") / "profiles" / f"{name}.toml").read_bytes())
    assert profile is not None, f"a shipped profile is in order: {problems}"
    return profile


def _path(written: str) -> Steps:
    """The steps of a path such as `orders.columns[2].value`."""
    return tuple(int(index) if index else key for index, key in _STEP.findall(written))


def _lined(places: Places, path: Steps, noted: Problem) -> Problem:
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
    return replace(noted, where=Where(path=written, line=places.line(path)))


def _in_order(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.where.line or 0, one.where.path, one.code)))


def _mistakes(profile: BankProfile) -> Iterator[Noted]:
    """What its keys, each by itself in order, have against each other."""
    yield from _of_orders(profile.orders)
    yield from _of_answers(profile.answers)
    if profile.orders.item == "fund" and not _names_fund(profile.answers):
        yield ("answers", "headings"), problem("profile-fund-unread")


def _of_orders(orders: Orders) -> Iterator[Noted]:
    """The file has to name run and application of each item, or no answer could be matched with it."""
    yield from _value_or_text(orders.columns, ("orders", "columns"))
    for index, column in enumerate(orders.columns):
        where = ("orders", "columns", index)
        if column.value == "remark" and orders.remark is None:
            yield where, problem("profile-remark-missing")
        elif column.value in FUND_VALUES and orders.item != "fund":
            yield where, problem("profile-fund-not-item", value=str(column.value))
    keys = [heading_key(column.heading) for column in orders.columns]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield ("orders", "columns", index), problem("profile-heading-twice", heading=orders.columns[index].heading)
    values: set[str] = {column.value for column in orders.columns if column.value is not None}
    named = _remark(orders.remark)
    if isinstance(named, Problem):
        yield ("orders", "remark"), named
    else:
        values |= set(named) if "remark" in values else set()
        wanted = ["batch", "application", "holder", "account", "amount", *(["fund"] if orders.item == "fund" else [])]
        for missing in (one for one in wanted if one not in values):
            yield ("orders", "columns"), problem("profile-order-unnamed", value=missing)
    if orders.format == "xlsx" and not orders.headings:
        yield ("orders", "headings"), problem("profile-xlsx-headings")
    if orders.summary is not None and (orders.format != "xlsx" or orders.item != "fund"):
        yield ("orders", "summary"), problem("profile-summary-place")
    if orders.own_bank is not None:
        if not (orders.own_bank.names or orders.own_bank.codes):
            yield ("orders", "own_bank"), problem("profile-own-bank-empty")
        for code in orders.own_bank.codes:
            if not (len(code) == 3 and code.isascii() and code.isdigit()):
                yield ("orders", "own_bank", "codes"), problem("profile-bank-code", code=code)
    if orders.totals is not None:
        yield from _value_or_text(orders.totals.cells, ("orders", "totals", "cells"))
        if orders.totals.place == "below" and orders.totals.cells[0].text is None:
            yield ("orders", "totals", "cells"), problem("profile-total-word")
    if orders.summary is not None:
        yield from _value_or_text(orders.summary.columns, ("orders", "summary", "columns"))


def _value_or_text(cells: Sequence[OrderColumn | TotalCell | SummaryColumn], path: Steps) -> Iterator[Noted]:
    for index, cell in enumerate(cells):
        if (cell.value is None) == (cell.text is None):
            yield (*path, index), problem("profile-value-or-text")


def _of_answers(answers: Answers) -> Iterator[Noted]:
    named = _remark(answers.remark)
    if isinstance(named, Problem):
        yield ("answers", "remark"), named
        named = ()
    if ("remark" in answers.headings) != (answers.remark is not None):
        yield ("answers", "remark"), problem("profile-remark-missing")
    for wanted in ("batch", "application", "amount", "result", "value-on", "reference"):
        if wanted not in answers.headings and wanted not in named:
            yield ("answers", "headings"), problem("profile-answer-unnamed", value=wanted)
    for name, heading in _twice(answers.headings, heading_key):
        yield ("answers", "headings", name), problem("profile-heading-twice", heading=heading)
    for result, word in _twice(answers.results, folded):
        yield ("answers", "results", result), problem("profile-word-twice", word=word)
    if not answers.results.get("credited"):
        yield ("answers", "results"), problem("profile-no-credited")
    for index, form in enumerate(answers.day_formats):
        if day_format(form) is None:
            yield ("answers", "day_formats", index), problem("profile-day-format", format=form)


def _twice(words: Mapping[_K, Sequence[str]], key: Callable[[str], str]) -> Iterator[tuple[_K, str]]:
    """Each word that stands under a second name, with that name."""
    first: dict[str, _K] = {}
    for name, several in words.items():
        for word in several:
            if first.setdefault(key(word), name) != name:
                yield name, word


def _remark(template: str | None) -> tuple[str, ...] | Problem:
    names = remark_names(template) if template is not None else ()
    return problem("profile-remark-form") if names is None else names


def _names_fund(answers: Answers) -> bool:
    return "fund" in answers.headings or "fund" in (remark_names(answers.remark or "") or ())
