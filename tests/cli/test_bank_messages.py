"""Messages of ISO 20022 on the command line: a run goes out as one, what the bank sends back settles it. ADR 0076."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Bailu
from tests.cli.files.bank_messages import (
    PAYER,
    camt_053,
    camt_054,
    details,
    entry,
    own_profile,
    pain_002,
    statement,
    status,
)
from tests.cli.payable_cases import CREDITED, PAYABLE, RELEASED, Class, fund, released, training, trainings

VALUE = f"<ValDt><Dt>{CREDITED}</Dt></ValDt>"
RETURNED = "2024-10-28"
OF_OUR_BANK = f'{PAYER}\n[orders.own_bank]\nnames = ["工商银行"]\n'
"""At the bank itself no union number is asked for."""


@pytest.fixture
def funded(bureau: Bailu) -> Bailu:
    fund(bureau, "central", 2_000)
    fund(bureau, "municipal", 50_000)
    folder = bureau.folder / "banks"
    folder.mkdir()
    (folder / "ours.toml").write_text(own_profile(payer=OF_OUR_BANK), encoding="utf-8")
    treasury = own_profile(
        ('name = "ours"', 'name = "by-fund"'), ('"pain.001"', '"pain.001"\nitem = "fund"'), payer=OF_OUR_BANK
    )
    (folder / "by-fund.toml").write_text(treasury, encoding="utf-8")
    (bureau.folder / "bailu.toml").write_text('bank_profiles = "banks"\nbank_profile = "ours"\n', encoding="utf-8")
    return bureau


def answer(bureau: Bailu, content: bytes) -> Path:
    file = bureau.folder / "from-the-bank.xml"
    file.write_bytes(content)
    return file


def ordered_items(bureau: Bailu, batch: str, **settings: str) -> list[tuple[str, str]]:
    """The end-to-end id and amount of each item in the message that the bank is given."""
    ran = bureau("payment", "export", batch, f"{batch}.xml", "-o", "json", officer="wu", clock=RELEASED, **settings)
    assert ran.code == 0, ran.err
    document = ElementTree.fromstring((bureau.folder / f"{batch}.xml").read_bytes())  # noqa: S314  our own file
    ids = [one.text or "" for one in document.iter() if one.tag.endswith("}EndToEndId")]
    amounts = [one.text or "" for one in document.iter() if one.tag.endswith("}InstdAmt")]
    return list(zip(ids, amounts, strict=True))


def paid(id_: str, yuan: str, number: str, inside: str = "", **other: str) -> str:
    reference = f"<AcctSvcrRef>{number}</AcctSvcrRef>"
    return entry(details(id_, yuan, inside), yuan=yuan, value=VALUE, booked="", reference=reference, **other)


def state(bureau: Bailu, number: str, clock: str) -> tuple[object, ...]:
    case = bureau("application", "show", number, "-o", "json", officer="wu", clock=clock).json
    return case["status"], case["paid_fen"]


def test_a_run_goes_out_as_a_message_and_a_statement_settles_it(funded: Bailu) -> None:
    """Two are paid, one rejected; then one comes back, in part, and its account waits for two officers."""
    numbers = trainings(funded, Class((1, 2)), Class((3,)), Class((4, 5)))
    batch = released(funded, *numbers)
    (one, one_yuan), (two, two_yuan), (three, _yuan) = ordered_items(funded, batch)
    again = funded("payment", "export", batch, f"{batch}.xml", "-o", "json", officer="wu", clock=RELEASED)
    assert again.json["there_before"], "the very file is in its place"

    charge = entry(details("NOTPROVIDED"), yuan="5.00", reference="<AcctSvcrRef>C1</AcctSvcrRef>")
    booked = statement(paid(one, one_yuan, "B1"), paid(two, two_yuan, "B2"), charge)
    imported = ("payment", "import", answer(funded, camt_053(booked)), "--yes", "-o", "json")
    ran = funded(*imported, officer="zheng", clock=CREDITED)
    assert (ran.code, "Entries that are no payments of ours, left aside: 1." in ran.err) == (0, True), ran.err
    assert [(run["count"], run["new"]) for run in ran.json["batches"]] == [(2, 2)]
    assert state(funded, numbers[0], CREDITED) == ("settled", 200_000)
    assert funded(*imported, officer="zheng", clock=CREDITED).json["batches"][0]["new"] == 0, "the same file again"
    notified = answer(funded, camt_054(paid(one, one_yuan, "B1")))
    ran = funded("payment", "import", notified, "--yes", "-o", "json", officer="zheng", clock=CREDITED)
    assert ran.json["batches"][0]["new"] == 0, "a notification of the same movement"

    report = answer(funded, pain_002(status(three, "RJCT", "AM04")))
    funded.agreed("payment", "import", report, "--yes", officer="zheng", second="wu", clock=CREDITED)
    assert state(funded, numbers[2], CREDITED) == ("payable", 0)

    why = "<CdtDbtInd>CRDT</CdtDbtInd><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    part = answer(funded, camt_053(statement(paid(one, "500.00", "R1", why, side="CRDT"))))
    funded.agreed("payment", "import", part, "--yes", officer="zheng", second="wu", clock=RETURNED)
    assert state(funded, numbers[0], RETURNED) == ("partially-paid", 150_000)
    ran = funded("payment", "order", numbers[0], "--yes", officer="wu", clock=RETURNED)
    assert ran.code == 65, "the account is in doubt"
    ran = funded("payment", "order", numbers[2], "--yes", officer="wu", clock=RETURNED)
    assert ran.code == 0, "that the payer's account was short is not the payee's fault"
    verified = funded("audit", "verify", "--decisions", officer="cai", clock=RETURNED)
    assert verified.code == 0, verified.err


def test_through_the_treasury_each_funds_item_has_an_id_of_its_own(funded: Bailu) -> None:
    by_fund = {"BAILU_BANK_PROFILE": "by-fund"}
    number = training(funded)
    order = funded("payment", "order", number, "--yes", "-o", "json", officer="wu", clock=PAYABLE, **by_fund)
    batch = str(order.json["batch"])
    assert funded("payment", "release", batch, "--yes", officer="zheng", clock=RELEASED).code == 0
    (central, yuan), (municipal, other) = ordered_items(funded, batch, **by_fund)
    assert (yuan, other) == ("2000.00", "1000.00")
    content = camt_053(statement(paid(central, yuan, "B1"), paid(municipal, other, "B2")))
    file = answer(funded, content)
    ran = funded("payment", "import", file, "--yes", "-o", "json", officer="zheng", clock=CREDITED, **by_fund)
    assert ran.code == 0, ran.err
    assert state(funded, number, CREDITED) == ("settled", 300_000)


@pytest.mark.on_sqlite
def test_the_shipped_profile_is_a_pattern_and_pays_nobody(funded: Bailu) -> None:
    batch = released(funded, training(funded))
    export = ("payment", "export", batch)
    ran = funded(*export, "order.xml", "--profile", "iso-20022", officer="wu", clock=RELEASED)
    assert (ran.code, "iso-20022 does not say whose account pays" in ran.err) == (65, True)
    ran = funded(*export, "order.csv", officer="wu", clock=RELEASED)
    assert (ran.code, "a file of the profile ours ends in .xml" in ran.err) == (65, True)
    assert funded(*export, "order.xml", "--profile", "csv", officer="wu", clock=RELEASED).code == 65
    (funded.folder / "long.toml").write_text(
        own_profile(('"就业补贴 ', f'"{"补" * 130} '), payer=OF_OUR_BANK), encoding="utf-8"
    )
    ran = funded(*export, "order.xml", "--profile", "long.toml", officer="wu", clock=RELEASED)
    assert (ran.code, "“RmtInf/Ustrd” does not fit into the 140 characters" in ran.err) == (65, True)
    assert not list(funded.folder.glob("order.*"))


@pytest.mark.on_sqlite
def test_a_message_is_checked_without_a_store(bailu: Bailu) -> None:
    id_ = "350200240001/24000001"
    content = camt_053(statement(entry(details(id_)), entry(details("X"), reference=""), entry(details("Y"))))
    ran = bailu("bank", "check", answer(bailu, content), "-o", "json", clock=CREDITED)
    assert (ran.code, ran.json["profile"], ran.json["aside"], len(ran.json["replies"])) == (0, "iso-20022", 2, 1)
    bomb = (
        b'<!DOCTYPE d [<!ENTITY a "x">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&a;</Document>'
    )
    ran = bailu("--lang", "zh", "bank", "check", answer(bailu, bomb), "-o", "table", clock=CREDITED)
    assert (ran.code, re.search("[\u4e00-\u9fff]", ran.out) is not None, "Traceback" in ran.err) == (65, True, False)
    report = answer(bailu, pain_002(status(id_, "RJCT", "AC01")))
    (rejected,) = bailu("bank", "check", report, "-o", "json", clock=CREDITED).json["replies"]
    assert (rejected["result"], rejected["amount_fen"], rejected["reason"]) == ("failed", None, "AC01 账号有误")


@pytest.mark.on_sqlite
@pytest.mark.parametrize("output", ["json", "table", "csv"])
def test_a_profile_of_messages_is_shown(bailu: Bailu, output: str) -> None:
    (bailu.folder / "ours.toml").write_text(own_profile(), encoding="utf-8")
    ran = bailu("bank", "profiles", "ours.toml", "-o", output)
    assert (ran.code, "CdtTrfTxInf" in ran.out or "EndToEndId" in ran.out) == (0, True)
    shipped = bailu("bank", "profiles", "iso-20022", "-o", "json")
    assert any("[orders.payer]" in line for line in json.loads(shipped.out)["lines"])
