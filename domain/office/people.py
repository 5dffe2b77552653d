"""同一人: one person under two documents, such as a Taiwan permit and a residence permit. Limits count both as one.

ADR 0029.
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


class LinkPersons(Struct):
    """`lines` are those in which the two stand, as `APPLICATION/LINE`, for whoever confirms it."""

    person: str
    other: str
    document: str
    lines: tuple[str, ...] = ()


class People(Struct):
    """`known_as` gives for each linked pseudonym the one that stands for the person: the first that was linked."""

    known_as: Mapping[str, str] = field(default_factory=dict)

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
    assert isinstance(happened, PersonsLinked)
    person, absorbed = state.of(happened.person), state.of(happened.other)
    known_as = {alias: person if named == absorbed else named for alias, named in state.known_as.items()}
    return People(known_as={**known_as, happened.person: person, happened.other: person, absorbed: person})


def decide(state: People, command: LinkPersons) -> Decision:
    """Link two pseudonyms. Raises `NotAllowed("same-document")` for one and the same; a known link changes nothing."""
    if command.person == command.other:
        raise NotAllowed("same-document")
    if state.of(command.person) == state.of(command.other):
        return {}
    return {PEOPLE: (PersonsLinked(person=command.person, other=command.other, document=command.document),)}
