"""The chapters of the demonstration, from the opening of an office to its audit log."""

from __future__ import annotations

from pathlib import Path

from cli.demonstration.bank import answer
from cli.demonstration.bureau import EXAMPLES, Bureau
from cli.demonstration.mishaps import mishaps
from domain.application.state.case import application_stream
from domain.office.register import register_stream
from presentation.language import N_

SECOND_PERSON = ("xu", "许示六", ("supervisor",))
OFFICERS = (
    ("lin", "林示一", ("clerk",)),
    # In a small office somebody has several roles, and still nobody approves what they assessed.
    ("chen", "陈示二", ("clerk", "assessor", "approver")),
    ("huang", "黄示三", ("approver",)),
    ("wu", "吴示四", ("finance",)),
    ("zheng", "郑示五", ("finance",)),
)
TRAINING_CLASS, REFUSED = "torch-2024-000001", "torch-2024-000002"
WORKER, PROJECT, INTRODUCTION = "350200-2024-000001", "350200-2024-000002", "350203-2024-000001"
"""The last is received and decided by Siming, and paid by the city, as what the notice leaves to it is."""
OPERATOR = "91350299XN00000034"
BATCHES = {"torch-2024-0001": "2024-06-07", "350200-2024-0001": "2024-06-12"}
"""The payment runs of the story, and when the bank credits them."""


def play(bureau: Bureau) -> None:
    """The whole story, in an empty folder."""
    _set_up(bureau)
    _receive(bureau)
    _decide(bureau)
    _pay(bureau)
    paid_at = bureau.last_position()
    mishaps(bureau)
    _look_back(bureau, paid_at)


REGISTERS = (
    "demonstration-enterprises",
    "enterprise-classes",
    "training-projects",
    "labour-cooperation-operators",
    "key-enterprises",
)
"""What the applications of the story name, or are looked up in."""


