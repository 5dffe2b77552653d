"""Does what follows from a confirmation agree with what was proposed? The second person changes nothing. ADR 0051."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from audit.shapes import CommandLine, Violation, holds


class Outcomes:
    """The table's: of which proposal an event is the outcome, and what of it is as it was proposed."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._outcomes: Mapping[str, Mapping[str, Any]] = table["as_proposed"]

    def check(self, lines: Sequence[CommandLine], proposed: CommandLine) -> None:
        """The lines of what answers a proposal. Raises `Violation("other-than-proposed")`."""
        for line in lines:
            outcome = self._outcomes.get(line.name)
            if outcome is None or (outcome["where"] is not None and not holds(outcome["where"], line.data)):
                continue
            if not _as_proposed(line, proposed, outcome):
                raise Violation(line.position, "other-than-proposed", name=line.name)


def _as_proposed(line: CommandLine, proposed: CommandLine, outcome: Mapping[str, Any]) -> bool:
    told, happened = proposed.data, line.data
    if proposed.name != outcome["proposed"]:
        return False
    if any(told.get(member) is not None for member in outcome["without"]):
        return False
    if outcome["stream"] is not None and not _in_stream(line.stream, outcome["stream"], told):
        return False
    if any(told.get(member) is not said for member, said in outcome["answers"].items()):
        return False
    if any(happened.get(member) != _not_met(told.get(of)) for member, of in outcome["against"].items()):
        return False
    if any(happened.get(member) != told.get(member) for member in outcome["members"]):
        return False
    return all(_among(happened.get(member), told.get(of)) for member, of in outcome["among"].items())


def _among(items: Any, told: Any) -> bool:
    return isinstance(items, list) and isinstance(told, list) and all(item in told for item in items)


def _not_met(findings: Any) -> Any:
    """Of findings, or of findings of lines, those that speak against what they are about."""
    if not isinstance(findings, list):
        return None
    return [one for one in findings if _outcome(one) == "not_met"]


def _outcome(finding: Any) -> Any:
    if not isinstance(finding, Mapping):
        return None
    of = finding.get("finding", finding)
    return of.get("outcome") if isinstance(of, Mapping) else None


def _in_stream(stream: str, template: str, told: Mapping[str, Any]) -> bool:
    """A `*` in the end stands for what is given to it only then, such as a number."""
    filled = _filled(template.rstrip("*"), told)
    if filled is None:
        return False
    return stream.startswith(filled) if template.endswith("*") else stream == filled


def _filled(stream: str, told: Mapping[str, Any]) -> str | None:
    try:
        return stream.format_map({name: value for name, value in told.items() if isinstance(value, (str, int))})
    except KeyError:
        return None
