"""States by name, of which those used last are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_S = TypeVar("_S")


class BoundedStates(Generic[_S]):
    """States whose weights together are at most `weight_max`; the one used longest ago goes first."""

    def __init__(self, weight_max: int, weight_of: Callable[[_S], int]) -> None:
        self._weight_max = weight_max
        self._weight_of = weight_of
        self._states: dict[str, _S] = {}
        self._weight = 0

    def get(self, name: str) -> _S | None:
        state = self._states.pop(name, None)
        if state is not None:
            self._states[name] = state  # behind all others
        return state

    def keep(self, name: str, state: _S) -> None:
        self.forget(name)
        self._states[name] = state
        self._weight += self._weight_of(state)
        while self._weight > self._weight_max:
            self.forget(next(iter(self._states)))

    def forget(self, name: str) -> None:
        state = self._states.pop(name, None)
        if state is not None:
            self._weight -= self._weight_of(state)
