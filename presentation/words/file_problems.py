"""What the problems of files are called, for the clerk who reads them. English here; the Chinese is in the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from presentation.language import N_
from presentation.words.bank_files import BANK_PROBLEMS

SENTENCES: dict[str, str] = {
    "file-missing": N_("There is no such file."),
    "file-unreadable": N_("The file cannot be read."),
    "file-empty": N_("The file is empty."),
    "file-too-large": N_("The file is larger than %(megabytes_max)s MB."),
    "encoding-utf-16": N_('The file is UTF-16 ("Unicode text"), or not text at all: save it as “CSV UTF-8”.'),
    "encoding-not-utf-8": N_("The file is not UTF-8: save it as UTF-8."),
    "encoding-unknown": N_("The file is neither UTF-8 nor GB 18030: save it as “CSV UTF-8”."),
    "json-syntax": N_("This is not JSON: look at line %(line)s, character %(column)s of the file."),
    "toml-syntax": N_("This is not TOML: %(detail)s."),
    "csv-damaged": N_("This is not CSV: a quotation mark is out of place, or a field is too long."),
    "not-an-object": N_("The file must hold one application: keys with their values."),
    "nested-too-deep": N_("Nested more than %(depth_max)s levels deep."),
    "key-missing": N_("“%(key)s” is missing."),
    "key-unknown": N_("“%(key)s” is not a key of this file."),
    "key-twice": N_("“%(key)s” is given twice."),
    "key-not-for-kind": N_("“%(key)s” does not go with an applicant of kind “%(kind)s”."),
    "not-text": N_("“%(key)s” must be text."),
    "not-a-whole-number": N_("“%(key)s” must be a whole number."),
    "not-whole-fen": N_("“%(key)s” must be a whole number of fen (1 yuan is 100 fen)."),
    "not-true-or-false": N_("“%(key)s” must be true or false."),
    "not-a-group": N_("“%(key)s” must be a group of keys with values."),
    "not-a-list": N_("“%(key)s” must be a list."),
    "not-one-of": N_("Must be one of: %(allowed)s."),
    "not-a-day": N_("Must be a day such as 2024-05-06."),
    "not-understood": N_("“%(key)s” is not understood."),
    "fact-not-a-value": N_("“%(key)s” must be text, a whole number, true or false; leave it out if it is not known."),
    "number-not-whole": N_(
        "%(number)s is not a whole number. Amounts in this file are whole fen: 1200.00 yuan is 120000."
    ),
    "number-too-large": N_("Larger than %(number_max)s."),
    "uses-too-many": N_("More than %(uses_max)s earlier uses are told of in this file."),
    "number-too-small": N_("“%(key)s” is too small."),
    "moment-not-day": N_("Must be a day without a time."),
    "day-in-future": N_("Lies in the future: today is %(today)s."),
    "document-elsewhere": N_("A document's file lies in the folder of the application file, or below it."),
    "document-differs": N_("The file %(file)s has another SHA-256 than the one given here."),
    "sha256-form": N_("A SHA-256 digest has 64 hexadecimal digits."),
    "text-empty": N_("Is empty."),
    "text-too-long": N_("Has %(length)s characters; at most %(length_max)s."),
    "text-garbled": N_("Character %(position)s is garbled: the file was saved in another encoding before."),
    "text-invisible": N_("Character %(position)s (%(character)s) cannot be seen: delete it."),
    "id-first-generation": N_(
        "A 15-digit number of a first-generation identity card, which is no longer valid: give the 18 digits."
    ),
    "id-length": N_("An identity number has %(expected)s characters, not %(length)s."),
    "id-characters": N_("An identity number has 17 digits and then a digit or X."),
    "id-is-foreign": N_("Begins with 9: the number of a foreign permanent resident. Choose that kind of document."),
    "id-birth-day": N_("The birth date in the number is not a day of the calendar."),
    "id-birth-future": N_("The birth date in the number lies in the future."),
    "id-check-digit": N_("The check digit does not fit the number: compare it with the document, digit by digit."),
    "id-hong-kong-macau-form": N_(
        "A mainland travel permit of Hong Kong or Macau residents is H or M with 8 digits (older ones 10)."
    ),
    "id-taiwan-form": N_("A mainland travel permit of Taiwan residents has 8 digits."),
    "id-foreign-form": N_(
        "A foreign permanent resident's number begins with 9 and has 18 digits, or has 3 letters and 12 digits."
    ),
    "id-passport-form": N_("A passport number has 5 to 15 letters and digits."),
    "uscc-length": N_("A unified social credit code has 18 characters, not %(length)s."),
    "uscc-characters": N_(
        "A unified social credit code has digits and capital letters, without I, O, S, V, Z; "
        "digits 3 to 8 are a region."
    ),
    "uscc-check-digit": N_(
        "The check character does not fit the credit code: compare it with the licence, character by character. "
        "If the licence has it so, say which: “uscc_as_printed”, and a supervisor confirms it."
    ),
    "uscc-fits": N_("The credit code passes its check: “%(key)s” is for a code that does not. Leave it out."),
    "uscc-or-reason": N_("Give either “uscc” or “uscc_absent_because”."),
    "account-form": N_("An account number has 8 to 32 digits."),
    "policy-unknown": N_("There is no policy “%(given)s” here."),
    "policy-unknown-near": N_("There is no policy “%(given)s” here; “%(near)s” perhaps?"),
    "scheme-unknown": N_("The policy has no scheme “%(given)s”."),
    "scheme-unknown-near": N_("The policy has no scheme “%(given)s”; “%(near)s” perhaps?"),
    "authority-unknown": N_("The policy has no authority “%(given)s”."),
    "authority-unknown-near": N_("The policy has no authority “%(given)s”; “%(near)s” perhaps?"),
    "fact-unknown": N_("The policy has no fact “%(given)s”."),
    "fact-unknown-near": N_("The policy has no fact “%(given)s”; “%(near)s” perhaps?"),
    "register-unknown": N_("The policy has no register “%(given)s”."),
    "register-unknown-near": N_("The policy has no register “%(given)s”; “%(near)s” perhaps?"),
    "limit-unknown": N_("The policy has no limit “%(given)s”."),
    "limit-unknown-near": N_("The policy has no limit “%(given)s”; “%(near)s” perhaps?"),
    "line-unknown": N_("There is no line %(line)s: the file has %(lines)s."),
    "lines-missing": N_("There are no lines: give them in the file or as a roster."),
    "too-many-lines": N_("More than %(lines_max)s lines."),
    "line-twice": N_("The same as line %(first)s: one person, or site, with one certificate or period is one line."),
    "person-missing": N_("Says nobody: a line of this scheme is about a person."),
    "person-not-asked": N_("Names a person: a line of this scheme is about a site, and nobody's identity is needed."),
    "entry-twice": N_("The register entry is named twice, and differently: as “entry” and among the facts."),
    "owner-missing": N_("Whose entry is it? Give the credit code of its owner."),
    "owner-not-asked": N_("What this register lists belongs to nobody but itself: give no owner and no payee."),
    "quota-not-asked": N_("This register has no quota."),
    "documents-too-few": N_("%(found)s documents are named; the recognition rests on %(needed)s."),
    "bodies-too-many": N_("There are more bodies than documents."),
    "bodies-too-few": N_("Name the body of each document: there are %(needed)s."),
    "attribute-unknown": N_("%(given)s is not among what this register states: %(allowed)s."),
    "site-missing": N_("Names no site: give “site”."),
    "workbook-xls": N_("An old Excel file (.xls): save it as .xlsx."),
    "workbook-encrypted": N_("The workbook has a password: remove it."),
    "workbook-not": N_("This is not an Excel workbook (.xlsx), whatever its name says."),
    "workbook-damaged": N_("The workbook is damaged: open it in Excel and save it anew."),
    "workbook-empty": N_("The workbook has no visible sheet."),
    "workbook-too-large": N_("The workbook is too large to be a roster."),
    "workbook-bomb": N_("The workbook is built to exhaust the computer that opens it, and was not opened."),
    "headings-missing": N_("The headings were not found. They should be: %(headings)s."),
    "column-missing": N_("The column “%(heading)s” is missing."),
    "column-unknown": N_("The column “%(heading)s” does not belong here: delete it."),
    "column-twice": N_("The column “%(heading)s” stands here twice."),
    "rows-missing": N_("There are no rows below the headings."),
    "facts-missing": N_("There is no column of a fact: nothing is verified."),
    "too-many-rows": N_("More than %(rows_max)s rows: divide the file."),
    "too-many-columns": N_("More than %(columns_max)s columns."),
    "row-no-application": N_("There is no application %(application)s."),
    "line-not-countable": N_(
        "Does not say by what the limit %(limit)s counts it: name the entry as its register has it, or the number."
    ),
    "amount-not-positive": N_("Must be more than nothing, and no more than anybody is ever paid."),
    "row-twice": N_("The same as row %(first)s."),
    "row-other-run": N_("Another run than row %(first)s: a file is of one run."),
    "application-in-another-file": N_("%(application)s is in %(file)s, too: one run paid it."),
    "cell-no-number": N_("Must be the number of a run or an application, as `bailu payment export` writes it."),
    "cell-blank": N_("Must not be blank."),
    "cell-error": N_("Holds an error of the spreadsheet."),
    "formula": N_("Holds a formula: put its value in its place."),
    "digits-lost": N_("Is stored as a number and has lost digits: format the column as text and enter it anew."),
    "cell-not-text": N_("Must be text: format the column as text and enter it anew."),
    "cell-not-yes-or-no": N_("Must be 是 (yes) or 否 (no)."),
    "cell-not-whole": N_("Must be a whole number."),
    "cell-negative": N_("Must not be negative."),
    "cell-not-yuan": N_("Must be an amount in yuan, such as 1200.00."),
    "cell-not-whole-fen": N_("Has more than two decimals: the smallest amount is one fen (0.01 yuan)."),
    "cell-nothing-paid": N_("Must be more than nothing."),
    "cell-not-a-day": N_("Must be a day, such as 2024-04-30."),
    "cell-no-such-day": N_("There is no day %(day)s."),
    "cell-not-a-line": N_("Lines count from 1."),
    "cell-not-one-of": N_("Must be one of: %(allowed)s."),
    "days-missing": N_("Names no day."),
    "day-off-and-worked": N_("%(day)s is said to be off and to be worked."),
    "days-reversed": N_("Lies before the first day."),
    "application-unsaid": N_("Says no application, and several were named: add the column 申请编号."),
    "row-no-line": N_("%(application)s has no line %(line)s."),
    "row-no-person": N_("Nobody in %(application)s has this document."),
    "row-several-lines": N_("This person has several lines in %(application)s (%(lines)s): give the line."),
    "row-other-employer": N_(
        "Another employer than the one of line %(line)s: the worker did not stay with the same one."
    ),
    "line-or-person": N_("Says neither the line nor the number of a document."),
    "union-number-form": N_("A union number (联行号) has 12 digits."),
    **BANK_PROBLEMS,
}
"""A template for each code, with the values of its problem as `%(name)s`."""

PLACES: dict[str, str] = {
    "cell": N_("Row %(row)s, %(heading)s: %(said)s"),
    "row": N_("Row %(row)s: %(said)s"),
    "line": N_("Line %(line)s: %(said)s"),
    "line-path": N_("Line %(line)s, %(path)s: %(said)s"),
    "path": N_("%(path)s: %(said)s"),
}
"""How a sentence begins, by the kind of place."""

_LINE = re.compile(r"lines\[(\d+)\](?:\.(.+))?")


class Where(Protocol):
    """A place in a file (see `usecases.problems`)."""

    @property
    def path(self) -> str: ...

    @property
    def row(self) -> int | None: ...

    @property
    def heading(self) -> str | None: ...

    @property
    def line(self) -> int | None: ...


class Problem(Protocol):
    """What is wrong with a file: a code, the values that belong to it, and where."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> Mapping[str, str | int]: ...

    @property
    def where(self) -> Where: ...


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """The problem as one sentence that says where; `translate` turns a template into the officer's language."""
    text = translate(SENTENCES[problem.code]) % problem.values
    kind, values = _place(problem.where)
    return translate(PLACES[kind]) % {**values, "said": text} if kind else text


def in_cell(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """The sentence alone, for a comment that stands at the place already."""
    return translate(SENTENCES[problem.code]) % problem.values


def _place(where: Where) -> tuple[str, dict[str, str | int]]:
    if where.row is not None and where.heading is not None:
        return "cell", {"row": where.row, "heading": where.heading}
    if where.row is not None:
        return "row", {"row": where.row}
    if where.line is not None:
        written: dict[str, str | int] = {"line": where.line, "path": where.path}
        return ("line-path", written) if where.path else ("line", written)
    if not where.path:
        return "", {}
    line = _LINE.fullmatch(where.path)
    if line is None:
        return "path", {"path": where.path}
    number = int(line[1]) + 1
    return ("line-path", {"line": number, "path": line[2]}) if line[2] else ("line", {"line": number})
