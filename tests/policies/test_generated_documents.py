"""The pages for citizens are those of the pack, the chart is that of the books: they cannot drift."""

from __future__ import annotations

import re

import pytest

from domain.treasury.accounts import Account
from policies import shipped, shipped_ids
from policies.loader import load
from presentation import chart_page
from presentation.language import speak
from presentation.policy_page import document, file_of
from tests.policies.documents import EDITION


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test speaks, the next one speaks as before."""
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("policy", shipped_ids())
def test_the_page_of_a_policy_is_made_from_its_pack(policy: str, language: str):
    speak(language)
    assert file_of(policy, language).read_text("utf-8") == document(load(shipped(policy))), "run `make docs`"


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chart_of_accounts_is_made_from_the_data(language: str):
    speak(language)
    page = chart_page.document()
    assert chart_page.file_of(language).read_text("utf-8") == page, "run `make docs`"
    assert all(f"| {account.value} |" in page for account in Account)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_citizen_finds_every_clause_scheme_limit_and_reading_on_the_page(language: str):
    speak(language)
    page = document(EDITION)
    for clause in EDITION.clauses.values():
        assert f"> {clause.text}" in page
    for named in (*EDITION.schemes.values(), *EDITION.limits.values(), *EDITION.pays_nobody.values()):
        assert (named.names.zh if language == "zh" else named.names.en) in page
    for interpretation in EDITION.interpretations.values():
        assert f"`{interpretation.id}`" in page


@pytest.mark.usefixtures("spoken")
def test_the_chinese_page_is_chinese():
    speak("zh")
    page = document(EDITION)
    assert "| 申请并领取补贴的对象 | 单位 |" in page
    assert "Required" not in page


@pytest.mark.usefixtures("spoken")
def test_no_word_of_the_chinese_page_is_english():
    speak("zh")
    text = re.sub(r"`[^`]*`|xiamen-2023-187@1|\bm\d\d\b|\bclosing-\d\b|<br>", "", document(EDITION))
    assert re.findall(r"[A-Za-z]{2,}", text) == []


@pytest.mark.usefixtures("spoken")
def test_the_page_says_what_is_open_when_stages_fall_due_and_what_a_limit_leans_on():
    speak("zh")
    page = document(EDITION)
    assert "本科 尚未明确" in page
    assert "稳定就业满3个月：自“入职日期”起满3个月" in page
    assert "| 每人每年不超过3次培训补贴 | 个人 | 是 | closing-1 (`training-group`), closing-1 (`year-of`) |" in page
    assert "兑现机关：厦门市；思明区；" in page
