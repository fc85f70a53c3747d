"""A bar with the time that is left, for what takes longer than a moment."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from .percent import percent_text

#: Seconds of one layer after which it is said at which step it is.
_A_WHILE = 2.0


class Bar:
    """One line that says how far a work is and how long it will take, on a terminal or in a notebook.

    `of` is what is counted. Without one it is a share of the whole, since nobody counts products.
    Inside of another nothing is drawn: the outer one says how far the whole is. `after` so many seconds
    the line comes, so that nothing flickers for what takes a moment.
    """

    _open = 0

    def __init__(
        self,
        total: int | None,
        *,
        shown: bool | None = None,
        of: str | None = "batch",
        after: float = 0.5,
    ) -> None:
        self._total, self._of, self._done, self._after = total, of, 0, after
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._shown = (terminal or "ipykernel" in sys.modules) if shown is None else shown
        self._began = time.monotonic()
        self._said = 0.0
        self._wide = 0

    def step(self, done: int) -> None:
        """After each batch."""
        now = time.monotonic()
        if not self._shown or now - self._began < self._after or now - self._said < 0.1:
            return
        self._said = now
        if self._total:
            left = (now - self._began) / done * max(0, self._total - done)
            share = min(1.0, done / self._total)
            bar = "█" * round(20 * share) + "░" * (20 - round(20 * share))
            far = (
                f"{percent_text(share)}%"
                if self._of is None
                else f"{self._of} {done} of {self._total}"
            )
            self._write(f"{bar} {far}, {duration(left)} left")
        else:
            self._write(f"{self._of} {done}, {duration(now - self._began)}")

    def advance(self, count: int = 1) -> None:
        """After some more of the work."""
        self._done += count
        self.step(self._done)

    def __enter__(self) -> Bar:
        self._shown = self._shown and Bar._open == 0
        Bar._open += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        Bar._open -= 1
        self.close()

    def close(self) -> None:
        """Clears the line."""
        if self._wide:
            self._write("")
            sys.stderr.write("\r")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._wide))
        sys.stderr.flush()
        self._wide = len(text)


def steps_bar(steps: int) -> Bar:
    """The bar of one layer that runs step by step: of what takes a moment there is none."""
    return Bar(steps, of="step", after=_A_WHILE)


def duration(seconds: float) -> str:
    """`8 s`, `3 min`, `1.5 h`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
