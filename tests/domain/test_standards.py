"""Standards in the office: who adopts a table, what it may say, what becomes of cases before and after. ADR 0059."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.application import commands as c
from domain.application.values import ApplicantKind, Line, VerifiedValue
from domain.base import replace
from domain.entitlement.standard_checks import allowed
from domain.entitlement.standards import Accepted, Rate, Share, Unit
from domain.errors import NoSuchThing, NotAllowed, NotPermitted
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptEdition, AdoptStandard, StandardAdopted, decide_standard
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Office
from tests.domain.sample_cases import CHEN, HUANG, JIANG, LIN, POLICY, SHEN, TRAINER
from tests.domain.test_entries import ON, accepted, edition, enter, office, station, stations
from tests.listing import listing
from tests.standards import example_tables

YES = ConfirmForOffice(proposal=None)
ADOPTED = AdoptEdition(policy=POLICY, edition=f"{POLICY}@1", digest="…", applies_from=date(2023, 8, 24), content="…")


def table(standard: str, digest: str = "sha256:aa", **changed: Any) -> AdoptStandard:
    example = example_tables()[standard]
    kind = replace(example.kind, **changed.pop("kind", {}))
    return AdoptStandard(policy=POLICY, table=replace(example, kind=kind, **changed), digest=digest)


def excluded(**when: Accepted) -> Rate:
    return Rate(id="a", when=when, excluded="不予补贴")


def adopt(one: Office, command: object) -> None:
    one.execute(command, SHEN, ON)
    if one.proposed.waiting:
        one.execute(YES, JIANG, ON)


def bureau(*standards: str) -> Office:
    one = office()
    adopt(one, ADOPTED)
    for standard in standards:
        adopt(one, table(standard))
    return one


def certificates(*levels: str) -> c.SubmitApplication:
    lines = tuple(
        Line(
            line=number,
            facts={
                "certificate_kind": "skill-level",
                "certificate_no": f"certificate-{number}",
                "certificate_on": "2024-03-01",
                "occupation": f"职业{number}",
                "level": level,
                "local_worker": True,
            },
            person="worker",
            id_kind="resident-id",
            sealed="sealed",
        )
        for number, level in enumerate(levels, 1)
    )
    applicant = replace(s.training("x").applicant, kind=ApplicantKind.PERSON, party="worker", id_kind="resident-id")
    return replace(s.training("x", scheme="skill-certificate"), applicant=applicant, facts={}, lines=lines)


def compared(one: Office, file: c.SubmitApplication) -> str:
    number = accepted(one, file)
    wanted = edition().schemes[file.scheme].verify
    values = tuple(
        VerifiedValue(fact=fact, value=value, lines=((line.line, line.line),))
        for line in file.lines
        for fact, value in line.facts.items()
        if fact in wanted
    )
    one.execute(replace(s.comparison(file, ON, number), values=values), CHEN, ON)
    return number


def assessed(one: Office, number: str, **amounts: Any) -> Any:
    one.execute(c.AssessApplication(application=number, **amounts), LIN, ON)
    return one.cases[number].assessment


def test_a_table_is_adopted_row_by_row_by_two_people() -> None:
    one = bureau()
    command = table("skill-certificate")
    one.execute(command, SHEN, ON)
    assert one.editions.standards == {}
    with pytest.raises(NotPermitted, match="own-proposal"):
        one.execute(YES, replace(JIANG, officer=SHEN.officer), ON)
    recorded = one.execute(YES, JIANG, ON)
    assert recorded[-1].stream == f"policy-{POLICY}"
    assert recorded[-1].event == StandardAdopted(table=command.table, digest="sha256:aa")
    assert recorded[-1].event.happened_on == date(2023, 1, 1)
    assert one.execute(command, SHEN, ON) == (), "the same file again changes nothing"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"digest": "sha256:bb"}, "standard-adopted-otherwise"),
        ({"number": 2, "applies_from": date(2022, 12, 31)}, "dates-out-of-order"),
        # With a last day it fills the days before.
        ({"number": 2, "applies_from": date(2022, 1, 1), "applies_to": date(2022, 12, 31)}, None),
        ({"number": 2, "applies_to": date(2022, 12, 31)}, "standard-unfit"),
        ({"number": 2, "kind": {"id": "unheard-of"}}, "standard-unfit"),
        ({"number": 2, "kind": {"unit": Unit.HOUR}}, "standard-unfit"),
        ({"number": 2, "kind": {"on": None}}, "standard-unfit"),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=49_999),)}, "standard-unfit"),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=50_000),)}, None),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=300_000),)}, None),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=300_001),)}, "standard-unfit"),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=50_000), Rate(id="b", amount_fen=60_000))}, "standard-unfit"),
        ({"number": 2, "rates": (Rate(id="a", share=Share(numerator=1, denominator=2)),)}, "standard-unfit"),
        ({"number": 2, "rates": (Rate(id="a", amount_fen=50_000, at_most_paid=True),)}, "standard-unfit"),
        ({"number": 2, "rates": (excluded(level=Accepted(values=("9",))),)}, "standard-unfit"),
        ({"number": 2, "rates": (excluded(level=Accepted(first="1", last="2")),)}, "standard-unfit"),
        ({"number": 2, "rates": (excluded(employee=Accepted(values=(True,))),)}, "standard-unfit"),
        ({"number": 2, "rates": (excluded(level=Accepted(values=("1",))),)}, None),
        ({"number": 2, "applies_from": date(2023, 1, 1)}, None),
    ],
)
def test_a_table_says_what_the_notice_allows_or_is_declined(changed: dict[str, Any], code: str | None) -> None:
    one = bureau("skill-certificate")
    if code is None:
        assert one.execute(table("skill-certificate", **changed), SHEN, ON)
        return
    with pytest.raises(NotAllowed, match=code):
        one.execute(table("skill-certificate", **changed), SHEN, ON)


def test_a_table_stands_beside_an_adopted_notice() -> None:
    with pytest.raises(NoSuchThing, match="policy-not-adopted"):
        office().execute(table("skill-certificate"), SHEN, ON)


def test_without_a_table_a_case_waits_for_the_office_and_with_one_it_is_paid() -> None:
    one = bureau()
    number = compared(one, certificates("5", "3"))
    waiting = assessed(one, number)
    assert (waiting.undecided, waiting.eligible, waiting.owed_by) == (True, False, ("office",))
    for act in (c.ApproveApplication(application=number), c.RejectApplication(application=number)):
        with pytest.raises(NotAllowed, match="undecided"):
            one.execute(act, HUANG, ON)
    adopt(one, table("skill-certificate"))
    assert assessed(one, number).entitled_fen == 100_000 + 150_000
    one.execute(c.ApproveApplication(application=number), HUANG, ON)
    assert one.cases[number].entitled_fen == 250_000


def test_nobody_types_an_amount_that_is_left_to_a_standard() -> None:
    """Seen: 99 999 999 yuan were approved without a bound."""
    one = bureau()
    number = compared(one, certificates("5"))
    with pytest.raises(NotAllowed, match="left-to-standard"):
        assessed(one, number, determined=s.determined({1: 100_000}))
    adopt(one, table("skill-certificate"))
    with pytest.raises(NotAllowed, match="left-to-standard"):
        assessed(one, number, determined=s.determined({1: 100_000}))


def test_a_body_that_scores_files_its_sheet_and_determines_nothing_that_a_table_sets() -> None:
    one = bureau()
    enter(one, station("Z1"))
    number = accepted(one, stations("Z1"))
    with pytest.raises(NotAllowed, match="score-sheet-missing"):
        assessed(one, number, determined=s.determined({1: 10_000_000}))
    with pytest.raises(NotAllowed, match="out-of-bounds"):
        assessed(one, number, determined=s.determined({1: 30_000_001}, score_sheet="评分表1"))
    by_body = assessed(one, number, determined=s.determined({1: 10_000_000}, score_sheet="评分表1"))
    assert by_body.entitled_fen == 10_000_000
    adopt(one, table("gig-station"))
    with pytest.raises(NotAllowed, match="set-by-standard"):
        assessed(one, number, determined=s.determined({1: 10_000_000}, score_sheet="评分表1"))
    # The approver stands by what the body determined no more: the table answers now, and asks for the score.
    with pytest.raises(NotAllowed, match="set-by-standard"):
        one.execute(c.ApproveApplication(application=number), HUANG, ON)
    assert assessed(one, number).owed_by == ("office",)


def test_a_scheme_that_leaves_nothing_to_anybody_takes_no_amount() -> None:
    one = bureau()
    enter(one, listing("guidance-bases", POLICY, "J1", owner=TRAINER, facts={"tier": 2}))
    number = accepted(one, replace(stations("J1"), scheme="guidance-base"))
    with pytest.raises(NotAllowed, match="nothing-determined"):
        assessed(one, number, determined=s.determined({1: 1}))


def test_a_table_that_was_adopted_meanwhile_overtakes_an_assessment() -> None:
    one = bureau("skill-certificate")
    number = compared(one, certificates("5"))
    assert assessed(one, number).entitled_fen == 100_000
    dearer = table("skill-certificate", number=2, rates=(Rate(id="all", amount_fen=250_000),), digest="sha256:bb")
    adopt(one, dearer)
    with pytest.raises(NotAllowed, match="reasons-changed"):
        one.execute(c.ApproveApplication(application=number), HUANG, ON)
    assert assessed(one, number).entitled_fen == 250_000


def test_a_decided_case_stays_as_it_was_until_it_is_revised() -> None:
    one = bureau("skill-certificate")
    number = compared(one, certificates("5"))
    assessed(one, number)
    one.execute(c.ApproveApplication(application=number), HUANG, ON)
    adopt(one, table("skill-certificate", number=2, applies_from=date(2024, 4, 1), digest="sha256:bb",
                     rates=(Rate(id="all", amount_fen=250_000),)))  # fmt: skip
    assert one.cases[number].entitled_fen == 100_000
    # The certificate is of a day before the second table: the first goes on to answer.
    revise = c.ReviseApplication(application=number, ground="audit-order", reason="")
    with pytest.raises(NotAllowed, match="nothing-changes"):
        one.execute(revise, LIN, ON)


def test_the_pack_leaves_no_amount_to_nobody() -> None:
    """Typed amounts without a standard or a named determining body: 0 of 25."""
    from domain.entitlement.determined import Determined

    typed = {name: one.amount for name, one in edition().schemes.items() if isinstance(one.amount, Determined)}
    by_entry = {name for name, amount in typed.items() if amount.fact is not None}
    by_body = {name for name, amount in typed.items() if amount.by is not None}
    by_table = {name for name, amount in typed.items() if amount.by is None and amount.standard is not None}
    assert by_entry == {"differentiated-training"}
    assert by_body == {"gig-market", "gig-station", "expert-team"}
    assert by_table | by_body | by_entry == typed.keys()
    assert {amount.standard.id for amount in typed.values() if amount.standard} == example_tables().keys()


def test_a_table_beside_another_edition_does_not_answer_under_one_that_it_does_not_fit() -> None:
    """Not with an error, and not with its rates either: the line waits for a table of its own edition."""
    one = bureau("skill-certificate")
    kinds = one.edition.standards
    narrow = replace(kinds["skill-certificate"], kind=replace(kinds["skill-certificate"].kind, keys=("occupation",)))
    one.by_policy[POLICY] = replace(one.edition, standards={**kinds, "skill-certificate": narrow})
    number = compared(one, certificates("5"))
    waiting = assessed(one, number)
    codes = {found.finding.code for found in waiting.line_findings if found.finding.condition == "amount"}
    assert (codes, waiting.owed_by) == ({"no-standard"}, ("office",))


def test_a_table_of_heads_does_not_answer_under_an_edition_that_counts_days() -> None:
    """Seen: 3 000 yuan a head were paid for each of three days."""
    one = bureau("expert-team")
    standards = one.edition.standards
    kind = replace(standards["expert-team"].kind, unit=Unit.SITE, quantity=None)
    other = replace(one.edition, standards={**standards, "expert-team": replace(standards["expert-team"], kind=kind)})
    assert allowed(one.edition, one.editions.standards, "expert-team")["expert-team"]
    assert allowed(other, one.editions.standards, "expert-team")["expert-team"] == ()


def test_a_table_of_an_older_edition_may_be_adopted_while_its_cases_go_on() -> None:
    state, command = bureau().editions, table("skill-certificate")
    newer = replace(edition(), standards={})
    assert decide_standard(state, (newer, edition()), command)
    with pytest.raises(NotAllowed, match="standard-unfit"):
        decide_standard(state, (newer,), command)


def test_the_same_amount_by_another_document_is_determined_anew() -> None:
    """Seen: a determination without its score sheet came in by a revision that changed another line."""
    one = bureau()
    for key in ("Z1", "Z2"):
        enter(one, station(key))
    number = accepted(one, stations("Z1", "Z2"))
    assessed(one, number, determined=s.determined({1: 10_000, 2: 10_000}, score_sheet="评分表1"))
    one.execute(c.ApproveApplication(application=number), HUANG, ON)
    revise = c.ReviseApplication(application=number, ground="audit-order", reason="", struck=((2, 2),))
    with pytest.raises(NotAllowed, match="score-sheet-missing"):
        one.execute(replace(revise, determined=s.determined({1: 10_000})), LIN, ON)
    # What a body determined stands when a table is adopted afterwards.
    adopt(one, table("gig-station"))
    one.execute(revise, LIN, ON)
    one.execute(c.ConfirmProposal(application=number, proposal=None), HUANG, ON)
    assert one.cases[number].entitled_fen == 10_000
