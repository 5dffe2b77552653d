"""Why lines that were settled elsewhere are not brought in: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

IMPORT_SENTENCES: Mapping[str, str] = {
    "no-such-import": N_("There is no import %(number)s: `bailu limit list` names them."),
    "import-form": N_("%(number)s is no import: they are called like import-350200-2024-0001."),
    "nothing-to-import": N_("The file has no line of %(scheme)s."),
    "imported-already": N_("The same file was imported before: %(number)s."),
    "line-imported": N_("Line %(line)s, %(number)s of the same body, was imported before: %(earlier)s."),
    "not-countable": N_("Line %(line)s does not say by what the limit %(limit)s counts it."),
}
