"""Whole batches of a PyTorch model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, NothingToSee, kind_of
from gatescope.tracing.records import Clamp
from gatescope.tracing.torch_capture import Capture
from gatescope.tracing.torch_joined import begins_late, of_sequences
from gatescope.tracing.torch_layer import _by_gate, direction_of, numbers
from gatescope.tracing.torch_model import loss_function
from gatescope.tracing.torch_module import own_copy, require_visible, untouched, unwrap
from gatescope.tracing.torch_sequences import by_step, derivatives, differentiated_by
from gatescope.tracing.torch_source import (
    TorchSource,
    call_model,
    mapped,
    objective_of,
    said_as_ours,
    tensors_of,
    unpacked,
)
from gatescope.tracing.torch_tape import Cell, LayerTape
from gatescope.tracing.torch_trace import holder

from .seen import Seen, SeenLayer, last_weights


class TorchReader:
    """Runs a copy of a module, with every recurrent call seen."""

    framework = "torch"

    def __init__(self, model: Any, loss: Any, forward: Callable[..., Any] | None) -> None:
        model = unwrap(model)
        require_visible(model)
        self._given = model if isinstance(model, nn.Module) else None
        copied = own_copy(model) if self._given is not None else None
        self._model = model if copied is None else copied
        self._root = self._model if isinstance(self._model, nn.Module) else None
        self._loss = loss if loss is None else loss_function(loss, 0)
        self._forward = forward
        self._draws = 0
        #: Cells that name nothing, as the batch before had them.
        self._known: list[Cell] = []

    def _source(self, x: Any, target: Any) -> TorchSource:
        return TorchSource(
            model=self._model,
            root=self._root,
            x=self._tensors(x),
            target=None if target is None else self._tensors(target),
            loss=None if target is None else self._loss,
            gradients_of=None,
            forward=self._forward,
            sequence=0,
            whole_batch=True,
            training=False,
            layers=None,
            names=None,
            labels=None,
            step_name="step",
            unit=None,
        )

    def _tensors(self, value: Any) -> Any:
        """Arrays as tensors, numbers in the type of the weights and on their device."""
        if isinstance(value, np.ndarray):
            if value.dtype.kind not in "fiub":
                raise GatescopeError(f"check: data must be numbers, got {value.dtype}")
            weight = next(self._root.parameters(), None) if self._root is not None else None
            tensor = torch.from_numpy(np.ascontiguousarray(value))
            if value.dtype.kind == "f":
                tensor = tensor.to(torch.float32 if weight is None else weight.dtype)
            elif value.dtype.kind in "iu":
                tensor = tensor.long()
            return tensor if weight is None else tensor.to(weight.device)
        if isinstance(value, dict):
            return {key: self._tensors(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
            return type(value)(self._tensors(item) for item in value)
        return mapped(value, lambda tensor: tensor)

    def read(
        self, x: Any, target: Any, *, clamps: Sequence[Clamp] = (), gradients: bool = True
    ) -> Seen:
        source = self._source(x, target)
        if not tensors_of(source.x):
            raise GatescopeError(f"check: data must hold tensors or arrays, got {kind_of(x)}")
        with untouched(self._root, False), torch.set_grad_enabled(gradients):
            capture, output, objective = self._passed(source, clamps, gradients)
            late = [tape.cell for tape in capture.layers if begins_late(tape)]
            if late:
                self._known = [each for each in late if each is not None]
                capture, output, objective = self._passed(source, clamps, gradients)
            self._known = [tape.cell for tape in capture.layers if tape.cell is not None]
            tapes = of_sequences(capture.layers)
            if not tapes:
                raise NothingToSee(
                    "check: no recurrent layer ran. The model must call nn.RNN, nn.LSTM, nn.GRU or "
                    "their cells, or name its gates with gatescope.channel"
                )
            valid = [_valid(tape) for tape in tapes]
            first = next((t for t in tensors_of(output) if t.is_floating_point()), None)
            last = None if first is None else _last_answer(first, tapes[0], valid[0])
            back = _differentiated(last, tapes)
            felt = back if objective is None else _differentiated(objective, tapes)
            layers = [
                _layer(tape, known, felt, back, _chain(tape) if back else None)
                for tape, known in zip(tapes, valid)
            ]
        return Seen(
            layers,
            None if first is None else numbers(first),
            None if objective is None else float(objective.detach()),
        )

    def _passed(
        self, source: TorchSource, clamps: Sequence[Clamp], gradients: bool
    ) -> tuple[Capture, Any, Tensor | None]:
        capture = Capture(
            self._root,
            clamps=holder(clamps, None),
            differentiable=gradients,
            known=self._known,
        )
        with said_as_ours(source), capture.following():
            output, close = unpacked(call_model(source, source.x))
            return capture, output, objective_of(source, output, close, lambda: 0)[0]

    def answer(self, x: Any, *, clamps: Sequence[Clamp] = ()) -> Array:
        source = self._source(x, None)
        capture = Capture(
            self._root, clamps=holder(clamps, None), differentiable=False, known=self._known
        )
        seen = capture.following() if clamps else nullcontext()
        with untouched(self._root, False), torch.no_grad(), said_as_ours(source), seen:
            # The user's random state comes back afterwards, so each answer draws with a seed of its own.
            self._draws += 1
            torch.manual_seed(self._draws)
            output, _ = unpacked(call_model(source, source.x))
        first = next((t for t in tensors_of(output) if t.is_floating_point()), None)
        if first is None:
            raise GatescopeError(f"check: the model must give numbers, got {kind_of(output)}")
        return numbers(first)

    def samples(self, x: Any) -> bool:
        with _Drawn() as drawn:
            self.answer(x)
        return drawn.sampled and not drawn.dropped

    def bad_weight(self) -> tuple[str, str] | None:
        for name, weight in self._root.named_parameters() if self._root is not None else ():
            if not bool(torch.isfinite(weight).all()):
                return name, "NaN" if bool(torch.isnan(weight).any()) else "infinity"
        return None

    def batch_mistaken(self, x: Any) -> tuple[str, int] | None:
        return None

    def random_in_training(self) -> str | None:
        if self._given is None or not self._given.training:
            return None
        for name, module in self._given.named_modules():
            if isinstance(module, nn.modules.dropout._DropoutNd) and module.p > 0:
                return name or type(module).__name__
            if isinstance(module, nn.RNNBase) and module.dropout > 0 and module.num_layers > 1:
                return name or type(module).__name__
        return None


#: Functions that draw from a distribution; a mask of dropout is drawn by others.
_SAMPLES = {
    *("randn", "randn_like", "normal", "normal_", "multinomial", "poisson", "exponential_"),
    *("cauchy_", "log_normal_"),
}


class _Drawn(TorchFunctionMode):
    """Sees which random functions are called."""

    sampled = dropped = False

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        name, given = getattr(func, "__name__", ""), kwargs or {}
        self.sampled = self.sampled or name in _SAMPLES
        if "dropout" in name:
            on = given.get("training", given.get("train", args[2] if len(args) > 2 else True))
            self.dropped = self.dropped or bool(on)
        return func(*args, **given)


def _valid(tape: LayerTape) -> Array:
    """`[B, T]` in the user's order: which steps of a packed batch a sequence has."""
    value = next(iter(next(iter(tape.values.values())).values()))
    batch = int(tape.sizes[0]) if tape.sizes else int(value.shape[0]) if value.dim() > 1 else 1
    if tape.sizes is None:
        return np.ones((batch, tape.steps), bool)
    known = np.array([[row < size for size in tape.sizes] for row in range(batch)])
    return known if tape.order is None else known[tape.order.cpu().numpy()]


