"""What a store refuses, or cannot do: the part of the sentences of refusals that is about stores, keys and clocks."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

STORE: Mapping[str, str] = {
    "store-missing": N_("There is no store at %(path)s. `bailu init` makes one."),
    "store-exists": N_("There is a store at %(path)s already; nothing was changed."),
    "pdf-missing": N_(
        "Nothing here makes a PDF: install it with `pip install 'bailu[pdf]'` (it needs Pango of the system), or write "
        "a page (.html) and print that from a browser."
    ),
    "store-corrupt": N_("The store %(path)s is damaged. Nothing was written; restore it from a backup."),
    "fact-unreadable": N_("The event at position %(position)s cannot be read: run `bailu audit verify`."),
    "edition-unreadable": N_(
        "The edition %(edition)s in the log cannot be read: run `bailu audit verify --decisions`."
    ),
    "line-unreadable": N_(
        "The event at position %(position)s cannot be read: somebody changed it."
        " `bailu audit verify` says what differs."
    ),
    "store-newer": N_(
        "The store %(path)s has format %(found)s, and this program knows up to %(known)s: use a newer bailu."
    ),
    "store-older": N_(
        "The store %(path)s has format %(found)s, from before the first release, and this program knows %(known)s: use "
        "the bailu that made it."
    ),
    "store-half-opened": N_("The store %(path)s has no event yet: run the same `bailu init` again."),
    "fault-open": N_(
        "A fault of the log has been declared (%(proposal)s): nothing is recorded until another person has answered it."
    ),
    "log-closed": N_("This log was closed, because a copy of it goes on: work there."),
    "restored-undeclared": N_(
        "The store was restored. Until two finance officers have declared which runs had gone to the bank by then, no "
        "money is ordered, released or exported: `bailu payment declare-sent`."
    ),
    "nothing-restored": N_("Nothing is to be declared: the store was not restored, or it is declared already."),
    "sent-number": N_("%(number)s is no number of an application or of a run."),
    "sent-run-twice": N_("The run %(batch)s was given twice."),
    "sent-amount": N_("%(application)s is paid %(amount_fen)s fen by the run %(batch)s: no amount that can be sent."),
    "fault-elsewhere": N_(
        "The last commit, which ends at position %(position)s, is not vouched for: declare the fault up to there."
    ),
    "sent-twice": N_("%(application)s is in two of the runs that were sent."),
    "sent-together": N_(
        "The run %(batch)s had gone to the bank before the store was restored. It is ordered again as it was, with "
        "%(applications)s and nothing else."
    ),
    "sent-otherwise": N_(
        "%(application)s: the run %(batch)s had %(sent_fen)s for it when it went to the bank, and %(now_fen)s are "
        "payable now. Make the case what it was then."
    ),
    "sent-stays": N_(
        "The run %(batch)s had gone to the bank before the store was restored, with %(applications)s: it is released "
        "with these and nothing else."
    ),
    "sent-unlike-run": N_(
        "%(application)s: the run %(batch)s has %(ordered_fen)s for it here, and %(sent_fen)s are said to be sent."
    ),
    "sent-before-restore": N_("The run %(batch)s had gone to the bank before the store was restored: no file is made."),
    "position-beyond": N_("The log ends at position %(size)s: there is no %(last)s yet."),
    "positions-out-of-order": N_("%(first)s to %(last)s are no positions in order."),
    "clock-behind": N_(
        "This computer's clock says %(now)s, and the last event was recorded at %(last)s: set the clock."
    ),
    "clock-ahead": N_(
        "This computer's clock says %(now)s, and the last event was recorded at %(last)s, a working day and more "
        "before. Set the clock; if the office was closed, an administrator opens it again: `bailu store reopen`."
    ),
    "clock-believed": N_("Nothing is to be opened again: the clock, at %(now)s, is believed as it is."),
    "clock-of-server": N_("Nothing is to be opened again: the clock is that of the database's server."),
    "clocks-differ": N_(
        "It was said to be %(proposed)s, and this computer's clock says %(now)s: set one of the clocks."
    ),
    "head-unverified": N_(
        "The last commit of the log, at position %(position)s, does not verify, and nothing goes on from it: "
        "`bailu audit verify` says what was done."
    ),
    "store-not-ours": N_("%(path)s is not a store of bailu."),
    "store-read-only": N_("The store %(path)s cannot be written: it is read-only."),
    "store-io": N_("The store %(path)s cannot be read or written (%(reason)s)."),
    "standby-missing": N_("The standby server that has to confirm does not (%(reason)s)."),
    "server-replaced": N_(
        "Another server took over before a standby server had the command. Nothing was recorded; try again."
    ),
    "store-busy": N_("Somebody else is writing to the store. Nothing was recorded; try again."),
    "store-url-unknown": N_("%(url)s is not a store's address: give a file, sqlite:///FILE or postgresql://…."),
    "store-unreachable": N_("The database %(path)s cannot be reached (%(reason)s)."),
    "store-connection-lost": N_(
        "The connection to the database was lost (%(reason)s). Nothing was recorded; try again."
    ),
    "store-crowded": N_("The database has no connection left for this desk. Nothing was recorded; try again."),
    "store-slow": N_("The database took too long to answer. Nothing was recorded; try again later."),
    "store-not-permitted": N_("The database does not permit this to your login (%(reason)s): ask its administrator."),
    "store-half-copied": N_(
        "The store %(path)s is not whole yet: run the same `bailu store copy` or `bailu store restore` again."
    ),
    "store-is-backup": N_("%(path)s is a backup: `bailu store restore` makes a store from it."),
    "outcome-unknown": N_(
        "Whether the command %(command_id)s was recorded is not known, for the store does not answer (%(reason)s). "
        "Look before you give it again; with `--command-id %(command_id)s` it is never recorded twice."
    ),
    "copy-other-log": N_("What is there is not the beginning of this store: nothing was copied onto it."),
    "copy-target-taken": N_("There is a whole store already that has not all of this one; it was left alone."),
    "copy-root-differs": N_(
        "The facts are not those of the head (position %(position)s): `bailu audit verify` the store that is copied."
    ),
    "copy-interrupted": N_("The copy was interrupted (%(reason)s): give the same command again, and it goes on."),
    "not-a-backup": N_("%(path)s is a store, not a backup: nothing was restored."),
    "escrow-damaged": N_("The escrow of the outer keys is damaged."),
    "escrow-missing": N_("There is no escrow of the outer keys at %(path)s."),
    "passphrase-short": N_("The passphrase is too short: %(length)s characters at least."),
    "passphrase-wrong": N_("That is not the passphrase."),
    "passphrase-unasked": N_(
        "The key of %(officer)s is sealed, and nobody can be asked for its passphrase here: put it into a file, and "
        "its name into BAILU_PASSPHRASE_FILE."
    ),
    "request-damaged": N_("%(path)s is no request for a key: it was damaged, or something else was written there."),
    "no-request": N_("In %(path)s there is no request: they are called NAME.request.json."),
    "passphrase-file-open": N_("The passphrase in %(path)s can be read by others: `chmod 600` the file."),
    "passphrase-file-unreadable": N_("The passphrase in %(path)s cannot be read (%(reason)s)."),
    "postgres-too-old": N_("%(path)s is PostgreSQL %(found)s; 14 or later is needed."),
    "postgres-encoding": N_("The database %(path)s has the encoding %(found)s; UTF8 is needed."),
    "postgres-roles-wanted": N_(
        "Your login may not make roles in %(path)s: let an administrator make %(roles)s, or run `bailu init`."
    ),
    "postgres-owner-logs-in": N_("The role %(role)s can log in to %(path)s; the owner of a store must not."),
    "postgres-db-functions": N_("POSTGRES_ENABLE_DB_FUNCTIONS is refused: readers would miss events."),
    "disk-full": N_("The disk is full. What was acknowledged is safe; nothing more was recorded."),
    "keys-missing": N_("The outer keys are not at %(path)s: without them no personal data can be sealed or read."),
    "keys-exist": N_("There are outer keys at %(path)s already; they are never overwritten."),
    "keys-io": N_("The outer keys at %(path)s cannot be read or written (%(reason)s)."),
    "sealed-damaged": N_("What was sealed cannot be opened: it was changed. `bailu audit verify` says what differs."),
    "keys-permissions": N_("The outer keys at %(path)s can be read by others: `chmod 600` the file."),
    "keys-damaged": N_("The outer keys at %(path)s are damaged: restore the file from escrow."),
    "keys-wrong": N_("The outer keys belong to another store."),
    "pseudonyms-missing": N_("There is no pseudonym key at %(path)s: an office of the domain has it."),
    "pseudonyms-exist": N_("There is something at %(path)s already: a key is never written over it."),
    "pseudonyms-io": N_("The pseudonym key at %(path)s cannot be read or written (%(reason)s)."),
    "pseudonyms-permissions": N_("The pseudonym key at %(path)s can be read by others: `chmod 600` the file."),
    "pseudonyms-damaged": N_(
        "%(path)s is no pseudonym key: it was damaged, or is another file. `bailu store pseudonyms` writes one."
    ),
    "pseudonyms-differ": N_(
        "The pseudonym keys differ: that of what is there already is %(expected)s, and this one is %(found)s. Under "
        "two keys nobody can be compared."
    ),
    "name-form": N_(
        "“%(name)s” cannot be a name here: at most 120 letters of the English alphabet, digits, - and _, with a letter "
        "or a digit first."
    ),
    "path-form": N_("“%(path)s” cannot be the name of a file."),
    "setting-invisible": N_("The setting %(name)s (%(source)s) has characters that cannot be seen: write it anew."),
    "officer-form": N_("%(officer)s is not an officer's id: letters, digits, - and _ only."),
    "officer-unsaid": N_("Say who acts: --as OFFICER, or BAILU_AS, or `officer` in bailu.toml."),
    "officer-key-missing": N_("The key of officer %(officer)s is not at %(path)s."),
    "officer-key-exists": N_("There is a key at %(path)s already; it is never overwritten."),
    "officer-key-permissions": N_("The officer's key at %(path)s can be read by others: `chmod 600` the file."),
    "officer-key-damaged": N_("The officer's key at %(path)s is damaged."),
    "file-there": N_("There is a file %(path)s already; it is not overwritten."),
    "file-unwritable": N_("%(path)s cannot be written (%(reason)s)."),
    "config-damaged": N_("The configuration %(path)s cannot be read (%(reason)s)."),
    "config-unknown-key": N_("The configuration %(path)s has an unknown key: %(key)s."),
    "config-not-text": N_("The configuration %(path)s must say %(key)s as a text in quotation marks."),
    "setting-not-seconds": N_("The setting %(name)s is %(value)s, but must be a number of seconds from 0 to %(most)s."),
    "setting-not-one-of": N_("The setting %(name)s is %(value)s, but must be one of: %(allowed)s."),
    "command-id-form": N_("%(command_id)s is not a command id: a UUID is asked for."),
    "clock-not-simulated": N_("BAILU_CLOCK serves simulated stores only; this store is a real one."),
    "clock-form": N_("%(clock)s is not an instant: write 2024-05-06 or 2024-05-06T09:00:00+08:00."),
    "xlsx-to-terminal": N_("A workbook cannot be shown on a terminal: redirect it, `-o xlsx > FILE.xlsx`."),
    "xlsx-too-long": N_("This is more than a workbook can hold: choose -o csv."),
    "views-other-store": N_(
        "The read models belong to another store: delete their file or their tables, they are built anew."
    ),
    "views-not-ours": N_("%(path)s is not a file of bailu's read models."),
    "views-corrupt": N_("The read models are damaged: delete their file or their tables, they are built anew."),
    "views-newer": N_(
        "The read models were made by a newer bailu: delete their file or their tables, they are built anew."
    ),
    "views-unreachable": N_("The read models' database %(path)s cannot be reached (%(reason)s)."),
    "view-spoiled": N_(
        "The read model %(model)s has a row that nothing in the log makes: it was changed. Rebuild it "
        "(`bailu projection rebuild %(model)s`)."
    ),
    "views-older": N_("The read model %(model)s was made by an older bailu: run `bailu projection rebuild`."),
    "views-diverged": N_(
        "The read model %(model)s has seen facts that the store has not: if the store was put back to an earlier "
        "state, run `bailu projection rebuild`."
    ),
    "views-behind": N_(
        "The read model %(model)s is not built yet: the first question builds it, where the read models may be written."
    ),
    "views-read-only": N_("The read models cannot be written: they are read-only."),
    "views-url-unknown": N_("%(url)s is not an address of read models: give sqlite:///FILE or postgresql://…."),
    "no-such-projection": N_("There is no read model %(projection)s."),
}
