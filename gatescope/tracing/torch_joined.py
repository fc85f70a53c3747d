"""Calls of one module that go on from one another: a cell of the user's own that names nothing.

A call joins the sequence whose last output *is* its state: the same tensor, and not one of the same
numbers. Else it begins a new one. So two loops over one cell stay apart, also where they take turns.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from .cells import axes_of, custom_form
from .torch_origins import Origins
from .torch_source import mapped
from .torch_tape import Cell, LayerTape, Path

#: Sequences of one module that a call may go on from, the newest; agents may take turns.
MOST_OPEN = 64

#: Tensors by their places.
Leaves = dict[Path, Tensor]
#: Sees a channel of a step and returns what the step goes on with.
Visit = Callable[[LayerTape, str, int, Tensor], Tensor]


@dataclass(eq=False)
class _Sequence:
    """Calls of one module, each of which was given what the one before gave."""

    call: int
    given: Leaves
    last: dict[Path, weakref.ref[Tensor]] = dataclasses.field(default_factory=dict)
    tape: LayerTape | None = None

    def states(self, given: Leaves) -> dict[Path, Path]:
        """Where what the last call gave comes back: places in its output, and in these arguments."""
        places = {id(tensor): path for path, tensor in given.items()}
        back = {path: reference() for path, reference in self.last.items()}
        return {path: places[id(each)] for path, each in back.items() if id(each) in places}


class Joined:
    """The calls of every module of one pass.

    Of a call that nobody goes on from nothing is kept: what it gave is known by weak references.
    """

    def __init__(self, origins: Origins, known: Sequence[Cell] = ()) -> None:
        self._origins = origins
        self._known = {(cell.module, cell.call): cell for cell in known}
        self._of: dict[int, list[_Sequence]] = {}
        self._calls: dict[int, int] = {}
        #: What is seen already, by id; the tapes hold it.
        self._seen: set[int] = set()

    def called(
        self,
        module: nn.Module,
        given: tuple[tuple[Any, ...], dict[str, Any]],
        output: Any,
        *,
        name: str,
        begin: Callable[[Cell], LayerTape],
        visit: Visit,
    ) -> Any:
        """A module was called; what its caller goes on with.

        `begin` makes the tape of a new sequence.
        """
        entered = {path: each for at in given for path, each in _leaves(at)}
        gave = _given_anew(output, entered)
        if not gave:
            return output
        call = self._calls[id(module)] = self._calls.get(id(module), -1) + 1
        open_ = self._of.setdefault(id(module), [])
        found = next((each for each in reversed(open_) if each.states(entered)), None)
        if found is None:
            found = _Sequence(call, entered)
            cell = self._known.get((name, call))
            open_.append(found)
            del open_[:-MOST_OPEN]
            if cell is not None:
                self._begin(found, begin(cell))
        elif found.tape is None and (cell := self._cell(module, name, found, entered)):
            first = {path: each for path, ref in found.last.items() if (each := ref()) is not None}
            self._begin(found, begin(cell))
            self._took(found, found.given, first, lambda *seen: seen[-1])
        if found.tape is None:
            found.call, found.given = call, entered
            _wait(found, gave, open_)
            return output
        changed = self._took(found, entered, gave, visit)
        found.given = {}
        found.last = {path: weakref.ref(changed[id(each)]) for path, each in gave.items()}
        if all(id(value) == before for before, value in changed.items()):
            return output
        return mapped(output, lambda tensor: changed.get(id(tensor), tensor))

    def _begin(self, sequence: _Sequence, tape: LayerTape) -> None:
        assert tape.cell is not None
        sequence.tape = tape
        if all(path in sequence.given for path in tape.cell.takes):
            tape.initial = tuple(sequence.given[path] for path in tape.cell.takes)

    def _took(
        self, sequence: _Sequence, entered: Leaves, gave: Leaves, visit: Visit
    ) -> dict[int, Tensor]:
        """One step: by the id of what it gave, what its caller goes on with."""
        tape = sequence.tape
        assert tape is not None and tape.cell is not None
        cell, step = tape.cell, tape.steps
        changed = {id(each): each for each in gave.values()}
        if cell.enters in entered:
            x, rows = entered[cell.enters], any(each.dim() > 1 for each in gave.values())
            tape.read(self._origins.of(x).picks)
            tape.inputs.append(x[:, None] if rows and x.dim() == 1 else x)
        for channel, path in zip(cell.form.channels, cell.gives):
            if path in gave:
                value = visit(tape, channel, step, gave[path])
                tape.values.setdefault(channel, {})[step] = value
                changed[id(gave[path])] = value
                self._seen.add(id(value))
        return changed

    def _cell(
        self, module: nn.Module, name: str, sequence: _Sequence, entered: Leaves
    ) -> Cell | None:
        """What a second call says of a module; None where the states are those of a cell inside it."""
        back = sequence.states(entered)
        states = {out: at for out, at in back.items() if id(entered[at]) not in self._seen}
        if not states:
            return None
        like = entered[next(iter(states.values()))]
        answers = {
            path: each
            for path, reference in sequence.last.items()
            if path not in back and (each := reference()) is not None and _alike(each, like)
        }
        names = _names(module, tuple(states.values()))
        gives = (*list(answers)[:1], *states)
        channels = (*list("y" for _ in answers)[:1], *names)
        enters, fed = _entering(sequence.given, entered, like, set(back.values()))
        values = [*list(answers.values())[:1], *(entered[at] for at in states.values())]
        form = custom_form(
            type(module).__name__,
            channels,
            names,
            dict.fromkeys(names, "state"),
            {each: axes for each, of in zip(channels, values) if (axes := axes_of(each, of.shape))},
        )
        takes = tuple(states.values())
        return Cell(name, sequence.call, form, gives, takes, enters, fed or len(states) > 1)

    def forget(self, tapes: Sequence[LayerTape]) -> None:
        """Lets go of the sequences of these tapes."""
        old = {id(tape) for tape in tapes}
        for open_ in self._of.values():
            open_[:] = [each for each in open_ if id(each.tape) not in old]


def of_sequences(tapes: Sequence[LayerTape]) -> list[LayerTape]:
    """Those that ran over steps; a block that is applied to its own output counts where nothing else did."""
    ran = [tape for tape in tapes if tape.steps > 0]
    return [tape for tape in ran if tape.cell is None or tape.cell.fed] or ran


def begins_late(tape: LayerTape) -> bool:
    """Whether a derivative reaches all steps but the first, as nobody knew then that it would be one.

    Before frozen weights no derivative comes unless a value is made to have one.
    """
    return tape.cell is not None and any(
        not steps[0].requires_grad and steps[1].requires_grad
        for steps in tape.values.values()
        if len(steps) > 1
    )


def _wait(sequence: _Sequence, gave: Leaves, open_: list[_Sequence]) -> None:
    """A call is let go with the last of what it gave, as nothing can then go on from it."""
    waiting, place = set(gave), weakref.ref(sequence)

    def gone(path: Path) -> None:
        waiting.discard(path)
        left = place()
        if not waiting and left is not None and left.tape is None and left in open_:
            open_.remove(left)

    sequence.last = {
        path: weakref.ref(each, lambda _, path=path: gone(path))  # type: ignore[misc]
        for path, each in gave.items()
    }


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Tensor]]:
    if isinstance(value, Tensor):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, (tuple, list)):
        for at, item in enumerate(value):
            yield from _leaves(item, (*path, at))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _leaves(getattr(value, part.name), (*path, part.name))


def _given_anew(output: Any, entered: Leaves) -> Leaves:
    """What a call computed, each tensor once; what it only handed on is not of it."""
    known = {id(each) for each in entered.values()}
    found: Leaves = {}
    for path, each in _leaves(output):
        mapped_over = torch._C._functorch.is_batchedtensor(each)  # of torch.vmap: it has no numbers
        if each.is_floating_point() and each.dim() and id(each) not in known and not mapped_over:
            known.add(id(each))
            found[path] = each
    return found


def _alike(value: Tensor, state: Tensor) -> bool:
    """Whether a tensor has a row for each sequence, as a state has."""
    return value.dim() > 0 and (state.dim() < 2 or value.shape[0] == state.shape[0])


def _entering(
    before: Leaves, entered: Leaves, state: Tensor, states: set[Path]
) -> tuple[Path | None, bool]:
    """Where x_t stands, and whether it is another tensor at each call."""
    found = [
        path
        for path, each in entered.items()
        if path not in states and each.dtype.is_complex is False and _alike(each, state)
    ]
    anew = [path for path in found if entered[path] is not before.get(path)]
    return next(iter(anew or found), None), bool(anew)


def _names(module: nn.Module, places: Sequence[Path]) -> tuple[str, ...]:
    """Short names of arguments are names of states; else the first is h, and others are counted."""
    try:
        arguments = list(inspect.signature(module.forward).parameters)
    except (TypeError, ValueError):
        arguments = []
    own = {}
    for path in places:
        name = path[0] if isinstance(path[0], str) else "".join(arguments[path[0] : path[0] + 1])
        if len(path) == 1 and re.fullmatch(r"[A-Za-z][A-Za-z0-9]?", name):
            own[path] = name
    found: list[str] = []
    for at, path in enumerate(places):
        free = "h" not in found and "h" not in own.values()
        found.append(own.get(path) or ("h" if free else f"state {at + 1}"))
    return tuple(found)
