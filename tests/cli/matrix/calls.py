"""What is typed for each row of the table of permissions, in the office of the matrix, so that the right role succeeds.

Nothing in a call depends on who gives it: the same words that record something for one role are refused to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from domain.base import Part
from tests.cli.application_files import trainee, training, written
from tests.cli.conftest import PROJECT, Bailu
from tests.cli.matrix.cases import PRINTED, TODAY
from tests.cli.matrix.furnishing import (
    ALLOTMENT,
    EMPTY_FUND,
    EVALUATED_ALLOTMENT,
    FUND,
    FUND_OF_2022,
    FUND_OF_2023,
    FUND_TO_ALLOT,
    OTHER_FUND,
    PAID_FILE,
    SETTLED_ALLOTMENT,
    Office,
    notice,
)
from tests.cli.payable_cases import answers
from tests.cli.standards import DRAW_RULES, example
from tests.cli.test_policy import pack
from tests.documents.permissions import Entry
from tests.domain.sample_cases import CITY
from usecases.intake.allotment_notice import content_of

Argv = tuple[object, ...]
WHY = ("--reason", "经核查")
ALONE, FIRST, SECOND = Part.ALONE, Part.FIRST, Part.SECOND
NOBODY = "91350299XN0000005A"
"""A valid code that no register lists and no proposal names."""
ELSEWHERE = frozenset(
    {
        Entry("officer enrol", "second-person", ALONE),
        Entry("payment declare-sent", "declare-sent", FIRST),
        Entry("confirm", "declare-sent", SECOND),
        Entry("store restore", "restore-log", ALONE),
        Entry("store copy", "restore-log", ALONE),
        Entry("store copy", "close-log", ALONE),
        Entry("store reopen", "reopen-office", FIRST),
        Entry("confirm", "reopen-office", SECOND),
        Entry("audit declare-fault", "declare-fault", FIRST),
        Entry("confirm", "declare-fault", SECOND),
        Entry("limit share", "share-limits", FIRST),
        Entry("confirm", "share-limits", SECOND),
    }
)
"""What takes a store that is new, was restored, stood still, has notices alike, or is not to be used any more:
`test_other_stores`.
"""


class Given:
    """The command line with the office's names at hand, as a call needs them."""

    def __init__(self, bureau: Bailu, officer: str = "") -> None:
        self.bureau, self.officer = bureau, officer
        self.office = Office.read(bureau.folder)

    def number(self, name: str) -> str:
        return self.office.numbers[name]

    def batch(self, name: str) -> str:
        return self.office.batches[name]

    def file(self, name: str, content: str) -> Path:
        path = self.bureau.folder / name
        path.write_text(content, encoding="utf-8-sig")
        return path

    def passphrase(self) -> Path:
        path = self.bureau.folder / "passphrase"
        path.write_text("eleven egrets over the wide bay\n", encoding="utf-8")
        path.chmod(0o600)
        return path

    def application(self, name: str, *people: int, **changes: object) -> Path:
        lines = [trainee(person) for person in people]
        tree = training(*lines, facts={"entry": PROJECT, "project_no": name}, **changes)
        return written(self.bureau, tree, f"{name}.json")

    def answer(self, name: str, yuan: int) -> Path:
        return answers(self.bureau, (self.batch(name), self.number(name), yuan, "成功", "2024-05-22", f"A-{name}", ""))


Call = Callable[[Given], Argv]
_SETTLED_HEAD = "单位名称,统一社会信用代码,受理日期,金额（元）,原编号"
_DEBTS_HEAD = "单位名称,统一社会信用代码,项目,尚欠金额（元）,追回事由,决定文号,决定日期,拨付年度"
_REGISTER_HEAD = "统一社会信用代码,名称,有效期起,有效期止,依据文件"
_OTHERS_ACCOUNT = {"holder": "厦门市某某咨询公司", "bank": "厦门银行", "number": "6222021234567890123"}


def _case(verb: str, name: str, *more: object) -> Call:
    return lambda given: (*verb.split(), given.number(name), *more)


