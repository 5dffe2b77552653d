"""What does not fit in a log: a sentence for every code of `audit.verify` and of the log's verification."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_, _

SENTENCES: Mapping[str, str] = {
    "line-malformed": N_("The line is not one that this log writes."),
    "position-gap": N_("Position %(expected)s is missing before it."),
    "version-gap": N_("%(stream)s: version %(expected)s was expected, and %(found)s found."),
    "time-goes-back": N_("Recorded at %(recorded_at)s, which is before the event in front of it (%(after)s)."),
    "part-missing": N_("Command %(command_id)s: part %(part)s of %(of)s is missing or out of its place."),
    "signature-missing": N_("Officer %(actor)s did not sign."),
    "signature-invalid": N_("The signature is not that of officer %(actor)s over these events."),
    "officer-unknown": N_("Nobody was enrolled as %(actor)s by then."),
    "size-differs": N_("The head speaks of %(head)s events, and there are %(found)s."),
    "root-differs": N_("The events are not those of the head: its root is %(head)s, theirs is %(found)s."),
    "object-missing": N_("The store lacks %(object)s: somebody took it away."),
    "head-dated": N_("The head says that the last event was recorded at %(head)s; its line says %(line)s."),
    "columns-differ": N_("The event is filed under another stream, version or name than its line says."),
    "noted-beyond": N_(
        "The head that was noted has %(noted)s events, but the log only %(found)s: events were removed."
    ),
    "noted-differs": N_(
        "The first %(size)s events are not those of the noted head: %(noted)s was noted, %(found)s found."
    ),
}


def sentence(code: str, values: Mapping[str, object]) -> str:
    return _(SENTENCES[code]) % values
