"""Numbers that say who somebody is: identity documents, unified social credit codes, bank accounts.

What is checked is the form, the check digit and the birth date. Whether the document was issued is for the registers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from stdnum import luhn
from stdnum.cn import ric
from stdnum.cn import uscc as uscc_standard

from usecases.intake.text import folded
from usecases.problems import Problem, problem

USCC_LENGTH = 18
NUMBER_TYPED_MAX = 64
"""Nothing longer is looked at: no document, code or account has a number of this length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A document that passed: its normalised `number`, and the year of birth where the number tells it."""

    kind: str
    number: str
    birth_year: int | None = None


def resident_id(text: str, today: date) -> Identity | Problem:
    """A citizen identification number, GB 11643-1999: region, birth date, sequence, check digit by ISO 7064 MOD 11-2.

    Residence permits of Hong Kong, Macau and Taiwan residents (regions 810000, 820000, 830000) have the same form. The
    region is not looked up: counties are renamed, and people are older than their county's code.
    """
    number = _typed(text)
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        return problem("id-first-generation")
    if len(number) != 18:
        return problem("id-length", length=len(number), expected=18)
    if number.startswith("9"):
        return problem("id-is-foreign")
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", number, re.ASCII):
        return problem("id-characters")
    return _with_birth_and_check("resident-id", number, today)


def hong_kong_macau_permit(text: str, today: date) -> Identity | Problem:
    """Mainland Travel Permit for Hong Kong and Macau Residents: H or M, eight digits, and until 2012 a two-digit count.

    The first nine characters are the holder's for life (港澳居民来往内地通行证号码规则, Ministry of Public Security);
    the count of renewals is dropped, so that a renewed permit is the same person. Since 2024-07-10 permanent residents
    of another nationality have HA or MA and seven digits.
    """
    number = _typed(text)
    if not re.fullmatch(r"[HM](\d{8}(\d{2})?|A\d{7})", number, re.ASCII):
        return problem("id-hong-kong-macau-form")
    return Identity(kind="hong-kong-macau-permit", number=number[:9])


def taiwan_permit(text: str, today: date) -> Identity | Problem:
    """Mainland Travel Permit for Taiwan Residents: eight digits for life (one person, one number, since 2008-09-25).

    Older permits add a two-digit count of issues and, in brackets, the issuing office; both are dropped.
    """
    number = _typed(text)
    if not re.fullmatch(r"\d{8}(\d{2}(\([A-Z0-9]\))?)?", number, re.ASCII):
        return problem("id-taiwan-form")
    return Identity(kind="taiwan-permit", number=number[:8])


def foreign_permanent_resident(text: str, today: date) -> Identity | Problem:
    """Foreign Permanent Resident ID Card, in both of the forms that are valid.

    Since 2023-12-01: 9, province, numeric nationality, birth date, sequence and the check digit of GB 11643 (National
    Immigration Administration, 新版外国人永久居留身份证). Before: three letters of nationality and twelve digits with a
    two-digit birth year; how its check digit is made is unpublished, so it is not checked and no birth year is told.
    """
    number = _typed(text)
    if re.fullmatch(r"[A-Z]{3}\d{12}", number, re.ASCII):
        if not any(_day(century + number[7:13]) for century in ("19", "20")):
            return problem("id-birth-day")
        return Identity(kind="foreign-permanent-resident", number=number)
    if not re.fullmatch(r"9\d{16}[\dX]", number, re.ASCII):
        return problem("id-foreign-form")
    return _with_birth_and_check("foreign-permanent-resident", number, today)


def passport(text: str, today: date) -> Identity | Problem:
    """A passport of any country: 5 to 15 letters and digits, with a digit among them.

    The machine-readable zone of ICAO Doc 9303 has nine places for the number; some countries print a longer one.
    """
    number = _typed(text)
    if not re.fullmatch(r"(?=.*\d)[A-Z0-9]{5,15}", number, re.ASCII):
        return problem("id-passport-form")
    return Identity(kind="passport", number=number)


ID_KINDS: MappingProxyType[str, Callable[[str, date], Identity | Problem]] = MappingProxyType(
    {
        "resident-id": resident_id,
        "hong-kong-macau-permit": hong_kong_macau_permit,
        "taiwan-permit": taiwan_permit,
        "foreign-permanent-resident": foreign_permanent_resident,
        "passport": passport,
    }
)


def identity(kind: str, text: str, today: date) -> Identity | Problem:
    """The document of `kind` with the number `text`, checked as of `today`. `kind` is one of `ID_KINDS`."""
    return ID_KINDS[kind](text, today)


def uscc(text: str) -> str | Problem:
    """A unified social credit code, GB 32100-2015, normalised. Which check character would fit is never said: typed in,
    it would make another firm's code of a wrong one.
    """
    number = uscc_as_printed(text)
    return number if isinstance(number, Problem) or uscc_fits(number) else problem("uscc-check-digit")


def uscc_as_printed(text: str) -> str | Problem:
    """The same with whatever check character it has: codes were issued that fail their check (ADR 0062)."""
    number = _typed(text)
    if len(number) != USCC_LENGTH:
        return problem("uscc-length", length=len(number))
    if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", number, re.ASCII):
        return problem("uscc-characters")
    return number


def uscc_fits(code: str) -> bool:
    """Whether a normalised code passes its check."""
    return code[-1] == computed_check(code)


def fails_its_check(party: str) -> bool:
    """Whether a party as it is recorded is known by a code that fails its check, and not by a pseudonym."""
    return len(party) == USCC_LENGTH and party.isascii() and not uscc_fits(party)


def computed_check(code: str) -> str:
    """The check character that a code of this form should have: for whoever confirms it, never for whoever types it.

    It is stdnum's; its `validate` is not used, because it refuses codes whose first two characters have letters, as
    those of village collectives have (N2…).
    """
    return str(uscc_standard.calc_check_digit(code[:-1]))


def account_number(text: str) -> str | Problem:
    """A bank account number: 8 to 32 digits; spaces and hyphens between groups are dropped."""
    number = _typed(text).replace("-", "")
    return number if re.fullmatch(r"\d{8,32}", number, re.ASCII) else problem("account-form")


def union_number(text: str) -> str | Problem:
    """A bank's number in the payment system of the central bank (联行号): 12 digits; spaces and hyphens are dropped."""
    number = _typed(text).replace("-", "")
    return number if re.fullmatch(r"\d{12}", number, re.ASCII) else problem("union-number-form")


def is_card_number(account: str) -> bool:
    """Whether the account passes the check of payment cards (Luhn, ISO/IEC 7812-1). Corporate accounts need not."""
    return bool(luhn.is_valid(account))


def _typed(text: str) -> str:
    return folded(text) if len(text) <= NUMBER_TYPED_MAX else text


def _with_birth_and_check(kind: str, number: str, today: date) -> Identity | Problem:
    born = _day(number[6:14])
    if born is None or born.year < 1900:
        return problem("id-birth-day")
    if born > today:
        return problem("id-birth-future")
    expected = ric.calc_check_digit(number)
    if number[-1] != expected:
        return problem("id-check-digit")
    return Identity(kind=kind, number=number, birth_year=born.year)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
