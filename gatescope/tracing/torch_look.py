"""One sequence of a batch: which axis of x is the batch's is told by a look at what the layers are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from .errors import GatescopeError
from .torch_capture import Capture
from .torch_mixed import axis_of_batch, mixes
from .torch_module import untouched
from .torch_source import TorchSource, call_model, mapped, said_as_ours, tensors_of
from .torch_tape import LayerTape
from .torch_trace import batch_of, chosen_layers


def one_sequence(source: TorchSource) -> TorchSource:
    """The source with x and target cut to one sequence of the batch.

    The batch axis is found by running: the one along which x can be cut to one so that the first
    recurrent layer then sees one sequence of as many steps. Where none is, each tensor is cut along its
    own: x with the batch first and states `[layers, B, H]` beside it, or the other way about. Where that is
    none either, or where that sequence would be another one alone, the whole batch runs.
    """
    whole = _looked(source, only_first=True)
    batch, steps = whole.batch, whole.steps
    if not 0 <= source.sequence < batch:
        raise GatescopeError(
            f"trace: sequence must be from 0 to {batch - 1}, got {source.sequence}"
        )
    source = replace(source, number=source.sequence, batch=batch)
    if batch == 1:
        return source
    for axes in ((0,), (1,), (0, 1), (1, 0)):

        def cut(value: Tensor, axes: tuple[int, ...] = axes) -> Tensor:
            own = axis_of_batch(value, axes, batch)
            return value if own is None else value.narrow(own, source.sequence, 1)

        def cut_target(value: Tensor, axes: tuple[int, ...] = axes) -> Tensor:
            axis = axes[0]
            if value.dim() > 0 and value.shape[0] == steps * batch > max(steps, batch):
                # One row for each step of each sequence, in the order of x.
                extents = (batch, steps) if axis == 0 else (steps, batch)
                rows = value.reshape(*extents, *value.shape[1:])
                return rows.select(axis, source.sequence)
            # Of as many steps as sequences a row for each step is told from one for each sequence by both.
            turned = axis == 1 and tuple(value.shape[:2]) == (steps, batch)
            return cut(value, (1, 0) if turned else (0,) if axes == (0,) else (0, 1))

        tried = mapped(source.x, cut)
        changed = [a.shape for a in tensors_of(tried)] != [a.shape for a in tensors_of(source.x)]
        if not changed:
            continue
        try:
            found = _looked(replace(source, x=tried), only_first=False)
        except GatescopeError:
            continue
        # A packed batch is as long as its longest sequence; one sequence may be shorter.
        ran = found.first if whole.stopped else found.steps
        if found.batch == 1 and ran <= steps:
            if mixes(source, axes):
                return replace(source, whole_batch=True, across=axes[0], mixed=True)
            return replace(source, x=tried, target=mapped(source.target, cut_target))
    return replace(source, whole_batch=True)


class _Seen(BaseException):
    """The look is over; no code of the model's own catches it."""


class _Look(Capture):
    """Sees which layers are called, and keeps none of their numbers.

    With `only_first` it ends where the first layer that counts begins its first sequence, since a wide
    layer over a large batch takes long and gigabytes.
    """

    def __init__(self, source: TorchSource, *, only_first: bool) -> None:
        super().__init__(source.root, differentiable=False)
        self._source, self._only_first = source, only_first
        self.stopped = False
        #: How many steps the first call of that layer had, and all of its calls that were seen.
        self.first = self.steps = 0
        self.batch = 0

    def run(self) -> None:
        try:
            with said_as_ours(self._source), self.following():
                call_model(self._source, self._source.x)
        except _Seen:
            self.stopped = True
            return
        layer = chosen_layers(self._source, self.layers, self._source.root)[0]
        self.batch, self.steps = batch_of(layer), layer.steps

    def layer_begins(self, tapes: Sequence[LayerTape], steps: int, batch: int) -> None:
        if self.first or not any(self._counts(tape) for tape in tapes):
            return
        self.first = self.steps = steps
        self.batch = batch
        # A call of one step begins a loop, whose end is to be seen.
        if self._only_first and steps > 1 and not self._goes_on(steps, batch):
            raise _Seen

    def _counts(self, tape: LayerTape) -> bool:
        names = self._source.layers
        if names is None:
            return all(each.steps == 0 for each in self.layers)
        return any(tape.name == name or tape.name.startswith(f"{name}.") for name in names)

    def _goes_on(self, steps: int, batch: int) -> bool:
        """Whether a target has rows for more steps than this call: then others go on from it."""
        rows = [each.shape[0] for each in tensors_of(self._source.target) if each.dim() > 0]
        return any(count > steps * batch and count % batch == 0 for count in rows)

    def _visit(self, tape: LayerTape, name: str, step: int, value: Tensor) -> Tensor:
        tape.values.setdefault(name, {})[step] = value.new_empty((*value.shape[:-1], 0))
        return value


def _looked(source: TorchSource, *, only_first: bool) -> _Look:
    with untouched(source.root, source.training, source.draws):
        look = _Look(source, only_first=only_first)
        try:
            with torch.no_grad():
                look.run()
        except GatescopeError:
            # A forward that differentiates by itself cannot run without gradients.
            look = _Look(source, only_first=only_first)
            look.run()
        return look
