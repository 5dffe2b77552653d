"""A run as a credit transfer initiation (pain.001): what stands in it, what it cannot have, and what its ids name."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import NotAllowed
from presentation.words.file_problems import sentence
from tests.cli.files.bank_messages import ACCOUNT, OURS, SHIPPED, errors_by_schema, own_profile, profile_of
from usecases.intake.bank.end_to_end import LENGTH_MAX, PERMITTED, end_to_end_id, item_of, run_of_message
from usecases.intake.bank.items import PaymentOrder
from usecases.intake.bank.orders import order_files
from usecases.intake.bank.profile import MessageProfile
from usecases.intake.bank.profile_files import read_profile, shipped_profiles
from usecases.intake.sent_runs import read_sent_runs, runs_of

RUN, FUND = "350200-2024-0001", "350200-2024-F001"
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
BY_FUND = profile_of(own_profile(('format = "pain.001"', 'format = "pain.001"\nitem = "fund"')))


def order(item: int = 1, **other: object) -> PaymentOrder:
    values: dict[str, object] = {
        "batch": RUN,
        "item": item,
        "holder": "厦门虚构电子有限公司",
        "bank": "虚构银行厦门分行",
        "account": "3502000000000000012",
        "union_number": "313393080005",
        "amount_fen": 5_400_000,
        "application": f"350203-2023-{item:06d}",
        "pay_on": date(2024, 7, 1),
        "fund": {"fund": FUND},
    }
    return PaymentOrder(**{**values, **other})  # type: ignore[arg-type]


def written(profile: MessageProfile, *orders: PaymentOrder) -> ElementTree.Element:
    (file,) = order_files(profile, orders)
    assert errors_by_schema("pain.001.001.09", [file.content]) == []
    return ElementTree.fromstring(file.content)  # noqa: S314  our own file


def texts(document: ElementTree.Element, path: str) -> list[str]:
    return [one.text or "" for one in document.findall(".//" + "/".join(f"p:{tag}" for tag in path.split("/")), NS)]


COLUMNS = {
    "GrpHdr/CreDtTm": ["2024-07-01T00:00:00+08:00"],
    "GrpHdr/NbOfTxs": ["2"],
    "GrpHdr/CtrlSum": ["54000.05"],
    "GrpHdr/InitgPty/Nm": ["厦门市虚构就业服务中心"],
    "GrpHdr/InitgPty/Id/OrgId/Othr/Id": ["12350200MB0000000X"],
    "PmtInf/PmtMtd": ["TRF"],
    "PmtInf/BtchBookg": ["false"],
    "PmtInf/NbOfTxs": ["2"],
    "PmtInf/CtrlSum": ["54000.05"],
    "PmtInf/ReqdExctnDt/Dt": ["2024-07-01"],
    "PmtInf/Dbtr/Nm": ["厦门市虚构就业服务中心"],
    "PmtInf/DbtrAcct/Id/Othr/Id": [ACCOUNT],
    "PmtInf/DbtrAcct/Ccy": ["CNY"],
    "DbtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd": ["CNAPS"],
    "DbtrAgt/FinInstnId/ClrSysMmbId/MmbId": ["102393000011"],
    "DbtrAgt/FinInstnId/BICFI": [],
    "CdtTrfTxInf/PmtId/EndToEndId": ["350200240001/35020323000001", "350200240001/35020323000002"],
    "CdtTrfTxInf/Amt/InstdAmt": ["54000.00", "0.05"],
    "CdtTrfTxInf/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId": ["313393080005", "313393080005"],
    "CdtTrfTxInf/CdtrAgt/FinInstnId/Nm": ["虚构银行厦门分行", "虚构银行厦门分行"],
    "CdtTrfTxInf/Cdtr/Nm": ["厦门虚构电子有限公司", "某某 & <某某>"],
    "CdtTrfTxInf/CdtrAcct/Id/Othr/Id": ["3502000000000000012", "3502000000000000012"],
    "CdtTrfTxInf/RmtInf/Ustrd": [f"就业补贴 {RUN} 350203-2023-00000{one}" for one in (1, 2)],
}


def test_each_value_stands_in_its_element_and_the_schema_takes_it() -> None:
    document = written(OURS, order(), order(2, amount_fen=5, holder="某某 & <某某>"))
    assert {path: texts(document, path) for path in COLUMNS} == COLUMNS
    assert texts(document, "GrpHdr/MsgId") == texts(document, "PmtInf/PmtInfId")
    assert run_of_message(texts(document, "GrpHdr/MsgId")[0]) == RUN
    assert {one.get("Ccy") for one in document.iter("{%s}InstdAmt" % NS["p"])} == {"CNY"}  # noqa: UP031


def test_a_bank_may_be_named_by_its_bic_and_be_asked_for_less() -> None:
    plain = own_profile(
        ('union_number = "102393000011"', 'bic = "ICBKCNBJXMN"\ninitiating_party = "厦门市虚构结算中心"'),
        ('bank_name = "always"', 'bank_name = "never"'),
        ('union_number = "other-bank"', 'union_number = "never"'),
        ('remark = "就业补贴 {batch} {application}"\n', ""),
        ("batch_booking = false", "batch_booking = true"),
    )
    document = written(profile_of(plain), order(bank="", union_number=None))
    assert texts(document, "DbtrAgt/FinInstnId/BICFI") == ["ICBKCNBJXMN"]
    assert texts(document, "InitgPty/Nm") == ["厦门市虚构结算中心"]
    assert texts(document, "BtchBookg") == ["true"]
    assert texts(document, "CdtTrfTxInf/CdtrAgt") == texts(document, "RmtInf/Ustrd") == []


def test_through_the_treasury_an_id_names_the_fund_too() -> None:
    document = written(BY_FUND, order(), order(1, fund={"fund": "350200-2023-F012"}))
    assert texts(document, "PmtId/EndToEndId") == [
        "350200240001/35020323000001/24F001",
        "350200240001/35020323000001/23F012",
    ]


def test_the_same_items_make_the_same_message_and_its_id_is_theirs_on_any_day() -> None:
    assert order_files(OURS, [order()]) == order_files(OURS, [order()])
    first, later, other = (
        texts(written(OURS, one), "GrpHdr/MsgId")
        for one in (order(), order(pay_on=date(2024, 7, 2)), order(amount_fen=1))
    )
    assert first == later != other


def test_a_run_that_exceeds_a_file_makes_several_messages_with_ids_of_their_own() -> None:
    two = profile_of(own_profile(("rows_max = 5000", "rows_max = 2")))
    files = order_files(two, [order(one) for one in range(1, 6)])
    assert [(file.rows, file.amount_fen) for file in files] == [(2, 10_800_000), (2, 10_800_000), (1, 5_400_000)]
    ids = [texts(ElementTree.fromstring(file.content), "MsgId") for file in files]  # noqa: S314
    assert len({tuple(one) for one in ids}) == 3


def test_the_message_may_be_in_gb_18030(tmp_path: Path) -> None:
    chinese = profile_of(own_profile(('format = "pain.001"', 'format = "pain.001"\nencoding = "gb18030"')))
    (file,) = order_files(chinese, [order(holder="厦门虚构㛃电子")])
    assert "厦门虚构㛃电子" in file.content.decode("gb18030")
    (tmp_path / "sent.xml").write_bytes(file.content)
    assert read_sent_runs([tmp_path / "sent.xml"], shipped_profiles())[0].problems == ()


REFUSED: dict[str, tuple[MessageProfile, dict[str, object], str, str | None]] = {
    "nobody pays": (SHIPPED, {}, "payer-unnamed", None),
    "no holder": (OURS, {"holder": ""}, "order-value-missing", "Cdtr/Nm"),
    "a long holder": (OURS, {"holder": "厦" * 141}, "order-value-too-long", "Cdtr/Nm"),
    "a holder that XML cannot hold": (OURS, {"holder": "厦\x01门"}, "order-not-writable", "Cdtr/Nm"),
    "half a character": (OURS, {"holder": "厦\ud800门"}, "order-not-writable", "Cdtr/Nm"),
    "no account": (OURS, {"account": ""}, "order-value-missing", "CdtrAcct/Id/Othr/Id"),
    "a long account": (OURS, {"account": "1" * 35}, "order-value-too-long", "CdtrAcct/Id/Othr/Id"),
    "an account with another sign": (OURS, {"account": "12*34"}, "order-not-writable", "CdtrAcct/Id/Othr/Id"),
    "an account in Chinese": (OURS, {"account": "一二三四"}, "order-not-writable", "CdtrAcct/Id/Othr/Id"),
    "no bank": (OURS, {"bank": ""}, "order-value-missing", "CdtrAgt/FinInstnId/Nm"),
    "no union number": (OURS, {"union_number": None}, "order-value-missing", "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId"),
    "an authority with a long name": (
        OURS, {"application": "a-district-far-away-2024-000001"}, "order-value-too-long", "PmtId/EndToEndId",
    ),
    "another century": (OURS, {"application": "350200-1999-000001"}, "order-value-too-long", "PmtId/EndToEndId"),
    "a run with a long name": (
        OURS,
        {"batch": "an-authority-far-far-away-2024-0001", "application": "an-authority-far-far-away-2024-000001"},
        "order-value-too-long", "MsgId",
    ),
    "no fund": (BY_FUND, {"fund": {"fund": "central"}}, "order-value-too-long", "PmtId/EndToEndId"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_message_cannot_have_is_refused_by_name(what: str) -> None:
    profile, changes, code, heading = REFUSED[what]
    with pytest.raises(NotAllowed) as refused:
        order_files(profile, [order(**changes)])
    assert (refused.value.code, refused.value.values.get("heading")) == (code, heading)


def test_the_longest_name_and_account_are_taken() -> None:
    document = written(OURS, order(holder="厦" * 140, account="1" * 34))
    assert [len(one) for one in texts(document, "CdtrAcct/Id/Othr/Id")] == [34]


# Ids


authorities = st.sampled_from(["350200", "350203", "torch", "a", "1", "35-02", "123456789012345678"])
years = st.integers(2000, 2099)


@given(authorities, authorities, authorities, years, years, st.integers(1, 9999), st.integers(1, 999), st.booleans())
def test_an_id_names_what_it_was_made_of_or_is_not_made(
    run: str, case: str, funder: str, year: int, other: int, number: int, of_fund: int, by_fund: bool
) -> None:
    batch, application = f"{run}-{year}-{number:04d}", f"{case}-{other}-{number:06d}"
    fund = f"{funder}-{other}-F{of_fund:03d}" if by_fund else None
    id_ = end_to_end_id(batch, application, fund)
    if id_ is None:
        of_its_own = fund is None or funder == run
        assert not of_its_own or max(len(run), len(case)) > 6, "six digits fit, where a payer draws on its own funds"
    else:
        assert len(id_) <= LENGTH_MAX
        assert PERMITTED.fullmatch(id_)
        assert item_of(id_) == (batch, application, fund)


@pytest.mark.parametrize(
    "id_",
    [
        "", "NOTPROVIDED", "350200240001", "350200240001/", "/24000001", "350200240001/24000001/",
        "350200240001/240001", "350200240001/24000001/24001", "350200240001/24000001/24F01", "350200240001//24000001",
        "3502002400O1/24000001",
        "３５０２００240001/24000001", "350200240001/24000001 ", "240001/24000001", "350200240001/-24000001",
    ],
)  # fmt: skip
def test_what_is_not_of_our_form_names_nothing(id_: str) -> None:
    assert item_of(id_) is None


# Read again, after a restore


def test_a_message_that_was_sent_is_read_again(tmp_path: Path) -> None:
    for name, profile in (("bank", OURS), ("treasury", BY_FUND)):
        items = [order(), order(2, amount_fen=5)]
        path = tmp_path / f"{name}.xml"
        path.write_bytes(order_files(profile, items)[0].content)
        (sent,) = read_sent_runs([path], shipped_profiles())
        assert sent.problems == ()
        (run,) = runs_of([sent])
        assert run.batch == RUN
        assert [(one.application, one.fund, one.amount_fen) for one in run.items] == [
            (one.application, FUND if profile is BY_FUND else None, one.amount_fen) for one in items
        ]


CHANGED_SENT = {
    "another count": ("<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>", "entries-cut-off"),
    "another sum": ("<CtrlSum>54000.05", "<CtrlSum>54000.06", "total-differs"),
    "another amount": (">0.05<", ">0.06<", "total-differs"),
    "another currency": ('Ccy="CNY">0.05', 'Ccy="EUR">0.05', "entry-currency"),
    "an id of somebody's": ("350200240001/35020323000002", "NOTPROVIDED", "cell-no-number"),
    "another run": ("350200240001/35020323000002", "350200240002/35020323000002", "row-other-run"),
    "an item twice": ("350200240001/35020323000002", "350200240001/35020323000001", "row-twice"),
    "another version": ("pain.001.001.09", "pain.001.001.03", "message-not-read"),
    "the end missing": ("</Document>", "", "xml-damaged"),
}


@pytest.mark.parametrize("what", CHANGED_SENT)
def test_a_message_that_was_changed_is_not_what_was_sent(what: str, tmp_path: Path) -> None:
    old, new, code = CHANGED_SENT[what]
    content = order_files(OURS, [order(), order(2, amount_fen=5)])[0].content.decode()
    assert old in content
    (tmp_path / "sent.xml").write_bytes(content.replace(old, new, 1).encode())
    (sent,) = read_sent_runs([tmp_path / "sent.xml"], shipped_profiles())
    assert [one.code for one in sent.problems] == [code]
    assert all(sentence(one) for one in sent.problems)


# Profiles


MISTAKES = {
    "no bank of the payer": ('union_number = "102393000011"\n', "", "orders.payer: Give the payer's bank once"),
    "two banks of the payer": (
        'union_number = "102393000011"', 'union_number = "102393000011"\nbic = "ICBKCNBJ"', "orders.payer: Give",
    ),
    "a bank's number of eleven digits": ('"102393000011"', '"10239300001"', "orders.payer.union_number: “union"),
    "a form that there is not": ('"pain.001"', '"pain.008"', "orders.format: Must be one of: pain.001."),
    "a message that is not read": ('"camt.054"', '"camt.052"', "answers.messages[1]: Must be one of: camt.053, "),
    "a column": ("rows_max = 5000", "columns = []", "orders.columns: “columns” is not a key"),
    "one status for two": ('["BOOK"]', '["BOOK", "PDNG"]', "answers.entries.pending: “PDNG” stands for two results."),
    "one code for two": ('["PMNT/ICDT"]', '["PMNT/ICDT/RRTN"]', "“PMNT/ICDT/RRTN” stands for two results."),
    "one result for two": ('["RJCT", "CANC"]', '["RJCT", "PDNG"]', "statuses.unknown: “PDNG” stands for two results."),
    "never credited": ('credited = ["PMNT/ICDT"]\n', "", "answers.transactions.credited: “credited” is missing."),
    "another brace": ("{application}", "{name}", "orders.remark: Write the remark with {batch}"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_each_mistake_of_a_profile_has_its_sentence(what: str) -> None:
    old, new, expected = MISTAKES[what]
    profile, problems = read_profile(own_profile((old, new)).encode())
    assert profile is None
    assert any(expected in sentence(one) for one in problems), [sentence(one) for one in problems]


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 10**12), st.text(min_size=1, max_size=20)), min_size=1, max_size=5))
def test_sums_are_exact_whatever_the_amounts(items: list[tuple[int, str]]) -> None:
    orders = [order(count, amount_fen=fen) for count, (fen, _name) in enumerate(items, 1)]
    document = ElementTree.fromstring(order_files(OURS, orders)[0].content)  # noqa: S314
    of_items = Counter(texts(document, "InstdAmt"))
    assert of_items == Counter(f"{fen // 100}.{fen % 100:02d}" for fen, _name in items)
    total = sum(fen for fen, _name in items)
    assert texts(document, "GrpHdr/CtrlSum") == [f"{total // 100}.{total % 100:02d}"]
