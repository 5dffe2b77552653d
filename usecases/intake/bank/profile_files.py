"""Profiles as files: the shipped ones, those of the office's own folder, or one file by its path; checked, with a
sentence for each mistake and its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from policies.places import Places
from usecases.errors import UsageError, refuse_file
from usecases.intake.bank.profile import BankProfile, MessageProfile, TableProfile
from usecases.intake.bank.profile_mistakes import Steps, mistakes_of
from usecases.intake.documents import Tree, read_bytes, tree_of
from usecases.intake.forms import fill
from usecases.problems import Problem, Where, problem
from usecases.session.settings import Settings

SHIPPED = ("csv", "treasury", "bank-one", "bank-two", "iso-20022")

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


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
    profile, problems = fill(_form_of(tree), tree)
    if profile is None:
        return None, _in_order(_lined(places, _path(one.where.path), one) for one in problems)
    noted = _in_order(_lined(places, path, one) for path, one in mistakes_of(profile))
    return (None, noted) if noted else (profile, ())


def _form_of(tree: Tree) -> type[BankProfile]:
    """The form of a profile with tables, or of one with messages, as its order files are either."""
    orders = tree.get("orders")
    form = orders.get("format") if isinstance(orders, dict) else None
    return MessageProfile if str(form).startswith("pain") else TableProfile


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
