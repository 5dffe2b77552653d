"""文书: what each letter says, when it may be written, and that nothing in it can run or hide."""

from __future__ import annotations

import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from domain.application import commands as c
from domain.application.status import DEMANDING
from domain.base import replace
from policies import shipped
from policies.loader import load
from presentation.letters.office import office_of
from tests.cli.application_files import (
    ACCEPTED,
    ACCOUNT,
    APPROVED,
    CLOSED,
    CLOSES,
    PUBLISHED,
    SCHOOL,
    SUBMITTED,
    certificate,
    introduction,
    person,
    resident,
    submitted,
    trainee,
    training,
)
from tests.cli.conftest import POLICY, Bailu
from tests.cli.demanded_case import DEMANDED, owing, sealed
from tests.cli.payable_cases import do, tampering
from tests.cli.standards import adopt_standards, rewritten

# A letter says what the facts of a case say, wherever they are kept.
pytestmark = pytest.mark.on_sqlite

KINDS = (
    "receipt",
    "correction-request",
    "refusal",
    "approval",
    "follow-up",
    "public-notice",
    "recovery-notice",
    "recovery-demand",
    "recovery-reminder",
    "objection-decision",
    "revocation",
    "transfer-notice",
)
NOWHERE = "350203-2024-000999"
VOID = frozenset({"meta", "col", "br", "wbr", "img", "link", "input", "hr"})
REVIEW, SUIT = "六十日内", "六个月内"


