"""`python -m benchmarks.peers`: the life of a case in other programs, and the rules of a scheme in another engine."""

from __future__ import annotations

import importlib.metadata
import tempfile
from pathlib import Path

from benchmarks import baselines
from benchmarks.commands import OURS, STOCK
from benchmarks.figures import Comparison, Side, Work, compare
from benchmarks.office import Office
from benchmarks.peers import closures, continuum, django_history, openfisca

REPORT = Path(__file__).parent.parent.parent / "docs" / "peers.md"
SINGLE = 100
PEERS = ("Django", "django-simple-history", "SQLAlchemy", "SQLAlchemy-Continuum", "eventsourcing", "OpenFisca-Core")


def lives() -> Comparison:
    """Every command a durable transaction, in each of them."""
    with tempfile.TemporaryDirectory(prefix="bailu-bench-", dir=".") as name:
        office = Office.found(Path(name) / "single.db")
        office.live_singly(range(SINGLE))
        cases = baselines.cases_of(office.database)
        office.database.close()
        django_history.configure(Path(name) / "django.db")
    case, history = django_history.models()
    base, versioned = continuum.model()

    def ours(place: Path) -> Work:
        office = Office.found(place / "store.db")
        return lambda: office.live_singly(range(SINGLE))

    def stock(place: Path) -> Work:
        app = baselines.stock(place / "stock.db")
        return lambda: baselines.stock_live(app, cases)

    def simple_history(place: Path) -> Work:
        django_history.prepare(place / "django.db", case, history)
        return lambda: django_history.live(case, cases)

    def versions(place: Path) -> Work:
        engine = continuum.engine_of(place / "continuum.db", base)
        return lambda: continuum.live(engine, versioned, cases)

    comparison = Comparison(
        "The life of a case, one command at a time",
        "commands",
        "The others change a row, keep its history and decide nothing: no policy, no limits, no signatures, no tree, no"
        " second person. Ours does all of it.",
        {"Django + simple-history": 2, "SQLAlchemy-Continuum": 5},
    )
    return compare(
        comparison,
        Side(OURS, ours),
        Side(STOCK, stock),
        Side("Django + simple-history", simple_history),
        Side("SQLAlchemy-Continuum", versions),
    )


def rules() -> Comparison:
    """A roster of 500 lines, assessed."""
    roster = closures.roster()
    comparison = Comparison(
        "Assessing 500 lines of key-enterprise-training",
        "rosters",
        "The closures are written by hand for this one scheme and give the same findings, line by line. OpenFisca gives"
        " amounts and no findings, as vectors; it knows no limits.",
        {closures.NAME: 0.4},
    )
    return compare(
        comparison,
        Side(OURS, lambda _: lambda: closures.by_the_pack(roster)),
        Side(closures.NAME, lambda _: lambda: closures.by_hand(roster)),
        Side(openfisca.NAME, lambda _: openfisca.prepare(roster)),
    )


def main() -> None:
    compared = [lives(), rules()]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PEERS)
    lines = [
        "# Beside other programs",
        "",
        "Written by `make peers`, as [benchmarks](benchmarks.md) are.",
        "",
        f"- {versions}",
        "",
    ]
    for comparison in compared:
        lines += comparison.lines()
    REPORT.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
