"""What a recording keeps of a loop of batches: one pass and its backward, or the last few passes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from .torch_capture import Capture
from .torch_tape import LayerTape

#: Calls of the same layers that are kept where no backward tells that a pass is over.
MOST_CALLS = 8


@dataclass
class _Call:
    """A call of the user's own code that began new sequences, and what was given until the next one."""

    names: tuple[str, ...]
    tapes: list[LayerTape]
    outputs: list[Any] = field(default_factory=list)


class BoundedCapture(Capture):
    """Keeps as much as one picture can show, however long the user's loop is.

    After a backward the next call of a module begins a new pass: what came before is let go. Without
    one, the newest calls of the same layers are kept. `started_over` is called at each new pass.
    """

    def __init__(self, root: nn.Module | None, started_over: Callable[[], None]) -> None:
        super().__init__(root)
        self._started_over = started_over
        self._calls: list[_Call] = []
        self._over = False
        #: Passes that were let go, and calls of the same layers within the one that is kept.
        self.passes = 0
        self._let_go: Counter[str] = Counter()

    def pass_is_over(self) -> None:
        """A loss was differentiated: the next call is of another pass."""
        self._over = True

    def began(self) -> None:
        if not self._over:
            return
        self._over = False
        self.passes += 1
        self.layers.clear()
        self.outputs.clear()
        self._calls.clear()
        self._let_go.clear()
        self._used.clear()
        self._begin_pass()
        self._started_over()

    def ended(self) -> None:
        known = sum(len(call.tapes) for call in self._calls)
        new, output = self.layers[known:], self.outputs[-1]
        if new:
            names = tuple(re.sub(r" \(\d+\)$", "", tape.name) for tape in new)
            self._calls.append(_Call(names, new))
        if not self._calls:
            return
        self._calls[-1].outputs.append(output)
        alike = [call for call in self._calls if call.names == self._calls[-1].names]
        if new and len(alike) > MOST_CALLS:
            self._forget(alike[0])

    def _forget(self, old: _Call) -> None:
        self._let_go.update(set(old.names))
        self._calls = [call for call in self._calls if call is not old]
        self.layers[:] = [tape for call in self._calls for tape in call.tapes]
        self.outputs[:] = [output for call in self._calls for output in call.outputs]
        self.loops.forget(old.tapes)
        self.joined.forget(old.tapes)
        self.written.forget(old.tapes)

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        found = []
        if self.passes:
            found.append(
                f"{self.passes + 1} passes ran, each with its own backward. This is the last one; the "
                "others were let go."
            )
        for name, count in self._let_go.items():
            found.append(f"{name} ran {count + MOST_CALLS} times. The last {MOST_CALLS} are kept.")
        return found
