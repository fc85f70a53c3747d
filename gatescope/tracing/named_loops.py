"""Channels that a loop of the user's own names, in Keras and flax, where no cell is called that could."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from .errors import GatescopeError
from .hand_written import Channel
from .loops import Calls, Loop

#: Calls between a module and its line that names a channel.
MOST_FRAMES = 40


class NamedLoops:
    """What the modules of one pass name, each in a loop of its own.

    `names` are those of the modules by id, `visit(layer, channel, step, value)` returns what the user
    goes on with, `nothing(batch)` is an input `[B, 1, 0]`, `stack(values, axis)` that of the framework.
    """

    def __init__(
        self,
        calls: Calls,
        root: Any,
        names: Mapping[int, str],
        *,
        visit: Callable[[str, str, int, Any], Any],
        nothing: Callable[[int], Any],
        stack: Callable[[Sequence[Any], int], Any],
    ) -> None:
        self._calls, self._root, self._names = calls, root, names
        self._visit, self._nothing, self._stack = visit, nothing, stack
        self._of: dict[int, Loop] = {}
        #: Whole sequences by the id of what the user goes on with.
        self._whole: dict[int, tuple[str, Any]] = {}

    def write(self, channel: Channel, value: Any) -> Any:
        """A channel was named outside of any cell."""
        axis = channel.steps
        shape = list(value.shape)
        steps = 1 if axis is None else int(shape.pop(axis))
        loop = self._loop(channel, shape)
        first = loop.seen.get(channel.name, 0)
        loop.seen[channel.name] = first + steps
        if first + steps > loop.steps:
            batch = int(shape[0]) if len(shape) > 1 else 1
            for at in range(loop.steps, first + steps):
                loop.took(at, self._nothing(batch))
        if axis is None:
            return self._visit(loop.name, channel.name, first, value)
        if channel.added is not None:
            name, _ = self._whole.get(id(channel.added), (None, None))
            if name is None:
                raise GatescopeError(
                    "channel: added must be named first here, and given as it came back: "
                    "b = channel('b', b, steps=…)"
                )
            loop.totals[channel.name] = name
        elif channel.is_state:
            loop.direct.append(channel.name)
        before = (slice(None),) * axis
        found = self._stack(
            [self._visit(loop.name, channel.name, at, value[(*before, at)]) for at in range(steps)],
            axis,
        )
        self._whole[id(found)] = channel.name, found
        return found

    def _loop(self, channel: Channel, shape: Sequence[int]) -> Loop:
        owner = self._owner()
        loop = self._of.get(id(owner))
        if loop is None or (channel.steps is not None and channel.name in loop.channels):
            name = self._names.get(id(owner)) or type(owner).__name__.lower()
            loop = self._of[id(owner)] = self._calls.named(name, owner)
        loop.names(channel, shape)
        if channel.is_state and channel.name not in loop.states:
            loop.states.append(channel.name)
        return loop

    def _owner(self) -> Any:
        """The module whose line it is: the nearest frame's `self` that is of the model."""
        frame: FrameType | None = sys._getframe(1)
        for _ in range(MOST_FRAMES):
            if frame is None:
                break
            found = frame.f_locals.get("self")
            if id(found) in self._names:
                return found
            frame = frame.f_back
        return self._root
