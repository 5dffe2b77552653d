"""What an entry of a statement says became of an item, by the words of a profile: two tables. ADR 0076."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from usecases.intake.bank.message_forms import MessageAnswers, TransactionCodes
from usecases.intake.bank.reply import BankResult
from usecases.intake.text import shown
from usecases.problems import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMarks:
    """What a transaction has to tell what it is: the status of its entry, its side, whether it is marked as a return or
    a reversal (RtrInf, RvslInd), and its transaction codes, any of which may be in the profile.
    """

    status: str
    side: str
    marked: bool
    codes: Sequence[str]


def entry_meaning(answers: MessageAnswers, marks: EntryMarks) -> BankResult | Problem | None:
    """What a transaction with an id of ours means; None where it says nothing of the payment (yet).

    | status  | side | marked | code               | meaning                                      |
    |---------|------|--------|--------------------|----------------------------------------------|
    | any     | any  | any    | aside              | nothing: charges                             |
    | booked  | DBIT | no     | credited           | credited                                     |
    | booked  | DBIT | no     | returned, or other | refused                                      |
    | booked  | DBIT | yes    | any other          | refused: a return that was taken back        |
    | booked  | CRDT | yes    | any other          | returned                                     |
    | booked  | CRDT | no     | returned           | returned                                     |
    | booked  | CRDT | no     | credited, or other | refused: money with our id that is no return |
    | pending | DBIT | any    | any other          | unknown                                      |
    | pending | CRDT | any    | any other          | nothing                                      |
    | other   | any  | any    | any other          | refused                                      |
    """
    by_code = _by_code(answers.transactions, marks.codes)
    if by_code == "aside":
        return None
    if marks.side not in ("DBIT", "CRDT"):
        return problem("entry-side", side=shown(marks.side, length_max=10))
    if marks.status in answers.entries.pending:
        return BankResult.UNKNOWN if marks.side == "DBIT" else None
    if marks.status not in answers.entries.booked:
        return problem("cell-not-one-of", allowed=", ".join([*answers.entries.booked, *answers.entries.pending]))
    if marks.side == "CRDT" and (marks.marked or by_code == "returned"):
        return BankResult.RETURNED
    if marks.side == "DBIT" and not marks.marked and by_code == "credited":
        return BankResult.CREDITED
    marked = "RvslInd/RtrInf " if marks.marked else ""
    return problem("entry-code", side=marks.side, marked=marked, code=shown(", ".join(marks.codes)))


def run_alone_meaning(
    answers: MessageAnswers, marks: EntryMarks, *, by_id: bool
) -> Literal["aside", "unmatched", "refused"]:
    """What a transaction is taken for that names a run of ours, by the id of its message or in its remark alone, and no
    payment of it.

    | status     | named  | side | marked, or code returned | taken for                               |
    |------------|--------|------|--------------------------|-----------------------------------------|
    | not booked | any    | any  | any                      | aside, and so are charges               |
    | booked     | id     | any  | any                      | refused: a payment would go unseen      |
    | booked     | remark | DBIT | any                      | refused                                 |
    | booked     | remark | CRDT | yes                      | refused: of which payment?              |
    | booked     | remark | CRDT | no                       | unmatched: a payee who quotes our words |
    """
    by_code = _by_code(answers.transactions, marks.codes)
    if by_code == "aside" or marks.status not in answers.entries.booked:
        return "aside"
    quoted = not by_id and marks.side == "CRDT" and not marks.marked and by_code != "returned"
    return "unmatched" if quoted else "refused"


def _by_code(words: TransactionCodes, codes: Sequence[str]) -> str | None:
    """Under which key the longest word of the profile stands that a code is, or begins with part by part."""
    longest, key = -1, None
    for name, several in (("credited", words.credited), ("returned", words.returned), ("aside", words.aside)):
        for word in several:
            if len(word) > longest and any(code == word or code.startswith(f"{word}/") for code in codes):
                longest, key = len(word), name
    return key
