"""Who lives in the city: persons, bodies and accounts, all made up, every check digit right, each by its number."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from stdnum import luhn
from stdnum.cn import ric, uscc

from usecases.intake.application import DeclaredAccount, DeclaredApplicant, DeclaredPerson

_SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐周叶苏庄江吕何罗高柯"
_GIVEN = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超秀霞平刚桂玲志建国文辉英华玉萍红宇欣怡梓涵浩然"
_PLACES = ("350203", "350211", "350521", "350782", "360121", "411322", "522123")
_BANKS = ("厦门银行", "中国工商银行厦门分行", "中国建设银行厦门分行", "中国农业银行厦门分行", "厦门农村商业银行")
_TRADES = ("电子", "光电", "机械", "软件", "食品", "物流", "人力资源", "职业培训", "餐饮", "家政", "建材", "生物")
_FIRST_BIRTHDAY, _BIRTHDAYS = date(1966, 1, 1), 14_000
_SPREAD = 7_919
"""Prime to the number of birthdays, so that neighbours are of all ages."""


def person(number: int, born_on: date | None = None) -> DeclaredPerson:
    """Resident `number`, who is of working age unless `born_on` says otherwise."""
    day = born_on or _FIRST_BIRTHDAY + timedelta(days=number * _SPREAD % _BIRTHDAYS)
    sequence = number // _BIRTHDAYS % 999 + 1
    seventeen = f"{_PLACES[number % len(_PLACES)]}{day:%Y%m%d}{sequence:03d}"
    return DeclaredPerson(
        name=_SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // 3 % len(_GIVEN)] + _GIVEN[number // 7 % len(_GIVEN)],
        id_kind="resident-id",
        id_number=seventeen + ric.calc_check_digit(seventeen + "0"),
        birth_year=day.year,
    )


def applying(who: DeclaredPerson) -> DeclaredApplicant:
    return DeclaredApplicant(
        kind="person", name=who.name, id_kind=who.id_kind, id_number=who.id_number, birth_year=who.birth_year
    )


def body(number: int) -> DeclaredApplicant:
    """A firm, a school, a community: whatever has a credit code."""
    seventeen = f"91350200M{number:08d}"
    name = f"厦门市{_SURNAMES[number % 29]}{_GIVEN[number // 29 % 37]}{_TRADES[number % 12]}{number:04d}号有限公司"
    return DeclaredApplicant(kind="organisation", name=name, uscc=seventeen + uscc.calc_check_digit(seventeen))


def account(holder: DeclaredApplicant, number: int) -> DeclaredAccount:
    """Account `number`, of whoever applies."""
    eighteen = f"62{number:016d}"
    return DeclaredAccount(
        holder=holder.name or "",
        bank=_BANKS[number % len(_BANKS)],
        number=eighteen + luhn.calc_check_digit(eighteen),
    )


def share(random: Random, percent: float) -> bool:
    """Whether this is one of so many in a hundred."""
    return random.random() * 100 < percent
