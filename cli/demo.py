"""`bailu demo`: a bureau at work for some weeks, on the shipped examples and a simulated clock.

Every step is a command of `bailu` itself, shown as it could be typed; nothing here knows the store."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from cli.demonstration.bank import answer
from cli.demonstration.mishaps import mishaps
from cli.output import print_line, print_note
from cli.verbs import Verb, option
from domain.errors import NotAllowed
from presentation.language import N_, _, spoken
from usecases.session.settings import Settings

OFFICERS = (
    ("lin", "林示一", ("clerk",)),
    # In a small office somebody has both roles, and still nobody approves what they assessed.
    ("chen", "陈示二", ("assessor", "approver")),
    ("huang", "黄示三", ("approver",)),
    ("wu", "吴示四", ("finance",)),
    ("zheng", "郑示五", ("finance",)),
    ("xu", "许示六", ("supervisor",)),
)


_HERE = Path(__file__).parents[1]


EXAMPLES = next(folder for folder in (_HERE / "examples", _HERE.parent / "examples") if folder.is_dir())
"""In the room `cli` when installed, and in the project's own folder in a checkout."""


CLASS, REFUSED = "torch-2024-000001", "torch-2024-000002"


WORKER, PROJECT, INTRODUCTION = "350200-2024-000001", "350200-2024-000002", "350200-2024-000003"


OPERATOR = "91350299XN00000034"


BATCHES = {"torch-2024-0001": "2024-06-07", "350200-2024-0001": "2024-06-12"}
"""The payment runs of the story, and when the bank credits them."""


