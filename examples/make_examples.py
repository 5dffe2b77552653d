"""Writes the examples of this folder: the same bytes each time.

    python examples/make_examples.py [FOLDER]

Nobody in them exists. Identity numbers and credit codes have right check digits and the region 350299, which no place
in China has; names say 示 ("example"); the bank is 虚构银行 ("fictional bank").
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from stdnum.cn import ric
from stdnum.cn import uscc as uscc_standard

from domain.entitlement.edition import Edition
from policies import shipped
from policies.loader import load
from usecases.intake.roster import ID_KIND_LABELS, fact_column, roster_columns

POLICY = "xiamen-2023-187"
REGION = "350299"
MADE_AT = datetime(2024, 5, 1)  # noqa: DTZ001  a workbook's properties have no time zone
SURNAMES = "陈林黄张李王吴蔡刘杨许郑谢郭洪邱曾叶苏周"
NUMERALS = "一二三四五六七八九十"
SEED = 187

Row = dict[str, object]
"""A row of a roster, by the keys of its columns; labels are Chinese, as people write them."""


def main(folder: Path) -> None:
    edition = load(shipped(POLICY))
    people = People()
    key_enterprise_training(folder, edition, people)
    project_skills_training(folder, edition, people)
    labour_introduction(folder, edition, people)
    skill_certificate(folder, people)
    gig_market(folder)
    refused_for_its_hours(folder, people)
    roster_with_mistakes(folder, edition, people)
    registers(folder)
    one_not_compared(folder, people)
    settled_elsewhere(folder, people)


class People:
    """Fictional people, one after the other; each call of `next` is somebody else."""

    def __init__(self) -> None:
        self.random = Random(SEED)
        self.made = 0

    def next(self) -> Row:
        born = date(1968, 1, 1) + timedelta(days=self.random.randrange(365 * 36))
        number = f"{REGION}{born:%Y%m%d}{self.made % 1000:03d}"
        return self._person("resident-id", number + ric.calc_check_digit(f"{number}0"))

    def with_document(self, kind: str, number: str) -> Row:
        """Somebody with another document than a resident identity card."""
        if kind == "foreign-permanent-resident":
            number += ric.calc_check_digit(f"{number}0")
        return self._person(kind, number)

    def _person(self, kind: str, number: str) -> Row:
        self.made += 1
        given = NUMERALS[self.made // 10 % 10] + NUMERALS[self.made % 10]
        name = f"{SURNAMES[self.made % len(SURNAMES)]}示{given}"
        return {"name": name, "id_kind": ID_KIND_LABELS[kind][0], "id_number": number}


def organisation(serial: int) -> str:
    """The credit code of a fictional enterprise."""
    body = f"91{REGION}XN{serial:07d}"
    return body + uscc_standard.calc_check_digit(body)


ELECTRONICS = ("厦门虚构电子有限公司", organisation(1))
SCHOOL = ("厦门虚构职业培训学校", organisation(2))
AGENCY = ("厦门虚构人力资源有限公司", organisation(3))
FACTORY = ("厦门虚构光电有限公司", organisation(4))
INSTRUMENTS = ("厦门虚构仪器有限公司", organisation(5))
MARKET = ("厦门虚构零工服务有限公司", organisation(6))
MARKETS = ("LG-2024-示-01",)
PROJECTS = ("XM-2024-示-07", "XM-2024-示-11", "XM-2024-示-08")
CLASSES = ("XG-2024-示-01", "XG-2024-示-02", "YQ-2024-示-01")
"""The entries that the applications name."""


def key_enterprise_training(folder: Path, edition: Edition, people: People) -> None:
    """Two classes of 45 employees; one of them has left the enterprise, as the comparison finds out."""
    others = [
        people.with_document("hong-kong-macau-permit", "H99999901"),
        people.with_document("taiwan-permit", "99999901"),
        people.with_document("foreign-permanent-resident", "93599919900101001"),
        people.with_document("passport", "E99999901"),
    ]
    rows = []
    for number, person in enumerate([*(people.next() for _ in range(41)), *others], 1):
        facts: Row = {
            "entry": CLASSES[0 if number % 3 else 1],
            "employee": "是",
            "exam_passed": "是",
            "certificate_kind": "企业内部考核合格证书",
            "certificate_no": f"XG-2024-{number:03d}",
        }
        rows.append({**person, **facts})
    scheme = "key-enterprise-training"
    write_workbook(folder / f"{scheme}.xlsx", edition, scheme, rows)
    write_json(
        folder / f"{scheme}.json", application(scheme, "torch", "2024-05-06", ELECTRONICS, ["培训计划", "花名册"])
    )
    verifications = [(line, "否" if line == 17 else "是", "社会保险登记", "2024-05-08") for line in range(1, 46)]
    write_csv(folder / f"{scheme}.verifications.csv", ("行号", "是否本企业职工", "核验来源", "核验日期"), verifications)


def project_skills_training(folder: Path, edition: Edition, people: People) -> None:
    """A training provider's 500 trainees; the comparison finds that eight are in no priority group."""
    groups = ["农民工", "失业人员", "就业困难人员", "离校两年内未就业高校毕业生", "退役军人"]
    rows = []
    for number in range(1, 501):
        facts: Row = {
            "category": people.random.choice(groups),
            "certificate_kind": "培训合格证",
            "certificate_no": f"PX-2024-{number:04d}",
            "certificate_issuer": SCHOOL[0],
        }
        rows.append({**people.next(), **facts})
    scheme = "project-skills-training"
    write_workbook(folder / f"{scheme}.xlsx", edition, scheme, rows)
    given = application(scheme, "350200", "2024-05-13", SCHOOL, ["培训项目备案表", "花名册"])
    write_json(folder / f"{scheme}.json", {**given, "entry": PROJECTS[0]})
    verifications = [
        (line, "一般人员" if line % 61 == 0 else row["category"], "就业失业登记", "2024-05-15")
        for line, row in enumerate(rows, 1)
    ]
    write_csv(folder / f"{scheme}.verifications.csv", ("行号", "人员类别", "核验来源", "核验日期"), verifications)


