"""`bailu allotment export` and `receive`: a city and a district, each with a store of its own. ADR 0079."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest

from tests.cli.conftest import Bailu, put_in_place
from tests.cli.test_allotment import CENTRAL, MAKE, MARCH, MUNICIPAL, NOVEMBER, NUMBER, OF_TORCH, OTHER_OF_TORCH, agreed
from tests.cli.test_fund import funds, moved
from tests.stores import is_postgres

District = Callable[[], Any]


@pytest.fixture
def city(bureau: Bailu) -> Bailu:
    """With eight million of central money and four of its own, and an allotment to Torch."""
    for source, amount, document in (
        ("central", "8,000,000", "闽财社〔2024〕1号"),
        ("municipal", "4,000,000", "厦财1号"),
    ):
        opening = ("fund", "open", source, "--amount", amount, "--year", 2024, "--document", document, "--yes")
        bureau.agreed(*opening, officer="wu", second="xu", clock="2024-01-08")
    agreed(bureau, *MAKE, clock=MARCH)
    return bureau


@pytest.fixture
def district(
    city: Bailu, furnished: Any, new_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> District:
    """Within it commands run on the district's store."""
    folder = tmp_path_factory.mktemp("district")
    url = new_url() if is_postgres(city.url) else str(folder / "bailu.db")
    put_in_place(Bailu(folder=folder, url=url, capture=city.capture, patch=city.patch), *furnished)

    @contextmanager
    def within() -> Iterator[None]:
        with city.patch.context() as patch:
            patch.setenv("BAILU_STORE", url)
            yield

    return within


def exported(bailu: Bailu, file: str, clock: str = MARCH) -> dict[str, Any]:
    written: dict[str, Any] = bailu("allotment", "export", "torch", "--out", file, "-o", "json", clock=clock).json
    return written


def against(bailu: Bailu, file: str, clock: str = NOVEMBER) -> list[tuple[str, int | None, int | None, list[str]]]:
    rows = bailu("report", "allotments", "--against", file, "-o", "json", clock=clock).json
    return [(row["number"], row["allotted_fen"], row["received_fen"], row["differences"]) for row in rows]


