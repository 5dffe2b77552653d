"""How the verbs of the read models show how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.output import print_listing, print_note
from presentation.language import _

if TYPE_CHECKING:
    from usecases.queries.read_models import ModelRow


def print_models(rows: Sequence[ModelRow], output: str | None) -> None:
    """Print the read models, and a sentence for each that cannot answer."""
    from presentation.words.refusals import sentence
    from usecases.queries.read_models import ModelRow

    print_listing(ModelRow, rows, output)
    for row in rows:
        if row.trouble == "views-behind":
            print_note(
                _("The read model %(model)s is not built yet; the first question builds it.") % {"model": row.model}
            )
        elif row.trouble is not None:
            print_note(sentence(row.trouble, {"model": row.model}))