def _of_demand(verb: str, name: str, *more: object) -> Call:
    return _case(f"recovery {verb}", name, "r1", *more, "--yes")


def confirm(act: str) -> Call:
    """The answer to what waits under this name."""
    return lambda given: ("confirm", given.office.proposals[act], "--yes")


def _enrol(officer: str, role: str) -> Call:
    return lambda given: ("officer", "enrol", f"{officer}-{given.officer}", "--name", "新人", "--role", role)


def _rules(given: Given) -> str:
    """The next table, since the example waits for its answer."""
    file = given.bureau.folder / "draw-rules.toml"
    file.write_text(DRAW_RULES.read_text("utf-8").replace("number = 1", "number = 2"), encoding="utf-8")
    return str(file)


_BEGUN: Mapping[tuple[str, str], Call] = {
    ("policy adopt", "adopt-policy"): lambda given: (
        "policy", "adopt",
        pack(given.bureau.folder, ("number = 1", "number = 3"), ("from = 2023-08-24", "from = 2024-09-01")),
    ),
    ("standard adopt", "adopt-standard"): lambda given: ("standard", "adopt", example("gig-market")),
    ("calendar adopt", "adopt-calendar"): lambda given: ("calendar", "adopt", "2022"),
    ("officer enrol", "give-rights"): _enrol("newcomer", "clerk"),
    ("officer enrol", "replace-administrator"): _enrol("administrator", "administrator"),
    ("officer grant", "give-rights"): lambda given: ("officer", "grant", "leaving", "approver"),
    ("officer grant", "replace-administrator"): lambda given: (
        "officer", "grant", "off-administrator", "administrator",
    ),
    ("officer except", "except-officer"): lambda given: (
        "officer", "except", "leaving", "--from", "2024-07-01", "--to", "2024-12-31", "--ceiling", "1000",
        "--document", "示6号",
    ),
    ("officer deputy", "appoint-deputy"): lambda given: (
        "officer", "deputy", "locked-out", "--for", "lin", "--from", "2024-07-01", "--to", "2024-07-31",
        "--role", "clerk",
    ),
    ("officer deputy", "keep-officers"): lambda given: ("officer", "deputy", "leaving", "--for", "huang", "--end"),
    ("officer revoke", "keep-officers"): lambda given: ("officer", "revoke", "leaving", "clerk"),
    ("officer suspend", "suspend-officer"): lambda given: ("officer", "suspend", "no-finance"),
    ("officer key-lost", "suspend-officer"): lambda given: (
        "officer", "key-lost", "no-approver", "--since", "2024-05-01",
    ),
    ("officer key-lost", "take-rights"): lambda given: (
        "officer", "key-lost", "authority-350200", "--since", "2024-05-01",
    ),
    ("officer rotate-key", "give-rights"): lambda given: ("officer", "rotate-key", "leaving"),
    ("officer rotate-key", "replace-administrator"): lambda given: ("officer", "rotate-key", "far-administrator"),
    ("officer hand-over", "keep-officers"): lambda given: ("officer", "hand-over", "leaving", "no-supervisor"),
    ("limit import", "import-lines"): lambda given: (
        "limit", "import", given.file("settled.csv", f"{_SETTLED_HEAD}\n某公司,{NOBODY},2024-01-05,1000,旧3\n"),
        "--scheme", "labour-cooperation-operator", "--body", "示局", "--document", "示6号",
    ),
    ("recovery import", "import-recovery"): lambda given: (
        "recovery", "import",
        given.file("debts.csv", f"{_DEBTS_HEAD}\n某公司,{NOBODY},gig-market,1000,多付,示追3号,2024-01-05,2023\n"),
        "--body", "示局", "--document", "示8号", "--treasury", "待缴国库",
    ),
    ("limit take-back", "import-lines"): lambda given: (
        "limit", "take-back", "import-350200-2024-0001", "--document", "示9号",
    ),
    ("register add", "register-entry"): lambda given: (
        "register", "add", "key-enterprises", NOBODY, "--from", "2024-01-01", "--document", "示2号",
    ),
    ("register change", "register-entry"): lambda given: (
        "register", "change", "labour-cooperation-operators", "labour-cooperation-operators/0001",
        "--from", "2024-06-01", "--document", "示4号", "--document", "示5号", "--body", "示局", "--body", "外地局",
    ),
    ("register end", "register-entry"): lambda given: (
        "register", "end", "key-enterprises", "key-enterprises/0001", "--on", "2025-12-31", "--document", "示3号",
    ),
    ("register complete", "register-entry"): lambda given: (
        "register", "complete", "key-enterprises", "--through", "2024-06-11", "--document", "1",
    ),
    ("register import", "register-entry"): lambda given: (
        "register", "import", "key-enterprises",
        given.file("list.csv", f"{_REGISTER_HEAD}\n91350299XN00000047,某公司,2024-01-01,,示4号\n"),
    ),
    ("application submit", "submit"): lambda given: (
        "application", "submit", given.application("new", 801, received_on=TODAY),
    ),
    ("application submit", "backdated-receipt"): lambda given: (
        "application", "submit", given.application("back", 802, received_on="2024-05-06"),
    ),
    ("application submit", "other-account-holder"): lambda given: (
        "application", "submit", given.application("other", 803, received_on=TODAY, account=_OTHERS_ACCOUNT),
    ),
    ("application correct", "correct"): lambda given: (
        "application", "correct", given.number("correct"), given.application("correct", 5),
    ),
    ("application correct", "other-account-holder"): lambda given: (
        "application", "correct", given.number("correct-other"),
        given.application("correct-other", 6, account=_OTHERS_ACCOUNT),
    ),
    ("application submit", "code-as-printed"): lambda given: (
        "application", "submit", given.application("printed", 804, received_on=TODAY, **PRINTED),
    ),
    ("application correct", "code-as-printed"): lambda given: (
        "application", "correct", given.number("correct-printed"),
        given.application("correct-printed", 7, **PRINTED),
    ),
    ("application accept", "accept"): _case("application accept", "accept"),
    ("application refuse", "refuse"): _case("application refuse", "refuse", "--clause", "m03", *WHY),
    ("application request-correction", "request-correction"): _case(
        "application request-correction", "request-correction", *WHY
    ),
    ("application verify", "verify"): _case("application verify", "verify", "--all-declared", "--source", "就业登记"),
    ("application assess", "assess"): _case("application assess", "assess"),
    ("application withdraw", "withdraw"): _case("application withdraw", "withdraw", *WHY),
    ("application transfer", "transfer"): _case("application transfer", "transfer", "--to", "350206", *WHY),
    ("application take-back", "take-back-refusal"): _case("application take-back", "take-back-refusal", *WHY),
    ("application take-back", "take-back-rejection"): _case("application take-back", "take-back-rejection", *WHY),
    ("application suspend", "suspend"): _case("application suspend", "suspend", *WHY),
    ("application resume", "resume"): _case("application resume", "resume"),
    ("application account", "account"): _case(
        "application account", "account", "--holder", "某公司", "--bank", "厦门银行", "--number", "6222021234567890149"
    ),
    ("application waive", "waive"): _case("application waive", "waive", "--limit", "training-yearly", *WHY),
    ("application revise", "revise"): _case(
        "application revise", "revise", "--ground", "ineligible", "--strike", "1", *WHY, "--yes"
    ),
    ("application follow-up", "follow-up"): _case("application follow-up", "follow-up", "--yes"),
    ("application milestone", "milestone"): _case(
        "application milestone", "milestone", "employed-3-months", "--met", "--on", "2024-04-10", "--source", "社保"
    ),
    ("application attach", "attach"): lambda given: (
        "application", "attach", given.number("attach"), given.file("later.txt", "补充材料"),
    ),
    ("application letter", "issue-letter"): _case("application letter", "attach", "receipt", "--out", "receipt.html"),
    ("application letter", "issue-demand"): _case(
        "application letter", "demand-letter", "recovery-demand", "--out", "demand.html"
    ),
    ("application serve", "serve-letter"): _case(
        "application serve", "serve-letter", "--letter", "receipt", "--way", "in-person", "--on", TODAY
    ),
    ("application serve", "serve-recovery-letter"): _case(
        "application serve", "notice-letter", "--letter", "recovery-notice", "--way", "in-person", "--on", TODAY
    ),
    ("public-notice publish", "publish-notice"): _case("public-notice publish", "publish"),
    ("public-notice close", "close-notice"): _case("public-notice close", "close"),
    ("public-notice object", "raise-objection"): _case("public-notice object", "object", *WHY),
    ("public-notice resolve", "answer-objection"): _case("public-notice resolve", "resolve", "o1", "--dismiss", *WHY),
    ("fund increase", "increase-fund"): lambda given: (
        "fund", "increase", FUND, "--amount", "10", "--document", "示6号", "--yes",
    ),
    ("fund transfer", "transfer-fund"): lambda given: (
        "fund", "transfer", FUND, OTHER_FUND, "--amount", "10", "--document", "示7号", "--yes",
    ),
    ("fund carry-over", "carry-over-fund"): lambda given: ("fund", "carry-over", FUND_OF_2022, "--yes"),
    ("fund surrender", "surrender-fund"): lambda given: (
        "fund", "surrender", FUND_OF_2023, "--document", "示8号", "--yes",
    ),
    ("fund plan", "plan-fund"): lambda given: (
        "fund", "plan", FUND, "2024-06", "--amount", "10", "--document", "示9号", "--yes",
    ),
    ("fund close", "close-fund"): lambda given: ("fund", "close", EMPTY_FUND, "--yes"),
    ("book close", "close-month"): lambda given: ("book", "close", "2023-01", "--authority", CITY, "--yes"),
    ("fund draw-rules", "adopt-draw-rules"): lambda given: ("fund", "draw-rules", _rules(given)),
    ("fund open", "open-fund"): lambda given: (
        "fund", "open", "central", "--year", "2025", "--amount", "10", "--document", "示5号", "--yes",
    ),
    ("allotment make", "make-allotment"): lambda given: (
        "allotment", "make", "350203", "--amount", "10", "--year", "2024", "--document", "示20号",
        "--scheme", "gig-market", "--fund", FUND_TO_ALLOT, "--target", "零工市场", "1", "家", "2024-12-31", "--yes",
    ),
    ("allotment evaluate", "evaluate-allotment"): lambda given: (
        "allotment", "evaluate", ALLOTMENT, "--achieved", "1", "8", "--document", "示21号", "--yes",
    ),
    ("allotment release", "release-allotment"): lambda given: (
        "allotment", "release", EVALUATED_ALLOTMENT, "--document", "示22号", "--yes",
    ),
    ("allotment settle", "settle-allotment"): lambda given: (
        "allotment", "settle", EVALUATED_ALLOTMENT, "--document", "示23号", "--yes",
    ),
    ("allotment reclaim", "reclaim-allotment"): lambda given: (
        "allotment", "reclaim", SETTLED_ALLOTMENT, "--document", "示24号", "--yes",
    ),
    ("allotment receive", "receive-allotment"): lambda given: (
        "allotment", "receive", given.file("notice.json", content_of(notice("350200-2024-A902")).decode()), "--yes",
    ),
    ("payment order", "order-payment"): _case("payment order", "order", "--yes"),
    ("payment export", "export-payment"): lambda given: ("payment", "export", given.batch("export"), "order.csv"),
    ("payment attach", "attach-to-run"): lambda given: (
        "payment", "attach", given.batch("export"), given.file("signed.pdf", "审批表"), "--document", "审批表（签字）",
    ),
    ("payment import", "record-credits"): lambda given: ("payment", "import", given.answer("import", 1_000), "--yes"),
    ("payment import", "differing-reply"): lambda given: ("payment", "import", given.answer("differ", 900), "--yes"),
    ("payment correct", "correct-reply"): lambda given: (
        "payment", "correct", given.batch("put-right"), given.number("put-right"), "--on", "2024-05-21",
        "--because", "录入有误", "--yes",
    ),
    ("payment assign", "assign-clearing"): lambda given: (
        "payment", "assign", given.batch("assign"), given.number("assign"), "--to", "bank", "--document", "银行函9",
        "--yes",
    ),
    ("recovery notify", "notify-recovery"): _case(
        "recovery notify", "notify", "--ground", "ineligible", "--basis", "closing-6", "--days", "5", *WHY, "--yes"
    ),
    ("recovery heard", "hear-recovery"): _of_demand("heard", "heard", "--summary", "不同意"),
    ("recovery demand", "demand-recovery"): _of_demand("demand", "demand", *WHY),
    ("recovery remind", "remind-recovery"): _of_demand("remind", "remind"),
    ("recovery serve", "serve-recovery"): _of_demand("serve", "serve", "--due", "2024-07-12"),
    ("recovery object", "object-to-recovery"): _of_demand("object", "object-demand", *WHY),
    ("recovery plan", "plan-recovery"): _of_demand("plan", "plan", "--part", "2024-07-12=1000"),
    ("recovery receive", "receive-recovery"): _of_demand("receive", "receive", "--amount", "500", "--reference", "R-9"),
    ("recovery correct", "correct-receipt"): _of_demand(
        "correct", "receipt-wrong", "--reference", "R-receipt-wrong", "--never", "--because", "他案的回单"
    ),
    ("recovery pay-out", "pay-out-recovery"): lambda given: (
        "recovery", "pay-out", PAID_FILE, "--document", "示财9", "--yes",
    ),
    ("recovery offset", "offset-recovery"): lambda given: (
        "recovery", "offset", given.number("offset"), "r1", "--against", given.number("against"), "--yes",
    ),
    ("recovery reduce", "reduce-recovery"): _of_demand("reduce", "reduce", "--amount", "500", *WHY),
    ("recovery cancel", "cancel-recovery"): _of_demand("cancel", "cancel", *WHY),
    ("recovery write-off", "write-off-recovery"): _of_demand("write-off", "write-off", *WHY),
    ("recovery refer", "refer-recovery"): _of_demand("refer", "refer", "--to", "police", *WHY),
    ("person link", "link-persons"): lambda given: (
        "person", "link", f"{given.number('refuse')}/1", f"{given.number('suspend')}/1", "--document", "公证书9",
    ),
    ("person names", "two-names"): lambda given: (
        "person", "names", f"{given.number('named')}/1", f"{given.number('renamed')}/1", "--document", "更名证明9",
    ),
    ("store backup", "back-up"): lambda given: (
        "store", "backup", f"of-{given.officer}.bailu", "--without-keys",
    ),
    ("store backup", "back-up-with-keys"): lambda given: (
        "store", "backup", f"keys-of-{given.officer}.bailu", "--passphrase-file", given.passphrase(),
    ),
    ("officer rotate-key", "own-key"): lambda given: ("officer", "rotate-key", given.officer),
}  # fmt: skip
_ANSWERED: Mapping[tuple[str, str], Call] = {
    ("application approve", "assess"): _case("application approve", "approve", "--yes"),
    ("application send-back", "assess"): _case("application send-back", "send-back", *WHY),
    ("application reject", "assess"): _case("application reject", "reject"),
    ("payment release", "order-payment"): lambda given: ("payment", "release", given.batch("release"), "--yes"),
    **{
        ("recovery approve", act): _case("recovery approve", name, "r1", "--yes")
        for act, name in (
            ("demand-recovery", "demand-approve"),
            ("reduce-recovery", "reduce-approve"),
            ("cancel-recovery", "cancel-approve"),
            ("write-off-recovery", "write-off-approve"),
            ("refer-recovery", "refer-approve"),
        )
    },
}


def call_of(entry: Entry) -> Call | None:
    """How a row of the table is tried; None where it takes another store."""
    if entry in ELSEWHERE:
        return None
    if entry.part is not Part.SECOND:
        return _BEGUN[entry.verb, entry.act]
    return confirm(entry.act) if entry.verb == "confirm" else _ANSWERED[entry.verb, entry.act]
