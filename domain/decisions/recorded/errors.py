"""What is raised for events that no command records, and what a stream is about."""

from __future__ import annotations

from domain.base import STORED_NAMES, Event
from domain.streams import Kind, prefix


class NoSuchCommand(Exception):
    """No command records what begins with this event, or records it in this stream."""

    def __init__(self, stream: str, leading: Event | None) -> None:
        self.stream = stream
        self.name = STORED_NAMES[type(leading)] if leading is not None else ""
        super().__init__(f"no command records {self.name or 'nothing'} in {stream or 'no stream'}")


def subject_of(stream: str, kind: str, leading: Event) -> str:
    """What a stream such as `application-350203-2024-000001` is about. Raises `NoSuchCommand` for another kind."""
    begins = prefix(Kind(kind))
    if not stream.startswith(begins):
        raise NoSuchCommand(stream, leading)
    return stream.removeprefix(begins)
