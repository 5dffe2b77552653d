"""Why lines that were settled elsewhere are not brought in, and limits not shared: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

IMPORT_SENTENCES: Mapping[str, str] = {
    "no-such-import": N_("There is no import %(number)s: `bailu limit list` names them."),
    "import-form": N_("%(number)s is no import: they are called like import-350200-2024-0001."),
    "import-not-counted": N_("%(number)s is not counted: there is nothing to take back."),
    "import-waits": N_("%(number)s: something about it waits for another person already."),
    "nothing-to-import": N_("The file has no line of %(scheme)s."),
    "imported-already": N_("The same file was imported before: %(number)s."),
    "no-such-debts": N_("There are no demands %(number)s that were brought in."),
    "not-of-debts": N_(
        "%(application)s: no case stands behind these demands, so that this cannot be done: they are served, received, "
        "reduced, cancelled, written off and referred."
    ),
    "debt-imported": N_(
        "%(application)s %(recovery)s: decision %(document)s about the same payee was brought in before: %(earlier)s."
    ),
    "due-day-missing": N_("%(application)s %(recovery)s was served: say by when it was to be paid."),
    "received-before-decided": N_(
        "%(application)s: it was decided on %(decided_on)s; nothing can have come in for it before."
    ),
    "line-imported": N_("Line %(line)s, %(number)s of the same body, was imported before: %(earlier)s."),
    "line-counted": N_(
        "Line %(line)s may be counted already, as %(earlier)s. If it is, take it out; else write what tells it apart."
    ),
    "not-countable": N_("Line %(line)s does not say by what the limit %(limit)s counts it."),
    "group-of-one": N_("The group %(group)s has to have limits, or registers, of two notices at the least."),
    "two-of-a-notice": N_("The group %(group)s has two members of one notice: it may have one of each."),
    "group-of-another-kind": N_("The group %(group)s is of the other kind: give this one another name."),
    "no-such-group": N_("There is no group %(group)s: `bailu limit groups` names them."),
    "no-such-member": N_("%(member)s is no limit, or register, of an adopted notice, written NOTICE/ID."),
    "member-form": N_("%(member)s is to be written NOTICE/ID, such as xiamen-2023-187/training-yearly."),
    "quota-not-shared": N_("%(member)s counts against quotas, which are of one notice each."),
    "counts-by-scheme": N_("%(member)s tells lines apart by their schemes, which are of one notice each."),
    "not-comparable": N_("%(member)s and %(other)s do not compare the same facts with the same choices."),
    "sharing-broken": N_(
        "%(edition)s compares otherwise than the notices that share with it in the group %(group)s: declare the group "
        "anew, or end it, first."
    ),
}
