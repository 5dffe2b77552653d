"""Every event is entered wherever one has to be, and nothing is entered that is no event.

An event that is new is named here by every registry that it lacks. What mypy proves (that each union is answered
whole) is not looked at again; what it cannot see is, and so is that each event is in the union of its stream.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import get_args

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import ACTS, EVENTS, STORED_NAMES, Act, Event, Part, field_names
from domain.decisions.commands import Command
from domain.imports.debt_events import DebtEvent
from domain.imports.events import ImportEvent
from domain.office.book_months import MonthClosed
from domain.office.draw_rules import DrawRulesAdopted
from domain.office.log import LogEvent
from domain.office.officer import OfficerEvent
from domain.office.people import NamesJoined, PersonsLinked
from domain.office.proposed import OfficeEvent
from domain.office.reference import CalendarYearAdopted, EditionAdopted, StandardAdopted
from domain.office.register_events import RegisterEvent
from domain.office.roles import PERMISSIONS
from domain.office.sharing import SharingDeclared
from domain.treasury.allotment import AllotmentEvent
from domain.treasury.batch_events import BatchEvent
from domain.treasury.fund import FundEvent
from domain.treasury.incoming import EntryReceived
from presentation.labels.vocabulary import LABELS
from presentation.words.case_events import event_sentence
from projections.application_register import model as application_register
from projections.building.catalogue import MODELS
from projections.events.shapes import SHAPES
from store.line.codec import decode
from store.line.upcasts import UPCASTS
from tests.golden.write import HERE, path_of

NAMES = sorted(EVENTS)
FOLDED: Mapping[str, frozenset[type[Event]]] = {
    "application": frozenset(get_args(f.CaseEvent)),
    "officer": frozenset(get_args(OfficerEvent)),
    "register": frozenset(get_args(RegisterEvent)),
    "fund": frozenset(get_args(FundEvent)),
    "book": frozenset({MonthClosed}),
    "allotment": frozenset(get_args(AllotmentEvent)),
    "incoming": frozenset({EntryReceived}),
    "batch": frozenset(get_args(BatchEvent)),
    "import": frozenset(get_args(ImportEvent)),
    "debt": frozenset(get_args(DebtEvent)),
    "policy": frozenset({EditionAdopted, StandardAdopted, SharingDeclared, DrawRulesAdopted}),
    "calendar": frozenset({CalendarYearAdopted}),
    "people": frozenset({PersonsLinked, NamesJoined}),
    "log": frozenset(get_args(LogEvent)),
    "office": frozenset(get_args(OfficeEvent)),
}
"""By stream, what its `evolve` answers."""


def stream(name: str) -> str:
    return name.partition(".")[0]


def is_named(name: str) -> bool:
    well_formed = re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*", name) is not None
    return well_formed and STORED_NAMES[EVENTS[name]] == name


def has_sentence(name: str) -> bool:
    """Whether what is said of the golden sample is said with its values."""
    path = path_of(name)
    told = stream(name) == "application" and path.exists()
    sentence = event_sentence(decode(name, path.read_bytes())) if told else ""
    return bool(sentence) and "%(" not in sentence


def is_declared(name: str) -> bool:
    """Whether its act falls under a permission that needs as many officers, and the members that it names are there."""
    fits = all(_fits(ACTS[name], permission) for permission in _permissions(name, ACTS[name]))
    return fits and _named(ACTS[name]) <= set(field_names(EVENTS[name]))


def _named(act: Act) -> set[str]:
    """The members by which the act is read."""
    named = (act.about, act.or_about, act.pair, act.pair_within, act.only_with, act.otherwise and act.otherwise.member)
    return {member.partition(".")[0] for member in named if member}


def _permissions(name: str, act: Act) -> Iterator[str | None]:
    if act.otherwise is not None:
        yield act.otherwise.permission
    if act.permission is not None or act.part is Part.CONSEQUENCE:
        yield act.permission
    else:
        assert "act" in field_names(EVENTS[name]), f"{name} names no permission"


def _fits(act: Act, permission: str | None) -> bool:
    if permission is None or permission not in PERMISSIONS:
        return permission is None and act.part is Part.CONSEQUENCE
    return bool(PERMISSIONS[permission].second) == (act.part in (Part.FIRST, Part.SECOND))


def has_view(name: str) -> bool:
    """Whether read models can read it, with what its act is read by."""
    return name in SHAPES and _named(ACTS[name]) <= set(SHAPES[name].__struct_fields__)


REGISTRIES: Mapping[str, Callable[[str], bool]] = {
    "stored name": is_named,
    "golden sample": lambda name: path_of(name).exists(),
    "label": lambda name: name in LABELS,
    "sentence": has_sentence,
    "facets": is_declared,
    "fold": lambda name: EVENTS[name] in FOLDED.get(stream(name), ()),
    "view": has_view,
    "read model": lambda name: any(name in model.EVENTS for model in MODELS),
    "register of applications": lambda name: name in application_register.EVENTS,
}

_NOT_OF_A_CASE = "it happens to no application: trails name it by its label"
_OF_TWO = {
    "fund.opened.v1", "incoming.entry-received.v1",
    "policy.standard-adopted.v1", "policy.draw-rules-adopted.v1", "policy.sharing-declared.v1",
    "calendar.year-adopted.v1",
    "people.names-joined.v1",
    *(f"officer.{what}.v1" for what in (
        "enrolled", "role-granted", "exception-granted", "deputy-appointed", "key-replaced",
    )),
}  # fmt: skip
_BESIDE_THE_CASES = "each case of the payment run has an event of its own, which the read models fold"


def exempt(name: str) -> dict[str, str]:
    """The registries in which an event has no place, and why."""
    excused: dict[str, str] = {}
    if stream(name) != "application":
        excused["sentence"] = _NOT_OF_A_CASE
    if stream(name) not in ("application", "policy") or name in _OF_TWO:
        excused["register of applications"] = "it changes no row of the register"
    if name in ("application.payment-assigned.v1", "application.payment-redated.v1"):
        excused["register of applications"] = "another fund, or another day: no position changes"
    if name in ("application.receipt-corrected.v1", "debt.receipt-corrected.v1"):
        excused["read model"] = excused["register of applications"] = "what it undoes and puts right has the rows"
    if name == "log.opened.v1":
        excused["read model"] = "the runner reads it to know the log"
    if name in _OF_TWO - {"fund.opened.v1"}:
        excused["read model"] = "it follows from an act of two people, whose acts have the rows"
    if name == "fund.planned.v1":
        excused["read model"] = "it moves nothing"
    return excused


def missing(name: str) -> set[str]:
    return {registry for registry, holds in REGISTRIES.items() if not holds(name)}


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_entered_in_every_registry_or_exempt_for_a_reason(name: str) -> None:
    assert missing(name) == exempt(name).keys()


_SAMPLE = "application.accepted.v1"
LOST: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "label": lambda patch: patch.delitem(LABELS, _SAMPLE),  # type: ignore[arg-type]
    "view": lambda patch: patch.delitem(SHAPES, _SAMPLE),  # type: ignore[arg-type]
    "facets": lambda patch: patch.setitem(ACTS, _SAMPLE, Act(part=Part.ALONE, permission="acept")),
    "fold": lambda patch: patch.setitem(FOLDED, "application", frozenset()),  # type: ignore[arg-type]
    "register of applications": lambda patch: patch.setattr(application_register, "EVENTS", frozenset()),
}


@pytest.mark.parametrize("registry", LOST)
def test_an_entry_that_is_lost_is_missed(registry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    LOST[registry](monkeypatch)
    assert registry in missing(_SAMPLE)


ENTERED: Mapping[str, set[str]] = {
    "golden sample": {path.stem for path in HERE.glob("*.json")} - UPCASTS.keys(),
    "label": {label for label in LABELS if re.fullmatch(r"[a-z]+\.[a-z-]+\.v\d+", label)} - UPCASTS.keys(),
    "view": set(SHAPES),
    "read model": {name for model in MODELS for name in model.EVENTS},
    "fold": {STORED_NAMES[event] for events in FOLDED.values() for event in events},
}


@pytest.mark.parametrize("registry", ENTERED)
def test_what_is_entered_is_an_event(registry: str) -> None:
    assert ENTERED[registry] - EVENTS.keys() == set()


def heirs(kind: type[Event]) -> set[type[Event]]:
    """Those that have no heirs themselves."""
    own = kind.__subclasses__()
    return set().union(*map(heirs, own)) if own else {kind}


def test_every_event_of_ours_is_stored_under_one_name() -> None:
    ours = {event for event in heirs(Event) if event.__module__.startswith("domain.")}
    assert set(STORED_NAMES) == ours
    assert {STORED_NAMES[event]: event for event in EVENTS.values()} == EVENTS


def test_every_permission_is_that_of_some_event_in_each_of_its_parts() -> None:
    by_name = {"backdated-receipt", "other-account-holder", "code-as-printed"}
    """Named by the event itself, `ConfirmationRequired`; see also the change of a demand."""
    by_name |= {f"{change}-recovery" for change in ("reduce", "cancel", "write-off", "refer")}
    by_name |= {"take-back-refusal", "take-back-rejection"}
    by_name |= {"give-rights", "replace-administrator"}
    begun = {p for name, act in ACTS.items() if act.part is not Part.SECOND for p in _permissions(name, act) if p}
    assert begun | by_name == PERMISSIONS.keys()
    answered = {act.permission for act in ACTS.values() if act.part is Part.SECOND}
    by_proposal = {
        "milestone",
        "account",
        "answer-objection",
        "waive",
        "revise",
        "follow-up",
        "demand-recovery",
        "transfer",
    } | by_name
    by_proposal |= {
        "reopen-office",
        "declare-fault",
        "declare-sent",
        "import-recovery",
        "receive-recovery",
        "correct-receipt",
        "pay-out-recovery",
        "offset-recovery",
        "take-rights",
        "except-officer",
        "appoint-deputy",
    }
    by_proposal |= {
        "give-rights",
        "replace-administrator",
        "open-fund",
        "increase-fund",
        "transfer-fund",
        "carry-over-fund",
        "surrender-fund",
        "plan-fund",
        "close-fund",
        "close-month",
        "make-allotment",
        "evaluate-allotment",
        "release-allotment",
        "settle-allotment",
        "reclaim-allotment",
        "receive-allotment",
        "adopt-draw-rules",
        "adopt-policy",
        "adopt-standard",
        "adopt-calendar",
        "link-persons",
        "share-limits",
        "import-lines",
        "two-names",
        "differing-reply",
        "correct-reply",
        "assign-clearing",
    }
    assert answered - {None} | by_proposal == {key for key, held in PERMISSIONS.items() if held.second}
    assert PERMISSIONS.keys() <= LABELS.keys()


def test_every_command_about_a_case_is_one_that_the_domain_decides() -> None:
    structs = {struct for struct in vars(c).values() if isinstance(struct, type) and struct.__module__ == c.__name__}
    commands = {command for command in structs if not command.__subclasses__()}
    assert commands
    assert commands <= set(get_args(Command))
