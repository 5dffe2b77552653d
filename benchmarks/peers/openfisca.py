"""The conditions and the amount of the same scheme in OpenFisca, which answers for all lines at once, as vectors."""

from __future__ import annotations

from typing import Any

from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.figures import Work
from benchmarks.peers.closures import AMOUNT_FEN, TIMES, Roster

NAME = "OpenFisca, amounts without findings"
_PERIOD = "2024-01"
_Person = build_entity(key="person", plural="persons", label="a line", is_person=True)


def _stated(name: str, of: type) -> type[Variable]:
    members = {"value_type": of, "entity": _Person, "definition_period": periods.DateUnit.MONTH, "label": name}
    return type(name, (Variable,), members)


class amount_fen(Variable):  # type: ignore[misc]  # noqa: N801  the name of a variable of OpenFisca
    """What a line is worth."""

    value_type = int
    entity = _Person
    definition_period = periods.DateUnit.MONTH
    label = "amount"

    def formula(person: Any, period: Any) -> Any:  # noqa: N805
        hours, offline = person("hours_total", period), person("hours_offline", period)
        holds = person("employee", period) * person("exam_passed", period) * person("internal", period)
        return holds * (hours >= 40) * (offline <= hours) * (100 * offline >= 50 * hours) * AMOUNT_FEN


def prepare(roster: Roster) -> Work:
    """The system is built beforehand; building the situation from the lines is part of an answer, as it is for ours."""
    system = TaxBenefitSystem([_Person])
    for name, of in (("employee", bool), ("exam_passed", bool), ("internal", bool)):
        system.add_variable(_stated(name, of))
    for name in ("hours_total", "hours_offline"):
        system.add_variable(_stated(name, int))
    system.add_variable(amount_fen)
    lines = roster.claim.lines

    def answer() -> None:
        persons = {
            str(number): {
                "employee": {_PERIOD: line.facts["employee"]},
                "exam_passed": {_PERIOD: line.facts["exam_passed"]},
                "internal": {_PERIOD: line.facts["certificate_kind"] == "internal"},
                "hours_total": {_PERIOD: line.facts["hours_total"]},
                "hours_offline": {_PERIOD: line.facts["hours_offline"]},
            }
            for number, line in enumerate(lines)
        }
        simulation = SimulationBuilder().build_from_entities(system, {"persons": persons})
        assert int(simulation.calculate("amount_fen", _PERIOD).sum()) == AMOUNT_FEN * len(lines)

    def work() -> int:
        for _time in range(TIMES):
            answer()
        return TIMES

    return work
