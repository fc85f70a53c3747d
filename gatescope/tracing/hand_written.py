"""What `gatescope.channel` names, and who hears of it in Keras and flax."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .arguments import require_words
from .cells import STATES, Axes, axes_of
from .errors import GatescopeError, kind_of

ROLES = ("gate", "candidate", "state", "value")


@dataclass(frozen=True)
class Channel:
    """A gate or state of a cell written by hand, as the user named it."""

    name: str
    role: str | None = None
    axes: tuple[str, ...] | None = None
    """Names of the axes behind the batch."""
    steps: int | None = None
    """Along which axis a whole sequence stands; None of one step."""
    added: Any = None
    """Of a whole sequence of states: b_t of h_t = a_t ⊙ h_{t−1} + b_t."""

    @property
    def is_state(self) -> bool:
        return self.role == "state" or (self.role is None and self.name in STATES)

    def axes_of(self, shape: Sequence[int]) -> Axes:
        """Of a value of one step `[B, …]`."""
        return axes_of(self.name, shape, self.axes)

    def require(self, value: Any) -> None:
        """Raises GatescopeError for a value of another shape than was said."""
        shape = getattr(value, "shape", None)
        size = 0 if shape is None else len(shape)
        if self.steps is not None:
            if size < 2 or self.steps >= size or (size == 2 and self.steps == 1):
                raise GatescopeError(
                    f"channel: value must be a tensor of a whole sequence, such as [B, T, H] with steps=1, "
                    f"got {kind_of(value)} with steps={self.steps}; of one number a step give value[..., None]"
                )
            if self.added is not None and getattr(self.added, "shape", None) != shape:
                raise GatescopeError(
                    f"channel: added must be what is added to {self.name!r} at each step, a tensor of its "
                    f"shape {list(shape or ())}, got {kind_of(self.added)}"
                )
        elif size < 1:
            raise GatescopeError(
                f"channel: value must be a tensor [B, …] of one step, got {kind_of(value)}"
            )
        behind = size - 1 - (self.steps is not None)
        if self.axes is not None and len(self.axes) != behind:
            raise GatescopeError(
                f"channel: axes must name the {behind} axes of {self.name!r} behind the batch"
                f"{'' if self.steps is None else ' and the steps'}, got {len(self.axes)} names for "
                f"{kind_of(value)}"
            )


def named_channel(name: Any, role: Any, axes: Any, steps: Any, added: Any) -> Channel:
    """What the user gave, checked."""
    if not isinstance(name, str) or not name:
        raise GatescopeError(f"channel: name must be a string, got {name!r}")
    if role is not None and role not in ROLES:
        raise GatescopeError(
            f"channel: role must be 'gate', 'candidate', 'state' or 'value', got {role!r}"
        )
    require_words("channel", axes=axes)
    if steps is not None and (isinstance(steps, bool) or not isinstance(steps, int) or steps < 0):
        raise GatescopeError(
            f"channel: steps must be the number of the axis of the steps, from 0, got {steps!r}"
        )
    if added is not None and steps is None:
        raise GatescopeError(
            "channel: added goes with a whole sequence, channel(name, value, steps=1, added=b); a channel "
            "of one step has its total derivative without"
        )
    return Channel(name, role, None if axes is None else tuple(axes), steps, added)


#: Sees a channel and its value; returns what the step goes on with.
Write = Callable[[Channel, Any], Any]
_entered = threading.local()


@contextmanager
def writing(write: Write) -> Iterator[None]:
    """In this thread `gatescope.channel` is heard by `write`."""
    before = current()
    _entered.write = write
    try:
        yield
    finally:
        _entered.write = before


def current() -> Write | None:
    """Who hears now; None outside a step that is seen."""
    return getattr(_entered, "write", None)
