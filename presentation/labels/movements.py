"""Words for the turns that a case takes: money that comes back, demands, notices, and who did what."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

MOVEMENT_LABELS: Mapping[str, str] = {
    # Kinds of movement
    "revised": N_("revised"),
    "recovery-demanded": N_("demanded back"),
    "recovered": N_("recovered"),
    "offset": N_("offset"),
    # Clearing accounts
    "owed-back": N_("owed back to the payee"),
    "clearing": N_("clearing"),
    # Ages of demands
    "age-30": N_("up to 30 days"),
    "age-90": N_("31 to 90 days"),
    "age-365": N_("91 to 365 days"),
    "age-older": N_("more than 365 days"),
    # Where a public notice stands
    "closed": N_("closed"),
    # Which part of an act, and what came of it
    "alone": N_("alone"),
    "first": N_("begun"),
    "second": N_("answered"),
    "sent-back": N_("sent back"),
}
"""Beside `presentation.labels.vocabulary.LABELS`, which takes them in."""
