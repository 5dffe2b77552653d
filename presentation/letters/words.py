"""How a Chinese letter writes days, amounts and lines."""

from __future__ import annotations

from datetime import date

from domain.application.values import Ranges
from domain.money import yuan

_DIGITS = "〇一二三四五六七八九"


def day_in_numerals(day: date) -> str:
    """二〇二四年五月六日, as under a letter."""
    year = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{small_number(day.month)}月{small_number(day.day)}日"


def day_in_figures(day: date) -> str:
    """2024年5月6日, as in the text of a letter."""
    return f"{day.year}年{day.month}月{day.day}日"


def small_number(number: int) -> str:
    """A number from 1 to 99 as it is said: 十, 二十一."""
    assert 0 < number < 100, "a letter spells out days, months and short terms"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def in_capitals(amount_fen: int) -> str:
    """叁仟元整: the form of an amount that nobody alters with a pen."""
    from cn2an import an2cn

    return str(an2cn(f"{amount_fen // 100}.{amount_fen % 100:02d}", "rmb"))


def in_figures(amount_fen: int) -> str:
    return yuan(amount_fen)


def lines_in_words(lines: Ranges) -> str:
    """第1至3项、第7项; nothing for the application as a whole."""
    return "、".join(f"第{first}项" if first == last else f"第{first}至{last}项" for first, last in lines)
