"""Statements, notifications and status reports: what each of their elements means, and what nobody reads from them."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presentation.words.bank_files import BANK_PROBLEMS
from presentation.words.file_problems import sentence
from tests.cli.files.bank_messages import (
    ACCOUNT,
    OURS,
    SHIPPED,
    camt_053,
    camt_054,
    details,
    entry,
    errors_by_schema,
    own_profile,
    pain_002,
    profile_of,
    statement,
    status,
)
from usecases.intake.bank.entry_meaning import EntryMarks, entry_meaning, run_alone_meaning
from usecases.intake.bank.message import read_message
from usecases.intake.bank.profile import BankProfile
from usecases.intake.bank.profile_files import shipped_profiles
from usecases.intake.bank.replies import replies_in
from usecases.intake.bank.reply import BankReplies, BankReply, BankResult
from usecases.intake.formats.xml_tree import DEPTH_MAX
from usecases.problems import Problem

TODAY = date(2024, 7, 1)
RUN, ONE, TWO = "350200-2024-0001", "350200-2024-000001", "350203-2023-000002"
ID, ID_TWO, ID_OF_FUND = "350200240001/24000001", "350200240001/35020323000002", "350200240001/24000001/24F001"
OTHERS = details("NOTPROVIDED", "20.00")
ISO_RETURN = "<Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn>"
CHARGE = "<Domn><Cd>PMNT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn>"
OF_A_TRANSFER = CHARGE.replace("MDOP", "ICDT")
PROPRIETARY = "<Prtry><Cd>代发</Cd></Prtry>"


def read(content: bytes, *profiles: BankProfile, preferred: str = "") -> BankReplies:
    return replies_in(content, TODAY, profiles or (OURS,), preferred)


def reply(**other: object) -> BankReply:
    values: dict[str, object] = {
        "row": 1,
        "batch": RUN,
        "application": ONE,
        "amount_fen": 150_000,
        "result": BankResult.CREDITED,
        "value_on": date(2024, 5, 22),
        "reference": "20240522A1",
        "reason": None,
    }
    return BankReply(**{**values, **other})  # type: ignore[arg-type]


def codes(file: BankReplies) -> list[tuple[str, int | None, str | None]]:
    assert all(sentence(one) for one in file.problems)
    return [(one.code, one.where.row, one.where.heading) for one in file.problems]


def back(code: str = "AC04", *remarks: str) -> str:
    return f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn>{''.join(f'<AddtlInf>{one}</AddtlInf>' for one in remarks)}</RtrInf>"


# What the elements of an entry mean

PAID = details(ID)
RETURNED = {"result": BankResult.RETURNED}
CLOSED = {**RETURNED, "reason": "AC04 账户已销户", "account_at_fault": True}
READ: dict[str, tuple[str, list[dict[str, object]]]] = {
    "paid": (entry(PAID), [{}]),
    "an amount of its own": (entry(details(ID, "1500.00")), [{}]),
    "zeros behind": (entry(PAID, yuan="1500.00000"), [{}]),
    "whole yuan": (entry(PAID, yuan="1500"), [{}]),
    "the amount of the transaction": (
        entry(details(ID, inside='<AmtDtls><TxAmt><Amt Ccy="CNY">1500.00</Amt></TxAmt></AmtDtls>')), [{}],
    ),
    "an instant is its legal day": (
        entry(PAID, value="<ValDt><DtTm>2024-05-21T16:30:00Z</DtTm></ValDt>"), [{}],
    ),
    "an instant without a zone": (
        entry(PAID, value="<ValDt><DtTm>2024-05-22T23:59:59.999</DtTm></ValDt>"), [{}],
    ),
    "a day with a zone": (entry(PAID, value="<ValDt><Dt>2024-05-22+08:00</Dt></ValDt>"), [{}]),
    "no value date": (entry(PAID, value=""), [{"value_on": date(2024, 5, 21)}]),
    "a number of its own": (
        entry(f"<TxDtls><Refs><AcctSvcrRef>T 1</AcctSvcrRef><EndToEndId>{ID}</EndToEndId></Refs></TxDtls>"),
        [{"reference": "T1"}],
    ),
    "a batch of ours and of others": (
        entry(details(ID, "1500.00") + details(ID_TWO, "0.05") + OTHERS, yuan="1520.05"),
        [{}, {"row": 2, "application": TWO, "amount_fen": 5}],
    ),
    "a batch with its count": (
        entry(
            details(ID, "1500.00") + details(ID_TWO, "0.05"), yuan="1500.05",
            batch="<Btch><PmtInfId>x</PmtInfId><NbOfTxs>02</NbOfTxs></Btch>",
        ),
        [{}, {"row": 2, "application": TWO, "amount_fen": 5}],
    ),
    "an entry with a return within": (
        entry(
            details(ID, "1500.00") + details(ID_TWO, "0.05", f"<CdtDbtInd>CRDT</CdtDbtInd>{back()}"), yuan="1499.95",
        ),
        [{}, {"row": 2, "application": TWO, "amount_fen": 5, **CLOSED}],
    ),
    "of a fund": (entry(details(ID_OF_FUND)), [{"fund": "350200-2024-F001"}]),
    "returned, with a reason": (entry(details(ID, inside=back()), side="CRDT"), [CLOSED]),
    "returned in the bank's words": (
        entry(details(ID, inside=back("AC04", "某日", "销户")), side="CRDT"),
        [{**CLOSED, "reason": "AC04 账户已销户 某日 销户"}],
    ),
    "returned, not the account's fault": (
        entry(details(ID, inside=back("AM05")), side="CRDT"),
        [{**RETURNED, "reason": "AM05 重复付款", "account_at_fault": False}],
    ),
    "returned for a code that the profile does not have": (
        entry(details(ID, inside=back("XX99", "账号不符")), side="CRDT"), [{**RETURNED, "reason": "XX99 账号不符"}],
    ),
    "returned for a reason of the bank's own": (
        entry(details(ID, inside="<RtrInf><Rsn><Prtry>E02</Prtry></Rsn></RtrInf>"), side="CRDT"),
        [{**RETURNED, "reason": "E02"}],
    ),
    "returned, for no reason": (entry(details(ID, inside="<RtrInf/>"), side="CRDT"), [RETURNED]),
    "reversed": (entry(PAID, side="CRDT", mark="true"), [RETURNED]),
    "reversed, in figures": (entry(PAID, side="CRDT", mark="1"), [RETURNED]),
    "returned by its code": (entry(PAID, side="CRDT", code=ISO_RETURN), [RETURNED]),
    "not reversed": (entry(PAID, mark="false"), [{}]),
    "not booked yet": (
        entry(PAID, status="<Cd>PDNG</Cd>", value=""),
        [{"result": BankResult.UNKNOWN, "value_on": None, "reference": "20240522A1"}],
    ),
    "not booked yet, nor numbered": (
        entry(PAID, status="<Cd>PDNG</Cd>", booked="", value="", reference=""),
        [{"result": BankResult.UNKNOWN, "value_on": None, "reference": None}],
    ),
    "paid and returned in one file": (
        entry(PAID) + entry(details(ID, inside=back()), side="CRDT", reference="<AcctSvcrRef>R1</AcctSvcrRef>"),
        [{}, {"row": 2, "reference": "R1", **CLOSED}],
    ),
    "returned in two parts": (
        "".join(
            entry(PAID, yuan=f"{yuan}.00", side="CRDT", mark="true", reference=f"<AcctSvcrRef>R{yuan}</AcctSvcrRef>")
            for yuan in (1, 2)
        ),
        [{"row": yuan, "amount_fen": yuan * 100, "reference": f"R{yuan}", **RETURNED} for yuan in (1, 2)],
    ),
    "what a payment costs is aside of it": (
        entry(PAID) + entry(PAID, yuan="5.00", code=OF_A_TRANSFER)
        + entry(batch="<Btch><PmtInfId>350200240001/00ff00ff00ff</PmtInfId></Btch>", code=OF_A_TRANSFER),
        [{}],
    ),
    "charges and others' in euro are left aside": (
        entry(PAID) + entry(code=CHARGE, yuan="5.00") + entry(OTHERS, yuan="20.00", currency="EUR"), [{}],
    ),
    "a credit that is not booked yet says nothing": (
        entry(PAID) + entry(details(ID, inside=back()), side="CRDT", status="<Cd>PDNG</Cd>"), [{}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_an_entry_says_what_became_of_an_item(what: str) -> None:
    entries, expected = READ[what]
    file = read(camt_053(statement(entries)))
    assert codes(file) == []
    assert list(file.replies) == [reply(**one) for one in expected]


def test_the_schemas_take_what_is_read_here() -> None:
    every = camt_053(statement(*(entries for entries, _expected in READ.values())))
    assert errors_by_schema("camt.053.001.08", [every]) == []
    assert errors_by_schema("camt.054.001.08", [camt_054(entry(PAID), entry(OTHERS))]) == []


def test_a_notification_says_the_same_as_a_statement() -> None:
    assert read(camt_054(entry(PAID))).replies == read(camt_053(statement(entry(PAID)))).replies == (reply(),)


def test_several_statements_are_read_and_rows_count_on() -> None:
    second = entry(details(ID_TWO), reference="<AcctSvcrRef>B</AcctSvcrRef>")
    file = read(camt_053(statement(entry(OTHERS), entry(PAID)), statement(second, number=2)))
    assert file.replies == (reply(row=2), reply(row=3, application=TWO, reference="B"))
    assert (file.profile, file.aside) == ("ours", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "GBK", "gb2312", "utf-16"])
def test_a_message_is_read_in_the_encodings_that_banks_write(encoding: str) -> None:
    content = camt_053(statement(entry(details(ID, inside=back("ZZ", "账户已销户")), side="CRDT")), encoding=encoding)
    (one,) = read(content).replies
    assert one.reason == "ZZ 账户已销户"


def test_prefixes_and_other_namespaces_change_nothing() -> None:
    content = camt_053(statement(entry(PAID))).decode()
    other = '<x:Ntry xmlns:x="urn:other"><x:Amt>1</x:Amt></x:Ntry>'
    assert read(content.replace("<Ntry>", f"{other}<Ntry>").encode()).replies == (reply(),)
    prefixed = content.replace("<", "<d:").replace("<d:/", "</d:").replace("<d:?", "<?").replace("xmlns=", "xmlns:d=")
    assert read(prefixed.encode()).replies == (reply(),)


# The table of meanings


MEANINGS = {
    # booked and not marked: side and code
    ("DBIT", "PMNT/ICDT/ESCT"): BankResult.CREDITED,
    ("DBIT", "PMNT/ICDT"): BankResult.CREDITED,
    ("DBIT", "PMNT/ICDT/RRTN"): "entry-code",
    ("DBIT", "PMNT/ICDTX"): "entry-code",
    ("DBIT", "代发"): "entry-code",
    ("DBIT", ""): "entry-code",
    ("CRDT", "PMNT/ICDT/ESCT"): "entry-code",
    ("CRDT", "PMNT/ICDT"): "entry-code",
    ("CRDT", "PMNT/ICDT/RRTN"): BankResult.RETURNED,
    ("CRDT", "PMNT/ICDTX"): "entry-code",
    ("CRDT", "代发"): "entry-code",
    ("CRDT", ""): "entry-code",
}


def test_every_column_of_the_mapping() -> None:
    """Side, mark, status and code, each with each."""
    words = [code for _side, code in MEANINGS][:6]
    words = [*words, "PMNT/ICDT/CHRG"]
    for side, marked, code, booked in product(("DBIT", "CRDT", "CRD", ""), (False, True), words, "BPX"):
        meaning = entry_meaning(
            OURS.answers,
            EntryMarks(
                status={"B": "BOOK", "P": "PDNG", "X": "XXXX"}[booked],
                side=side,
                marked=marked,
                codes=[code] if code else [],
            ),
        )
        expected: object
        if code.endswith("/CHRG"):
            expected = None
        elif side not in ("DBIT", "CRDT"):
            expected = "entry-side"
        elif booked == "P":
            expected = BankResult.UNKNOWN if side == "DBIT" else None
        elif booked == "X":
            expected = "cell-not-one-of"
        elif marked:
            expected = BankResult.RETURNED if side == "CRDT" else "entry-code"
        else:
            expected = MEANINGS[side, code]
        assert (meaning.code if isinstance(meaning, Problem) else meaning) == expected, (side, marked, code, booked)


RUN_ALONE = {
    # named by id, side, status, marked, code
    (True, "DBIT", "BOOK", False, "PMNT/ICDT/ESCT"): "refused",
    (True, "CRDT", "BOOK", False, ""): "refused",
    (True, "DBIT", "PDNG", False, "PMNT/ICDT/ESCT"): "aside",
    (True, "DBIT", "BOOK", False, "PMNT/ICDT/CHRG"): "aside",
    (False, "DBIT", "BOOK", False, "PMNT/ICDT/ESCT"): "refused",
    (False, "CRDT", "BOOK", True, ""): "refused",
    (False, "CRDT", "BOOK", False, "PMNT/ICDT/RRTN"): "refused",
    (False, "CRDT", "BOOK", False, "PMNT/RCDT/ESCT"): "unmatched",
    (False, "CRDT", "PDNG", True, "PMNT/RCDT/ESCT"): "aside",
    (False, "CRDT", "XXXX", False, ""): "aside",
}


@pytest.mark.parametrize("how", RUN_ALONE)
def test_what_names_a_run_and_no_payment(how: tuple[bool, str, str, bool, str]) -> None:
    by_id, side, status_, marked, code = how
    marks = EntryMarks(status=status_, side=side, marked=marked, codes=[code] if code else [])
    assert run_alone_meaning(OURS.answers, marks, by_id=by_id) == RUN_ALONE[how]


def named(inside: str = "", *, id_: str = "NOTPROVIDED", other: str = "") -> str:
    return entry(f"<TxDtls><Refs>{other}<EndToEndId>{id_}</EndToEndId></Refs>{inside}</TxDtls>")


REMARK = f"就业补贴 {RUN} {ONE}"
NAMED_OTHERWISE = {
    "cut": named(id_="350200240001/240000"),
    "cut behind the run": named(id_="350200240001/"),
    "without slashes": named(id_="35020024000124000001"),
    "without slashes, of another authority, of a fund": named(id_="35020024000135020323000002" + "24F001"),
    "with other marks": named(id_="350200240001-24000001"),
    "with blanks": named(id_="350200240001 24000001"),
    "spelled out": named(id_="350200240001/35020024000001"),
    "as an instruction": named(other=f"<InstrId>{ID}</InstrId>"),
    "as a transaction": named().replace("</EndToEndId>", f"</EndToEndId><TxId>{ID}</TxId>"),
    "in the remark": named(f"<RmtInf><Ustrd>{REMARK}</Ustrd></RmtInf>"),
    "in a structured remark": named(f"<RmtInf><Strd><AddtlRmtInf>{REMARK}</AddtlRmtInf></Strd></RmtInf>"),
    "in a reference of the creditor": named(f"<RmtInf><Strd><CdtrRefInf><Ref>{ID}</Ref></CdtrRefInf></Strd></RmtInf>"),
    "in words about it": named(f"<AddtlTxInf>付 {ID}，成功</AddtlTxInf>"),
    "in words about the entry": entry().replace("</Ntry>", f"<AddtlNtryInf>{REMARK}</AddtlNtryInf></Ntry>"),
    "by the entry": entry().replace("<Ntry>", f"<Ntry><NtryRef>{ID}</NtryRef>"),
}  # fmt: skip


@pytest.mark.parametrize("how", NAMED_OTHERWISE)
def test_a_payment_of_ours_that_is_named_otherwise_does_not_go_unseen(how: str) -> None:
    file = read(camt_053(statement(entry(PAID), NAMED_OTHERWISE[how])))
    assert codes(file) == [("entry-without-item", 2, "Ntry[2]/EndToEndId")]


@pytest.mark.parametrize(
    "id_",
    [
        "NOTPROVIDED", "20240522123456789012", "350200190001/1900", "350200250001/25000001x", "INV2024001234/1",
        "350200240001", "RF18539007547034", "202405220001/1", "990200240001-24000001",
    ],
)  # fmt: skip
def test_ids_of_others_are_not_taken_for_ours(id_: str) -> None:
    file = read(camt_053(statement(entry(PAID), named(id_=id_))))
    assert (file.problems, file.aside) == ((), 1)


def test_words_about_an_entry_of_ours_are_not_about_the_others_in_it() -> None:
    both = entry(details(ID, "1500.00") + OTHERS, yuan="1520.00")
    file = read(camt_053(statement(both.replace("</Ntry>", f"<AddtlNtryInf>{REMARK}</AddtlNtryInf></Ntry>"))))
    assert (file.problems, file.replies, file.aside) == ((), (reply(),), 1)


@pytest.mark.parametrize("none", ["NOTPROVIDED", "notprovided", "NONREF"])
def test_what_says_that_there_is_no_reference_is_none(none: str) -> None:
    file = read(camt_053(statement(entry(PAID, reference=f"<AcctSvcrRef>{none}</AcctSvcrRef>"))))
    assert codes(file) == [("cell-blank", 1, "Ntry[1]/AcctSvcrRef")]


@pytest.mark.parametrize(("yuan", "problems"), [("1500.01", 0), ("1500.00", 1), ("1.00", 1)])
def test_beside_another_currency_an_entry_is_at_least_as_much_as_ours(yuan: str, problems: int) -> None:
    dollars = OTHERS.replace("CNY", "USD")
    file = read(camt_053(statement(entry(details(ID, "1500.00") + dollars, yuan=yuan))))
    assert len(file.problems) == problems


def test_a_payee_who_pays_back_and_quotes_our_remark_is_told_of() -> None:
    code = "<Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
    quoting = details("X", inside=f"<RmtInf><Ustrd>退回 就业补贴 {RUN} {ONE}</Ustrd></RmtInf>")
    file = read(camt_053(statement(entry(PAID), entry(quoting, side="CRDT", code=code))))
    assert (file.problems, file.replies, file.aside, file.unmatched) == ((), (reply(),), 0, (2,))


def test_a_banks_own_code_is_one_more_word() -> None:
    own = profile_of(own_profile(('["PMNT/ICDT"]', '["PMNT/ICDT", "代发"]')))
    content = camt_053(statement(entry(PAID, code=PROPRIETARY)))
    assert read(content, own).replies == (reply(),)
    assert codes(read(content)) == [("entry-code", 1, "Ntry[1]/BkTxCd")]


# What is refused, or left aside

REFUSED: dict[str, tuple[bytes, list[tuple[str, int | None, str | None]]]] = {
    "an unknown status": (
        camt_053(statement(entry(PAID, status="<Prtry>OK</Prtry>"))), [("cell-not-one-of", 1, "Ntry[1]/Sts")],
    ),
    "a return taken back": (
        camt_053(statement(entry(PAID, mark="true"))), [("entry-code", 1, "Ntry[1]/BkTxCd")],
    ),
    "a credit with our id that is no return": (
        camt_053(statement(entry(PAID, side="CRDT"))), [("entry-code", 1, "Ntry[1]/BkTxCd")],
    ),
    "no side": (camt_053(statement(entry(PAID, side=""))), [("entry-side", 1, "Ntry[1]/Sts")]),
    "another currency": (
        camt_053(statement(entry(PAID, currency="USD"))), [("entry-currency", 1, "Ntry[1]/Amt")],
    ),
    "no currency": (
        camt_053(statement(entry(PAID))).replace(b'Ccy="CNY">1500', b">1500"), [("entry-currency", 1, "Ntry[1]/Amt")],
    ),
    "nothing": (camt_053(statement(entry(PAID, yuan="0.00"))), [("cell-nothing-paid", 1, "Ntry[1]/Amt")]),
    "half a fen": (camt_053(statement(entry(PAID, yuan="1.005"))), [("cell-not-whole-fen", 1, "Ntry[1]/Amt")]),
    "an amount with a comma": (camt_053(statement(entry(PAID, yuan="1,5"))), [("cell-not-yuan", 1, "Ntry[1]/Amt")]),
    "less than nothing": (camt_053(statement(entry(PAID, yuan="-1"))), [("cell-not-yuan", 1, "Ntry[1]/Amt")]),
    "a day to come": (
        camt_053(statement(entry(PAID, value="<ValDt><Dt>2024-07-02</Dt></ValDt>"))),
        [("day-in-future", 1, "Ntry[1]/ValDt")],
    ),
    "no such day": (
        camt_053(statement(entry(PAID, value="<ValDt><Dt>2024-02-30</Dt></ValDt>"))),
        [("cell-no-such-day", 1, "Ntry[1]/ValDt")],
    ),
    "no such instant": (
        camt_053(statement(entry(PAID, value="<ValDt><DtTm>0001-01-01T00:00:00+14:00</DtTm></ValDt>"))),
        [("cell-not-a-day", 1, "Ntry[1]/ValDt")],
    ),
    "no day": (camt_053(statement(entry(PAID, booked="", value=""))), [("cell-blank", 1, "Ntry[1]/ValDt")]),
    "no number": (camt_053(statement(entry(PAID, reference=""))), [("cell-blank", 1, "Ntry[1]/AcctSvcrRef")]),
    "an invisible reason": (
        camt_053(statement(entry(details(ID, inside=back("AC04", "a\u202eb")), side="CRDT"))),
        [("text-invisible", 1, "Ntry[1]/RtrInf")],
    ),
    "an account of somebody else's": (
        camt_053(statement(entry(PAID), account="999")), [("entry-other-account", 1, "Ntry[1]/Acct")],
    ),
    "a batch without its payments": (
        camt_053(statement(entry(batch="<Btch><PmtInfId>350200240001/00ff00ff00ff</PmtInfId></Btch>"))),
        [("entry-without-item", 1, "Ntry[1]/EndToEndId")],
    ),
    "a payment with the id of the message alone": (
        camt_053(statement(entry("<TxDtls><Refs><MsgId>350200240001/00ff00ff00ff</MsgId></Refs></TxDtls>"))),
        [("entry-without-item", 1, "Ntry[1]/EndToEndId")],
    ),
    "a payment with our remark and no id of ours": (
        camt_053(statement(entry(details("X", inside=f"<RmtInf><Ustrd>就业补贴 {RUN} {ONE} 等</Ustrd></RmtInf>")))),
        [("entry-without-item", 1, "Ntry[1]/EndToEndId")],
    ),
    "a batch without the amounts of each": (
        camt_053(statement(entry(details(ID) + details(ID_TWO)))),
        [("cell-blank", 1, "Ntry[1]/Amt"), ("cell-blank", 2, "Ntry[1]/Amt")],
    ),
    "a batch that does not add up": (
        camt_053(statement(entry(details(ID, "1.00") + OTHERS))), [("total-differs", 1, "Ntry[1]/Amt")],
    ),
    "a batch with fewer than it says": (
        camt_053(statement(entry(details(ID, "1500.00"), batch="<Btch><NbOfTxs>2</NbOfTxs></Btch>"))),
        [("entries-cut-off", 1, "Ntry[1]/Amt")],
    ),
    "fewer entries than it says": (
        camt_053(
            statement(entry(PAID), before="<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>")
        ),
        [("entries-cut-off", None, None)],
    ),
    "the same twice": (
        camt_053(statement(entry(PAID), entry(PAID))), [("row-twice", 2, None)],
    ),
    "nothing of ours": (camt_053(statement(entry(OTHERS))), [("entries-none-ours", None, None)]),
    "no entries": (camt_053(statement()), [("entries-none-ours", None, None)]),
    "no statement": (camt_053(), [("entries-none-ours", None, None)]),
    "an older version": (camt_053(version="camt.053.001.02"), [("message-not-read", None, None)]),
    "a message of another kind": (camt_053(version="pacs.008.001.08"), [("message-not-read", None, None)]),
    "the end missing": (camt_053(statement(entry(PAID)))[:-30], [("xml-damaged", None, None)]),
    "another encoding than it says": (
        camt_053(statement(entry(PAID, code=PROPRIETARY)), encoding="gb18030").replace(b"gb18030", b"utf-8"),
        [("encoding-unknown", None, None)],
    ),
    "a return of the whole run": (
        pain_002(group="<GrpSts>RJCT</GrpSts>", message_id="350200240001/00ff00ff00ff"),
        [("report-without-items", None, None)],
    ),
    "a status that the profile does not have": (
        pain_002(status(ID, "XXXX")), [("cell-not-one-of", 1, "TxInfAndSts[1]/TxSts")],
    ),
    "a status of nothing that is ours": (pain_002(status("X", "RJCT")), [("entries-none-ours", None, None)]),
    "a status with our message and no id of ours": (
        pain_002(status("X", "RJCT"), message_id="350200240001/00ff00ff00ff"),
        [("entry-without-item", 1, "TxInfAndSts[1]/OrgnlEndToEndId")],
    ),
    "a status with half a fen": (
        pain_002(status(ID, "RJCT", yuan="0.001")), [("cell-not-whole-fen", 1, "TxInfAndSts[1]/OrgnlTxRef/Amt")],
    ),
    "a status with a reason that cannot be seen": (
        pain_002(status(ID, "RJCT", remark="a\u202eb")), [("text-invisible", 1, "TxInfAndSts[1]/StsRsnInf")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_understood_is_refused_by_its_place(what: str) -> None:
    content, expected = REFUSED[what]
    assert codes(read(content)) == expected


def test_pages_of_a_statement_are_not_counted_for_the_whole() -> None:
    pages = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>"
    total = "<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>"
    assert read(camt_053(statement(entry(PAID), before=pages + total))).replies == (reply(),)


# Status reports

REPORTED: dict[str, tuple[bytes, dict[str, object]]] = {
    "rejected": (
        pain_002(status(ID, "RJCT", "AC01", "1500.00")),
        {"result": BankResult.FAILED, "amount_fen": 150_000, "reason": "AC01 账号有误", "account_at_fault": True},
    ),
    "rejected, the amount not repeated": (
        pain_002(status(ID, "RJCT", "AM04")),
        {"result": BankResult.FAILED, "reason": "AM04 付款账户余额不足", "account_at_fault": False},
    ),
    "rejected as its message": (
        pain_002(status(ID, ""), group="<GrpSts>RJCT</GrpSts>"), {"result": BankResult.FAILED},
    ),
    "rejected as its batch": (
        pain_002(status(ID, ""), payment="<PmtInfSts>RJCT</PmtInfSts>", group="<GrpSts>PART</GrpSts>"),
        {"result": BankResult.FAILED},
    ),
    "in the bank's words": (
        pain_002(status(ID, "RJCT", remark="户名不符")), {"result": BankResult.FAILED, "reason": "户名不符"},
    ),
    **{
        f"{code} is not known yet": (pain_002(status(ID, code)), {"result": BankResult.UNKNOWN})
        for code in OURS.answers.statuses.unknown
    },
}  # fmt: skip


@pytest.mark.parametrize("what", REPORTED)
def test_a_report_says_what_was_not_carried_out(what: str) -> None:
    content, expected = REPORTED[what]
    file = read(content)
    assert codes(file) == []
    assert file.replies == (reply(**{"amount_fen": None, "value_on": None, "reference": None, **expected}),)


# Which profile


def test_the_profile_is_the_one_that_pays_from_the_account() -> None:
    other = profile_of(own_profile(('name = "ours"', 'name = "theirs"'), (f'"{ACCOUNT}"', '"999"')))
    content, report = camt_053(statement(entry(PAID))), pain_002(status(ID, "RJCT"))
    assert read(content, *shipped_profiles()).profile == "iso-20022"
    assert read(content, *shipped_profiles(), OURS).profile == "ours"
    assert read(content, OURS, other).profile == "ours"
    assert read(camt_053(statement(entry(PAID), account="999")), OURS, other).profile == "theirs"
    assert read(report, SHIPPED, OURS).profile == "ours"
    assert [one.code for one in read(report, OURS, other).problems] == ["profiles-several"]
    assert read(report, OURS, other, preferred="theirs").profile == "theirs"


def test_a_message_that_no_profile_reads_is_refused() -> None:
    fewer = profile_of(own_profile(('"camt.053", ', "")))
    for profiles in ((fewer,), shipped_profiles()[:4]):
        assert codes(read(camt_053(statement(entry(PAID))), *profiles)) == [("message-of-no-profile", None, None)]


def test_what_reads_and_writes_messages_is_loaded_where_there_is_one() -> None:
    """In a program of its own: tables are read and written without it."""
    program = """
