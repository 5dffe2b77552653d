"""`bailu projection`: the read models, each of which is disposable: how far they are, and whether they are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from cli.output import print_listing, print_note
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind

if TYPE_CHECKING:
    from projections.engine.progress import ModelStatus


STANDINGS = (
    Column("model", N_("Read model"), Kind.NAME),
    Column("position", N_("Position"), Kind.COUNT),
    Column("head", N_("Log"), Kind.COUNT),
    Column("behind", N_("Behind"), Kind.COUNT),
    Column("generation", N_("Times built"), Kind.COUNT),
    Column("trouble", N_("Trouble"), Kind.NAME),
)


def show(standings: Sequence[ModelStatus], output: str | None) -> None:
    from presentation.words.refusals import sentence

    print_listing(STANDINGS, [asdict(each) | {"behind": each.behind} for each in standings], output)
    for each in standings:
        if each.error == "views-behind":
            print_note(
                _("The read model %(model)s is not built yet; the first question builds it.") % {"model": each.model}
            )
        elif each.error is not None:
            print_note(sentence(each.error, {"model": each.model}))
