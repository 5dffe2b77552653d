"""Was an officer allowed to give this command? The table of permissions, held against who was who at that position.

The verifier restates no rule about money or dates: it knows roles, authorities, second persons and the acts that
exclude each other, as data that it is handed. Deciding again is `audit verify --decisions`. ADR 0043.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Sequence

from audit.commits import OFFICER_STREAMS, officer_stream
from audit.office import ENROLLED, GRANTED, Office, Officer
from audit.shapes import CommandLine, Shapes, Violation


class _Open(NamedTuple):
    """A proposal that waits for its second officer: of which act, and by whom it is."""

    act: str
    officer: str


class Rules:
    """The table, and what has to be remembered of a log to apply it: use one for one log, from its first command on."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._shapes = Shapes(table)
        self._permissions: Mapping[str, Sequence[str]] = table["permissions"]
        self._own = frozenset(table["own"])
        self._founding = frozenset(table["founding"])
        self._everywhere = frozenset(table["everywhere"])
        self._authority_events: dict[str, str] = dict(table["authorities"].values())
        self._of_cases = table["streams"]["application"]
        self._roles = frozenset(table["roles"])
        self._roles_apart = frozenset(table["roles_apart"])
        self._pairs: Mapping[str, Mapping[str, Any]] = table["pairs"]
        self._opening: dict[str, list[str]] = {}
        for act, pair in self._pairs.items():
            for name in pair["opens"]:
                self._opening.setdefault(name, []).append(act)
        self._naming: dict[str, set[str]] = {}
        for pair in self._pairs.values():
            for name in (*pair["opens"], *pair["closes"]):
                if pair["member"] is not None:
                    self._naming.setdefault(name, set()).add(pair["member"])
        self._carried = table["carried"]
        self._drops: Mapping[str, Sequence[str]] = table["drops"]
        self._marks: Mapping[str, str] = table["exclusions"]["marks"]
        self._barred: Mapping[str, str] = table["exclusions"]["barred"]
        self._never_own = frozenset(table["exclusions"]["never_own"])
        self._authorities: dict[str, str] = {}
        self._open: dict[str, dict[str, _Open]] = {}
        self._marked: dict[tuple[str, str], frozenset[str]] = {}
        self._declared: dict[tuple[str, str], str] = {}

    def judge(self, lines: Sequence[CommandLine], actor: str, office: Office) -> None:
        """One command, by its actor, in the office as it was before. Raises `Violation`.

        Codes: `leads-nothing`, `stream-foreign`, `stream-scattered`, `follows-not`, `followers-count`; `log-opened`,
        `officer-unknown`, `officer-suspended`, `role-missing`, `other-authority`, `own-stream`, `role-unknown`,
        `roles-incompatible`; `nothing-proposed`, `proposal-unnamed`, `own-proposal`, `excluded`.
        """
        for line in lines:
            if line.name in self._authority_events:
                # The first says whose it is; a second one changes nothing about that.
                self._authorities.setdefault(line.stream, str(line.data.get(self._authority_events[line.name])))
        try:
            permission = self._shapes.permission_of(lines[0], actor)
            self._shapes.fit(lines, permission)
            half = self._shapes.half(lines[0].name, permission)
            self._permitted(lines, permission, half, actor, office)
            self._named(lines)
            if half == "closes":
                self._second(lines[0], permission, actor)
            self._apart(lines, actor)
        finally:
            # What was recorded happened, also where it was not allowed.
            self._remember(lines, actor)

    def _permitted(self, lines: Sequence[CommandLine], permission: str, half: str, actor: str, office: Office) -> None:
        first = lines[0]
        if permission in self._founding:
            if office.officers or not all(_founds(line, actor) for line in lines[1:]):
                raise Violation(first.position, "log-opened")
            return
        officer = office.officers.get(actor)
        if officer is None:
            raise Violation(first.position, "officer-unknown", actor=actor)
        if officer.suspended:
            raise Violation(first.position, "officer-suspended", actor=actor)
        if permission in self._own:
            return
        role = self._permissions[permission][half == "closes"]
        if role not in officer.roles:
            raise Violation(first.position, "role-missing", actor=actor, role=role)
        if first.name in self._never_own and first.stream == officer_stream(actor):
            raise Violation(first.position, "own-stream", actor=actor)
        self._roles_fit(first, office)
        if permission not in self._everywhere:
            self._of_authority(lines, officer, actor, office.authority)

    def _roles_fit(self, line: CommandLine, office: Office) -> None:
        """Whoever is enrolled or granted a role has roles that there are, and none that exclude each other."""
        if line.name == ENROLLED:
            roles = frozenset(map(str, line.data.get("roles", ())))
        elif line.name == GRANTED:
            subject = office.officers.get(line.stream[len(OFFICER_STREAMS) :])
            roles = (subject.roles if subject is not None else frozenset()) | {str(line.data.get("role"))}
        else:
            return
        strange = sorted(roles - self._roles)
        if strange:
            raise Violation(line.position, "role-unknown", role=strange[0])
        if any(apart in roles and len(roles) > 1 for apart in self._roles_apart):
            raise Violation(line.position, "roles-incompatible", roles=", ".join(sorted(roles)))

    def _of_authority(self, lines: Sequence[CommandLine], officer: Officer, actor: str, supervising: str) -> None:
        """An officer acts on what is of their authority; those of the supervising one, on everything."""
        if officer.authority == supervising:
            return
        for line in lines:
            if line is lines[0] or line.stream.startswith(self._of_cases):
                authority = self._authorities.get(line.stream)
                if authority is not None and authority != officer.authority:
                    raise Violation(line.position, "other-authority", actor=actor, authority=authority)

    def _named(self, lines: Sequence[CommandLine]) -> None:
        """What opens or closes a proposal names it by a text."""
        for line in lines:
            for member in self._naming.get(line.name, ()):
                if not isinstance(line.data.get(member), str):
                    raise Violation(line.position, "proposal-unnamed", name=line.name)

    def _second(self, line: CommandLine, act: str, actor: str) -> None:
        """The second half of a proposal meets the first, and is another's."""
        opened = self._open.get(line.stream, {}).get(self._key(line, act))
        if opened is None or opened.act != act:
            raise Violation(line.position, "nothing-proposed", stream=line.stream)
        if opened.officer == actor:
            raise Violation(line.position, "own-proposal", actor=actor)

    def _apart(self, lines: Sequence[CommandLine], actor: str) -> None:
        for line in lines:
            mark = self._barred.get(line.name)
            if mark is not None and actor in self._marked.get((mark, line.stream), ()):
                raise Violation(line.position, "excluded", actor=actor, stream=line.stream)

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
            mark = self._marks.get(line.name)
            if mark is not None:
                key = (mark, line.stream)
                self._marked[key] = self._marked.get(key, frozenset()) | {actor}

    def _close(self, line: CommandLine, opened: dict[str, _Open]) -> None:
        for act, pair in self._pairs.items():
            if line.name in pair["closes"]:
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
        self._open.setdefault(line.stream, {})[self._key(line, act)] = _Open(act, officer)


def _founds(line: CommandLine, actor: str) -> bool:
    """Whether a follower of the opening enrols the officer who opens."""
    return line.stream == officer_stream(actor)
