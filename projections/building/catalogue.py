"""The read models that there are. A new one is a module with the members of `Model`, and a place in this list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.errors import NoSuchThing
from projections.allotment_book import model as allotment_book
from projections.application_register import model as application_register
from projections.batch_book import model as batch_book
from projections.engine.model import Model
from projections.events.entries import stored_names
from projections.fund_book import model as fund_book
from projections.officer_acts import model as officer_acts
from projections.payout_history import model as payout_history
from projections.person_record import model as person_record
from projections.public_notice import model as public_notice
from projections.recovery_book import model as recovery_book
from projections.worklist import model as worklist

MODELS: Sequence[Model] = (
    payout_history,
    application_register,
    recovery_book,
    fund_book,
    batch_book,
    allotment_book,
    person_record,
    public_notice,
    officer_acts,
    worklist,
)


def named(names: Iterable[str] = ()) -> tuple[Model, ...]:
    """The models of these names, all when there are none. Raises `NoSuchThing("no-such-projection")`."""
    wanted = frozenset(names)
    unknown = wanted.difference(model.NAME for model in MODELS)
    if unknown:
        raise NoSuchThing("no-such-projection", projection=min(unknown))
    return tuple(model for model in MODELS if not wanted or model.NAME in wanted)


def folded_names(models: Iterable[Model]) -> tuple[str, ...]:
    """The stored names of every event that one of `models` folds."""
    return stored_names(frozenset[str]().union(*(model.EVENTS for model in models)))
