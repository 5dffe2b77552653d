"""To which application a command is given."""

from __future__ import annotations

from domain.base import Struct


class ForApplication(Struct):
    """A command to one existing application, by its number."""

    application: str