@dataclass(slots=True)
class _Bureau:
    """The officers of a bureau, each giving commands on the day that the story has come to."""

    folder: Path
    day: str = "2024-04-29"
    paid_at: int = 0
    """The position of the log once everything was paid."""

    def work(self) -> None:
        self.set_up()
        self.receive()
        self.decide()
        self.pay()
        self.paid_at = self.last_position()
        mishaps(self)
        self.look_back()

    def set_up(self) -> None:
        self.chapter(N_("1. A new office: a store, its officers, the notice, the calendar, the registers, the funds"))
        self.on("2024-04-29")
        self.give("admin", "init", "--simulated", "--name", "周示零")
        for officer, name, roles in OFFICERS:
            asked = [word for role in roles for word in ("--role", role)]
            self.give("admin", "officer", "enrol", officer, "--name", name, *asked)
        self.give("xu", "policy", "adopt", "xiamen-2023-187")
        self.give("xu", "calendar", "adopt", "2024")
        for register in ("demonstration-enterprises", "labour-cooperation-operators", "key-enterprises"):
            self.give("lin", "register", "import", register, self.example(f"register.{register}.csv"))
            self.give("xu", "confirm", f"register-{register}", "--every")
        self.give(
            "wu", "fund", "open", "central", "--year", "2024", "--amount", "60000", "--document", "示2024-1", "--yes"
        )
        self.give(
            "wu",
            "fund",
            "open",
            "provincial",
            "--year",
            "2024",
            "--amount",
            "900000",
            "--document",
            "示2024-2",
            "--yes",
        )

    def receive(self) -> None:
        self.chapter(N_("2. Receipt: rosters as companies send them, with their mistakes"))
        self.on("2024-05-06")
        copy = str(self.folder / "roster-with-mistakes.xlsx")
        Path(copy).write_bytes((EXAMPLES / "roster-with-mistakes.xlsx").read_bytes())
        self.give("lin", "roster", "check", copy, "--scheme", "key-enterprise-training", expect=65)
        self.submit("key-enterprise-training.json", "--roster", self.example("key-enterprise-training.xlsx"))
        self.aside(N_("The same file again changes nothing:"))
        self.submit("key-enterprise-training.json", "--roster", self.example("key-enterprise-training.xlsx"))
        self.on("2024-05-08")
        self.submit("skill-certificate.json")
        self.on("2024-05-09")
        self.submit("refused-for-its-hours.json")
        self.on("2024-05-13")
        self.submit("project-skills-training.json", "--roster", self.example("project-skills-training.xlsx"))
        self.on("2024-05-20")
        self.submit("labour-introduction.toml", "--roster", self.example("labour-introduction.csv"))
        self.give("lin", "application", "accept", CLASS, REFUSED, WORKER, PROJECT, INTRODUCTION)

    def decide(self) -> None:
        self.chapter(N_("3. Verified, assessed against the notice, approved by a second officer, put on public notice"))
        self.on("2024-05-22")
        for number, name in (
            (CLASS, "key-enterprise-training"),
            (WORKER, "skill-certificate"),
            (PROJECT, "project-skills-training"),
            (INTRODUCTION, "labour-introduction"),
        ):
            self.give("lin", "application", "verify", number, self.example(f"{name}.verifications.csv"))
        self.give("lin", "application", "verify", REFUSED, "--all-declared", "--source", "社会保险登记")
        self.give("chen", "application", "assess", CLASS, REFUSED, PROJECT, INTRODUCTION)
        determinations = self.example("skill-certificate.determinations.csv")
        self.give("chen", "application", "assess", WORKER, "--determinations", determinations)
        self.aside(N_("Why was this one found against?"))
        self.give("chen", "application", "explain", REFUSED)
        self.give("huang", "application", "reject", REFUSED)
        self.aside(N_("Nobody approves their own assessment:"))
        self.give("chen", "application", "approve", CLASS, "--yes", expect=77)
        self.give("huang", "application", "approve", CLASS, WORKER, PROJECT, INTRODUCTION, "--yes")
        self.on("2024-05-24")
        self.give("lin", "public-notice", "publish", CLASS, WORKER, PROJECT, INTRODUCTION)
        self.aside(N_("Nothing is paid before the notice has ended:"))
        self.on("2024-05-31")
        self.give("wu", "payment", "order", CLASS, "--yes", expect=65)

    def pay(self) -> None:
        self.chapter(N_("4. Milestones, orders, a second finance officer, and the bank"))
        self.on("2024-06-03")
        self.give("lin", "public-notice", "close", CLASS, WORKER, PROJECT, INTRODUCTION)
        self.on("2024-06-05")
        self.give(
            "chen",
            *("application", "milestone", INTRODUCTION, "employed-3-months"),
            *("--met", "--on", "2024-06-05", "--source", "社会保险登记"),
        )
        self.give("huang", "confirm", f"application-{INTRODUCTION}")
        self.give("wu", "payment", "order", CLASS, "--yes")
        self.give("wu", "payment", "order", WORKER, PROJECT, INTRODUCTION, "--yes")
        self.aside(N_("Whoever ordered does not release:"))
        self.give("wu", "payment", "release", "torch-2024-0001", "--yes", expect=77)
        self.on("2024-06-06")
        asked = {batch: self.folder / f"{batch}.csv" for batch in BATCHES}
        for batch, file in asked.items():
            self.give("zheng", "payment", "release", batch, "--yes")
            self.give("zheng", "payment", "export", batch, str(file))
        self.aside(N_("A week later the bank answers, with the days on which it credited:"))
        self.on("2024-06-13")
        for batch, credited_on in BATCHES.items():
            answered = answer(asked[batch], asked[batch].with_suffix(".answer.csv"), credited_on)
            self.give("wu", "payment", "import", str(answered), "--yes")
        self.give("lin", "application", "list", "-o", "table")
        self.give("lin", "application", "show", INTRODUCTION)

    def look_back(self) -> None:
        self.chapter(N_("6. Looking back: as of two days, and as known at two positions"))
        for bound in (
            ("--as-of", "2024-06-11"),
            ("--as-of", "2024-06-30"),
            ("--known-at", str(self.paid_at - 10)),
            ("--known-at", str(self.paid_at)),
        ):
            self.give("wu", "history", "--payee", OPERATOR, *bound, "-o", "table")
        self.chapter(N_("7. The audit log"))
        self.give("admin", "audit", "verify")

    def chapter(self, title: str) -> None:
        print_line("")
        print_line(click.style(f"━━ {_(title)} ", bold=True, fg="cyan"))

    def aside(self, sentence: str) -> None:
        print_line("")
        print_line(click.style(_(sentence), italic=True))

    def on(self, day: str) -> None:
        self.day = day

    def submit(self, name: str, *more: str) -> None:
        self.give("lin", "application", "submit", self.example(name), *more)

    def example(self, name: str) -> str:
        return f"{EXAMPLES.name}/{name}"

    def give(self, officer: str, *argv: str, expect: int = 0) -> None:
        """Run one command as it would be typed, after showing it. The story breaks off when it ends otherwise."""
        from cli.main import run

        shown = shlex.join(argv)
        print_line("")
        print_line(click.style(f"{self.day} ", dim=True) + click.style(f"{officer} $ ", fg="green") + f"bailu {shown}")
        # The example files are named as from the project's folder, where a reader would type this.
        with self._at_the_desk_of(officer), chdir(EXAMPLES.parent):
            code = run(list(argv))
        assert code == expect, f"the demo expects {expect}, and `bailu {shown}` gave {code}"

    def last_position(self) -> int:
        from usecases.session.officer_session import OfficerSession

        with self._at_the_desk_of("wu"), OfficerSession(Settings()).database.reading() as view:
            return view.head().size

    @contextmanager
    def _at_the_desk_of(self, officer: str) -> Iterator[None]:
        said = {
            "STORE": str(self.folder / "bailu.db"),
            "VIEWS": f"sqlite:///{self.folder / 'bailu.views.db'}",
            "KEYS": str(self.folder / "bailu.keys"),
            "OFFICERS": str(self.folder / "officers"),
            "CLOCK": self.day,
            "AS": officer,
            "LANG": spoken(),
        }
        before = {name: os.environ.get(f"BAILU_{name}") for name in said}
        os.environ.update({f"BAILU_{name}": value for name, value in said.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[f"BAILU_{name}"]
                else:
                    os.environ[f"BAILU_{name}"] = value


@click.command(
    "demo",
    cls=Verb,
    help=N_(
        "Watch a bureau at work on the shipped examples, on a simulated clock.\n\n"
        "With --keep, the store and its keys stay in DIR, to go on with."
    ),
)
@option("--keep", metavar="DIR", type=click.Path(path_type=Path), help=N_("Keep the store and its keys in DIR."))
@click.pass_obj
def command(settings: Settings, keep: Path | None) -> None:
    with ExitStack() as stack:
        if keep is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bailu-demo-")))
        else:
            folder = keep
            if folder.exists() and any(folder.iterdir()):
                raise NotAllowed("folder-not-empty", path=str(folder))
            folder.mkdir(parents=True, exist_ok=True)
        _Bureau(folder.absolute()).work()
    _farewell(keep)


def _farewell(keep: Path | None) -> None:
    print_note("")
    if keep is None:
        print_note(_("To go on from here, run `bailu demo --keep DIR`: the store and its keys stay in DIR."))
        return
    print_note(_("The store is kept. To go on, as any of the officers:"))
    print_note(f"  export BAILU_STORE={shlex.quote(str(keep.absolute() / 'bailu.db'))} BAILU_AS=wu")
    print_note(f"  bailu application show {CLASS}")
    print_note("  bailu history --scheme labour-introduction --as-of 2024-06-30")
    print_note("  bailu audit trail --application " + REFUSED)
