"""What an entry of a statement says became of an item, by the words of a profile: one table. ADR 0076."""

from __future__ import annotations

from collections.abc import Sequence

from usecases.intake.bank.message_forms import MessageAnswers, TransactionCodes
from usecases.intake.bank.reply import BankResult
from usecases.intake.text import shown
from usecases.problems import Problem, problem


def entry_meaning(
    answers: MessageAnswers, *, status: str, side: str, reversal: bool, returned: bool, codes: Sequence[str]
) -> BankResult | Problem | None:
    """What a transaction with an id of ours means: of a debit that it was paid, of a credit that it came back. None for
    a credit that is not booked yet, of which nothing is said. `reversal` and `returned` are marks of the message
    (RvslInd, RtrInf); `codes` those of the transaction, any of which may be in the profile.

    | status  | side | marked | code               | meaning                                      |
    |---------|------|--------|--------------------|----------------------------------------------|
    | booked  | DBIT | no     | credited           | credited                                     |
    | booked  | DBIT | no     | returned, or other | refused                                      |
    | booked  | DBIT | yes    | any                | refused: a return that was taken back        |
    | booked  | CRDT | yes    | any                | returned                                     |
    | booked  | CRDT | no     | returned           | returned                                     |
    | booked  | CRDT | no     | credited, or other | refused: money with our id that is no return |
    | pending | DBIT | any    | any                | unknown                                      |
    | pending | CRDT | any    | any                | nothing                                      |
    | other   | any  | any    | any                | refused                                      |
    """
    if side not in ("DBIT", "CRDT"):
        return problem("entry-side", side=shown(side, length_max=10))
    if status in answers.entries.pending:
        return BankResult.UNKNOWN if side == "DBIT" else None
    if status not in answers.entries.booked:
        allowed = ", ".join([*answers.entries.booked, *answers.entries.pending])
        return problem("cell-not-one-of", allowed=allowed)
    by_code = _by_code(answers.transactions, codes)
    marked = reversal or returned
    if side == "CRDT" and (marked or by_code is BankResult.RETURNED):
        return BankResult.RETURNED
    if side == "DBIT" and not marked and by_code is BankResult.CREDITED:
        return BankResult.CREDITED
    return problem("entry-code", side=side, marked="RvslInd/RtrInf " if marked else "", code=shown(", ".join(codes)))


def _by_code(words: TransactionCodes, codes: Sequence[str]) -> BankResult | None:
    """By the longest word of the profile that is a code, or that a code begins with, part by part."""
    longest = -1
    result: BankResult | None = None
    for kind, several in ((BankResult.CREDITED, words.credited), (BankResult.RETURNED, words.returned)):
        for word in several:
            if len(word) > longest and any(code == word or code.startswith(f"{word}/") for code in codes):
                longest, result = len(word), kind
    return result
