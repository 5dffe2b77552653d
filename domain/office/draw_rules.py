"""Draw rules: which money a scheme may be paid from, as data that is adopted beside its notice.

The notice says in which order sources go, and names no programme and no account. What finance says of that changes by
the year and has a document of its own. A table holds from its day until the next one does. ADR 0064.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.base import CONSEQUENCE, Decision, Event, Struct, event
from domain.errors import NotAllowed
from domain.office.indicator import Indicator
from domain.streams import Kind, stream_name


class Money(Struct):
    """Some of the money there is: what of these is None or empty does not tell it apart.

    `function` and `economic` are accounts or what they begin with, so 20807 stands for all that is booked under it.
    Money that does not say its account is not of any.
    """

    source: str | None = None
    programmes: tuple[str, ...] = ()
    function: str | None = None
    economic: str | None = None
    project: str | None = None

    def has(self, indicator: Indicator) -> bool:
        return (
            self.source in (None, indicator.source)
            and (not self.programmes or indicator.programme in self.programmes)
            and _under(indicator.function, self.function)
            and _under(indicator.economic, self.economic)
            and self.project in (None, indicator.project)
        )


def _under(account: str | None, beginning: str | None) -> bool:
    return beginning is None or (account is not None and account.startswith(beginning))


class Allowed(Struct):
    """Money that these schemes may be paid from."""

    id: str
    schemes: tuple[str, ...]
    money: Money


class Forbidden(Struct):
    """负面清单: money that these schemes, or where none is named all, are never paid from."""

    id: str
    money: Money
    because: str
    schemes: tuple[str, ...] = ()


class DrawRules(Struct):
    """One table, as it was adopted. It holds for all schemes of its policy: one that it does not name is paid from
    nothing.
    """

    policy: str
    number: int
    body: str
    document: str
    applies_from: date
    allowed: tuple[Allowed, ...]
    forbidden: tuple[Forbidden, ...] = ()

    @property
    def ref(self) -> str:
        """Such as `xiamen-2023-187/draw-rules@1`."""
        return f"{self.policy}/draw-rules@{self.number}"

    @property
    def schemes(self) -> tuple[str, ...]:
        """Every scheme that it names."""
        lists: tuple[Allowed | Forbidden, ...] = (*self.allowed, *self.forbidden)
        return tuple(dict.fromkeys(scheme for one in lists for scheme in one.schemes))

    def allows(self, scheme: str, indicator: Indicator) -> bool:
        """Whether the scheme may be paid from such money."""
        named = any(scheme in one.schemes and one.money.has(indicator) for one in self.allowed)
        return named and self.forbids(scheme, indicator) is None

    def forbids(self, scheme: str, indicator: Indicator) -> Forbidden | None:
        """What of the negative list the money is, if anything."""
        of_scheme = (one for one in self.forbidden if not one.schemes or scheme in one.schemes)
        return next((one for one in of_scheme if one.money.has(indicator)), None)


@event("policy.draw-rules-adopted.v1", CONSEQUENCE)
class DrawRulesAdopted(Event):
    """Which money the schemes of a policy may be paid from, whole. ADR 0064."""

    rules: DrawRules
    digest: str
    """`sha256:` and the hex digest over the bytes of the file that it was read from."""

    @property
    def happened_on(self) -> date:
        return self.rules.applies_from


class AdoptDrawRules(Struct):
    rules: DrawRules
    digest: str


def in_force(adopted: Sequence[DrawRulesAdopted], day: date) -> DrawRules | None:
    """The table that holds on a day: of those that apply by then the one that was adopted last."""
    applying = [one.rules for one in adopted if one.rules.applies_from <= day]
    return applying[-1] if applying else None


def decide_draw_rules(
    adopted: Sequence[DrawRulesAdopted],
    schemes: Iterable[str],
    sources: Mapping[str, object],
    command: AdoptDrawRules,
) -> Decision:
    """Adopt a table for the `schemes` and the `sources` that the editions of its policy name. The same file again
    changes nothing; runs that were ordered stay as they are.

    Raises `NotAllowed`: `draw-rules-adopted-otherwise` for another file under the same number, `dates-out-of-order`
    for a table that applies from before the last one, `draw-rules-unfit` for a scheme or a source of no edition.
    """
    rules = command.rules
    earlier = next((one for one in adopted if one.rules.number == rules.number), None)
    if earlier is not None:
        if earlier.digest != command.digest:
            raise NotAllowed("draw-rules-adopted-otherwise", rules=rules.ref, digest=earlier.digest)
        return {}
    if adopted and rules.applies_from < adopted[-1].rules.applies_from:
        raise NotAllowed("dates-out-of-order", first=adopted[-1].rules.applies_from, last=rules.applies_from)
    lists: tuple[Allowed | Forbidden, ...] = (*rules.allowed, *rules.forbidden)
    named = [one.money.source for one in lists if one.money.source is not None]
    of_policy = frozenset(schemes)
    strange = [scheme for scheme in rules.schemes if scheme not in of_policy]
    strange += [source for source in named if source not in sources]
    if strange:
        raise NotAllowed("draw-rules-unfit", rules=rules.ref, name=strange[0])
    return {stream_name(Kind.POLICY, rules.policy): (DrawRulesAdopted(rules=rules, digest=command.digest),)}
