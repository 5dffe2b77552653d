"""Was an officer allowed to give this command? The table of permissions, held against who was who at that position.

The verifier restates no rule about money or dates: it knows roles, authorities, second persons and the acts that
exclude each other, as data that it is handed. Deciding again is `audit verify --decisions`. ADR 0043.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

from audit.authorities import Authorities
from audit.commits import OFFICER_STREAMS, officer_stream
from audit.exclusions import Exclusions, in_force, legal_day
from audit.office import GRANTED, OPENED, REPLACED, Office, RoleException
from audit.outcomes import Outcomes
from audit.shapes import CommandLine, Shapes, Violation
from audit.staff import Staff

_OFFICERS = OFFICER_STREAMS.decode()


class _Open(NamedTuple):
    """A proposal that waits for its second officer: of which act, by whom, and what it proposes."""

    act: str
    officer: str
    line: CommandLine


class Rules:
    """The table, and what has to be remembered of a log to apply it: use one for one log, from its first command on."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._shapes = Shapes(table)
        self._permissions: Mapping[str, Sequence[str]] = table["permissions"]
        self._own = frozenset(table["own"])
        self._founding = frozenset(table["founding"])
        self._everywhere = frozenset(table["everywhere"])
        self._authorities = Authorities(table)
        self._city_only = frozenset(table["city_only"])
        self._second_person = table["second_person"]["permission"]
        self._second_person_of = table["second_person"]["of"]
        self._removing = table["removals"]["proposed"]
        self._log = table["streams"]["log"]
        self._authority_of_proposal: Mapping[str, str] = table["authority_of_proposal"]
        self._subject_member: Mapping[str, str] = table["exclusions"]["never_about_oneself"]
        self._pairs: Mapping[str, Mapping[str, Any]] = table["pairs"]
        self._opening: dict[str, list[str]] = {}
        for act, pair in self._pairs.items():
            for name in pair["opens"]:
                self._opening.setdefault(name, []).append(act)
        self._closing: dict[str, list[str]] = {}
        for act, pair in self._pairs.items():
            for name in pair["closes"]:
                self._closing.setdefault(name, []).append(act)
        self._naming: dict[str, set[str]] = {}
        for pair in self._pairs.values():
            for name in (*pair["opens"], *pair["closes"]):
                if pair["member"] is not None:
                    self._naming.setdefault(name, set()).add(pair["member"])
        self._carried = table["carried"]
        self._drops: Mapping[str, Sequence[str]] = table["drops"]
        self._exclusions = Exclusions(table)
        self._staff = Staff(table, self._exclusions)
        self._outcomes = Outcomes(table)
        self._never_own = frozenset(table["exclusions"]["never_own"])
        self._open: dict[str, dict[str, _Open]] = {}
        self._named_before: dict[str, set[str]] = {}
        self._declared: dict[tuple[str, str], str] = {}
        self._hour = ("", "")

    def judge(self, lines: Sequence[CommandLine], actor: str, office: Office, instant: str) -> None:
        """One command, by its actor at an instant, in the office as it was before. Raises `Violation`.

        Codes: `leads-nothing`, `stream-foreign`, `stream-scattered`, `follows-not`, `followers-count`; `log-opened`,
        `officer-unknown`, `officer-suspended`, `key-lost`, `role-missing`, `other-authority`, `own-stream`,
        `role-unknown`, `roles-incompatible`, `role-of-authority`, `second-person`, `last-second-person`; `begun-again`;
        `nothing-proposed`, `proposal-unnamed`, `proposal-repeated`, `own-proposal`, `other-than-proposed`, `excluded`;
        `removal-unfit`, `removal-waits`, `proposer-stopped`, `proposals-left`, and those of `audit.terms`.
        """
        again = self._authorities.begun(lines)
        try:
            permission = self._shapes.permission_of(lines[0])
            self._shapes.fit(lines, permission)
            half = self._shapes.half(lines[0].name, permission)
            day = self.day(instant)
            exception = in_force(office.officers.get(actor), day)
            self._permitted(lines, permission, half, actor, office, day, exception)
            if again is not None:
                raise Violation(again, "begun-again")
            self._named(lines)
            if half == "closes":
                self._second(lines, permission, actor, office, day)
            else:
                self._opened(lines, permission, actor, office)
                self._staff.removes(lines[0], actor, office, day)
            self._about_others(lines, actor)
            self._exclusions.check(lines, actor, exception)
        finally:
            # What was recorded happened, also where it was not allowed.
            self._remember(lines, actor)

    def _permitted(
        self,
        lines: Sequence[CommandLine],
        permission: str,
        half: str,
        actor: str,
        office: Office,
        day: str,
        exception: RoleException | None,
    ) -> None:
        first = lines[0]
        if permission in self._founding:
            self._staff.founded(lines, actor, office)
            return
        officer = office.officers.get(actor)
        if officer is None:
            raise Violation(first.position, "officer-unknown", actor=actor)
        if officer.suspended:
            raise Violation(first.position, "officer-suspended", actor=actor)
        if officer.lost_since is not None:
            raise Violation(first.position, "key-lost", actor=actor)
        if permission in self._own:
            self._own_stream(first, actor, office, day)
        held_by = self._second_person_of if permission == self._second_person else permission
        roles = self._permissions[held_by][half == "closes"]
        if self._exclusions.held(officer.roles_on(day), exception).isdisjoint(roles):
            raise Violation(first.position, "role-missing", actor=actor, role=" / ".join(roles))
        if permission == self._second_person:
            self._staff.second_person(first, actor, office)
        self._staff.replaced(first, permission, actor, office)
        for line in lines:
            if line.stream.startswith(_OFFICERS):
                alone = half != "closes"
                self._staff.fit(line, office, day, alone=alone)
                self._staff.left(line, office, without=actor if alone else None)
        if permission in self._city_only and officer.authority != office.authority:
            raise Violation(first.position, "other-authority", actor=actor, authority=office.authority)
        if permission not in self._everywhere:
            self._authorities.reached(lines, permission, half, officer, actor, office.authority)
            if half != "closes":
                self._staff.of_ones_authority(first, actor, office)

    def _own_stream(self, first: CommandLine, actor: str, office: Office, day: str) -> None:
        """An officer's own key, which they do not leave behind while somebody who may asks that it be stopped."""
        if first.stream != officer_stream(actor):
            raise Violation(first.position, "leads-nothing", name=first.name)
        for opened in self._open.get(self._log, {}).values():
            of_actor = self._removal_of(actor, opened.line)
            if of_actor and self._staff.still_proposes(opened.act, opened.officer, office, day):
                raise Violation(first.position, "removal-waits", actor=actor)

    def _nothing_left(self, lines: Sequence[CommandLine], subject: str, office: Office, day: str) -> None:
        """Whoever comes back to work finds nothing of theirs waiting from before they were stopped."""
        given = next((line for line in lines if line.name in (GRANTED, REPLACED)), None)
        if given is None:
            return
        for opened in self._open.get(self._log, {}).values():
            right = opened.line.name in self._subject_member and opened.officer == subject
            if right and not self._staff.still_proposes(opened.act, subject, office, day):
                raise Violation(given.position, "proposals-left", actor=subject)

    def _removal_of(self, actor: str, line: CommandLine) -> bool:
        return line.name == self._removing and line.data.get(self._subject_member[line.name]) == actor

    def _named(self, lines: Sequence[CommandLine]) -> None:
        """What opens or closes a proposal names it by a text."""
        for line in lines:
            for member in self._naming.get(line.name, ()):
                if not isinstance(line.data.get(member), str):
                    raise Violation(line.position, "proposal-unnamed", name=line.name)

    def _opened(self, lines: Sequence[CommandLine], act: str, actor: str, office: Office) -> None:
        """What is proposed is of an authority, and has a name that nothing in its stream had before."""
        first = lines[0]
        named = act in self._pairs and self._pairs[act]["member"] is not None
        if named and self._key(first, act) in self._named_before.get(first.stream, ()):
            raise Violation(first.position, "proposal-repeated", name=first.name)
        if first.name in self._authority_of_proposal:
            self._staff.of_their_authority(first, self._subject_member.get(first.name), office)
            self._of_proposal(first, first, actor, office)

    def day(self, instant: str) -> str:
        """The legal day of an instant. A log has many lines of one hour."""
        hour, day = self._hour
        if hour != instant[:13] or not day:
            day = legal_day(instant)
            self._hour = (instant[:13], day)
        return day

    def _second(self, lines: Sequence[CommandLine], act: str, actor: str, office: Office, day: str) -> None:
        """The second half of a proposal meets the first, is another's, and has happen what was proposed."""
        first = lines[0]
        opened = self._open.get(first.stream, {}).get(self._key(first, act))
        if opened is None or opened.act != act:
            raise Violation(first.position, "nothing-proposed", stream=first.stream)
        if opened.officer == actor:
            raise Violation(first.position, "own-proposal", actor=actor)
        if opened.line.name in self._authority_of_proposal:
            self._staff.of_their_authority(opened.line, self._subject_member.get(opened.line.name), office)
            self._of_proposal(first, opened.line, actor, office)
        subject = self._subject_member.get(opened.line.name)
        if subject is not None and len(lines) > 1:
            if not self._staff.still_proposes(act, opened.officer, office, day):
                raise Violation(first.position, "proposer-stopped", actor=opened.officer)
            self._nothing_left(lines, str(opened.line.data.get(subject)), office, day)
            if opened.line.data.get(subject) == actor:
                raise Violation(first.position, "own-stream", actor=actor)
        # To decline a right of one's own gives nothing; to decline what stops oneself does.
        if self._removal_of(actor, opened.line):
            raise Violation(first.position, "own-stream", actor=actor)
        self._outcomes.check(lines, opened.line)
        self._of_its_authority(lines, opened.line)
        for line in lines[1:]:
            self._staff.in_its_place(line, opened.line, office)

    def _of_proposal(self, line: CommandLine, proposed: CommandLine, actor: str, office: Office) -> None:
        """An officer of the authority that the proposal names, or of the supervising one."""
        authority = str(proposed.data.get(self._authority_of_proposal[proposed.name]))
        if office.officers[actor].authority not in (authority, office.authority):
            raise Violation(line.position, "other-authority", actor=actor, authority=authority)

    def _of_its_authority(self, lines: Sequence[CommandLine], proposed: CommandLine) -> None:
        """What is done to something of an authority was proposed as done to what is of that authority."""
        if proposed.name not in self._authority_of_proposal:
            return
        told = proposed.data.get(self._authority_of_proposal[proposed.name])
        line = self._authorities.misplaced(lines, str(told))
        if line is not None:
            raise Violation(line.position, "other-than-proposed", name=line.name)

    def _about_others(self, lines: Sequence[CommandLine], actor: str) -> None:
        """Nobody proposes or records a right for themselves."""
        for line in lines:
            own = line.name in self._never_own and line.stream == officer_stream(actor)
            if own and lines[0].name != OPENED:
                raise Violation(line.position, "own-stream", actor=actor)
            if line.name in self._subject_member and line.data.get(self._subject_member[line.name]) == actor:
                raise Violation(line.position, "own-stream", actor=actor)

    def _key(self, line: CommandLine, act: str) -> str:
        member = self._pairs[act]["member"]
        return str(line.data.get(member)) if member is not None else act

    def _remember(self, lines: Sequence[CommandLine], actor: str) -> None:
        leading = lines[0].name
        for line in lines:
            opened = self._open.get(line.stream)
            if opened:
                self._close(line, opened)
            acts = self._opening.get(line.name)
            if acts is not None:
                self._propose(line, acts, actor, leading)
            self._exclusions.remember(line, actor)
            self._authorities.remember(line)

    def _close(self, line: CommandLine, opened: dict[str, _Open]) -> None:
        for act in self._closing.get(line.name, ()):
            key = self._key(line, act)
            if key in opened and opened[key].act == act:
                del opened[key]
        dropped = self._drops.get(line.name)
        if dropped is not None:
            for key in [key for key, proposal in opened.items() if proposal.act in dropped]:
                del opened[key]

    def _propose(self, line: CommandLine, acts: Sequence[str], actor: str, leading: str) -> None:
        act = acts[0] if len(acts) == 1 else str(line.data.get("act"))
        if act not in self._pairs:
            return
        officer = actor
        if line.name == self._carried["event"]:
            declared = (line.stream, str(line.data.get(self._carried["member"])))
            if leading in self._carried["declaring"]:
                self._declared[declared] = actor
            officer = self._declared.get(declared, actor)
        key = self._key(line, act)
        self._open.setdefault(line.stream, {})[key] = _Open(act, officer, line)
        if self._pairs[act]["member"] is not None:
            self._named_before.setdefault(line.stream, set()).add(key)
