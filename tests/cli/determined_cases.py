"""Amounts that a body determines and the assessor types: of teams of experts and, in an edition, of certificates."""

from __future__ import annotations

from typing import Any

from tests.cli.application_files import SCHOOL, training
from tests.cli.conftest import TRAINER, Bailu
from tests.cli.test_policy import pack

BODY, MINUTES = "厦门市人力资源和社会保障局", "会议纪要〔2024〕9号"
BY_BODY = ("--body", BODY, "--document", MINUTES)
COLUMNS = ("核定机构", "核定文号")
OF_BODY = (BODY, MINUTES)
"""The cells of a row of amounts under `COLUMNS`."""


def determining(yuan: str, reason: str, *more: str) -> tuple[str, ...]:
    """What is typed for line 1."""
    return ("--determine", f"1={yuan}", "--reason", reason, *BY_BODY, *more)


def team(number: int = 1) -> dict[str, Any]:
    """What a team of experts hands in, of which a body determines how much it gets: at most 50 000 yuan a year."""
    return training(
        {"entry": f"ZJ-{number:02d}"},
        scheme="expert-team",
        applicant={"kind": "organisation", "name": SCHOOL, "uscc": TRAINER},
        facts={},
    )


def recognised_teams(bureau: Bailu, *numbers: int) -> None:
    for number in numbers or (1,):
        entry = ("expert-teams", f"ZJ-{number:02d}", "--from", "2023-09-01", "--document", "示1号", "--owner", TRAINER)
        assert bureau("register", "add", *entry, officer="lin").code == 0
        assert bureau("confirm", "register-expert-teams", "--yes", officer="xu").code == 0


def certificates_by_body(bureau: Bailu) -> None:
    """Adopt an edition under which a body, and no standard, determines what certificates are worth."""
    by = 'by = { clause = "m01", interpretation = "determining-body" }'
    text = pack(
        bureau.folder,
        ("number = 1", "number = 3"),
        ("from = 2023-08-24", "from = 2024-01-01"),
        ('rule = "determined", standard = "skill-certificate"', f'rule = "determined", {by}'),
    ).read_text("utf-8")
    head, _, rest = text.partition("[standards.skill-certificate]\n")
    unasked, _, rest = rest.partition("\n[")
    assert 'clause = "m01"' in unasked
    file = bureau.folder / "by-body.toml"
    file.write_text(f"{head}[{rest}", encoding="utf-8")
    bureau.agreed("policy", "adopt", file, officer="lin", second="xu")
