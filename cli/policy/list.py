"""`bailu policy list`: list the policy editions: those adopted, and those that come with bailu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from cli.output import print_listing
from cli.policy._keeping import EDITIONS
from cli.verbs import Verb, option, output_option
from domain.entitlement.edition import Edition
from domain.office.reference import EditionAdopted, policy_stream
from policies import shipped_ids, shipped_refs
from presentation.language import N_
from presentation.words.policy_rules import called
from store.line.envelope import read_all
from usecases.intake.editions import shipped_edition, store_there
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("list", cls=Verb, help=N_("List the policy editions: those adopted, and those that come with bailu."))
@option("--examples", is_flag=True, help=N_("The examples that come with bailu, too."))
@output_option
@click.pass_obj
def command(settings: Settings, examples: bool, output: str | None) -> None:
    rows = {row["digest"]: row for row in _shipped_rows(shipped_refs() if examples else shipped_ids())}
    if store_there(settings):
        for row in _adopted_rows(OfficerSession(settings)):
            rows[row["digest"]] = {**rows.get(row["digest"], {"shipped": False}), **row}
    print_listing(EDITIONS, rows.values(), output)


def _shipped_rows(references: Iterable[str]) -> Iterator[dict[str, Any]]:
    for reference in references:
        edition = shipped_edition(reference)
        yield {**_row(edition), "applies_from": edition.applies_from, "adopted": False, "shipped": True}


def _adopted_rows(session: OfficerSession) -> Iterator[dict[str, Any]]:
    with session.repository() as repository, session.database.reading() as view:
        for name in repository.names("policy"):
            for each in read_all(view.stream(policy_stream(name))):
                assert isinstance(each.event, EditionAdopted), "a policy's stream holds adoptions"
                yield {
                    **_row(repository.edition(each.event.edition)),
                    "applies_from": each.event.applies_from,
                    "adopted": True,
                    "adopted_at": each.recorded_at,
                    "officer": each.actor,
                }


def _row(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.ref,
        "document": edition.document_number,
        "title": called(edition.title),
        "digest": edition.digest,
    }
