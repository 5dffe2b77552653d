"""What does not fit in a log: a sentence for every code of `audit.verify`, of the log's verification, and of
decisions that are taken again.
"""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_, _

SENTENCES: Mapping[str, str] = {
    "line-malformed": N_("The line is not one that this log writes."),
    "position-gap": N_("Position %(expected)s is missing before it."),
    "version-gap": N_("%(stream)s: version %(expected)s was expected, and %(found)s found."),
    "time-goes-back": N_("Recorded at %(recorded_at)s, which is before the event in front of it (%(after)s)."),
    "part-missing": N_("Command %(command_id)s: part %(part)s of %(of)s is missing or out of its place."),
    "actor-differs": N_("Officer %(actor)s is said to have done it, and officer %(signer)s signed it."),
    "commit-gap": N_("The commit does not begin at position %(expected)s, where the one before it ended."),
    "commit-empty": N_("The commit covers no event."),
    "commit-missing": N_("No commit covers it: nobody has signed it."),
    "commit-beyond": N_("The commit covers events up to %(last)s, and they are not all there."),
    "commit-divides": N_("The commit ends in the middle of command %(command_id)s."),
    "key-differs": N_("The commit is signed with a key that is not the one of officer %(actor)s at that position."),
    "key-changed-within": N_("Officer %(actor)s changed the key, and the same commit goes on behind that."),
    "signature-invalid": N_(
        "The signature of the events up to %(last)s is not that of officer %(actor)s over the log as it is."
    ),
    "key-scheme": N_("A key of the scheme %(scheme)s is enrolled, which nobody here can verify."),
    "key-weak": N_("A key is enrolled with which anybody could have signed anything."),
    "key-enrolled": N_("A key is enrolled that the log has already."),
    "officer-enrolled": N_("%(officer)s is enrolled a second time."),
    "stream-differs": N_("The event is about %(named)s, and stands in the stream of another officer."),
    "leads-nothing": N_("%(name)s does not begin a command: no program of ours wrote it so."),
    "stream-foreign": N_("%(name)s stands in the stream %(stream)s, where it has no place."),
    "stream-scattered": N_("The command comes back to the stream %(stream)s, which it had left."),
    "follows-not": N_("%(name)s does not follow from %(leading)s: no program of ours wrote it so."),
    "followers-count": N_("%(name)s is not followed by %(wanted)s as often as it has to be: %(count)s."),
    "log-opened": N_("The log is opened a second time, or for somebody else."),
    "officer-unknown": N_("Nobody was enrolled as %(actor)s by then."),
    "officer-suspended": N_("Officer %(actor)s was suspended by then."),
    "key-lost": N_("The key of %(actor)s had been reported lost by then."),
    "role-missing": N_("Officer %(actor)s did not have the role %(role)s, which this needs."),
    "other-authority": N_("Officer %(actor)s is of another authority than %(authority)s, whose case this is."),
    "role-unknown": N_("%(role)s is no role that there is."),
    "roles-incompatible": N_("These roles exclude each other: %(roles)s."),
    "time-ahead": N_("Recorded at %(recorded_at)s, which is still to come."),
    "file-damaged": N_("The database says: %(damage)s"),
    "last-second-person": N_("Without %(officer)s nobody could give or confirm a right any more."),
    "begun-again": N_("What had begun before begins here again."),
    "own-stream": N_("Officer %(actor)s changed their own roles."),
    "nothing-proposed": N_("What is confirmed or declined in %(stream)s had not been proposed."),
    "proposal-repeated": N_("%(name)s has a name that another proposal there had before."),
    "term-unfit": N_("%(name)s gives a right for a time that nobody may: it is over, too long, or no term at all."),
    "deputy-unfit": N_("Whoever is to stand in has no right to: for %(officer)s, or in these roles."),
    "key-lost-unfit": N_(
        "%(actor)s: a key is reported lost that the officer never had, or since a day that cannot be."
    ),
    "proposal-unnamed": N_("%(name)s does not say which proposal it is about."),
    "own-proposal": N_("Officer %(actor)s confirmed or declined their own proposal."),
    "excluded": N_(
        "Officer %(actor)s had a part in %(stream)s before that excludes this one: deciding and paying, ordering and "
        "taking in the answer, taking in and vouching."
    ),
    "second-person": N_(
        "Officer %(actor)s enrolled somebody alone: there were others by then, or it is nobody who could be the second."
    ),
    "proposer-stopped": N_("%(actor)s, who had proposed what is confirmed, could not propose it any more."),
    "proposals-left": N_("%(actor)s came back to work while what they had proposed before being stopped waited."),
    "removal-waits": N_("Officer %(actor)s took another key while it was asked that they be stopped."),
    "removal-unfit": N_("%(name)s is to take away what the officer does not have, or more than one thing."),
    "role-of-authority": N_("%(actor)s got the role of the authority above the office, which nobody gives."),
    "other-than-proposed": N_("%(name)s is not what had been proposed."),
    "key-unproved": N_("The key of %(officer)s was asked for by nobody who holds it, for this log and this end."),
    "size-differs": N_("The head speaks of %(head)s events, and there are %(found)s."),
    "root-differs": N_("The events are not those of the head: its root is %(head)s, theirs is %(found)s."),
    "object-missing": N_("The store lacks %(object)s: somebody took it away."),
    "object-altered": N_("%(object)s is not as this program makes it: somebody changed it."),
    "object-foreign": N_("%(object)s is not of this program: somebody put it into the store."),
    "parts-differ": N_("Command %(command_id)s: its parts are not of one officer and one instant."),
    "log-closed": N_("The log had been closed: nothing may follow but its going on from a copy."),
    "restored-falsely": N_("It says that the log goes on from another head than the one in front of it."),
    "state-unknown": N_("The store says that it is in a state that there is not: %(state)s."),
    "verification-broken": N_(
        "The verification itself broke here (%(kind)s): somebody wrote what no program of ours reads."
    ),
    "decisions-unread": N_("The commands could not be decided again: %(reason)s."),
    "log-empty": N_("The log has no event: its opening was interrupted, or everything was taken away."),
    "head-malformed": N_("The head is not one of this log: no work may go on from it."),
    "row-outside": N_(
        "The table of events has %(rows)s rows at the positions %(least)s to %(greatest)s: some are not the log's."
    ),
    "command-misfiled": N_("The event is filed under another command id than its line says."),
    "head-dated": N_("The head says that the last event was recorded at %(head)s; its line says %(line)s."),
    "event-unreadable": N_("No program of ours writes the data of this event so: it is of another shape, or has more."),
    "store-half-copied": N_("The store is not whole yet: a copy or a restore was interrupted."),
    "columns-differ": N_("The event is filed under another stream, version or name than its line says."),
    "noted-beyond": N_(
        "The head that was noted has %(noted)s events, but the log only %(found)s: events were removed."
    ),
    "noted-differs": N_(
        "The first %(size)s events are not those of the noted head: %(noted)s was noted, %(found)s found."
    ),
    "decision-differs": N_("Decided again, command %(command_id)s does not come to this: %(event)s in %(stream)s."),
    "decision-refused": N_("Decided again, command %(command_id)s is refused: %(refusal)s"),
    "decision-unknown": N_("No command records what begins with %(event)s in %(stream)s (%(command_id)s)."),
    "decision-broken": N_("Command %(command_id)s cannot be decided again: its events do not fit (%(reason)s)."),
}


def sentence(code: str, values: Mapping[str, object]) -> str:
    return _(SENTENCES[code]) % values
