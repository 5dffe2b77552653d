"""The mechanism of the second person, for every stream that has it: a proposal is recorded, and another officer's
confirmation or decline is recorded.

Who may confirm stands in `domain.office.roles`, beside who may propose. A proposal is named `STREAM/pN`, such as
`application-350203-2024-000001/p1` or `register-key-enterprises/p3`; within its stream it is `pN`. ADR 0011.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.base import Event, Struct, field, replace
from domain.errors import NoSuchThing, NotAllowed
from domain.streams import LOG, OFFICE, SUBJECT

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Event)
_ID = re.compile(
    rf"(?P<stream>{LOG}|{OFFICE}|(?:application|batch|debt|import|register)-{SUBJECT})(?:/(?P<name>p[1-9][0-9]{{0,8}}))?",
    re.ASCII,
)


class Proposal(Struct):
    """What one officer put forward and another has to confirm; `act` is a permission that has a second role.

    `about` is the objection, demand, milestone, officer or allotment that it is about, `lines` the lines, where it says
    so.
    """

    id: str
    act: str
    by: str
    about: str | None = None
    lines: tuple[tuple[int, int], ...] = ()
    authority: str | None = None
    """Whose officers answer it, where its stream is of no authority."""


class OpenProposal(Struct, Generic[_E]):
    """A proposal together with the event that says what is proposed."""

    proposal: Proposal
    event: _E


class Proposals(Struct, Generic[_E]):
    """What waits in one stream for a second person, by name, and how many there were."""

    waiting: Mapping[str, OpenProposal[_E]] = field(default_factory=dict)
    made: int = 0

    @property
    def next_name(self) -> str:
        return f"p{self.made + 1}"

    def asked(self, proposal: Proposal, event: _E) -> Proposals[_E]:
        """With one more."""
        opened = OpenProposal(proposal=proposal, event=event)
        return replace(self, waiting={**self.waiting, proposal.id: opened}, made=self.made + 1)

    def answered(self, name: str) -> Proposals[_E]:
        """Without one that was confirmed or declined."""
        return replace(self, waiting={other: opened for other, opened in self.waiting.items() if other != name})

    def without(self, kind: type[Event]) -> Proposals[_E]:
        """Without those that propose by an event of this kind."""
        left = {name: opened for name, opened in self.waiting.items() if not isinstance(opened.event, kind)}
        return replace(self, waiting=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalId:
    """The name of a proposal among those of all streams; without `name`, the only open one of its stream is meant."""

    stream: str
    name: str | None

    def __str__(self) -> str:
        return self.stream if self.name is None else f"{self.stream}/{self.name}"

    @property
    def kind(self) -> str:
        """`application`, `batch`, `debt`, `import`, `register`, `office` or `log`."""
        return self.stream.partition("-")[0]

    @property
    def subject(self) -> str:
        """The number of the application, run or import, or the name of the register."""
        return self.stream.partition("-")[2] or self.stream


def parse(text: str) -> ProposalId:
    """Raises `NotAllowed("proposal-id-form")`."""
    match = _ID.fullmatch(text)
    if match is None:
        raise NotAllowed("proposal-id-form", proposal=text)
    return ProposalId(stream=match["stream"], name=match["name"])


def meant(proposals: Mapping[str, _T], wanted: str | None, subject: str) -> _T:
    """The open proposal that is meant: the one that is `wanted`, else the only one.

    Raises `NotAllowed`: `nothing-proposed` and, with several of which none is named, `proposals-open`; and
    `NoSuchThing("no-such-proposal")`.
    """
    if wanted is not None:
        proposal = proposals.get(wanted)
        if proposal is None:
            raise NoSuchThing("no-such-proposal", subject=subject, proposal=wanted)
        return proposal
    if not proposals:
        raise NotAllowed("nothing-proposed", subject=subject, proposals="")
    if len(proposals) > 1:
        raise NotAllowed("proposals-open", subject=subject, proposals=", ".join(proposals))
    return next(iter(proposals.values()))