def labour_introduction(folder: Path, edition: Edition, people: People) -> None:
    """Twelve workers introduced to a key enterprise, on a roster in GB 18030; the last is a dispatched worker."""
    rows: list[Row] = []
    for number in range(1, 13):
        facts: Row = {
            "employer_uscc": FACTORY[1],
            "hired_on": date(2024, 2, 19) + timedelta(days=number % 4),
            "from_outside_city": "是",
            "first_time_in_city": "是",
            "dispatched": "是" if number == 12 else "否",
        }
        rows.append({**people.next(), **facts})
    scheme = "labour-introduction"
    columns = [column for column in roster_columns(edition, edition.schemes[scheme]) if column.key in rows[0]]
    content = [[row[column.key] for column in columns] for row in rows]
    write_csv(folder / f"{scheme}.csv", [column.heading for column in columns], content, encoding="gb18030")
    write_text(folder / f"{scheme}.toml", LABOUR_INTRODUCTION)
    keys = ("employer_uscc", "hired_on", "from_outside_city", "first_time_in_city", "dispatched")
    headings = ("行号", *(edition.vocabulary[key].zh for key in keys), "核验来源", "核验日期")
    verifications = [
        (line, *(row[key] for key in keys), "就业登记、社会保险登记", "2024-05-22") for line, row in enumerate(rows, 1)
    ]
    write_csv(folder / f"{scheme}.verifications.csv", headings, verifications)
    # Ten stayed three months, which are over by the end of May; the eleventh left in April.
    stayed = [(line, "稳定就业满3个月", "是", "2024-05-31", "社会保险登记", FACTORY[1]) for line in range(1, 11)]
    results = [*stayed, (11, "稳定就业满3个月", "否", "2024-04-30", "社会保险登记", "")]
    headings = ("行号", "节点", "是否达到", "日期", "来源", "用人单位统一社会信用代码")
    write_csv(folder / f"{scheme}.milestones.csv", headings, results)


LABOUR_INTRODUCTION = f"""\
# 劳务引进补贴申请。花名册另附：--roster labour-introduction.csv
# An application for labour introduction. Its lines are in the roster.
scheme = "labour-introduction"
policy = "{POLICY}"
authority = "350203"
received_on = 2024-05-20

[applicant]
kind = "organisation"
name = "{AGENCY[0]}"
uscc = "{AGENCY[1]}"

[account]
holder = "{AGENCY[0]}"
bank = "虚构银行厦门分行"
number = "9900 0000 0000 0003"

[[documents]]
name = "引进人员花名册"
sha256 = "{sha256("引进人员花名册".encode()).hexdigest()}"
"""


