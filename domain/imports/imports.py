"""期初数据: what an office brings with it when it opens in the middle of a year, so that no limit begins at nothing.

An import is a stream of its own, such as `import-350200-2024-0001`; line 17 of it is called
`import-350200-2024-0001/17` wherever it stands in the way of a case. ADR 0060.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from domain.application.state.identities import NAMES
from domain.application.values import LimitUse, expand, ranges
from domain.base import Decision, Event, Struct, field, replace
from domain.entitlement.abridged import Uncounted, abridged_uses
from domain.entitlement.claim import Claim, ClaimLine, Question, RegisterResult, Use, limit_key
from domain.entitlement.edition import Edition
from domain.entitlement.uses import Over
from domain.entitlement.written import folded
from domain.errors import NotAllowed
from domain.imports.events import (
    AbridgedLine,
    ImportConfirmed,
    ImportDeclined,
    ImportEvent,
    ImportProposed,
    ImportTakingBackProposed,
    LinesProposed,
)
from domain.office.roles import Actor, acting, confirming
from domain.proposals import Proposal, Proposals, meant
from domain.streams import Kind, stream_name

Answers = Mapping[Question, RegisterResult]


def import_stream(number: str) -> str:
    return stream_name(Kind.IMPORT, number)


class ImportLines(Struct):
    """Bring lines in that were settled elsewhere, for an authority."""

    authority: str
    policy: str
    scheme: str
    body: str
    document: str
    sha256: str
    lines: tuple[AbridgedLine, ...]


class ConfirmImport(Struct):
    """Confirm or decline an import; `proposal` None means the only one open."""

    number: str
    proposal: str | None
    declined: bool = False


class TakeBackImport(Struct):
    """Have an import count no more; decisions that were taken by it stay."""

    number: str
    document: str


ImportCommand = ImportLines | ConfirmImport | TakeBackImport


class Import(Struct):
    """An import as it stands; `uses` are held from its confirmation on."""

    number: str
    brought: LinesProposed
    by: str
    proposals: Proposals[ImportProposed] = Proposals()
    uses: tuple[LimitUse, ...] = ()
    declined: bool = False
    confirmed: bool = False
    taken_back: bool = False
    lines: Mapping[int, AbridgedLine] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How its lines are cited."""
        return import_stream(self.number)

    @property
    def waits(self) -> bool:
        return bool(self.proposals.waiting)

    @property
    def ended(self) -> bool:
        """Whether its lines may be brought in again."""
        return self.declined or self.taken_back

    @property
    def counted(self) -> bool:
        return self.confirmed and not self.taken_back

    @property
    def indexed_uses(self) -> tuple[Use, ...]:
        """The uses of limits that its lines are, by the key of each limit: a pure function of its events."""
        return (*self._spelled_out(), *self._names()) if self.counted else ()

    def _names(self) -> Iterator[Use]:
        """The name of each person under their number, which another case may have otherwise."""
        for line in self.lines.values():
            if line.person is not None and line.called is not None:
                yield Use(
                    limit=NAMES,
                    subject=line.person,
                    qualifier=line.called,
                    on=line.settled_on,
                    amount_fen=0,
                    application=self.name,
                    line=line.line,
                )

    def _spelled_out(self) -> Iterator[Use]:
        for use in self.uses:
            limit = limit_key(self.brought.policy, use.limit)
            for line in expand(use.lines):
                subject = use.subject or _own_subject(self.lines[line], use.over)
                assert subject is not None, "a line that uses a limit has what it counts over"
                yield Use(
                    limit=limit,
                    subject=subject,
                    qualifier=use.qualifier,
                    on=use.on,
                    amount_fen=use.amount_fen,
                    application=self.name,
                    line=line,
                )


