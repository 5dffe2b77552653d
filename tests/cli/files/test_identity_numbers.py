from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as uscc_standard

from usecases.intake.identity import ID_KINDS, Identity, account_number, identity, is_card_number, uscc
from usecases.problems import Problem

TODAY = date(2024, 5, 6)


def full_width(text: str) -> str:
    """As an input method leaves it when nobody watches."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def resident(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    ("number", "birth_year"),
    [
        (resident("35021319800101001"), 1980),  # Xiang'an has had its code only since 2003.
        (resident("81000019991231002"), 1999),
        (resident("82000020000229003"), 2000),
        (resident("83000019960229004"), 1996),
        ("11010519491231002X", 1949),  # The example of GB 11643-1999.
    ],
)
def test_resident_numbers_are_taken_whatever_their_region(number: str, birth_year: int) -> None:
    assert identity("resident-id", number, TODAY) == Identity(kind="resident-id", number=number, birth_year=birth_year)


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        (" 110105 19491231 002x ", "11010519491231002X"),
        (full_width("11010519491231002X"), "11010519491231002X"),
    ],
)
def test_spaces_small_letters_and_full_width_digits_are_normalised(typed: str, normalised: str) -> None:
    identified = identity("resident-id", typed, TODAY)
    assert isinstance(identified, Identity)
    assert identified.number == normalised


@pytest.mark.parametrize(
    ("number", "code", "values"),
    [
        ("110105491231002", "id-first-generation", {}),
        ("1101051949123100", "id-length", {"length": 16, "expected": 18}),
        ("", "id-length", {"length": 0, "expected": 18}),
        ("1" * 5_000, "id-length", {"length": 5_000, "expected": 18}),
        ("11010519491231002Y", "id-characters", {}),
        ("1101051949123100XX", "id-characters", {}),
        ("011105194912310021", "id-characters", {}),
        ("932682198501010017", "id-is-foreign", {}),
        ("110105194912310021", "id-check-digit", {}),
        (resident("11010520240230002"), "id-birth-day", {}),
        (resident("11010520230229002"), "id-birth-day", {}),
        (resident("11010518990101002"), "id-birth-day", {}),
        (resident("11010520240507002"), "id-birth-future", {}),
    ],
)
def test_a_resident_number_that_cannot_be_one_says_why(number: str, code: str, values: dict[str, object]) -> None:
    problem = identity("resident-id", number, TODAY)
    assert isinstance(problem, Problem)
    assert (problem.code, dict(problem.values)) == (code, values)


def test_somebody_born_today_may_have_a_number() -> None:
    assert isinstance(identity("resident-id", resident("11010520240506002"), TODAY), Identity)


@pytest.mark.parametrize("typed", ["H12345678", "h1234567800", "H12345678 01", full_width("H12345678")])
def test_a_renewed_hong_kong_permit_is_the_same_person(typed: str) -> None:
    identified = identity("hong-kong-macau-permit", typed, TODAY)
    assert identified == Identity(kind="hong-kong-macau-permit", number="H12345678")


@pytest.mark.parametrize("typed", ["HA1234567", "MA7654321", "M87654321"])
def test_macau_permits_and_permits_of_other_nationals_are_taken(typed: str) -> None:
    assert identity("hong-kong-macau-permit", typed, TODAY) == Identity(kind="hong-kong-macau-permit", number=typed)


@pytest.mark.parametrize("typed", ["A12345678", "H1234567", "H123456789", "HB1234567", "12345678"])
def test_what_is_no_hong_kong_or_macau_permit_is_refused(typed: str) -> None:
    problem = identity("hong-kong-macau-permit", typed, TODAY)
    assert isinstance(problem, Problem)
    assert problem.code == "id-hong-kong-macau-form"


@pytest.mark.parametrize("typed", ["12345678", "1234567801", "1234567801(B)", full_width("1234567801(B)")])
def test_a_renewed_taiwan_permit_is_the_same_person(typed: str) -> None:
    assert identity("taiwan-permit", typed, TODAY) == Identity(kind="taiwan-permit", number="12345678")


@pytest.mark.parametrize("typed", ["1234567", "123456789", "T12345678", "A123456789"])
def test_what_is_no_taiwan_permit_is_refused(typed: str) -> None:
    problem = identity("taiwan-permit", typed, TODAY)
    assert isinstance(problem, Problem)
    assert problem.code == "id-taiwan-form"


@pytest.mark.parametrize(
    ("typed", "birth_year"),
    [
        ("932682198501010017", 1985),  # Both are the issuer's own published examples.
        ("911124198108030024", 1981),
        ("CAN110081080310", None),
        ("can110081080310", None),
    ],
)
def test_both_forms_of_the_foreign_permanent_resident_card_are_taken(typed: str, birth_year: int | None) -> None:
    identified = identity("foreign-permanent-resident", typed, TODAY)
    assert identified == Identity(kind="foreign-permanent-resident", number=typed.upper(), birth_year=birth_year)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("932682198501010018", "id-check-digit"),
        ("932682198513010017", "id-birth-day"),
        ("CAN110081130310", "id-birth-day"),
        ("CA1100810803101", "id-foreign-form"),
        ("11010519491231002X", "id-foreign-form"),
    ],
)
def test_what_is_no_foreign_permanent_resident_card_is_refused(typed: str, code: str) -> None:
    problem = identity("foreign-permanent-resident", typed, TODAY)
    assert isinstance(problem, Problem)
    assert problem.code == code


@pytest.mark.parametrize(
    ("typed", "taken"), [("E12345678", True), ("ab1234567", True), ("ABCDEFG", False), ("E1", False)]
)
def test_a_passport_number_has_letters_and_digits(typed: str, taken: bool) -> None:
    assert isinstance(identity("passport", typed, TODAY), Identity) is taken


def code_of(body: str) -> str:
    return body + uscc_standard.calc_check_digit(body)


@pytest.mark.parametrize("body", ["91350200MA2XNQ1A7", "N2350211MF0001A11", "52350200MJ0000A1X"])
def test_credit_codes_of_every_kind_of_body_are_taken(body: str) -> None:
    """stdnum itself refuses village collectives, whose codes begin with N."""
    assert uscc(code_of(body).lower()) == code_of(body)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91350200M0001B2C3X", "uscc-check-digit"),
        ("91350200M0001B2C3", "uscc-length"),
        ("91350200MI001B2C3X", "uscc-characters"),
        ("9135020AM0001B2C3X", "uscc-characters"),
    ],
)
def test_what_is_no_credit_code_is_refused(typed: str, code: str) -> None:
    problem = uscc(typed)
    assert isinstance(problem, Problem)
    assert problem.code == code


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3502 0000 0000 0000 001", "3502000000000000001"),
        ("35020000", "35020000"),
        ("3502-0000-0000", "350200000000"),
        ("1234567", None),
        ("1" * 33, None),
        ("35020000A", None),
    ],
)
def test_an_account_has_eight_to_thirty_two_digits(typed: str, number: str | None) -> None:
    parsed = account_number(typed)
    assert parsed == number if number else isinstance(parsed, Problem)


def test_only_card_numbers_pass_the_check_of_cards_and_a_corporate_account_need_not() -> None:
    assert is_card_number("6222020000000000004") is False
    assert is_card_number("4111111111111111") is True
    assert account_number("6222020000000000004") == "6222020000000000004"


@given(kind=st.sampled_from(sorted(ID_KINDS)), typed=st.text(max_size=40))
def test_whatever_is_typed_is_answered(kind: str, typed: str) -> None:
    assert isinstance(identity(kind, typed, TODAY), Identity | Problem)
    assert isinstance(uscc(typed), str | Problem)
    assert isinstance(account_number(typed), str | Problem)


@given(
    region=st.integers(110000, 839999),
    born=st.dates(date(1900, 1, 1), TODAY),
    sequence=st.integers(0, 999),
    position=st.integers(0, 17),
    shift=st.integers(1, 9),
)
def test_one_mistyped_digit_is_always_found(region: int, born: date, sequence: int, position: int, shift: int) -> None:
    number = resident(f"{region}{born:%Y%m%d}{sequence:03d}")
    assert isinstance(identity("resident-id", number, TODAY), Identity)
    if number[position].isdigit():
        wrong = number[:position] + str((int(number[position]) + shift) % 10) + number[position + 1 :]
        assert isinstance(identity("resident-id", wrong, TODAY), Problem)


@given(typed=st.from_regex(r"[1-8]\d{16}[\dX]", fullmatch=True))
def test_problems_never_repeat_the_number(typed: str) -> None:
    identified = identity("resident-id", typed, TODAY)
    if isinstance(identified, Problem):
        assert not any(typed in str(value) for value in identified.values.values())
