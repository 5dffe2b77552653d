"""What the examination of a store found, as `bailu doctor` shows it; other codes are those of refusals."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_, _
from presentation.words import refusals

SENTENCES: Mapping[str, str] = {
    "store-opened": N_("%(store)s: format %(format)s, %(size)s events, log %(log)s."),
    "store-simulated": N_("%(store)s: format %(format)s, %(size)s events, log %(log)s, a simulation."),
    "file-sound": N_("The database finds nothing wrong with its pages and indexes."),
    "file-damaged": N_("%(found)s: restore the store from a backup"),
    "outer-keys-sound": N_("%(path)s is this store's, and only its owner can read it."),
    "officer-key-enrolled": N_("The key of %(officer)s is the one that is enrolled."),
    "clock-simulated": N_("The log is a simulation: its user moves its clock."),
    "clock-right": N_("This computer's clock and the last event of the log fit together."),
    "clock-of-database": N_("The clock is that of the database's server, and it is not behind the log."),
    "events-filed": N_("Every event is filed under its own stream and version."),
    "schema-right": N_("The tables, indexes and triggers are as this program makes them."),
    "object-missing": N_("the store lacks %(object)s"),
    "object-altered": N_("%(object)s is not as this program makes it"),
    "object-foreign": N_("%(object)s is not of this program"),
    "head-right": N_("The head of the log is that of its events, and its last commit vouches for it."),
    "head-differs": N_("the head, at position %(position)s, is not that of the events"),
    "person-keys-right": N_("Every person's key is there, and opens."),
    "person-key-missing": N_("position %(position)s: the key %(key)s of what was sealed there is missing"),
    "person-key-shut": N_("the key %(key)s of a person does not open: it was altered"),
    "person-index-right": N_("Every person is found by what was sealed of them, and nobody else."),
    "person-unindexed": N_("the person %(party)s is not found by all that was sealed of them"),
    "person-index-unknown": N_("the index finds the person %(party)s by what nothing says that opens"),
    "uses-right": N_("The index of limit uses is what the events say."),
    "event-unreadable": N_("position %(position)s holds data that no program of ours writes"),
    "columns-differ": N_("position %(position)s is filed under another stream, version or name than its line says"),
    "version-gap": N_("position %(position)s: version %(expected)s of %(stream)s was expected, %(found)s found"),
    "use-missing": N_("%(application)s, line %(line)s: the use of %(limit)s is not in the index"),
    "use-unknown": N_("%(application)s, line %(line)s: the index has a use of %(limit)s that the case does not hold"),
    "cases-not-folded": N_("the cases cannot be folded from their events (%(kind)s)"),
    "restore-store": N_("run `bailu audit verify`, and restore the store from a backup"),
    "read-model-current": N_("%(model)s is at the head of the log, position %(position)s."),
    "read-model-behind": N_(
        "%(model)s is %(behind)s behind the log, at position %(position)s; the next question catches up."
    ),
    "read-model-not-built": N_("%(model)s is not built yet; the first question builds it."),
    "document-altered": N_("%(path)s is not what was handed in under this name with %(application)s"),
    "document-unreadable": N_("%(path)s cannot be read"),
    "documents-counted": N_(
        "%(matching)s document(s) match; %(missing)s not at hand, %(unhashed)s without a digest; "
        "%(unknown)s file(s) that no application and no run names."
    ),
    "and-more": N_("and %(count)s more"),
    "terminal-chinese": N_("Chinese can be shown here."),
    # In ASCII and never translated, since the terminal could not show the translation.
    "terminal-not-chinese": "Chinese cannot be shown. Set a UTF-8 locale, for example: export LANG=C.UTF-8",
}


def sentence(code: str, values: Mapping[str, object]) -> str:
    return _(SENTENCES[code]) % values if code in SENTENCES else refusals.sentence(code, values)