def test_a_district_receives_by_a_file_and_both_reconcile(city: Bailu, district: District) -> None:
    written = exported(city, "first.json")
    content = (city.folder / "first.json").read_bytes()
    assert (written["sha256"], written["side"], written["entries"]) == (sha256(content).hexdigest(), "allotted", 1)
    first, second, third = (f"{NUMBER}/{number}" for number in (1, 3, 4))
    receive = ("allotment", "receive", "first.json", "--yes")
    with district():
        assert against(city, "first.json") == [(first, 7_000_000_00, None, ["not-received"])]
        asked = city(*receive, officer="wu", clock=MARCH)
        assert (asked.code, "7,000,000.00 yuan" in asked.out) == (0, True), asked.err
        shown = city("confirm", "office", "--dry-run", officer="zheng", clock=MARCH)
        for part in (
            written["sha256"],
            written["log"],
            f"position {written['position']}",
            "闽财社〔2024〕1号",
            "柒佰万元整",
        ):
            assert part in shown.err
        assert city("confirm", "office", "--yes", officer="zheng", clock=MARCH).code == 0
        assert {fund["fund"]: fund["left_fen"] // 100 for fund in funds(city)} == {
            OF_TORCH: 5_600_000,
            OTHER_OF_TORCH: 1_400_000,
        }
        assert moved(city, OF_TORCH) == [("opened-by-allotment", 5_600_000_00)]
        again = city(*receive, officer="wu", clock=MARCH)
        assert (again.code, "nothing new" in again.out) == (0, True), again.out
    agreed(city, "allotment", "evaluate", NUMBER, "--achieved", 1, 4_000, "--document", "绩效3号")
    agreed(city, "allotment", "settle", NUMBER, "--document", "财52号")
    agreed(city, "allotment", "reclaim", NUMBER, "--document", "财53号")
    exported(city, "second.json", NOVEMBER)
    changed = content.decode().replace("厦财社〔2024〕30号", "别的文号")
    (city.folder / "changed.json").write_text(changed, encoding="utf-8")
    with district():
        city.agreed("allotment", "receive", "second.json", "--yes", officer="wu", second="zheng", clock=NOVEMBER)
        left = {fund["fund"]: fund["left_fen"] // 100 for fund in funds(city)}
        assert left == {OF_TORCH: 6_400_000, OTHER_OF_TORCH: 1_600_000}
        older = city(*receive, officer="wu", clock=NOVEMBER)
        assert (older.code, "was received before" in older.err) == (65, True), older.err
        back = exported(city, "back.json", NOVEMBER)
        assert (back["side"], back["holder"], back["entries"]) == ("received", "torch", 3)
        verified = city("audit", "verify", "--decisions", clock=NOVEMBER)
        assert verified.code == 0, verified.err
        assert city("projection", "verify", clock=NOVEMBER).code == 0
        told = city("fund", "show", OF_TORCH, "-o", "json", officer="wu", clock=NOVEMBER).json
        assert (told["reconciled"], told["disagreements"]) == (True, [])
    assert against(city, "back.json") == [
        (first, 7_000_000_00, 7_000_000_00, []),
        (second, 2_400_000_00, 2_400_000_00, []),
        (third, -1_400_000_00, -1_400_000_00, []),
    ]
    printed = city("report", "allotments", "--against", "back.json", "--out", "both.html", clock=NOVEMBER)
    assert printed.code == 0, printed.err
    own = city("report", "allotments", "--against", "second.json", clock=NOVEMBER)
    assert (own.code, "same side" in own.err) == (65, True), own.err
    assert city("report", "allotments", "--against", "back.json", "--year", 2024).code == 2


HOSTILE: tuple[tuple[Callable[[dict[str, Any]], object], str], ...] = (
    (lambda file: file.pop("log"), "is no file as `bailu allotment export` writes it"),
    (lambda file: file.update(more=1), "is no file as `bailu allotment export` writes it"),
    (lambda file: file.update(format="another"), "is no file as `bailu allotment export` writes it: see $ in it"),
    (lambda file: file.update(position="nine"), "see $.position in it"),
    (lambda file: file["allotments"][0].update(more=1), "is no file as"),
    (lambda file: file["allotments"][0]["entries"][0]["parts"][0].update(amount_fen=10**40), "is beyond any amount"),
    (lambda file: file["allotments"][0]["entries"][0]["parts"][0].update(amount_fen=10**16), "is beyond any amount"),
    (lambda file: file["allotments"][0]["entries"][0]["parts"][0].update(amount_fen=-5), "must be more than zero"),
    (lambda file: file["allotments"][0]["terms"].update(document="a\u202eb"), "characters that cannot be seen"),
    (lambda file: file["allotments"][0]["terms"].update(edition="another@1"), "another@1"),
    (lambda file: file["allotments"][0]["terms"].update(allotment="../etc"), "../etc"),
    (lambda file: file.update(allotments=file["allotments"] * 2), f"{NUMBER} stands twice"),
    (lambda file: file.update(giver="350203"), "350203 allots nothing to districts"),
    (lambda file: file.update(holder="nobody"), "nobody"),
    (lambda file: file.update(side="received"), "what is received is a file of the city"),
)


def test_a_hostile_file_gets_one_clear_sentence(city: Bailu, district: District) -> None:
    exported(city, "good.json")
    good = (city.folder / "good.json").read_text("utf-8")
    hostile = city.folder / "bad.json"

    def refused() -> str:
        ran = city("allotment", "receive", "bad.json", "--yes", officer="wu", clock=MARCH)
        assert ran.code in (65, 66), ran.err
        assert "Traceback" not in ran.err
        assert ran.err.count("\n") == 1, ran.err
        return ran.err

    with district():
        assert "bad.json" in refused()
        for content in (b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"):
            hostile.write_bytes(content)
            assert "is no file as `bailu allotment export` writes it" in refused()
        for change, sentence in HOSTILE:
            file = json.loads(good)
            change(file)
            hostile.write_text(json.dumps(file), encoding="utf-8")
            assert sentence in refused(), sentence
        assert funds(city) == []
    own = city("allotment", "receive", "good.json", "--yes", officer="wu", clock=MARCH)
    assert (own.code, "was made in this log" in own.err) == (65, True), own.err
    there = city("allotment", "export", "torch", "--out", "good.json", clock=MARCH)
    assert (there.code, "good.json" in there.err) == (65, True)
    nobody = city("allotment", "export", "350203", "--out", "none.json", clock=MARCH)
    assert (nobody.code, "nothing that was allotted to 350203" in nobody.err) == (66, True), nobody.err
    assert {fund["fund"] for fund in funds(city)} == {CENTRAL, MUNICIPAL, OF_TORCH, OTHER_OF_TORCH}
