"""The page of who may do what, verb by verb and role by role, and of what one key alone records.

`tests/cli/matrix` holds each cell of the first table by real calls, and the second by a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from domain.base import Part
from domain.office.roles import PERMISSIONS, Role
from presentation.labels.vocabulary import label
from presentation.language import speaking
from tests.documents.terminal import ROOT

GENERATED = ROOT / "docs" / "generated"

BEGUN: Mapping[str, tuple[str, ...]] = {
    "policy adopt": ("adopt-policy",),
    "calendar adopt": ("adopt-calendar",),
    "standard adopt": ("adopt-standard",),
    "officer enrol": ("second-person", "give-rights", "replace-administrator"),
    "officer grant": ("give-rights", "replace-administrator"),
    "officer except": ("except-officer",),
    "officer deputy": ("appoint-deputy", "keep-officers"),
    "officer revoke": ("keep-officers",),
    "officer suspend": ("suspend-officer",),
    "officer key-lost": ("suspend-officer", "take-rights"),
    "officer rotate-key": ("own-key", "give-rights", "replace-administrator"),
    "officer hand-over": ("keep-officers",),
    "limit import": ("import-lines",),
    "limit share": ("share-limits",),
    "limit take-back": ("import-lines",),
    "register add": ("register-entry",),
    "register change": ("register-entry",),
    "register end": ("register-entry",),
    "register complete": ("register-entry",),
    "register import": ("register-entry",),
    "application submit": ("submit", "backdated-receipt", "other-account-holder", "code-as-printed"),
    "application accept": ("accept",),
    "application refuse": ("refuse",),
    "application request-correction": ("request-correction",),
    "application correct": ("correct", "other-account-holder", "code-as-printed"),
    "application verify": ("verify",),
    "application assess": ("assess",),
    "application withdraw": ("withdraw",),
    "application transfer": ("transfer",),
    "application take-back": ("take-back-refusal", "take-back-rejection"),
    "application suspend": ("suspend",),
    "application resume": ("resume",),
    "application account": ("account",),
    "application waive": ("waive",),
    "application follow-up": ("follow-up",),
    "application revise": ("revise",),
    "application milestone": ("milestone",),
    "application attach": ("attach",),
    "application letter": ("issue-letter", "issue-demand"),
    "application serve": ("serve-letter", "serve-recovery-letter"),
    "public-notice publish": ("publish-notice",),
    "public-notice close": ("close-notice",),
    "public-notice object": ("raise-objection",),
    "public-notice resolve": ("answer-objection",),
    "fund open": ("open-fund",),
    "fund increase": ("increase-fund",),
    "fund transfer": ("transfer-fund",),
    "fund carry-over": ("carry-over-fund",),
    "fund surrender": ("surrender-fund",),
    "fund plan": ("plan-fund",),
    "fund close": ("close-fund",),
    "book close": ("close-month",),
    "fund draw-rules": ("adopt-draw-rules",),
    "allotment make": ("make-allotment",),
    "allotment evaluate": ("evaluate-allotment",),
    "allotment release": ("release-allotment",),
    "allotment settle": ("settle-allotment",),
    "allotment reclaim": ("reclaim-allotment",),
    "allotment receive": ("receive-allotment",),
    "payment order": ("order-payment",),
    "payment export": ("export-payment",),
    "payment attach": ("attach-to-run",),
    "payment import": ("record-credits", "differing-reply"),
    "payment correct": ("correct-reply",),
    "payment assign": ("assign-clearing",),
    "payment declare-sent": ("declare-sent",),
    "recovery import": ("import-recovery",),
    "recovery notify": ("notify-recovery",),
    "recovery heard": ("hear-recovery",),
    "recovery demand": ("demand-recovery",),
    "recovery remind": ("remind-recovery",),
    "recovery serve": ("serve-recovery",),
    "recovery object": ("object-to-recovery",),
    "recovery plan": ("plan-recovery",),
    "recovery receive": ("receive-recovery",),
    "recovery correct": ("correct-receipt",),
    "recovery pay-out": ("pay-out-recovery",),
    "recovery offset": ("offset-recovery",),
    "recovery reduce": ("reduce-recovery",),
    "recovery cancel": ("cancel-recovery",),
    "recovery write-off": ("write-off-recovery",),
    "recovery refer": ("refer-recovery",),
    "person link": ("link-persons",),
    "person names": ("two-names",),
    "store backup": ("back-up", "back-up-with-keys"),
    "store copy": ("restore-log", "close-log"),
    "store restore": ("restore-log",),
    "store reopen": ("reopen-office",),
    "audit declare-fault": ("declare-fault",),
}
"""What an officer begins by a verb, as the acts of `PERMISSIONS`.

