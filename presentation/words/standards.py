"""What a table of a standard says, rate by rate, in the words of the notice that it stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from domain.entitlement.edition import Edition
from domain.entitlement.standards import Accepted, Rate, StandardKind, StandardTable
from domain.money import yuan
from presentation.labels.units import a_unit
from presentation.language import N_, _
from presentation.words.policy_rules import called, fact_called, value_in_words

_BETWEEN = N_("; ")


def standard_called(edition: Edition, table: StandardTable) -> str:
    """What the table is called: its standard, and its number."""
    named = edition.standards.get(table.standard)
    name = called(named.names) if named else table.standard
    return _("%(standard)s no. %(numbers)s") % {"standard": name, "numbers": table.number}


def rates_in_words(edition: Edition, table: StandardTable) -> Iterator[str]:
    """A sentence a rate: for what it is, and how much."""
    for rate in table.rates:
        values = {"when": when_in_words(edition, rate), "worth": worth_in_words(edition, table.kind, rate)}
        yield _("%(when)s: %(worth)s") % values if rate.when else values["worth"]


def when_in_words(edition: Edition, rate: Rate) -> str:
    """For whom or what a rate is; empty where for everything."""
    return _(_BETWEEN).join(
        _("%(fact)s %(found)s") % {"fact": fact_called(fact, edition), "found": _accepted(fact, accepted, edition)}
        for fact, accepted in rate.when.items()
    )


def worth_in_words(edition: Edition, kind: StandardKind, rate: Rate) -> str:
    """How much there is for one unit, or why there is nothing."""
    if rate.excluded is not None:
        return _("nothing (%(provision)s)") % {"provision": rate.excluded}
    return _worth(edition, kind, rate)


def _worth(edition: Edition, kind: StandardKind, rate: Rate) -> str:
    paid = "" if kind.paid is None else fact_called(kind.paid, edition)
    if rate.share is not None:
        return _("%(share)s of “%(fact)s”") % {"share": rate.share, "fact": paid}
    assert rate.amount_fen is not None
    worth = _("%(amount)s yuan %(unit)s") % {"amount": yuan(rate.amount_fen), "unit": a_unit(kind.unit.value)}
    return _("%(worth)s, at most “%(fact)s”") % {"worth": worth, "fact": paid} if rate.at_most_paid else worth


def _accepted(fact: str, accepted: Accepted, edition: Edition) -> str:
    if accepted.values:
        return _(N_(", ")).join(value_in_words(fact, value, edition) for value in accepted.values)
    first, last = (
        None if end is None else value_in_words(fact, end, edition) for end in (accepted.first, accepted.last)
    )
    if last is None:
        return _("%(first)s and more") % {"first": first}
    if first is None:
        return _("up to %(last)s") % {"last": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