def _last_answer(output: Tensor, tape: LayerTape, valid: Array) -> Tensor | None:
    if not output.requires_grad:
        return None
    weights = last_weights(output.shape, tape.steps, valid.sum(axis=1), time_first=False)
    return (output * torch.from_numpy(weights).to(output)).sum()


def _differentiated(of: Tensor | None, tapes: Sequence[LayerTape]) -> dict[int, Tensor]:
    wanted = differentiated_by(tapes)
    if of is None or not of.requires_grad or not wanted:
        return {}
    return by_step(tapes, wanted, derivatives(of, wanted, retain=True))


def _chain(tape: LayerTape) -> int | None:
    """Over how many steps, from the last one computed back, a gradient comes through; None where no step
    of a scan is there to ask."""
    if tape.whole:
        return 1 if tape.direct else None
    if tape.form.step is not None:
        whole = [step for step, states in tape.cut.items() if set(states) >= set(tape.form.states)]
        return tape.steps - max(whole, default=0)
    by_step = tape.values["c" if "c" in tape.form.states else tape.form.output]
    *before, last = (value for _, value in sorted(by_step.items()))
    if not before or not last.requires_grad:
        return 1
    found = torch.autograd.grad(last.sum(), before, allow_unused=True, retain_graph=True)
    cut = [step for step, gradient in enumerate(found) if gradient is None]
    return len(before) - max(cut, default=-1)


def _layer(
    tape: LayerTape,
    valid: Array,
    felt: dict[int, Tensor],
    back: dict[int, Tensor],
    chain: int | None,
) -> SeenLayer:
    batch, steps = valid.shape
    order = None if tape.order is None else tape.order.cpu().numpy()

    def stacked(values: list[Tensor]) -> Array:
        rows = [numbers(value) for value in values]
        rows = [row.reshape(len(row) if row.ndim > 1 else 1, -1) for row in rows]
        # Where many samples go on from each sequence, the first of each is seen, as in a trace.
        rows = [row[:: len(row) // batch][:batch] if len(row) > batch else row for row in rows]
        whole = np.zeros((batch, steps, rows[0].shape[-1]), rows[0].dtype)
        for at, row in enumerate(rows[:steps]):
            whole[: len(row), at] = row
        whole = whole if order is None else whole[order]
        if tape.turned:
            for row, known in zip(whole, valid):
                row[known] = row[known][::-1]
        return whole

    def gradient(of: dict[int, Tensor], name: str) -> Array:
        values = list(tape.values[name].items())
        return stacked([of.get(id(v), torch.zeros_like(v)) for _, v in sorted(values)])

    channels = {
        name: stacked([value for _, value in sorted(by_step.items())])
        for name, by_step in tape.values.items()
    }
    states = [name for name in tape.form.states if name in channels]
    initial = {}
    for name, part in zip(tape.form.states, tape.initial):
        rows = numbers(part)
        rows = rows.reshape(len(rows) if rows.ndim > 1 else 1, -1)
        initial[name] = rows if order is None else rows[order]
    return SeenLayer(
        name=tape.name,
        form=tape.form,
        direction=direction_of(tape),
        channels=channels,
        inputs=stacked(tape.inputs) if tape.inputs else np.zeros((batch, steps, 0), np.float32),
        valid=valid,
        masked=tape.sizes is not None,
        initial=initial,
        weights=_by_gate(tape, {key: w for key, w in tape.weights.items() if w is not None}),
        gradients={name: gradient(felt, name) for name in states} if felt else {},
        back={name: gradient(back, name) for name in states} if back else {},
        chain=chain,
    )