def _set_up(bureau: Bureau) -> None:
    bureau.chapter(N_("1. A new office: a store, its officers, the notice, the calendar, the registers, the funds"))
    bureau.on("2024-04-29")
    bureau.give("admin", "init", "--simulated", "--name", "周示零")
    bureau.comment(N_("Every officer makes their own key, and asks for it to be enrolled; first the second person:"))
    bureau.give("admin", "officer", "enrol", "--request", _request(bureau, *SECOND_PERSON))
    bureau.comment(N_("From then on it takes two: one proposes, and the other confirms."))
    for officer in OFFICERS:
        _request(bureau, *officer)
    (bureau.folder / "requests" / f"{SECOND_PERSON[0]}.request.json").unlink()
    bureau.give("admin", "officer", "enrol", "--request", str(bureau.folder / "requests"))
    bureau.give("xu", "confirm", "log", "--every", "--yes")
    bureau.give("lin", "policy", "adopt", "xiamen-2023-187")
    bureau.give("lin", "calendar", "adopt", "2024")
    bureau.give("xu", "confirm", "office", "--every", "--yes")
    bureau.comment(N_("Where the notice names no rate, the bureau adopts a table:"))
    bureau.give("lin", "standard", "adopt", bureau.example("standards/skill-certificate.toml"))
    bureau.give("xu", "confirm", "office", "--every", "--yes")
    for register in REGISTERS:
        bureau.give("lin", "register", "import", register, bureau.example(f"register.{register}.csv"))
        bureau.give("xu", "confirm", register_stream(register), "--every", "--yes")
    bureau.give(
        "wu", "fund", "open", "central", "--year", "2024", "--amount", "60000", "--document", "示2024-1", "--yes"
    )
    bureau.give(
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
    bureau.comment(N_("What districts pay, they pay from money of their own:"))
    bureau.give(
        "wu",
        *("fund", "open", "district", "--holder", "torch", "--year", "2024", "--amount", "100000"),
        *("--document", "示2024-3", "--yes"),
    )
    bureau.give("xu", "confirm", "office", "--every", "--yes")


def _request(bureau: Bureau, officer: str, name: str, roles: tuple[str, ...]) -> str:
    """A key that the officer makes at their own desk; the request for it."""
    file = str(bureau.folder / "requests" / f"{officer}.request.json")
    asked = [word for role in roles for word in ("--role", role)]
    bureau.give(officer, "officer", "key", "new", officer, "--name", name, *asked, "--no-passphrase", "--out", file)
    return file


def _receive(bureau: Bureau) -> None:
    bureau.chapter(N_("2. Receipt: rosters as companies send them, with their mistakes"))
    bureau.on("2024-05-06")
    copy = str(bureau.folder / "roster-with-mistakes.xlsx")
    Path(copy).write_bytes((EXAMPLES / "roster-with-mistakes.xlsx").read_bytes())
    bureau.give("lin", "roster", "check", copy, "--scheme", "key-enterprise-training", expect=65)
    bureau.submit("key-enterprise-training.json", "--roster", bureau.example("key-enterprise-training.xlsx"))
    bureau.comment(N_("The same file again changes nothing:"))
    bureau.submit("key-enterprise-training.json", "--roster", bureau.example("key-enterprise-training.xlsx"))
    bureau.on("2024-05-08")
    bureau.submit("skill-certificate.json")
    bureau.on("2024-05-09")
    bureau.submit("refused-for-its-hours.json")
    bureau.on("2024-05-13")
    bureau.submit("project-skills-training.json", "--roster", bureau.example("project-skills-training.xlsx"))
    bureau.on("2024-05-20")
    bureau.submit("labour-introduction.toml", "--roster", bureau.example("labour-introduction.csv"))
    bureau.give("lin", "application", "accept", TRAINING_CLASS, REFUSED, WORKER, PROJECT, INTRODUCTION)


def _decide(bureau: Bureau) -> None:
    bureau.chapter(N_("3. Verified, assessed against the notice, approved by a second officer, put on public notice"))
    bureau.on("2024-05-22")
    for number, name in (
        (TRAINING_CLASS, "key-enterprise-training"),
        (WORKER, "skill-certificate"),
        (PROJECT, "project-skills-training"),
        (INTRODUCTION, "labour-introduction"),
    ):
        bureau.give("lin", "application", "verify", number, bureau.example(f"{name}.verifications.csv"))
    bureau.give("chen", "application", "verify", REFUSED, "--all-declared", "--source", "社会保险登记")
    bureau.give("chen", "application", "assess", TRAINING_CLASS, REFUSED, WORKER, PROJECT, INTRODUCTION)
    bureau.comment(N_("Why was this one found against?"))
    bureau.give("chen", "application", "explain", REFUSED)
    bureau.give("huang", "application", "reject", REFUSED)
    bureau.comment(N_("Nobody approves their own assessment:"))
    bureau.give("chen", "application", "approve", TRAINING_CLASS, "--yes", expect=77)
    bureau.give("huang", "application", "approve", TRAINING_CLASS, WORKER, PROJECT, INTRODUCTION, "--yes")
    bureau.on("2024-05-24")
    bureau.give("lin", "public-notice", "publish", TRAINING_CLASS, WORKER, PROJECT, INTRODUCTION)
    bureau.comment(N_("Nothing is paid before the notice has ended:"))
    bureau.on("2024-05-31")
    bureau.give("wu", "payment", "order", TRAINING_CLASS, "--yes", expect=65)


def _pay(bureau: Bureau) -> None:
    bureau.chapter(N_("4. Milestones, orders, a second finance officer, and the bank"))
    bureau.on("2024-06-03")
    bureau.give("lin", "public-notice", "close", TRAINING_CLASS, WORKER, PROJECT, INTRODUCTION)
    bureau.on("2024-06-05")
    bureau.give(
        "chen",
        *("application", "milestone", INTRODUCTION, "employed-3-months"),
        *("--met", "--on", "2024-06-05", "--source", "社会保险登记"),
    )
    bureau.give("huang", "confirm", application_stream(INTRODUCTION), "--yes")
    bureau.give("wu", "payment", "order", TRAINING_CLASS, "--yes")
    bureau.give("wu", "payment", "order", WORKER, PROJECT, INTRODUCTION, "--yes")
    bureau.comment(N_("Whoever ordered does not release:"))
    bureau.give("wu", "payment", "release", "torch-2024-0001", "--yes", expect=77)
    bureau.on("2024-06-06")
    asked = {batch: bureau.folder / f"{batch}.csv" for batch in BATCHES}
    for batch, file in asked.items():
        bureau.give("zheng", "payment", "release", batch, "--yes")
        bureau.give("zheng", "payment", "export", batch, str(file))
    bureau.comment(N_("A week later the bank answers, with the days on which it credited:"))
    bureau.on("2024-06-13")
    for batch, credited_on in BATCHES.items():
        answered = answer(asked[batch], asked[batch].with_suffix(".answer.csv"), credited_on)
        bureau.give("zheng", "payment", "import", str(answered), "--yes")
    bureau.give("lin", "application", "list", "-o", "table")
    bureau.give("lin", "application", "show", INTRODUCTION)


def _look_back(bureau: Bureau, paid_at: int) -> None:
    bureau.chapter(N_("6. Looking back: as of two days, and as known at two positions"))
    for bound in (
        ("--as-of", "2024-06-11"),
        ("--as-of", "2024-06-30"),
        ("--known-at", str(paid_at - 10)),
        ("--known-at", str(paid_at)),
    ):
        bureau.give("wu", "history", "--payee", OPERATOR, *bound, "-o", "table")
    bureau.chapter(N_("7. The audit log"))
    bureau.give("admin", "audit", "verify")
