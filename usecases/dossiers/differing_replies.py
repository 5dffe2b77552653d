"""What a bank did otherwise than was ordered, in sentences: for whoever imports its file, and whoever confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.money import yuan
from domain.treasury.batch import Batch, BatchReplyProposed
from presentation.language import _


def differing_lines(batch: Batch, proposed: BatchReplyProposed) -> Iterator[tuple[str, str, str]]:
    """Each item with its application, what the bank did, and the bank's reason as it is sealed."""
    for item in proposed.credited:
        values = {"credited": yuan(item.amount_fen), "day": item.value_on}
        ordered = batch.items.get(item.application)
        if ordered is None or ordered.amount_fen == item.amount_fen:
            yield item.application, _("%(credited)s yuan credited on %(day)s") % values, ""
        else:
            sentence = _("%(credited)s yuan credited on %(day)s, but %(ordered)s yuan was ordered")
            yield item.application, sentence % {**values, "ordered": yuan(ordered.amount_fen)}, ""
    for void in proposed.failed:
        yield void.application, _("not carried out, %(day)s") % {"day": void.failed_on}, void.reason
    for back in proposed.returned:
        values = {"amount": yuan(back.amount_fen), "day": back.returned_on, "reference": back.reference}
        yield back.application, _("%(amount)s yuan returned on %(day)s (%(reference)s)") % values, back.reason