def evolve(state: Import | None, number: str, happened: Event, by: str) -> Import:
    assert isinstance(happened, ImportEvent), f"not an event of an import: {happened!r}"
    if isinstance(happened, LinesProposed):
        proposal = Proposal(id=happened.proposal, act="import-lines", by=by, authority=happened.authority)
        return Import(
            number=number,
            brought=happened,
            by=by,
            proposals=Proposals[ImportProposed]().asked(proposal, happened),
            lines={line.line: line for line in happened.lines},
        )
    assert state is not None, "an import begins with its lines"
    if isinstance(happened, ImportTakingBackProposed):
        proposal = Proposal(id=happened.proposal, act="import-lines", by=by, authority=state.brought.authority)
        return replace(state, proposals=state.proposals.asked(proposal, happened))
    asked = state.proposals.waiting[happened.proposal].event
    answered = state.proposals.answered(happened.proposal)
    if isinstance(asked, ImportTakingBackProposed):
        return replace(state, proposals=answered, taken_back=isinstance(happened, ImportConfirmed))
    if isinstance(happened, ImportConfirmed):
        return replace(state, proposals=answered, confirmed=True, uses=happened.uses)
    return replace(state, proposals=answered, declined=True)


def claims(brought: ImportLines | LinesProposed, number: str) -> Iterator[tuple[Claim, ClaimLine, int]]:
    """Each line as a claim of its own, with the amount that was paid for it, in fen."""
    for line in brought.lines:
        claimed = ClaimLine(line=line.line, person=line.person, facts=line.facts, certificate=line.certificate)
        claim = Claim(
            application=import_stream(number),
            scheme=brought.scheme,
            authority=brought.authority,
            received_on=line.settled_on,
            applicant=line.applicant,
            applicant_kind=line.applicant_kind,
            facts=line.facts,
            lines=(claimed,),
            applicant_name=line.applicant_name,
        )
        yield claim, claimed, line.amount_fen


def propose(
    number: str,
    command: ImportLines,
    edition: Edition,
    answers: Answers,
    earlier: Sequence[Import],
    held: Iterable[Use],
    actor: Actor,
    today: date,
) -> Decision:
    """Put the lines forward. Raises `NotAllowed`: `no-such-scheme`, `nothing-to-import`, `in-the-future`,
    `imported-already` for a file of an `earlier` import, `line-imported` for a number of one, `not-countable` for a
    line that leaves out whom or what a limit counts it by, and `line-counted` for one whose uses are `held` already.
    """
    acting(actor, "import-lines", command.authority)
    if command.scheme not in edition.schemes:
        raise NotAllowed("no-such-scheme", scheme=command.scheme, policy=edition.ref)
    if not command.lines:
        raise NotAllowed("nothing-to-import", scheme=command.scheme)
    for line in command.lines:
        if line.settled_on > today:
            raise NotAllowed("in-the-future", day=line.settled_on, today=today)
    _not_imported(command, [one for one in earlier if not one.ended])
    for missing_of, missing in uncounted(command, number, edition, answers):
        raise NotAllowed("not-countable", line=missing_of, limit=missing.limit)
    not_counted_yet(wanted_uses(command, number, edition, answers), held)
    proposed = LinesProposed(
        proposal="p1",
        authority=command.authority,
        policy=command.policy,
        edition=edition.ref,
        digest=edition.digest,
        scheme=command.scheme,
        body=command.body,
        document=command.document,
        sha256=command.sha256,
        lines=command.lines,
    )
    return {import_stream(number): (proposed,)}


def take_back(state: Import, command: TakeBackImport, actor: Actor) -> Decision:
    """Propose that an import counts no more. Raises `NotAllowed`: `import-not-counted`, `import-waits`."""
    acting(actor, "import-lines", state.brought.authority)
    if not state.counted:
        raise NotAllowed("import-not-counted", number=state.name)
    if state.waits:
        raise NotAllowed("import-waits", number=state.name)
    proposed = ImportTakingBackProposed(
        proposal=state.proposals.next_name, authority=state.brought.authority, document=command.document
    )
    return {state.name: (proposed,)}


def _not_imported(command: ImportLines, earlier: Sequence[Import]) -> None:
    numbers = {folded(line.number): line.line for line in command.lines if line.number}
    for other in earlier:
        brought = other.brought
        if (brought.policy, brought.scheme) != (command.policy, command.scheme):
            continue
        if brought.sha256 == command.sha256:
            raise NotAllowed("imported-already", number=other.name)
        if folded(brought.body) == folded(command.body):
            for line in brought.lines:
                if line.number and folded(line.number) in numbers:
                    cited = f"{other.name}/{line.line}"
                    raise NotAllowed(
                        "line-imported", line=numbers[folded(line.number)], number=line.number, earlier=cited
                    )