def skill_certificate(folder: Path, people: People) -> None:
    """A worker applies in person for a skill-level certificate; how much it is, a standard says."""
    worker = people.next()
    facts: Row = {
        "certificate_kind": "skill-level",
        "certificate_no": "S000035029924000001",
        "certificate_issuer": "厦门虚构技能评价机构",
        "certificate_on": "2024-03-15",
        "occupation": "电工",
        "level": "3",
        "local_worker": True,
    }
    given: Row = {
        "scheme": "skill-certificate",
        "policy": POLICY,
        "documents": documents(["职业技能等级证书"]),
        "applicant": {"kind": "person", **worker, "id_kind": "resident-id"},
        "authority": "350200",
        "received_on": "2024-05-08",
        "account": account(str(worker["name"]), 6),
        "lines": [{"facts": facts}],
    }
    write_json(folder / "skill-certificate.json", given)
    compared = ("职业技能等级证书", facts["certificate_no"], "2024-03-15", "电工", "三级（高级工）", "是")
    verifications = [(1, *compared, "技能人才评价证书全国联网查询、社会保险登记", "2024-05-09")]
    of_certificate = ("证书类别", "证书编号", "发证日期", "职业（工种）", "技能等级")
    headings = ("行号", *of_certificate, "是否本市劳动者", "核验来源", "核验日期")
    write_csv(folder / "skill-certificate.verifications.csv", headings, verifications)


def gig_market(folder: Path) -> None:
    """The operator of a market that a committee has scored, and what it determined by its minutes."""
    given = application("gig-market", "350203", "2024-07-04", MARKET, ["运营协议"])
    write_json(folder / "gig-market.json", {**given, "lines": [{"facts": {"entry": MARKETS[0]}}]})
    headings = ("行号", "核定金额（元）", "理由", "核定机构", "核定文号", "评分表")
    determined = [
        (1, "600000.00", "按评分和服务规模核定", "厦门虚构零工市场评审组", "评审纪要（虚构）〔2024〕3号", "评分表示01")
    ]
    write_csv(folder / "gig-market.determinations.csv", headings, determined)


def refused_for_its_hours(folder: Path, people: People) -> None:
    """A class of 41 hours of which 20 offline, as its entry states: below the half that m03 asks for."""
    person = people.next()
    facts = {"employee": True, "exam_passed": True, "certificate_kind": "internal", "certificate_no": "YQ-2024-001"}
    given = application("key-enterprise-training", "torch", "2024-05-09", INSTRUMENTS, ["培训计划"])
    lines = [{"person": {**person, "id_kind": "resident-id"}, "facts": facts}]
    write_json(folder / "refused-for-its-hours.json", {**given, "entry": CLASSES[2], "lines": lines})
    # The same as a question that needs no store: what the registers would say stands in the file.
    stated = {"hours_total": 41, "hours_offline": 20, "occupation": "6-26-01-01", "level": "none"}
    asked = {key: given[key] for key in ("scheme", "policy", "received_on")}
    registers = {"demonstration-enterprises": True, "enterprise-classes": {**stated, "completed_on": "2024-04-26"}}
    write_json(folder / "evaluation.json", {**asked, "registers": registers, "lines": [{"facts": facts}]})


def one_not_compared(folder: Path, people: People) -> None:
    """Three trainees, of whom the comparison answered for two: one is in no priority group, and the third is open."""
    scheme = "project-skills-training"
    lines = []
    for number in (1, 2, 3):
        facts = {
            "category": "unemployed",
            "certificate_kind": "completion",
            "certificate_no": f"PX-2024-9{number:03d}",
            "certificate_issuer": SCHOOL[0],
        }
        lines.append({"person": {**people.next(), "id_kind": "resident-id"}, "facts": facts})
    given = application(scheme, "350200", "2024-07-04", SCHOOL, ["培训项目备案表"])
    write_json(folder / "one-not-compared.json", {**given, "entry": PROJECTS[1], "lines": lines})
    verifications = [(1, "失业人员", "就业失业登记", "2024-07-04"), (2, "一般人员", "就业失业登记", "2024-07-04")]
    headings = ("行号", "人员类别", "核验来源", "核验日期")
    write_csv(folder / "one-not-compared.verifications.csv", headings, verifications)


