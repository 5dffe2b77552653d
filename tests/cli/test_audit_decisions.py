"""`bailu audit verify --decisions`: every signature holds, and still the office could not have decided that."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.base import Decision, Event
from domain.calendar import legal_day
from domain.decisions.commands import Command
from domain.decisions.decide import decide
from domain.treasury.batch_events import BatchReleased
from domain.treasury.run_commands import OrderPayment
from store.line.codec import decode, encode, name_of
from store.line.envelope import write
from store.log import Author
from tests.cli.conftest import Bailu
from tests.cli.payable_cases import FORMS, PAYABLE, RELEASED, Class, do, fund, ordered, tampering, training, trainings
from tests.cli.returned_cases import demanded, overpaid, received
from tests.stores import hand

ASSESSED = "2024-09-24"


def test_every_command_of_an_honest_log_comes_to_the_same_again(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = overpaid(bureau)
    demanded(bureau, number)
    received(bureau, number, 400)
    report = verified(bureau)
    assert (report["holds"], report["troubles"]) == (True, [])
    assert report["decided"] == len({event["command_id"] for event in bureau.log()})
    ran = bureau("audit", "verify", "--decisions")
    assert f"{report['decided']} command(s) decided again." in ran.out
    assert "every decision" in ran.out
    assert "decided again" not in bureau("audit", "verify").out


def test_the_demonstration_is_decided_again(bailu: Bailu) -> None:
    assert bailu("demo", "--keep", "kept").code == 0
    kept = str(bailu.folder / "kept" / "bailu.db")
    ran = bailu("--store", kept, "audit", "verify", "--decisions", officer="gao")
    assert ran.code == 0, ran.out


_OF_LIMITS = "limit_id NOT IN ('=name', '=account')"


def test_uses_that_were_taken_away_for_a_minute_are_missed(bureau: Bailu) -> None:
    """The second of two claims for one certificate was approved while the store could not see the first."""
    first, second = trainings(bureau, Class((1,)), Class((1, 2)), until=ASSESSED)
    do(bureau, c.ApproveApplication(application=first), "huang", "2024-09-26")
    with hand(bureau.url) as store:
        rows = store.execute(f"SELECT * FROM uses WHERE {_OF_LIMITS}").fetchall()
        store.execute(f"DELETE FROM uses WHERE {_OF_LIMITS}")
    assert len(rows) == 5
    do(bureau, c.ApproveApplication(application=second), "huang", "2024-09-26")
    with hand(bureau.url) as store:
        for row in rows:
            store.execute(f"INSERT INTO uses VALUES ({', '.join('?' * len(row))})", row)
    assert bureau("audit", "verify").code == 0
    assert_found(bureau, len(bureau.log()), "decision-refused", refusal="overtaken", application=second)


MORE = (b'"amount_fen":100000', b'"amount_fen":900000', b"300000", b"2700000")


def test_an_assessment_of_more_than_the_policy_pays_is_found(bureau: Bailu) -> None:
    number = training(bureau, until="2024-09-20")
    assessment = decision_of(bureau, c.AssessApplication(application=number), "chen", ASSESSED)
    position = by_hand(bureau, altered(assessment, *MORE), "chen", ASSESSED)
    assert bureau("audit", "verify").code == 0
    assert_found(bureau, position, "decision-differs", event="application.assessed.v1", stream=f"application-{number}")


def test_an_approval_of_more_than_was_assessed_needs_no_deciding_again(bureau: Bailu) -> None:
    number = training(bureau, until=ASSESSED)
    approval = decision_of(bureau, c.ApproveApplication(application=number), "huang", "2024-09-26")
    by_hand(bureau, altered(approval, *MORE), "huang", "2024-09-26")
    ran = bureau("audit", "verify")
    assert (ran.code, "application.approved.v1 is not what had been proposed" in ran.out) == (79, True)


def test_an_order_above_what_is_payable_is_found(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    order = decision_of(bureau, OrderPayment(applications=(training(bureau),)), "wu", PAYABLE)
    more = altered(order, b"100000", b"900000", b"300000", b"2700000")
    position = by_hand(bureau, more, "wu", PAYABLE)
    assert bureau("audit", "verify").code == 0
    assert_found(bureau, position, "decision-differs", event="batch.ordered.v1")


def test_what_is_hidden_behind_the_members_of_an_event_is_found(bureau: Bailu) -> None:
    """Read as an event it is the same; the line that was signed says more."""
    training(bureau, until="2024-09-26")
    with tampering(bureau) as file:
        select = "SELECT position, line FROM events WHERE name = 'application.approved.v1'"
        position, line = file.execute(select).fetchone()
        more = bytes(line)[:-2] + b',"also":1}}'
        file.execute("UPDATE events SET line = ? WHERE position = ?", (more, position))
    assert [(error["position"], error["code"]) for error in verified(bureau)["troubles"]][-1] == (
        position,
        "decision-differs",
    )


def test_a_release_of_ones_own_order_is_refused_again(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number = training(bureau)
    batch = ordered(bureau, number)
    release: Decision = {
        f"batch-{batch}": (BatchReleased(amount_fen=300_000),),
        f"application-{number}": (f.PaymentReleased(batch=batch, fund=None, amount_fen=300_000),),
    }
    position = by_hand(bureau, release, "wu", RELEASED)
    assert_found(bureau, position, "decision-refused", refusal="own-proposal")
    assert "is refused: " in bureau("audit", "verify", "--decisions").out


def test_what_no_command_records_is_found_and_what_it_broke_and_the_rest_goes_on(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    number, other = trainings(bureau, Class(), Class((7,)))
    nowhere: Decision = {
        f"application-{number}": (f.PaymentReleased(batch="350200-2024-0009", fund=None, amount_fen=1),)
    }
    position = by_hand(bureau, nowhere, "zheng", PAYABLE)
    letter = f.LetterIssued(letter="approval", about=None, sha256="5f" * 32, issued_on=date(2024, 5, 7))
    after = by_hand(bureau, {f"application-{number}": (letter,)}, "lin", PAYABLE)
    do(bureau, c.SuspendApplication(application=other, reason=""), "lin", RELEASED)
    report = verified(bureau)
    assert {error["position"]: error["code"] for error in report["troubles"]} == {
        position: "decision-unknown",
        after: "decision-broken",
    }
    assert report["decided"] == len({event["command_id"] for event in bureau.log()})


def test_a_line_that_cannot_be_read_is_an_error_and_no_crash(bureau: Bailu) -> None:
    fund(bureau, "central", 50_000)
    training(bureau)
    with tampering(bureau) as file:
        file.execute("UPDATE events SET line = ? WHERE name = 'application.accepted.v1'", (b"{",))
        file.execute("UPDATE events SET line = ? WHERE name = 'policy.edition-adopted.v1'", (b"{",))
    assert "decision-broken" in {error["code"] for error in verified(bureau)["troubles"]}


@pytest.mark.parametrize(("lang", "output"), FORMS)
def test_every_form_is_there_in_both_languages(bureau: Bailu, lang: str, output: str) -> None:
    by_hand(bureau, {"calendar": (f.ApplicationAccepted(),)}, "lin", PAYABLE)
    assert bureau("audit", "verify", "--decisions", "-o", output, "--lang", lang).code == 79


# Helpers


def verified(bureau: Bailu) -> Any:
    ran = bureau("audit", "verify", "--decisions", "-o", "json")
    assert ran.code in (0, 79), ran.err
    return ran._replace(code=0).json


def assert_found(bureau: Bailu, position: int, code: str, **values: str) -> None:
    assert bureau("audit", "verify", "--decisions").code == 79
    (error,) = (error for error in verified(bureau)["troubles"] if error["code"].startswith("decision-"))
    assert (error["position"], error["code"]) == (position, code)
    assert {**error["values"], **values} == error["values"]


def decision_of(bureau: Bailu, command: Command, officer: str, clock: str) -> Decision:
    """What an honest desk would record."""
    session = bureau.session(officer, clock)
    with session.repository() as repository:
        author = repository.officer(officer)
        assert author is not None
        day = date.fromisoformat(clock)
        decision = decide(repository, command, author.actor(day, "350200"), day)
    session.close()
    return decision


def altered(decision: Decision, *replacements: bytes) -> Decision:
    """The same events with some bytes replaced: what was, what becomes of it, and so on."""

    def other(event: Event) -> Event:
        encoded = encode(event)
        for was, becomes in zip(replacements[::2], replacements[1::2], strict=True):
            encoded = encoded.replace(was, becomes)
        return decode(name_of(event), encoded)

    return {stream: tuple(map(other, events)) for stream, events in decision.items()}


def by_hand(bureau: Bailu, decision: Decision, officer: str, clock: str) -> int:
    """Append these events without deciding anything, signed with the officer's own key; the first position."""
    session = bureau.session(officer, clock)
    command_id, now = str(uuid4()), session.now()
    with session.database.writing() as log:
        rows = write(
            decision,
            version_of=log.version_of,
            recorded_at=now,
            today=legal_day(now),
            actor=officer,
            command_id=command_id,
            fingerprint="00" * 32,
        )
        position = log.append(rows, now, Author(officer, session.key))
    session.close()
    return position
