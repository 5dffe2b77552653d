"""`bailu policy check`, `adopt` and `list`: a pack on its way into the office."""

from __future__ import annotations

from presentation.language import N_
from presentation.rows.columns import Column, Kind

EDITIONS = (
    Column("edition", N_("Edition"), Kind.NAME),
    Column("document", N_("Document"), Kind.NAME),
    Column("title", N_("Title")),
    Column("applies_from", N_("Applies from"), Kind.DAY),
    Column("adopted", N_("Adopted"), Kind.NAME),
    Column("adopted_at", N_("Adopted at"), Kind.INSTANT),
    Column("officer", N_("By"), Kind.NAME),
    Column("shipped", N_("Comes with bailu"), Kind.NAME),
    Column("digest", N_("Digest"), Kind.NAME),
)
