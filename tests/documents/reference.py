"""The reference of the command line: each verb with its help, and what was observed when the how-tos ran it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.main import Entry
from cli.verbs import LazyGroup, module_of
from domain.base import ACTS, Part
from domain.office.officer import officer_stream
from domain.office.roles import PERMISSIONS, Role
from presentation.labels.vocabulary import label
from presentation.language import _, speaking
from tests.documents.helps import helps
from tests.documents.pages import ROOT
from tests.documents.terminal import Ran, Recorded, arguments
from tests.documents.transcript import Step
from tests.documents.verbs import verb_of, verbs

GENERATED = ROOT / "docs" / "generated"
ELSEWHERE = frozenset({"demo", "store copy", "store restore"})
REFUSED_IN_SIMULATIONS = frozenset({"store reopen"})
"""What the pages, which are all simulations, can only show as refused."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "The command line",
        "intro": "Every verb with its help, an example that a test runs, who may give it, the events that it records,"
        " and its module. Made by `make docs` from the program itself and from what the [how-tos](../how-to) recorded"
        " when they ran: do not edit. Who may, and what is recorded, is what was seen there; where no how-to goes,"
        " there may be more.",
        "other": "中文",
        "verb": "Verb",
        "does": "What it does",
        "example": "Example, from ",
        "who": "Who may",
        "events": "Records",
        "module": "Module",
        "reads": "It reads, and records nothing.",
        "elsewhere": "It makes a store of its own, and records nothing in this one.",
        "refused": "A simulation refuses it; what it records in a real store is told on the page.",
        "own": "the officer, about themselves",
        "alone": "%(first)s",
        "first": "%(first)s proposes; %(second)s confirms",
        "second": "%(second)s, about what another officer (%(first)s) began",
        "comma": ", ",
        "semicolon": "; ",
        "colon": ":",
        "stop": ".",
    },
    "zh": {
        "title": "命令行参考",
        "intro": "每条命令的帮助、一个由测试运行的示例、有权办理的角色、所记录的事件和所在模块。由 `make docs` 根据程序"
        "本身以及运行[操作指南](../how-to)时的记录生成：请勿手工修改。有权办理的角色和所记录的事件均为运行时所见，指南未涉及之处可能另有。",
        "other": "English",
        "verb": "命令",
        "does": "用途",
        "example": "示例，取自",
        "who": "有权办理",
        "events": "记录",
        "module": "模块",
        "reads": "只查询，不作记录。",
        "elsewhere": "另建业务库，不在当前业务库中记录。",
        "refused": "模拟库拒绝执行；在正式业务库中记录什么，见该页说明。",
        "own": "经办人本人",
        "alone": "%(first)s",
        "first": "%(first)s提出，%(second)s确认",
        "second": "%(second)s，针对另一名经办人（%(first)s）所办事项",
        "comma": "、",
        "semicolon": "；",
        "colon": "：",
        "stop": "。",
    },
}


def file_of(language: str) -> Path:
    return GENERATED / ("cli.zh-CN.md" if language == "zh" else "cli.md")


@dataclass(slots=True)
class Observed:
    """What was seen of one verb: the page and step that gave it first, and all that it recorded on any page."""

    page: Path
    step: Step
    recorded: list[Recorded] = field(default_factory=list)


def observe(seen: dict[str, Observed], page: Path, step: Step, ran: Ran) -> None:
    """Enter that a page gave this command, if it did what it says."""
    argv = arguments(step.command)
    if argv is not None and (ran.code == 0 or verb_of(argv) in REFUSED_IN_SIMULATIONS):
        seen.setdefault(verb_of(argv), Observed(page, step)).recorded += ran.recorded


def reference(language: str, seen: Mapping[str, Observed]) -> str:
    """The page of a language."""
    words, help_texts = WORDS[language], helps(language)
    other = file_of("en" if language == "zh" else "zh").name
    lines = [f"# {words['title']}", "", f"*[{words['other']}]({other})*", "", words["intro"], ""]
    lines += [f"| {words['verb']} | {words['does']} |", "|---|---|"]
    with speaking(language):
        every = list(verbs())
        lines += [f"| [`{verb}`](#{_anchor(verb)}) | {_short(verb)} |" for verb, _module in every]
        for verb, module in every:
            lines += ["", f"## bailu {verb}", "", *_verb(words, verb, module, help_texts[verb], seen[verb])]
    return "\n".join(lines) + "\n"


def _verb(words: Mapping[str, str], verb: str, module: str, help_text: str, observed: Observed) -> Iterator[str]:
    yield from ("```text", *help_text.split("\n"), "```", "")
    page = os.path.relpath(observed.page, GENERATED)
    title = observed.page.read_text("utf-8").partition("\n")[0].removeprefix("# ")
    yield f"{words['example']}[{title}]({page}){words['colon']}"
    yield from ("", "```console", f"$ {observed.step.command}", "```", "")
    if verb in ELSEWHERE:
        yield f"- {words['elsewhere']}"
    elif verb in REFUSED_IN_SIMULATIONS:
        yield f"- {words['refused']}"
    elif observed.recorded:
        yield _item(words, "who", words["semicolon"].join(_who(words, observed.recorded)) or "–")
        yield _item(words, "events", words["comma"].join(_events(observed.recorded)))
    else:
        yield f"- {words['reads']}"
    path = f"{module.replace('.', '/')}.py"
    yield _item(words, "module", f"[`{path}`](../../{path})")


def _item(words: Mapping[str, str], heading: str, text: str) -> str:
    return f"- **{words[heading]}{words['colon']}** {text}{words['stop']}"


def _who(words: Mapping[str, str], recorded: Sequence[Recorded]) -> list[str]:
    told = []
    for event in recorded:
        part, permission = ACTS[event.name].part, _permission(event)
        if part is Part.CONSEQUENCE or permission is None:
            continue
        held = PERMISSIONS[permission]
        if event.stream == officer_stream(event.actor):
            told.append(words["own"])
            continue
        roles = {"first": _roles(held.first), "second": _roles(held.second)}
        told.append(words[part.value] % roles)
    return list(dict.fromkeys(told))


def _roles(roles: Sequence[Role]) -> str:
    return " / ".join(label(role) for role in roles)


def _permission(event: Recorded) -> str | None:
    """Under which entry of the table of permissions the event is recorded, as its declaration says."""
    act = ACTS[event.name]
    if act.otherwise is not None and event.data.get(act.otherwise.member) in act.otherwise.values:
        return act.otherwise.permission
    return act.permission or event.data.get("act")


def _events(recorded: Sequence[Recorded]) -> list[str]:
    names = dict.fromkeys(event.name for event in recorded)
    return [f"{label(name)} (`{name}`)" for name in names]


def _short(verb: str) -> str:
    group: LazyGroup = Entry()
    *groups, name = verb.split()
    for inner in groups:
        group = importlib.import_module(module_of(group.package, inner)).command
    return _(group.verbs[name]).partition("\n")[0].rstrip(".。")


def _anchor(verb: str) -> str:
    return f"bailu-{verb.replace(' ', '-')}"
