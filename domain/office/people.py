"""同一人: one person under two documents, such as a Taiwan permit and a residence permit, which limits count as one;
and one number under two names, such as before and after a change of name.

ADR 0029, ADR 0062.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.base import CONSEQUENCE, Decision, Event, Struct, event, field, replace
from domain.entitlement.claim import Claim, Use
from domain.errors import NotAllowed
from domain.streams import PEOPLE as PEOPLE


@event("people.linked.v1", CONSEQUENCE)
class PersonsLinked(Event):
    """Two pseudonyms stand for one person; `document` is the evidence for it."""

    person: str
    other: str
    document: str


@event("people.names-joined.v1", CONSEQUENCE)
class NamesJoined(Event):
    """One number stands under two names, by their pseudonyms: both are of its holder; `document` is the evidence."""

    person: str
    name: str
    other: str
    document: str


class LinkPersons(Struct):
    """`lines` are those in which the two stand, as `APPLICATION/LINE`, for whoever confirms it."""

    person: str
    other: str
    document: str
    lines: tuple[str, ...] = ()


class JoinNames(Struct):
    """`name` and `other` are pseudonyms of the names under which the number of `person` stands, in `lines`."""

    person: str
    name: str
    other: str
    document: str
    lines: tuple[str, ...] = ()


PeopleEvent = PersonsLinked | NamesJoined


class People(Struct):
    """`known_as` gives for each linked pseudonym the one that stands for the person: the first that was linked; and
    `named_as` for each joined name the one that stands for it.
    """

    known_as: Mapping[str, str] = field(default_factory=dict)
    named_as: Mapping[str, str] = field(default_factory=dict)

    def name(self, pseudonym: str) -> str:
        """What a name counts as, among those of its person."""
        return self.named_as.get(pseudonym, pseudonym)

    def of(self, pseudonym: str) -> str:
        return self.known_as.get(pseudonym, pseudonym)

    def aliases(self, pseudonym: str) -> frozenset[str]:
        """Every pseudonym of the same person, this one included."""
        person = self.of(pseudonym)
        return frozenset((pseudonym, *(alias for alias, named in self.known_as.items() if named == person)))

    def one_person(self, claim: Claim) -> Claim:
        """The claim with each person under the pseudonym that stands for them."""
        if not self.known_as:
            return claim
        lines = tuple(replace(line, person=self.of(line.person)) if line.person else line for line in claim.lines)
        return replace(claim, applicant=self.of(claim.applicant), lines=lines)

    def one_subject(self, uses: Iterable[Use]) -> tuple[Use, ...]:
        """Uses with each subject that is a person under the pseudonym that stands for them."""
        if not self.known_as:
            return tuple(uses)
        return tuple(replace(use, subject=self.of(use.subject)) for use in uses)


NOBODY_LINKED = People()


def evolve(state: People, happened: Event) -> People:
    assert isinstance(happened, PeopleEvent)
    if isinstance(happened, NamesJoined):
        return replace(state, named_as=_joined(state.named_as, happened.name, happened.other))
    return replace(state, known_as=_joined(state.known_as, happened.person, happened.other))


def _joined(known_as: Mapping[str, str], one: str, other: str) -> Mapping[str, str]:
    """With whatever stands for the one standing for the other, too, and for all that the other stood for."""
    stands, absorbed = known_as.get(one, one), known_as.get(other, other)
    moved = {alias: stands if named == absorbed else named for alias, named in known_as.items()}
    return {**moved, one: stands, other: stands, absorbed: stands}


def decide(state: People, command: LinkPersons | JoinNames) -> Decision:
    """Link two pseudonyms, or join two names of one. Raises `NotAllowed`: `same-document`, `same-name` for one and the
    same; what is known changes nothing.
    """
    if isinstance(command, JoinNames):
        return _join(state, command)
    if command.person == command.other:
        raise NotAllowed("same-document")
    if state.of(command.person) == state.of(command.other):
        return {}
    return {PEOPLE: (PersonsLinked(person=command.person, other=command.other, document=command.document),)}


def _join(state: People, command: JoinNames) -> Decision:
    if command.name == command.other:
        raise NotAllowed("same-name")
    if state.name(command.name) == state.name(command.other):
        return {}
    joined = NamesJoined(person=command.person, name=command.name, other=command.other, document=command.document)
    return {PEOPLE: (joined,)}
