"""Beginning a notice: a pack that is in order from its first moment, and a schema for the editor it is written in."""

from __future__ import annotations

import csv
import json

import pytest

from policies import schema
from tests.cli.conftest import Bailu


def test_a_new_pack_is_in_order_and_dated_today(bailu: Bailu) -> None:
    ran = bailu("policy", "new", "egret-2026", "-o", "json", clock="2026-03-02")
    assert ran.json == {"file": "egret-2026.toml", "policy": "egret-2026"}
    text = (bailu.folder / "egret-2026.toml").read_text("utf-8")
    assert "issued_on = 2026-03-02" in text
    checked = bailu("policy", "check", "egret-2026.toml", "-o", "json").json
    assert (checked["edition"], checked["schemes"], checked["problems"]) == ("egret-2026@1", 1, [])


def test_a_file_that_is_there_is_not_overwritten(bailu: Bailu) -> None:
    assert bailu("policy", "new", "egret-2026", "mine.toml").code == 0
    before = (bailu.folder / "mine.toml").read_bytes()
    again = bailu("policy", "new", "egret-2027", "mine.toml")
    assert (again.code, again.err) == (65, "There is a file mine.toml already; it is not overwritten.\n")
    assert (bailu.folder / "mine.toml").read_bytes() == before


@pytest.mark.parametrize("policy", ["Egret", "egret 2026", "白鹭", "../egret", "egret-", ""])
def test_an_id_is_small_letters_digits_and_hyphens(bailu: Bailu, policy: str) -> None:
    assert bailu("policy", "new", policy).code == 2
    assert list(bailu.folder.glob("*.toml")) == []


def test_a_folder_that_is_not_there_is_said(bailu: Bailu) -> None:
    ran = bailu("policy", "new", "egret-2026", "nowhere/egret.toml")
    assert (ran.code, "cannot be written" in ran.err) == (69, True)


def test_every_mistake_of_an_edited_pack_is_found_at_once_with_its_file_and_line(bailu: Bailu) -> None:
    bailu("policy", "new", "egret-2026")
    file = bailu.folder / "egret-2026.toml"
    text = file.read_text("utf-8")
    changed = text.replace('fact = "employee"', 'fact = "employe"').replace('yuan = 500, clause = "c1"', "yuan = 500")
    file.write_text(changed, "utf-8")
    ran = bailu("policy", "check", "egret-2026.toml", "-o", "table")
    wrong = [
        (number, phrase)
        for number, line in enumerate(changed.splitlines(), 1)
        for phrase in ("There is no fact employe.", "Nothing is cited")
        if ("employe" in line and 'fact = "employe"' in line and phrase.startswith("There"))
        or ("yuan = 500 }" in line and phrase.startswith("Nothing"))
    ]
    assert (ran.code, len(wrong)) == (65, 2)
    for number, phrase in wrong:
        assert any(line.startswith(f"egret-2026.toml:{number}: ") and phrase in line for line in ran.out.splitlines())


def test_the_schema_is_printed_for_an_editor(bailu: Bailu) -> None:
    ran = bailu("policy", "schema")
    assert json.loads(ran.out) == schema.schema()


def test_the_schema_is_a_list_of_tables_and_keys_for_people(bailu: Bailu) -> None:
    ran = bailu("policy", "schema", "-o", "csv")
    rows = list(csv.DictReader(ran.out.removeprefix("\ufeff").splitlines()))
    assert {(row["Table"], row["Key"]) for row in rows} == {
        (table, key)
        for table, says in (("Pack", schema.schema()), *schema.schema()["$defs"].items())
        for key in says.get("properties", {})
    }
    held = {(row["Table"], row["Key"]): (row["Required"], row["Holds"]) for row in rows}
    assert held["Pack", "received"] == ("yes", "WindowTable")
    assert held["AdvanceTable", "percent"] == ("yes", "integer")
    assert held["WindowTable", "from"] == ("yes", "date")
    assert json.loads(bailu("policy", "schema", "-o", "jsonl").out) == schema.schema()
    assert "必填" in bailu("policy", "schema", "-o", "table", "--lang", "zh").out


def test_what_was_to_be_replaced_and_was_not_is_pointed_out(bailu: Bailu) -> None:
    bailu("policy", "new", "egret-2026")
    file = bailu.folder / "egret-2026.toml"
    ran = bailu("policy", "check", "egret-2026.toml")
    (number,) = [at for at, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.startswith("document")]
    assert (ran.code, f"to be replaced, on line(s) {number}, " in ran.err) == (0, True)
    text = file.read_text("utf-8").replace('"（文号）"', '"鹭人社〔2026〕1号"')
    file.write_text(text, "utf-8")
    assert f"line(s) {number}, " not in bailu("policy", "check", "egret-2026.toml").err
    assert bailu("policy", "check", "xiamen-2023-187").err == ""
