"""The three ways in which a command is declined, as codes and values; the CLI makes sentences of them.

A policy that says no is not here: that is a fact with findings (see `domain.entitlement.findings`).
A mistake of ours is not here either: that is an assertion.
"""

from __future__ import annotations


class Refusal(Exception):
    """A command that records nothing, with the `code` of the reason and the `values` that belong to it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code} ({details})" if details else self.code


class NotAllowed(Refusal):
    """The command does not fit the state of what it acts on (exit code 65)."""


class NotPermitted(Refusal):
    """This officer may not do this: the role, the authority or the second pair of eyes is missing (exit code 77)."""


class NoSuchThing(Refusal):
    """What the command names does not exist (exit code 66)."""