class Page(HTMLParser):
    """A page, read strictly: every element that is opened is closed, in its turn. `text` is what people read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(content.decode())
        self.close()
        assert self.open == [], "everything is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data", "onload")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data.strip("\n")


def page(bureau: Bailu, number: str, kind: str, *options: object, officer: str = "lin", clock: str) -> Page:
    """A letter, written as a page that is well-formed, stands alone and runs nothing."""
    ran = bureau("application", "letter", number, kind, *options, "-o", "json", officer=officer, clock=clock)
    content = (bureau.folder / ran.json["file"]).read_bytes()
    assert sha256(content).hexdigest() == ran.json["sha256"]
    read = Page(content)
    assert read.addresses == []
    assert not {"script", "link", "img", "iframe", "object", "form"}.intersection(read.elements)
    assert b"url(" not in content
    assert b"@import" not in content
    assert read.elements.count("h1") == 1
    return read


def says(read: Page, *parts: str) -> None:
    missing = [part for part in parts if part not in read.text]
    assert missing == [], read.text


# What each says


def test_a_receipt_names_what_was_handed_in_and_where_money_would_go(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(documents=[{"name": "花名册", "number": "HMC-1", "sha256": "ab" * 32}]))
    read = page(bureau, number, "receipt", clock=SUBMITTED)
    says(
        read,
        "收件回执",
        f"{SCHOOL}：",
        "2024年5月6日",
        number,
        "共3项",
        "花名册",
        "HMC-1",
        "ab" * 32,
        "不表示申请已被受理",
    )
    says(read, "厦门银行", "6222***********0123", "厦门市思明区人力资源和社会保障局", "二〇二四年五月六日")
    assert ACCOUNT not in read.text


def test_a_correction_request_says_once_all_that_is_missing(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    asked = ("application", "request-correction", number, "--lines", "2", "--reason", "花名册缺少单位盖章")
    assert bureau(*asked, officer="lin", clock=ACCEPTED).code == 0
    read = page(bureau, number, "correction-request", clock=ACCEPTED)
    says(read, "一次性补正告知书", "花名册缺少单位盖章", "王小2", "2024年12月31日", "二〇二四年五月七日")
    assert resident(2) not in read.text
    assert "王小1" not in read.text, "only the lines that were asked about"


def test_a_case_that_was_not_accepted_is_told_why_by_which_clause_and_how_to_object(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    refused = ("application", "refuse", number, "--clause", "closing-3", "--reason", "不属于受理范围")
    assert bureau(*refused, officer="lin", clock=ACCEPTED).code == 0
    read = page(bureau, number, "refusal", clock=ACCEPTED)
    says(
        read,
        "不予受理决定书",
        "不属于受理范围",
        "政策受理实施期限至2024年12月31日",
        "厦人社〔2023〕187号",
        REVIEW,
        SUIT,
    )
    says(read, "中华人民共和国行政复议法", "厦门市思明区人民政府", "中华人民共和国行政诉讼法", "有管辖权的人民法院")


def test_a_refusal_that_rests_on_a_reading_quotes_clause_and_reading(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    refused = ("application", "refuse", number, "--clause", "acceptance-window", "--reason", "逾期")
    assert bureau(*refused, officer="lin", clock=ACCEPTED).code == 0
    says(
        page(bureau, number, "refusal", clock=ACCEPTED), "本通知由厦门市人社局负责解释", "自印发之日2023年8月24日起收件"
    )


def test_a_rejected_case_is_told_what_was_found_line_by_line(bureau: Bailu) -> None:
    (number,) = submitted(
        bureau, training(trainee(1, category="general"), trainee(2, category="general")), until="assessed"
    )
    assert bureau("application", "reject", number, officer="huang", clock=APPROVED).code == 0
    read = page(bureau, number, "refusal", clock=APPROVED)
    says(read, "不予批准决定书", "第1至2项", "人员类别", "退役军人等重点群体开展就业创业培训", REVIEW, SUIT)


def test_an_approval_says_the_amount_in_capitals_and_what_is_not_awarded(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general"), trainee(3)), until="approved")
    read = page(bureau, number, "approval", clock=APPROVED)
    says(
        read,
        "审核决定书",
        "2,000.00元（大写：贰仟元整）",
        "王小1",
        "王小3",
        "下列各项不予支持",
        "第2项",
        "合计　2项",
        REVIEW,
        SUIT,
    )
    says(read, "按就业技能培训1000元/人", "第1项、第3项，每项1,000.00元", "公示五个工作日")
    assert "王小2" not in read.text, "what is not awarded is named by its line"
    assert resident(1) not in read.text


def test_an_approval_in_stages_says_when_each_is_due(bureau: Bailu) -> None:
    (number,) = submitted(bureau, introduction(7), until="approved")
    read = page(bureau, number, "approval", clock=APPROVED)
    says(read, "贰仟元整", "第一期 1,000.00（稳定就业满3个月）", "第二期 1,000.00（稳定就业满6个月）")


def test_an_approval_to_a_person_addresses_them_by_their_name(bureau: Bailu) -> None:
    table = rewritten(bureau, '[rates.senior]\nwhen = { level = "3" }\nyuan = 1_500.50\n')
    bureau.agreed("standard", "adopt", table, officer="lin", second="xu")
    (number,) = submitted(bureau, certificate(4), until="verified")
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 0
    read = page(bureau, number, "approval", clock=APPROVED)
    says(
        read,
        "王小4：",
        "你于2024年5月6日提交",
        "1,500.50元（大写：壹仟伍佰元伍角）",
        f"3502**********{resident(4)[-4:]}",
    )
    assert resident(4) not in read.text


def test_a_public_notice_masks_people_and_says_until_when_and_where_to_object(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(trainee(1), trainee(2, category="general"), trainee(3)), until="published")
    read = page(bureau, number, "public-notice", clock=PUBLISHED)
    says(read, "拟发放名单的公示", SCHOOL, "2024年5月13日至2024年5月20日", "五个工作日", "贰仟元整", "王**")
    says(read, f"3502**********{resident(1)[-4:]}", "有异议的，请在公示期内向厦门市思明区人力资源和社会保障局提出")
    for whole in (*(resident(n) for n in (1, 2, 3)), *(person(n)["name"] for n in (1, 2, 3)), ACCOUNT):
        assert whole not in read.text


def test_a_public_notice_masks_an_applicant_who_is_a_person(bureau: Bailu) -> None:
    adopt_standards(bureau, "skill-certificate")
    (number,) = submitted(bureau, certificate(4), until="verified")
    assert bureau("application", "assess", number, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", number, officer="huang", clock=APPROVED).code == 0
    assert bureau("public-notice", "publish", number, officer="lin", clock=PUBLISHED).code == 0
    read = page(bureau, number, "public-notice", clock=PUBLISHED)
    says(read, "王**（证件号码")
    assert "王小4" not in read.text
    assert resident(4) not in read.text


def test_a_recovery_demand_says_why_how_much_of_which_payment_and_where_to(bureau: Bailu) -> None:
    number = owing(bureau)
    read = page(bureau, number, "recovery-demand", officer="wu", clock=DEMANDED)
    says(
        read,
        "追回通知书",
        "经复查不符合补贴条件",
        "培训期间已在外省就业",
        "1,000.00元（大写：壹仟元整）",
        "B-2024-1",
        "3,000.00",
    )
    says(read, "原则上每人每年可享受不超过3次补贴", "户名", "开户行", "追回编号 r1", REVIEW, SUIT)
    arguments = ("--due", "2024-07-05", "--pay-to", "财政专户 6217000000001", "--reference", "厦思人社追〔2024〕1号")
    read = page(bureau, number, "recovery-demand", *arguments, officer="wu", clock=DEMANDED)
    says(read, "请于2024年7月5日前", "财政专户 6217000000001", "厦思人社追〔2024〕1号", f"编号：{number}-追回-2")


def test_the_account_to_pay_back_to_may_be_the_office_s_own(bureau: Bailu) -> None:
    number = owing(bureau)
    (bureau.folder / "own").mkdir()
    (bureau.folder / "own" / "office.toml").write_text(
        '[350203]\nrefund_account = "思明财政 6217-1"\n', encoding="utf-8"
    )
    (bureau.folder / "bailu.toml").write_text('letters = "own"\n', encoding="utf-8")
    read = page(bureau, number, "recovery-demand", officer="wu", clock=DEMANDED)
    says(read, "收款账户：思明财政 6217-1", "厦门市思明区人力资源和社会保障局")


def test_an_approval_after_a_revision_tells_the_amount_of_today(bureau: Bailu) -> None:
    number = owing(bureau)
    read = page(bureau, number, "approval", clock=DEMANDED)
    says(
        read,
        "变更审核决定书",
        "复查不符合条件",
        "经复查，第1项不符合条件",
        "2,000.00元（大写：贰仟元整）",
        "经复查取消",
    )


@pytest.mark.parametrize(("upheld", "phrase"), [(True, "异议成立"), (False, "异议不成立，予以驳回")])
def test_an_objection_is_answered_with_its_reason(bureau: Bailu, upheld: bool, phrase: str) -> None:
    (number,) = submitted(bureau, training(), until="approved")
    raised = (
        "public-notice",
        "object",
        number,
        "--lines",
        "1",
        "--by",
        "third-party",
        "--reason",
        "第1项学员未参加培训",
    )
    assert bureau(*raised, officer="lin", clock=APPROVED).code == 0
    early = bureau("application", "letter", number, "objection-decision", officer="lin", clock=APPROVED)
    assert (early.code, early.err) == (65, f"{number}: the objection o1 is not decided yet.\n")
    answer = "--uphold" if upheld else "--dismiss"
    proposed = ("public-notice", "resolve", number, "o1", answer, "--reason", "经查考勤记录")
    assert bureau(*proposed, officer="chen", clock=APPROVED).code == 0
    assert bureau("confirm", f"application-{number}", officer="huang", clock=APPROVED).code == 0
    read = page(bureau, number, "objection-decision", "--objection", "o1", clock=APPROVED)
    says(read, "异议处理决定书", phrase, "第1项", "第1项学员未参加培训", "经查考勤记录", "（异议人）", REVIEW, SUIT)


# When it may be written, and what is recorded


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "receipt"])
def test_a_letter_that_does_not_fit_the_case_is_refused_in_one_sentence(bureau: Bailu, kind: str) -> None:
    (number,) = submitted(bureau, training())
    for lang in ("en", "zh"):
        ran = bureau("application", "letter", number, kind, "--lang", lang, officer="lin", clock=SUBMITTED)
        missing = kind.startswith("recovery-") or kind == "objection-decision"
        assert ran.code == (66 if missing else 65)
        assert ran.err.count("\n") == 1
        assert number in ran.err
        assert list(bureau.folder.glob("*.html")) == []
    assert bureau.log()[-1]["name"] == "application.submitted.v1"


def test_a_receipt_is_not_certified_before_a_supervisor_stands_by_its_day(bureau: Bailu) -> None:
    file = bureau.folder / "file.json"
    submitted(bureau, training())
    late = bureau("application", "submit", file, "--on", "2024-04-01", "-o", "json", officer="lin", clock=SUBMITTED)
    ran = bureau("application", "letter", late.json["number"], "receipt", officer="lin", clock=SUBMITTED)
    assert ran.code == 65
    assert "supervisor" in ran.err


def test_a_demand_that_no_supervisor_approved_is_no_letter(bureau: Bailu) -> None:
    number = owing(bureau, approved=False)
    ran = bureau("application", "letter", number, "recovery-demand", officer="wu", clock=DEMANDED)
    assert ran.code == 65
    assert "proposed" in ran.err


def test_a_letter_is_recorded_with_its_hash_before_its_file_is_there(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "letter", number, "receipt", "-o", "json", officer="lin", clock=SUBMITTED)
    fact = bureau.log()[-1]
    assert (fact["name"], fact["actor"]) == ("application.letter-issued.v1", "lin")
    sha = ran.json["sha256"]
    assert fact["data"] == {"letter": "receipt", "about": None, "sha256": sha, "issued_on": SUBMITTED}
    file = bureau.folder / f"{number}-receipt-1.html"
    assert sha256(file.read_bytes()).hexdigest() == ran.json["sha256"]
    assert file.stat().st_mode & 0o077 == 0, "names stand in it in full"
    assert not list(bureau.folder.glob(".bailu-*"))


def test_letters_of_many_cases_go_into_one_folder(bureau: Bailu) -> None:
    one, two, three = submitted(
        bureau, training(), training(facts={"entry": "XM-2"}), training(facts={"entry": "XM-3"})
    )
    assert bureau("application", "accept", two, officer="lin", clock=ACCEPTED).code == 0
    many = ("application", "letter", "--all", "--status", "submitted", "receipt")
    assert bureau(*many, "--out", "letters", officer="lin", clock=ACCEPTED).code == 2, "there is no such folder"
    (bureau.folder / "letters").mkdir()
    size = len(bureau.log())
    look = bureau(*many, "--out", "letters", "--dry-run", officer="lin", clock=ACCEPTED)
    assert (look.code, len(look.out.splitlines()), len(bureau.log())) == (0, 2, size)
    ran = bureau(*many, "--out", "letters", "-o", "json", officer="lin", clock=ACCEPTED)
    assert [(row["number"], row["recorded"]) for row in ran.json] == [(one, True), (three, True)]
    written = sorted(path.name for path in (bureau.folder / "letters").iterdir())
    assert written == [f"{one}-receipt-1.html", f"{three}-receipt-1.html"]
    again = bureau(*many, "--out", "letters", officer="lin", clock=ACCEPTED)
    assert again.code == 0
    assert again.out.count("Nothing was recorded.") == 2
    assert len(bureau.log()) == size + 2


def test_a_case_that_a_letter_does_not_fit_stands_in_nobody_s_way(bureau: Bailu) -> None:
    one, two = submitted(bureau, training(), training(facts={"entry": "XM-2"}))
    refuse = ("application", "refuse", two, "--clause", "closing-3", "--reason", "不属于受理范围")
    assert bureau(*refuse, officer="lin", clock=ACCEPTED).code == 0
    ran = bureau("application", "letter", one, two, NOWHERE, "refusal", officer="lin", clock=ACCEPTED)
    assert ran.code == 66
    assert [line.split(" ")[0].rstrip(":") for line in ran.err.splitlines()][:1] == [one]
    assert NOWHERE in ran.err
    assert ran.out.startswith(f"{two}-refusal-1.html is written")
    assert bureau("application", "letter", one, two, "farewell", officer="lin", clock=ACCEPTED).code == 2


def test_the_same_letter_again_says_so_and_keeps_its_day(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    first = bureau("application", "letter", number, "receipt", "-o", "json", officer="lin", clock=SUBMITTED).json
    before = len(bureau.log())
    again = bureau("application", "letter", number, "receipt", officer="lin", clock=ACCEPTED)
    assert again.out == (
        f"{number}-收件-1 was issued on {SUBMITTED} by lin; this is the same letter.\n"
        f"{first['file']} is there already, exactly so. Nothing was recorded.\n"
    )
    assert len(bureau.log()) == before
    # Made once more elsewhere, it shows the names once more, which is recorded; it is the same letter all the same.
    copy = bureau(
        "application", "letter", number, "receipt", "--out", "copy.html", "-o", "json", officer="lin", clock=ACCEPTED
    )
    assert (copy.json["sha256"], copy.json["on"], copy.json["issued_before"]) == (first["sha256"], SUBMITTED, True)
    assert len(bureau.log()) == before + 1


def test_a_letter_that_says_something_else_is_another_letter(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    assert bureau("application", "letter", number, "receipt", officer="lin", clock=SUBMITTED).code == 0
    (bureau.folder / "更正.pdf").write_bytes(b"%PDF")
    assert bureau("application", "attach", number, "更正.pdf", officer="lin", clock=ACCEPTED).code == 0
    second = bureau("application", "letter", number, "receipt", "-o", "json", officer="lin", clock=ACCEPTED).json
    assert (second["letter_number"], second["issued_before"]) == (f"{number}-收件-2", False)
    says(Page((bureau.folder / second["file"]).read_bytes()), "更正.pdf", "二〇二四年五月七日")


def test_a_file_that_is_there_is_never_overwritten_and_nothing_is_recorded(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    (bureau.folder / "x.html").write_text("precious")
    before = len(bureau.log())
    (bureau.folder / "link.html").symlink_to("x.html")
    for out in ("x.html", "no/such/folder/x.html", "link.html", "/dev/full", "/dev/zero"):
        ran = bureau("application", "letter", number, "receipt", "--out", out, officer="lin", clock=SUBMITTED)
        assert ran.code in (65, 69)
        assert ran.err.count("\n") == 1
    assert (bureau.folder / "x.html").read_text() == "precious"
    assert len(bureau.log()) == before


def test_only_a_clerk_writes_letters_and_only_finance_writes_demands(bureau: Bailu) -> None:
    number = owing(bureau)
    for kind, officer in (("receipt", "huang"), ("receipt", "gao"), ("recovery-demand", "lin")):
        assert bureau("application", "letter", number, kind, officer=officer, clock=DEMANDED).code == 77
    assert list(bureau.folder.glob("*.html")) == []


def test_a_dry_run_writes_and_records_nothing(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    before = len(bureau.log())
    ran = bureau("application", "letter", number, "receipt", "--dry-run", officer="lin", clock=SUBMITTED)
    assert (ran.code, ran.out) == (0, f"Would write the receipt {number}-收件-1 to {number}-receipt-1.html.\n")
    assert list(bureau.folder.glob("*.html")) == []
    assert len(bureau.log()) == before


def test_a_letter_whose_answer_was_lost_is_made_again_under_the_same_command(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    arguments = ("application", "letter", number, "receipt", "--command-id", "6f1c7a60-0000-4000-8000-000000000001")
    assert bureau(*arguments, officer="lin", clock=SUBMITTED).code == 0
    file = bureau.folder / f"{number}-receipt-1.html"
    content, before = file.read_bytes(), len(bureau.log())
    file.unlink()
    assert bureau(*arguments, officer="lin", clock=ACCEPTED).code == 0
    assert file.read_bytes() == content
    assert len(bureau.log()) == before


def test_nobody_who_was_forgotten_is_named(bureau: Bailu) -> None:
    (own, class_) = submitted(bureau, certificate(4), training(), until="verified")
    assert bureau("application", "assess", class_, officer="chen", clock=APPROVED).code == 0
    assert bureau("application", "approve", class_, officer="huang", clock=APPROVED).code == 0
    session = bureau.session("lin", APPROVED)
    with session.repository() as repository:
        forgotten = [repository.case(own).applicant.party, repository.case(class_).lines[2].person]
    session.close()
    with tampering(bureau) as connection:
        for party in forgotten:
            assert connection.execute("DELETE FROM person_keys WHERE party = ?", (party,)).rowcount == 1
    ran = bureau("application", "letter", own, "receipt", officer="lin", clock=APPROVED)
    assert (ran.code, ran.err) == (65, f"{own}: the applicant was forgotten, and no letter can name them any more.\n")
    says(page(bureau, class_, "approval", clock=APPROVED), "王小1", "（已删除）", "王小3", "叁仟元整")


def test_options_of_another_letter_are_a_matter_of_usage(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    for options in (("--recovery", "r1"), ("--objection", "o1"), ("--due", CLOSES), ("--pay-to", "户名")):
        ran = bureau("application", "letter", number, "receipt", *options, officer="lin", clock=SUBMITTED)
        assert ran.code == 2
        assert options[0] in ran.err


def test_a_letter_stands_in_the_timeline_of_its_case(bureau: Bailu) -> None:
    number = owing(bureau)
    assert bureau("application", "letter", number, "recovery-demand", officer="wu", clock=DEMANDED).code == 0
    shown = bureau("application", "show", number, "-o", "json", officer="gao", clock=DEMANDED).json
    last = shown["timeline"][-1]
    assert (last["officer"], last["fact"]) == ("wu", "application.letter-issued.v1")
    assert "recovery demand" in last["happened"]
    assert "r1" in last["happened"]


# Hostile text, and an office's own templates


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% raw %}",
        "\"'><img src=x onerror=alert(1)>",
        "</main></body><h1>审核决定书</h1>",
    ],
)
def test_what_applicants_write_stays_text(bureau: Bailu, hostile: str) -> None:
    documents = [{"name": hostile, "number": hostile}]
    holder = {"holder": hostile, "bank": hostile, "number": ACCOUNT}
    (number,) = submitted(bureau, training(documents=documents, account=holder))
    read = page(bureau, number, "receipt", clock=SUBMITTED)
    assert read.text.count(hostile) >= 4, "it is shown as it was written"


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\x07", "\x1b[31m", "\u0085"])
def test_what_steers_the_text_without_being_seen_becomes_a_mark(bureau: Bailu, hidden: str) -> None:
    """The border refuses such text; what was sealed by other means is harmless in a letter all the same."""
    (number,) = submitted(bureau, training())
    reason = sealed(bureau, number, f"花名册{hidden}有误")
    do(bureau, c.RequestCorrection(application=number, lines=(), reason=reason), "lin", ACCEPTED)
    read = page(bureau, number, "correction-request", clock=ACCEPTED)
    assert hidden[0] not in read.text
    assert "花名册\ufffd" in read.text


def test_an_office_changes_a_template_and_says_who_it_is(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    folder = bureau.folder / "文书"
    folder.mkdir()
    (folder / "receipt.html").write_text(
        '{% extends "shipped/receipt.html" %}{% block foot %}<p>窗口：3号</p>{% endblock %}', encoding="utf-8"
    )
    (folder / "office.toml").write_text(
        '[350203]\nname = "厦门市思明区就业中心"\naddress = "湖滨南路1号"\ntelephone = "0592-0000000"\n',
        encoding="utf-8",
    )
    ran = bureau(
        "application", "letter", number, "receipt", "-o", "json", officer="lin", clock=SUBMITTED, BAILU_LETTERS="文书"
    )
    read = Page((bureau.folder / ran.json["file"]).read_bytes())
    says(read, "厦门市思明区就业中心", "窗口：3号", "收件回执")
    (bureau.folder / "bailu.toml").write_text('letters = "文书"\n', encoding="utf-8")
    assert bureau(
        "application", "letter", number, "receipt", "--dry-run", "-o", "json", officer="lin", clock=SUBMITTED
    ).json["issued_before"]


@pytest.mark.parametrize(
    ("name", "content", "phrase"),
    [
        (
            "receipt.html",
            "{% extends 'letter.html' %}\n{% block text %}{{ applicant.nome }}{% endblock %}",
            "receipt.html:2",
        ),
        ("receipt.html", "\n\n{% if %}", "receipt.html:3"),
        ("receipt.html", "{{ letter.__class__.__mro__ }}", "unsafe"),
        ("receipt.html", "{% include 'nowhere.html' %}", "nowhere.html"),
        ("office.toml", "[350203]\nphone = '1'\n", "phone"),
        ("office.toml", "[350203\n", "office.toml"),
    ],
)
def test_a_template_that_does_not_work_is_said_with_its_place(
    bureau: Bailu, name: str, content: str, phrase: str
) -> None:
    (number,) = submitted(bureau, training())
    folder = bureau.folder / "own"
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    ran = bureau("application", "letter", number, "receipt", officer="lin", clock=SUBMITTED, BAILU_LETTERS="own")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert phrase in ran.err
    assert bureau.log()[-1]["name"] == "application.submitted.v1"


def test_a_folder_of_templates_that_is_not_there_is_said(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    ran = bureau("application", "letter", number, "receipt", officer="lin", clock=SUBMITTED, BAILU_LETTERS="nowhere")
    assert (ran.code, ran.err) == (2, "There is no folder of letter templates at nowhere.\n")


def test_every_ground_on_which_money_is_demanded_has_its_words() -> None:
    from presentation.letters.pages import SHIPPED

    words = dict(re.findall(r'"([a-z-]+)": "([^"]+)"', (SHIPPED / "recovery-demand.html").read_text("utf-8")))
    assert words.keys() == {ground.value for ground in DEMANDING}


def test_closed_notices_are_not_posted(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="closed")
    ran = bureau("application", "letter", number, "public-notice", officer="lin", clock=CLOSED)
    assert (ran.code, ran.err) == (65, f"{number} is payable: no public notice runs.\n")


def test_the_examples_of_the_documentation_work(bureau: Bailu) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "letters.md").read_text("utf-8")
    folder = bureau.folder / "文书模板"
    folder.mkdir()
    files = re.findall(r"```\w+\n((?:# |\{# )文书模板/([\w.]+).*?)```", guide, re.DOTALL)
    assert sorted(name for _content, name in files) == ["letter.html", "office.toml", "receipt.html"]
    for content, name in files:
        (folder / name).write_text(content, encoding="utf-8")
    (setting,) = re.findall(r"```toml\n(letters = .*?)```", guide, re.DOTALL)
    (bureau.folder / "bailu.toml").write_text(setting, encoding="utf-8")
    (number,) = submitted(bureau, training())
    refused = ("application", "refuse", number, "--clause", "closing-3", "--reason", "不属于受理范围")
    says(page(bureau, number, "receipt", clock=SUBMITTED), "厦门市思明区人力资源和社会保障局一楼3号窗口")
    assert bureau(*refused, officer="lin", clock=ACCEPTED).code == 0
    says(page(bureau, number, "refusal", clock=ACCEPTED), "厦门市思明区人民法院", "民族路50号")
    assert "26pt" in (bureau.folder / f"{number}-refusal-1.html").read_text("utf-8")
    kinds = re.findall(r"^\| `([a-z-]+)` \| (?!given)", guide, re.MULTILINE)
    assert set(kinds) == set(KINDS)


def test_a_notice_of_a_district_alone_needs_no_city_to_name_its_office() -> None:
    edition = load(shipped(POLICY))
    alone = replace(edition, authorities={"350203": edition.authorities["350203"]})
    assert office_of(alone, "350203", "350200", None).name == "思明区人力资源和社会保障局"
    assert office_of(edition, "350203", "350200", None).name == "厦门市思明区人力资源和社会保障局"


def test_a_folder_that_is_not_there_is_no_file(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training())
    before = bureau.log()
    ran = bureau("application", "letter", number, "receipt", "--out", "nodir/", officer="lin", clock=SUBMITTED)
    assert (ran.code, ran.out) == (65, "")
    assert "nodir/" in ran.err
    assert bureau.log() == before
    assert not (bureau.folder / "nodir").exists()
