"""From the events of one command back to the command, over all streams.

A command holds what its events hold, with two exceptions on which nothing depends: which assessment an approver was
shown (the event says which was approved), and whether a second file of a run was asked for as such.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.application import events as f
from domain.base import Event
from domain.decisions.commands import Command
from domain.decisions.recorded import debts, office, treasury
from domain.decisions.recorded.case import command_about_case
from domain.decisions.recorded.errors import NoSuchCommand
from domain.imports.debt_events import DebtEvent
from domain.imports.events import ImportEvent
from domain.office.log import LogEvent, LogOpened
from domain.office.officer import OfficerEvent
from domain.office.proposed import OfficeEvent
from domain.office.register_events import RegisterEvent
from domain.treasury.batch_events import BatchEvent


def command_of(events: Sequence[tuple[str, Event]]) -> Command:
    """The command whose decision recorded these (stream, event) pairs, in their order.

    Deciding it again on the state from before gives the same events, if nobody altered them. Raises `NoSuchCommand`.
    """
    if not events:
        raise NoSuchCommand("", None)
    (stream, leading), *after = events
    if f.is_case_event(leading):
        return command_about_case(stream, leading)
    if isinstance(leading, LogOpened):
        return office.opening(stream, leading, after)
    if isinstance(leading, LogEvent):
        return office.about_log(stream, leading)
    if isinstance(leading, OfficerEvent):
        return office.about_officer(stream, leading)
    if isinstance(leading, RegisterEvent):
        return office.about_register(stream, leading)
    if isinstance(leading, DebtEvent):
        return debts.about_debts(stream, leading)
    if isinstance(leading, ImportEvent):
        return office.about_import(stream, leading)
    if isinstance(leading, BatchEvent):
        return treasury.about_run(stream, leading)
    if isinstance(leading, OfficeEvent):
        return office.about_office(stream, leading)
    raise NoSuchCommand(stream, leading)
