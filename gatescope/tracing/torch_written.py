"""Which sequence a channel belongs to that a cell written by hand names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from .torch_origins import Origin, Origins, tensors_in
from .torch_tape import LayerTape


@dataclass(eq=False)
class Written:
    """One sequence through a cell written by hand."""

    tape: LayerTape
    number: int
    """That of its newest step: what was made of an older one does not go on from it."""
    given: Any
    """What the module was called with whose step is the newest."""
    carries: bool = False
    """Whether a step of it was seen to come from the one before."""
    loops: bool = False
    """Whether one call of its module runs over several steps."""
    last: dict[str, Tensor] = field(default_factory=dict)
    """Each channel of its newest step."""

    def like_state(self, value: Tensor) -> bool:
        """Whether a tensor has the shape of a channel of one step."""
        return any(value.shape == each.shape for each in self.last.values())


class WrittenCells:
    """The sequences of each module that names its channels, the one of the newest step last.

    What a step names first, or what its module was given or keeps, was made of the step before; where it was
    not, a sequence begins, unless the cell was never seen to carry anything.
    """

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._of: dict[int, list[Written]] = {}

    def begin(self, module: nn.Module | None, given: Any, tape: LayerTape) -> Written:
        written = Written(tape, self._origins.number(), given)
        self._of.setdefault(id(module), []).append(written)
        return written

    def found(
        self, module: nn.Module | None, given: Any, name: str, value: Tensor
    ) -> Written | None:
        """The sequence of a channel; None where it begins one."""
        every = self._of.get(id(module), [])
        if not every:
            return None
        newest = every[-1]
        if len(newest.tape.values.get(name, {})) < newest.tape.steps:
            return newest
        newest.loops = newest.loops or given is newest.given
        again = newest.loops and given is not newest.given
        kept = [] if module is None else [vars(module), module._buffers]
        made_of = self._origins.of(value).sequences or self._origins.of([given, kept]).sequences
        if newest.loops:
            # A layer may read what it gave before: only a state that it is handed besides goes on from it.
            handed = list(tensors_in([given, kept]))
            states = [each for each in handed if newest.like_state(each)]
            read = [each for each in handed if not newest.like_state(each)]
            made_of = (
                made_of - self._origins.of(read).sequences | self._origins.of(states).sequences
            )
        able = [each for each in every if each.number in made_of]
        if not able:
            # A state of its own, beside what enters, is a start.
            starts = given is not newest.given and len(list(tensors_in(given))) > 1
            return None if newest.carries or starts or again else newest
        found = min(able, key=lambda each: each.tape.steps)
        found.carries, found.given = True, given
        found.number = self._origins.number()
        every.sort(key=lambda each: each is found)
        return found

    def wrote(self, written: Written, name: str, value: Tensor, after: Tensor) -> None:
        """A channel was seen; the step goes on with `after`."""
        tape = written.tape
        if len(tape.reads) < tape.steps:
            tape.read(self._origins.of(value).picks)
        written.last[name] = after
        self._origins.mark(after, Origin(frozenset({written.number}), tape.reads[-1]))

    def forget(self, tapes: Sequence[LayerTape]) -> None:
        """Lets go of the sequences of these tapes."""
        old = {id(tape) for tape in tapes}
        for key, every in self._of.items():
            self._of[key] = [each for each in every if id(each.tape) not in old]