def wanted_uses(
    brought: ImportLines | LinesProposed, number: str, edition: Edition, answers: Answers
) -> Mapping[int, tuple[Use, ...]]:
    """The uses that limits make of each line, by the keys of the limits."""
    return {
        line.line: tuple(
            replace(use, limit=limit_key(brought.policy, use.limit))
            for use in abridged_uses(edition, claim, line, answers, amount_fen)[0]
        )
        for claim, line, amount_fen in claims(brought, number)
    }


def not_counted_yet(wanted: Mapping[int, tuple[Use, ...]], held: Iterable[Use]) -> None:
    """A line is a case of ours, or of an earlier import, where somebody holds the same use of each of its limits.

    Raises `NotAllowed("line-counted")` for the first one.
    """
    holders: dict[tuple[str, str, str, date], set[tuple[str, int]]] = {}
    for use in held:
        holders.setdefault(_same(use), set()).add((use.application, use.line))
    for line, uses in sorted(wanted.items()):
        own = {(use.application, use.line) for use in uses}
        holding = [holders.get(_same(use), set()) - own for use in uses]
        both = set.intersection(*holding) if holding else set()
        for application, number in sorted(both):
            raise NotAllowed("line-counted", line=line, earlier=f"{application}/{number}")


def _same(use: Use) -> tuple[str, str, str, date]:
    return use.limit, use.subject, use.qualifier, use.on


def uncounted(
    brought: ImportLines | LinesProposed, number: str, edition: Edition, answers: Answers
) -> Iterator[tuple[int, Uncounted]]:
    """The lines that some limit cannot count, each with the limit."""
    for claim, line, amount_fen in claims(brought, number):
        _uses, missing = abridged_uses(edition, claim, line, answers, amount_fen)
        yield from ((line.line, one) for one in missing)


def confirm(
    state: Import, command: ConfirmImport, edition: Edition, answers: Answers, held: Iterable[Use], actor: Actor
) -> Decision:
    """Answer the proposal; a confirmation records what each limit makes of each line, by what registers say by now.

    Raises as `meant` and `confirming`, and `NotAllowed`: `not-countable`, `line-counted`.
    """
    opened = meant(state.proposals.waiting, command.proposal, state.name)
    confirming(actor, opened.proposal)
    name = opened.proposal.id
    if command.declined:
        return {state.name: (ImportDeclined(proposal=name),)}
    if isinstance(opened.event, ImportTakingBackProposed):
        return {state.name: (ImportConfirmed(proposal=name, uses=()),)}
    for missing_of, missing in uncounted(state.brought, state.number, edition, answers):
        raise NotAllowed("not-countable", line=missing_of, limit=missing.limit)
    not_counted_yet(wanted_uses(state.brought, state.number, edition, answers), held)
    return {state.name: (ImportConfirmed(proposal=name, uses=_grouped(state, edition, answers)),)}


def _grouped(state: Import, edition: Edition, answers: Answers) -> tuple[LimitUse, ...]:
    """The uses of all lines, grouped where only the line, and the person or certificate, differs."""
    scheme = edition.schemes[state.brought.scheme]
    over = {limit.id: scheme.over(limit) for limit in scheme.limits}
    groups: dict[tuple[str, str, date, int, str | None], list[int]] = {}
    for claim, line, amount_fen in claims(state.brought, state.number):
        for use in abridged_uses(edition, claim, line, answers, amount_fen)[0]:
            own = _own_subject(state.lines[line.line], over[use.limit])
            subject = None if own == use.subject else use.subject
            groups.setdefault((use.limit, use.qualifier, use.on, use.amount_fen, subject), []).append(line.line)
    return tuple(
        LimitUse(
            limit=limit,
            over=over[limit],
            qualifier=qualifier,
            on=on,
            amount_fen=amount_fen,
            lines=ranges(lines),
            subject=subject,
        )
        for (limit, qualifier, on, amount_fen, subject), lines in groups.items()
    )


def _own_subject(line: AbridgedLine, over: Over) -> str | None:
    """Where the line itself has what a limit counts over."""
    return {Over.PERSON: line.person, Over.CERTIFICATE: line.certificate, Over.APPLICANT: line.applicant}.get(over)
