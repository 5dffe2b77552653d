"""What differs between two editions, place by place."""

from __future__ import annotations

from typing import Annotated, Any

from policies.difference import differences
from presentation.language import N_
from presentation.rows.columns import Heading, Kind, Row
from usecases.intake.editions import content_of
from usecases.intake.packs import read_pack
from usecases.session.settings import Settings


class EditionDifference(Row):
    """One place. `before` is None for what was added, `after` for what was removed; values are plain JSON."""

    change: Annotated[str, Heading(N_("Change"), Kind.LABEL)]
    where: Annotated[str, Heading(N_("Where"), Kind.NAME)]
    before: Annotated[Any, Heading(N_("Before"))]
    after: Annotated[Any, Heading(N_("After"))]


def edition_differences(settings: Settings, first: str, second: str) -> list[EditionDifference]:
    """What the second has otherwise than the first, each an id such as `xiamen-2023-187@1` or a file.

    Raises `NoSuchThing("policy-not-shipped")`, and `FilesRefused` or `PackRefused` for a file that is wrong.
    """
    before, after = content_of(settings, first), content_of(settings, second)
    for name, content in ((first, before), (second, after)):
        read_pack(name, content)
    return [
        EditionDifference(
            change=difference.change,
            where=".".join(difference.path),
            before=difference.before,
            after=difference.after,
        )
        for difference in differences(before, after)
    ]
