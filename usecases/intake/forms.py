"""The shape of an application file: which keys there are and what type each has. Strict, and unknown keys are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from domain.entitlement.findings import Value
from domain.entitlement.vocabulary import ENTRY
from usecases.intake.documents import Tree, step
from usecases.intake.text import flaw, shown
from usecases.problems import Problem, Where, problem

LINES_MAX = 10_000


class Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _seen(given: str) -> str:
    """`documents.tree_of` names all flaws of a file at once; nothing with a flaw goes further, wherever it is from."""
    wrong = flaw(given)
    if wrong is not None:
        raise PydanticCustomError("not-understood", "text that cannot be kept")
    return given


Text = Annotated[str, AfterValidator(_seen)]


def _value(given: object) -> object:
    if isinstance(given, str):
        return _seen(given)
    if isinstance(given, bool | int):
        return given
    raise PydanticCustomError("fact-not-a-value", "a fact is text, a whole number, true or false")


Facts = Mapping[Text, Annotated[Value, BeforeValidator(_value)]]
IdKind = Literal["resident-id", "hong-kong-macau-permit", "taiwan-permit", "foreign-permanent-resident", "passport"]


class PersonForm(Form):
    name: Text | None = None
    id_kind: IdKind | None = None
    id_number: Text | None = None


class PrintedForm(Form):
    """The document on which a code that fails its check is printed."""

    document: Text | None = None
    number: Text | None = None


class ApplicantForm(PersonForm):
    kind: Literal["organisation", "person"]
    uscc: Text | None = None
    uscc_as_printed: PrintedForm | None = None
    uscc_absent_because: Text | None = None


class AccountForm(Form):
    holder: Text | None = None
    bank: Text | None = None
    number: Text | None = None
    union_number: Text | None = None


class DocumentForm(Form):
    """With `file`, which lies beside the application file, its name and digest need not be written down."""

    name: Text | None = None
    file: Text | None = None
    sha256: Text | None = None
    number: Text | None = None


class Naming(Form):
    """What may name an entry of a register; the entry is kept among its facts.

    Raises what makes the file wrong where an entry is named in both places, and not the same.
    """

    entry: Text | None = None
    facts: Facts = {}

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if self.entry is not None and self.facts.get(ENTRY, self.entry) != self.entry:
            raise PydanticCustomError("entry-twice", "an entry is named twice")
        return self


class LineForm(Naming):
    person: PersonForm | None = None


class ApplicationForm(Naming):
    """Only the scheme must be there for every purpose; `submission` asks for the rest of what it needs."""

    scheme: Text
    policy: Text | None = None
    documents: list[DocumentForm] = []
    applicant: ApplicantForm | None = None
    authority: Text | None = None
    received_on: Text | None = None
    account: AccountForm | None = None
    lines: Annotated[list[LineForm], Field(max_length=LINES_MAX)] = []


class UseForm(Form):
    limit: Text
    line: Annotated[int, Field(ge=1)]
    count: Annotated[int, Field(ge=0)] = 1
    amount_fen: Annotated[int, Field(ge=0)] = 0
    status: Text | None = None


class EvaluationForm(ApplicationForm):
    """With what a store would know."""

    registers: dict[Text, bool | Facts] = {}
    used: list[UseForm] = []


def facts_of(form: Naming) -> dict[str, Value]:
    """The facts of an application or of a line, with the entry that it names."""
    return {**form.facts} if form.entry is None else {**form.facts, ENTRY: form.entry}


_F = TypeVar("_F", bound=Form)


def fill(form: type[_F], tree: Tree) -> tuple[_F | None, tuple[Problem, ...]]:
    """The form filled with what the file says, or every way in which the file does not have the form's shape."""
    try:
        return form.model_validate(tree), ()
    except ValidationError as error:
        return None, tuple(_problems(error))


_CODES = {
    "missing": "key-missing",
    "extra_forbidden": "key-unknown",
    "string_type": "not-text",
    "int_type": "not-a-whole-number",
    "bool_type": "not-true-or-false",
    "greater_than_equal": "number-too-small",
    "too_long": "too-many-lines",
}
_CONTAINERS = {"model_type", "model_attributes_type", "dict_type", "mapping_type"}


def _problems(error: ValidationError) -> Iterator[Problem]:
    for complaint in error.errors(include_url=False, include_context=True, include_input=False):
        path = ""
        for part in complaint["loc"]:
            path = step(path, part)
        where, kind = Where(path=path), complaint["type"]
        key = shown(str(complaint["loc"][-1])) if complaint["loc"] else ""
        if kind in _CODES:
            limits = {"lines_max": LINES_MAX} if kind == "too_long" else {"key": key}
            yield problem(_CODES[kind], where, **limits)
        elif kind in _CONTAINERS:
            yield problem("not-a-group", where, key=key)
        elif kind == "list_type":
            yield problem("not-a-list", where, key=key)
        elif kind == "literal_error":
            yield problem(
                "not-one-of", where, allowed=str(complaint["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
            )
        else:
            yield problem(kind if "-" in kind else "not-understood", where, key=key)
