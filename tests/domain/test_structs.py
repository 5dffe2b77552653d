"""Events, commands and values are frozen and keyword-only, each of them, and keep the order of their keys."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

import domain
from domain.application.commands import ServeRecovery
from domain.application.events import MilestoneMet
from domain.application.values import Draw, Due
from domain.base import EVENTS, Event, Struct, StructMeta, asdict, field, field_names, replace
from domain.entitlement.limits import Limit
from domain.treasury.batch_events import BankItem

for module in pkgutil.walk_packages(domain.__path__, "domain."):
    importlib.import_module(module.name)


def below(kind: type[Struct]) -> Iterator[type[Struct]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from below(subclass)


OURS = sorted(
    (struct for struct in below(Struct) if struct.__module__.startswith("domain.")), key=lambda struct: struct.__name__
)


@pytest.mark.parametrize("struct", OURS, ids=lambda struct: struct.__name__)
def test_a_struct_of_the_domain_is_frozen_slotted_and_keyword_only(struct: type[Struct]) -> None:
    settings = struct.__struct_config__
    assert settings.frozen
    assert settings.gc
    assert not any((settings.array_like, settings.omit_defaults, settings.tag, settings.dict))
    assert struct.__struct_encode_fields__ == struct.__struct_fields__, "nothing is renamed"
    assert struct.__match_args__ == (), "every member is keyword-only"
    assert struct.__dictoffset__ == 0, "a mixin needs `__slots__ = ()`"


@pytest.mark.parametrize("struct", OURS, ids=lambda struct: struct.__name__)
def test_inherited_members_are_stored_first(struct: type[Struct]) -> None:
    inherited = field_names(struct.__base__) if struct.__base__ is not Struct else ()
    assert field_names(struct)[: len(inherited)] == inherited


def test_every_event_is_a_struct_of_ours() -> None:
    assert set(EVENTS.values()) <= set(OURS)


@pytest.mark.parametrize(
    "keyword",
    [
        {"gc": False},
        {"tag": True},
        {"rename": "camel"},
        {"omit_defaults": True},
        {"array_like": True},
        {"frozen": False},
        {"kw_only": False},
        {"dict": True},
        {"forbid_unknown_fields": True},
    ],
    ids=str,
)
def test_no_class_chooses_otherwise(keyword: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="takes no options"):
        StructMeta("Other", (Event,), {}, **keyword)


def test_members_are_given_by_name() -> None:
    with pytest.raises(TypeError):
        Draw("a", "b", 1)  # type: ignore[misc]


def test_an_abstract_rule_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Limit(id="x", clause="m01")  # type: ignore[abstract, call-arg]


def test_replacing_gives_the_same_kind_with_another_value() -> None:
    command = ServeRecovery(application="a", recovery="r1", served_on=date(2024, 1, 1), due_on=date(2024, 2, 1))
    later = replace(command, due_on=date(2024, 3, 1))
    assert (type(later), later.due_on, later.recovery) == (ServeRecovery, date(2024, 3, 1), "r1")
    with pytest.raises(TypeError):
        replace(command, until=date(2024, 3, 1))  # type: ignore[call-arg]


class _Nested(Struct):
    dues: tuple[Due, ...]
    by_name: dict[str, Draw] = field(default_factory=dict)


def test_a_struct_is_taken_apart_to_the_last_of_its_members() -> None:
    met = MilestoneMet(milestone="m", items=(Due(1, 2),), revived=(), reached_on=date(2024, 1, 1))
    assert asdict(met) == {"milestone": "m", "items": (Due(1, 2),), "revived": (), "reached_on": date(2024, 1, 1)}
    held = BankItem(application="a", amount_fen=1, account="b")
    members = {
        "application": "a",
        "amount_fen": 1,
        "account": "b",
        "fund": None,
        "shared_account": None,
        "despite_demands": None,
    }
    assert asdict((held,)) == (members,)
    nested = _Nested(dues=(Due(1, 2),), by_name={"x": Draw(fund="f", source="s", amount_fen=1)})
    assert asdict(nested) == {"dues": (Due(1, 2),), "by_name": {"x": {"fund": "f", "source": "s", "amount_fen": 1}}}


def test_the_members_of_a_command_are_encoded_in_the_order_in_which_they_are_declared() -> None:
    command = ServeRecovery(application="a", recovery="r1", served_on=date(2024, 1, 1), due_on=date(2024, 2, 1))
    assert msgspec.json.encode(command) == (
        b'{"application":"a","recovery":"r1","served_on":"2024-01-01","due_on":"2024-02-01"}'
    )
