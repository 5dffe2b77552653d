"""No text of an officer's reaches an event or the name of a stream without a type that says which characters it has."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import typing
from collections.abc import Iterator

import click
import pytest
from pydantic import AfterValidator, BaseModel, StringConstraints

import cli
import policies.pack
import policies.tables
import usecases.intake.forms as forms
from cli import parameters
from cli.main import Entry
from domain import streams
from tests.test_house import HOUSE, modules

NOT_STREAMS = {"presentation/policy_page.py"}
"""Where a file is called so."""
BEGINNINGS = tuple(f"{kind}-" for kind in streams.Kind)


def made_by_hand(tree: ast.AST) -> Iterator[int]:
    """The lines where text that begins like the name of a stream is put together: an f-string, a sum, a template."""
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=[ast.Constant(value=str(first)), ast.FormattedValue(), *_]):
                beginning = first
            case ast.JoinedStr(
                values=[ast.FormattedValue(value=ast.Name(id="kind")), ast.Constant(value=str(second)), *_]
            ):
                beginning = f"fund{second}"
            case ast.BinOp(left=ast.Constant(value=str(left)), op=ast.Add() | ast.Mod()):
                beginning = left.partition("%")[0]
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(template)), attr="format")):
                beginning = template.partition("{")[0]
            case _:
                continue
        if beginning in BEGINNINGS:
            yield node.lineno


def test_only_one_module_makes_names_of_streams() -> None:
    elsewhere = [
        f"{path.relative_to(HOUSE)}:{line}"
        for path in modules()
        if str(path.relative_to(HOUSE)) not in NOT_STREAMS | {"domain/streams.py"}
        for line in made_by_hand(ast.parse(path.read_text("utf-8")))
    ]
    assert elsewhere == []


def test_a_name_made_by_hand_would_be_seen() -> None:
    for code in (
        'f"fund-{x}"',
        'f"register-{x}/p1"',
        'f"{kind}-{x}"',
        '"officer-" + x',
        '"batch-%s" % x',
        '"policy-{}".format(x)',
    ):
        assert list(made_by_hand(ast.parse(code))), code


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


TYPES_OF_CLICK = (click.types.BoolParamType, click.types.IntParamType, click.Choice)
"""Which let nothing through that was not foreseen."""


def is_typed(parameter: click.ParamType[typing.Any]) -> bool:
    if isinstance(parameter, click.Tuple):
        return all(map(is_typed, parameter.types))
    ours = type(parameter).__module__.partition(".")[0] == cli.__name__
    return ours or isinstance(parameter, TYPES_OF_CLICK)


def test_every_parameter_of_the_command_line_has_a_type_of_ours() -> None:
    untyped = [
        f"{path} {parameter.opts[0]}"
        for path, command in commands(Entry())
        for parameter in command.params
        if not is_typed(parameter.type)
    ]
    assert untyped == []
    assert len(list(commands(Entry()))) > 80


def test_the_types_of_text_are_few() -> None:
    """A new one says here what it lets through: `tests/cli/test_hostile_text.py` tries each of them."""
    types = {
        name
        for name, value in vars(parameters).items()
        if isinstance(value, type) and issubclass(value, click.ParamType) and value.__module__ == parameters.__name__
    }
    assert types == {
        "Words", "WordsOrNothing", "Identifier", "StreamName", "ProposalName", "CommandId", "FilePath", "FileOrName",
        "SettingText", "Day", "Moment", "MonthOfBooks", "NumberedName", "NotedHead", "Yuan",
    }  # fmt: skip


def models() -> list[type[BaseModel]]:
    """Every form that officers fill in, and every table of a pack."""
    for package in (policies,):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)

    def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
        for heir in model.__subclasses__():
            yield heir
            yield from below(heir)

    return [*below(forms.Form), *below(policies.tables.Table)]


def bare_texts(annotation: object) -> Iterator[object]:
    """The `str` of an annotation that no validator of ours looks at."""
    if annotation is str:
        yield annotation
        return
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *metadata = typing.get_args(annotation)
        if inner is str and any(looks_at_text(piece) for piece in metadata):
            return
        if any(looks_at_text(piece) for piece in metadata) and inner is not str:
            return
        yield from bare_texts(inner)
        return
    if typing.get_origin(annotation) is typing.Literal:
        return
    for argument in typing.get_args(annotation):
        yield from bare_texts(argument)


def looks_at_text(piece: object) -> bool:
    if isinstance(piece, StringConstraints):
        return bool(piece.pattern) and str(piece.pattern).startswith("^[a-z0-9]")
    validator = getattr(piece, "func", None)
    return validator in (forms._seen, forms._value, policies.tables._readable)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_text_of_a_form_or_a_pack_has_a_type(model: type[BaseModel]) -> None:
    hints = typing.get_type_hints(model, include_extras=True)
    untyped = [name for name in model.model_fields if any(True for _ in bare_texts(hints[name]))]
    assert untyped == []


def test_the_validators_of_text_validate_text() -> None:
    assert isinstance(typing.get_args(forms.Text)[1], AfterValidator)
    assert [piece for piece in typing.get_args(policies.tables.Text)[1:] if looks_at_text(piece)]