import datetime, sys, usecases.commands.export_payment, usecases.intake.sent_runs
from usecases.intake.bank.profile_files import shipped_profiles
from usecases.intake.bank.replies import replies_in
replies_in(b"a,b", datetime.date(2024, 7, 1), shipped_profiles())
names = ("bank.message", "bank.order_message", "bank.sent_message", "formats.xml_tree")
print([name for name in names if f"usecases.intake.{name}" in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# What strangers send

URN = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "entities in entities": f'<!DOCTYPE d [<!ENTITY l0 "{"ha" * 99}">{LAUGHS}]><Document xmlns="{URN}">&l9;</Document>',
    "one long entity": f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]><Document xmlns="{URN}">{"&a;" * 9000}</Document>',
    "a file of ours": f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document xmlns="{URN}">&a;</Document>',
    "a schema elsewhere": f'<!DOCTYPE d SYSTEM "http://example.invalid/a.dtd"><Document xmlns="{URN}"/>',
    "deeper than any": f'<Document xmlns="{URN}">{"<Ntry>" * (DEPTH_MAX + 1)}{"</Ntry>" * (DEPTH_MAX + 1)}</Document>',
    "deeper than any, aside": f'<Document xmlns="{URN}">{"<x>" * 100_000}',
    "attributes": f'<Document xmlns="{URN}" {" ".join(f"a{n}=" + chr(34) * 2 for n in range(10_000))}/>',
    "an entity that nobody declares": f'<Document xmlns="{URN}">&a;</Document>',
    "nothing else": f'<Document xmlns="{URN}"/>',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_would_burst_is_refused_within_a_second(what: str) -> None:
    began = time.monotonic()
    file = read(HOSTILE[what].encode(), *shipped_profiles())
    assert time.monotonic() - began < 1
    assert file.replies == ()
    (problem,) = file.problems
    deep = what.startswith("deeper")
    expected = {"xml-too-deep"} if deep else {"xml-declares", "xml-damaged", "entries-none-ours"}
    assert problem.code in expected
    assert sentence(problem)


def test_more_elements_than_any_bank_sends_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("usecases.intake.formats.xml_tree.ELEMENTS_MAX", 500)
    assert codes(read(camt_053(statement(*[entry(OTHERS)] * 500)))) == [("xml-too-large", None, None)]


def test_every_sentence_about_messages_is_made_by_some_table() -> None:
    contents = [*(content for content, _expected in REFUSED.values()), *(one.encode() for one in HOSTILE.values())]
    made = {one.code for content in contents for one in read(content).problems}
    of_messages = {code for code in BANK_PROBLEMS if code.startswith(("xml-", "message-", "entr", "report-"))}
    assert of_messages - made == {"xml-too-large", "message-of-no-profile"}


WHOLE = camt_053(statement(entry(PAID), entry(details(ID_TWO, inside=back()), side="CRDT"))).decode()
PIECES = ["<", ">", "/", "&", ";", '"', "<!--", "-->", "<![CDATA[", "]]>", "\x00", "\x1a", "㛃", "<Ntry>", "</Ntry>",
          "<TxDtls>", "<!DOCTYPE x>", "&#0;", "&#x10FFFF;", "-1", "1e9", "NaN", "\u202e"]  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 9), st.sampled_from(PIECES)), min_size=1, max_size=5),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_no_message_is_more_than_a_problem(changes: list[tuple[int, int, str]], encoding: str) -> None:
    text = WHOLE
    for at, gone, piece in changes:
        text = text[:at] + piece + text[at + gone :]
    file = read(text.encode(encoding), *shipped_profiles())
    assert file.replies or file.problems
    assert all(sentence(one) for one in file.problems)


@settings(deadline=None, max_examples=120)
@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_a_problem(content: bytes) -> None:
    for whole in (content, f'<Document xmlns="{URN}">'.encode() + content, b"<?xml " + content + URN.encode()):
        assert isinstance(read_message(whole), Problem) or content.endswith(b">")
        file = read(whole, *shipped_profiles())
        assert all(sentence(one) for one in file.problems)