def roster_with_mistakes(folder: Path, edition: Edition, people: People) -> None:
    """A roster of `key-enterprise-training` on which `roster check` finds a mistake of every common kind."""
    mistakes: list[Row] = [
        {},
        {"id_number": wrong_check_digit(str(people.next()["id_number"]))},
        {"id_number": 350299199001010100},
        {"id_number": "350299900101010"},
        {"id_kind": "驾驶证"},
        {"name": None},
        {"hours_total": "四十"},
        {"hours_offline": "=E2/2"},
        {"employee": "也许"},
        {"certificate_kind": "毕业证"},
        {"certificate_on": "2024-02-30"},
        {"certificate_on": "2024 年春"},
        {"name": "示\u202e例"},
    ]
    rows = []
    for number, mistake in enumerate(mistakes, 1):
        facts: Row = {
            "employee": "是",
            "hours_total": 40,
            "hours_offline": 20,
            "exam_passed": "是",
            "certificate_kind": "企业内部考核合格证书",
            "certificate_no": f"CW-2024-{number:03d}",
            "certificate_on": "2024-04-30",
        }
        rows.append({**people.next(), **facts, **mistake})
    write_workbook(folder / "roster-with-mistakes.xlsx", edition, "key-enterprise-training", [*rows, rows[0]])


def wrong_check_digit(number: str) -> str:
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def registers(folder: Path) -> None:
    """The lists that the applications above are looked up in."""
    headings = ("统一社会信用代码", "名称", "有效期起", "有效期止", "依据文件")
    year = ("2024-01-01", "2024-12-31")
    demonstration = [
        (ELECTRONICS[1], ELECTRONICS[0], *year, "厦人社（虚构）〔2024〕1号", 60),
        (INSTRUMENTS[1], INSTRUMENTS[0], *year, "厦人社（虚构）〔2024〕1号", 30),
    ]
    write_csv(folder / "register.demonstration-enterprises.csv", (*headings, "培训规模（人）"), demonstration)
    recognised = ("厦人社（虚构）〔2023〕9号；虚构州人社〔2023〕12号", "厦门市人社局；虚构州人社局", "虚构州")
    operators = [(AGENCY[1], AGENCY[0], "2023-09-01", "", *recognised)]
    write_csv(folder / "register.labour-cooperation-operators.csv", (*headings, "认定单位", "劳务输出地"), operators)
    employers = [(FACTORY[1], FACTORY[0], "2024-01-01", "", "厦人社（虚构）〔2024〕2号")]
    write_csv(folder / "register.key-enterprises.csv", headings, employers)
    # What is no body has a number of its own, and an owner.
    of_something = ("编号", "名称", "所属单位统一社会信用代码", *headings[2:])
    training = ("职业（工种）", "技能等级", "结业日期")
    markets = [(MARKETS[0], "虚构零工市场", MARKET[1], *year, "厦人社（虚构）〔2024〕7号")]
    write_csv(folder / "register.gig-markets.csv", of_something, markets)
    document = "厦人社（虚构）〔2024〕5号"
    projects = [
        (
            PROJECTS[0],
            "电工初级班",
            SCHOOL[1],
            *year,
            document,
            500,
            "就业技能培训",
            "电工",
            "五级（初级工）",
            "2024-04-26",
        ),
        (
            PROJECTS[1],
            "电工夏季班",
            SCHOOL[1],
            *year,
            document,
            30,
            "就业技能培训",
            "电工",
            "五级（初级工）",
            "2024-06-14",
        ),
        (
            PROJECTS[2],
            "养老护理班",
            SCHOOL[1],
            *year,
            document,
            30,
            "就业技能培训",
            "养老护理员",
            "五级（初级工）",
            "2024-05-31",
        ),
    ]
    columns = (*of_something, "计划培训人数（人）", "项目类别", *training)
    write_csv(folder / "register.training-projects.csv", columns, projects)
    document = "厦高管（虚构）〔2024〕6号"
    classes = [
        (CLASSES[0], "半导体装调一班", ELECTRONICS[1], *year, document, 40, 20, "6-25-04-07", "无等级", "2024-04-30"),
        (CLASSES[1], "半导体装调二班", ELECTRONICS[1], *year, document, 48, 30, "6-25-04-07", "无等级", "2024-04-30"),
        (CLASSES[2], "仪器装调班", INSTRUMENTS[1], *year, document, 41, 20, "6-26-01-01", "无等级", "2024-04-26"),
    ]
    columns = (*of_something, "培训总课时", "线下课时", *training)
    write_csv(folder / "register.enterprise-classes.csv", columns, classes)