`officer revoke` and `suspend` begin `take-rights`, too, in an office in which no two others could give a right.
"""

_BY_VERBS_OF_THEIR_OWN = ("assess", "order-payment")
ANSWERED: Mapping[str, tuple[str, ...]] = {
    "confirm": tuple(
        act for act, permission in PERMISSIONS.items() if permission.second and act not in _BY_VERBS_OF_THEIR_OWN
    ),
    "application approve": ("assess",),
    "application send-back": ("assess",),
    "application reject": ("assess",),
    "payment release": ("order-payment",),
    "recovery approve": (
        "demand-recovery",
        "reduce-recovery",
        "cancel-recovery",
        "write-off-recovery",
        "refer-recovery",
    ),
}
"""What a second person answers by a verb."""

NOBODYS = frozenset({"init", "demo"})
"""Verbs that make a store in which there is nobody yet."""


class Entry(NamedTuple):
    """A row of the table: an act of a verb, which is its beginning or its answer."""

    verb: str
    act: str
    part: Part


def entries() -> Iterator[Entry]:
    for verb, acts in BEGUN.items():
        for act in acts:
            yield Entry(verb, act, Part.FIRST if PERMISSIONS[act].second else Part.ALONE)
    for verb, acts in ANSWERED.items():
        yield from (Entry(verb, act, Part.SECOND) for act in acts)


def may(entry: Entry, role: Role) -> bool:
    """Whether the table of permissions lets a role do what a row is about."""
    permission = PERMISSIONS[entry.act]
    return role in (permission.second if entry.part is Part.SECOND else permission.first)


class Reached(NamedTuple):
    """What one key records, as the names of events: alone, and by answering what somebody else had begun."""

    alone: Sequence[str]
    answering: Sequence[str]


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Who may do what",
        "other": "中文",
        "intro": "Every verb that records, with the act of it that the table of permissions"
        " ([`domain/office/roles.py`](../../domain/office/roles.py)) is asked about, and what each role may do of it:"
        " act *alone*, *propose* what another then confirms, *c"
        "onfirm* what another has begun, or nothing (–). Made by"
        " `make docs`: do not edit. A test gives each verb in the name of each role and holds each cell"
        " ([`tests/cli/matrix`](../../tests/cli/matrix)). Whoever confirms is never who proposed; cases are those of"
        " the officer's authority, and the supervising authority's officers act for all. `init` and `demo` make a store"
        " in which there is nobody yet.",
        "verb": "Verb",
        "act": "Act",
        "second": "Confirmed by",
        "alone": "alone",
        "first": "proposes",
        "confirms": "confirms",
        "none": "–",
        "or": " or ",
        "comma": ", ",
        "key": "What one key alone records",
        "key_intro": "In an office with a case at every stage, one off"
        "icer with one role gives every command there is,"
        " in any order. This is all that comes into the log by that one key. The last column is recorded only where"
        " another person had begun it. With no key alone is a right given, a fund opened, a notice or a calendar"
        " adopted, a run released, a file exported that nobody had released, or a receipt recorded.",
        "role": "Role",
        "by_itself": "Alone",
        "by_answer": "By answering another",
        "new": "In a new office the administrator's key enrols one second person, once; every right after that takes"
        " both keys. They are one human with two keys only if the administrator makes the second key and keeps it,"
        " so that the second person brings a request of their own (`bailu officer key new`): `bailu audit verify`"
        " counts what was signed under keys that the office has made.",
    },
    "zh": {
        "title": "各角色的权限",
        "other": "English",
        "intro": "逐条列出会作记录的命令、"
        "该命令在权限表（[`domain/office/roles.py`](../../domain/office/roles.py)）中对应的事项，"
        "以及每个角色可以办到哪一步：**单独办理**、**提出**（须由他人确认）、"
        "**确认**他人提出的事项，或者无权办理（–）。由 `make docs`"
        " 生成：请勿手工修改。"
        "表中每一格都由测试以该角色的名义实际执行命令加以核对（[`tests/cli/matrix`](../../tests/cli/matrix)）。"
        "确认人不得是提出人；经办人只办理本单位的申请，上级主管机关的经办人可以办理各单位的申请。"
        "`init` 和 `demo` 新建业务库，其中尚无任何经办人。",
        "verb": "命令",
        "act": "事项",
        "second": "确认人",
        "alone": "单独办理",
        "first": "提出",
        "confirms": "确认",
        "none": "–",
        "or": "或",
        "comma": "、",
        "key": "仅凭一把密钥能够记录什么",
        "key_intro": "在一个各阶段申请俱全的机构里，由只有一个角色的一名经办人以任意顺序执行所有命令，"
        "凭这一把密钥能够写入日志的"
        "全部事件如下。末列各项须有他人提出在先才会记录。仅凭任何一把密钥，"
        "都不能授予权限、设立资金、采用政策或日历，不能放行支付批次，"
        "不能导出未经他人放行的支付文件，也不能记录追缴款到账。",
        "role": "角色",
        "by_itself": "单独",
        "by_answer": "答复他人提出的事项",
        "new": "在新设机构中，管理员凭自己的密钥只能登记一名第二经办人，且仅此一次；"
        "此后授予任何权限都须两把密钥。只有当管理员自己生成并"
        "保管第二把密钥时，才会出现一人持两把密钥的情形，"
        "因此应由第二经办人自行生成密钥并提交申请（`bailu officer key new`）；"
        "凡以机构生成的密钥作出的签名，`bailu audit verify` 都会统计。",
    },
}


def file_of(language: str) -> Path:
    return GENERATED / ("permissions.zh-CN.md" if language == "zh" else "permissions.md")


def page(language: str, reached: Mapping[Role, Reached]) -> str:
    """The page of a language."""
    words = WORDS[language]
    other = file_of("en" if language == "zh" else "zh").name
    with speaking(language):
        head = [words["verb"], words["act"], *map(label, Role), words["second"]]
        lines = [f"# {words['title']}", "", f"*[{words['other']}]({other})*", "", words["intro"], "", *_head(head)]
        lines += [_row(_cells(words, entry)) for entry in entries()]
        lines += ["", f"## {words['key']}", "", words["key_intro"], ""]
        lines += _head([words["role"], words["by_itself"], words["by_answer"]])
        for role, events in reached.items():
            told = (words["comma"].join(map(label, names)) or words["none"] for names in events)
            lines.append(_row([label(role), *told]))
        lines += ["", words["new"]]
    return "\n".join(lines) + "\n"


def _cells(words: Mapping[str, str], entry: Entry) -> list[str]:
    told = words["confirms" if entry.part is Part.SECOND else entry.part.value]
    second = PERMISSIONS[entry.act].second if entry.part is Part.FIRST else ()
    roles = (told if may(entry, role) else words["none"] for role in Role)
    return [f"`{entry.verb}`", label(entry.act), *roles, words["or"].join(map(label, second)) or words["none"]]


def _head(cells: Sequence[str]) -> list[str]:
    return [_row(cells), "|" + "---|" * len(cells)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