def application(scheme: str, authority: str, received_on: str, applicant: tuple[str, str], names: list[str]) -> Row:
    """An application of an organisation whose lines stand in a roster."""
    name, code = applicant
    return {
        "scheme": scheme,
        "policy": POLICY,
        "documents": documents(names),
        "applicant": {"kind": "organisation", "name": name, "uscc": code},
        "authority": authority,
        "received_on": received_on,
        "account": account(name, int(code[10:17])),
    }


def account(holder: str, serial: int) -> Row:
    return {"holder": holder, "bank": "虚构银行厦门分行", "number": f"99{serial:014d}"}


def documents(names: Iterable[str]) -> list[Row]:
    return [{"name": name, "sha256": sha256(name.encode()).hexdigest()} for name in names]


def write_workbook(path: Path, edition: Edition, scheme: str, rows: Sequence[Row]) -> None:
    """A roster as people hand it in: text as text, numbers as numbers, days as dates; `=…` becomes a formula."""
    columns = [column for column in roster_columns(edition, edition.schemes[scheme]) if column.key in rows[0]]
    beside = rows[0].keys() - {column.key for column in columns}  # What somebody's roster has, and nobody asks for.
    columns += [fact_column(kind, required=False) for name, kind in edition.vocabulary.items() if name in beside]
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": scheme, "created": MADE_AT})
    sheet: Any = book.add_worksheet("花名册")
    as_text = book.add_format({"num_format": "@"})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 24 if column.key == "id_number" else 16, as_text)
        sheet.write_string(0, index, column.heading)
        for number, row in enumerate(rows, 1):
            sheet.write(number, index, row[column.key])
    book.close()


def settled_elsewhere(folder: Path, people: People) -> None:
    """Two certificates that another body paid before the office opened; of the second nobody wrote the level down."""
    headings = ("姓名", "证件类型", "证件号码", "受理日期", "金额（元）", "原编号", "发证日期", "职业（工种）",
                "技能等级", "发证机构", "证书类别", "证书编号")  # fmt: skip
    issued = ("厦门虚构技能评价机构", "职业技能等级证书")
    told = [
        (
            "2024-02-06",
            "1500.00",
            "虚旧〔2024〕17",
            "2024-01-19",
            "电工",
            "三级（高级工）",
            *issued,
            "S000035029924000301",
        ),
        ("2024-02-27", "1200.00", "虚旧〔2024〕18", "2024-02-05", "焊工", "", *issued, "S000035029924000302"),
    ]
    rows = [(who["name"], "居民身份证", who["id_number"], *line) for line in told for who in (people.next(),)]
    write_csv(folder / "settled.skill-certificate.csv", headings, rows)
    headings = [
        *("姓名", "证件类型", "证件号码", "单位名称", "统一社会信用代码", "无代码原因", "项目", "尚欠金额（元）"),
        *("追回事由", "决定文号", "决定日期", "送达日期", "应缴日期", "催告期满日", "拨付年度", "原编号"),
    ]
    write_csv(
        folder / "owed-from-before.csv",
        headings,
        [
            (
                *("", "", "", *AGENCY, "", "key-enterprise-training", "3000", "复查不符合条件", "示追〔2023〕11号"),
                *("2023-11-06", "2023-11-13", "2023-12-13", "2024-01-05", "2022", "旧2022-118"),
            ),
        ],
    )


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, encoding: str = "utf-8-sig"
) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def write_json(path: Path, content: Row) -> None:
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
