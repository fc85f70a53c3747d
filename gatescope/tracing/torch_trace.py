"""Tracing a PyTorch model: which sequence, which mode, which copy, and what is read off it."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from .arrays import Array
from .errors import GatescopeError, NothingToSee, kind_of, named
from .records import Clamp, Edit, LayerRecord, Line, RunRecord
from .series import feature_names, lines_of
from .torch_capture import Capture, LayerTape


@dataclass(frozen=True)
class TorchSource:
    """What a trace of a PyTorch model is made from, kept for running it again with changes."""

    model: Callable[..., Any]
    root: nn.Module | None
    x: Any
    target: Any
    loss: Callable[..., Tensor] | None
    gradients_of: Callable[[Any], Tensor] | None
    forward: Callable[..., Any] | None
    sequence: int
    whole_batch: bool
    training: bool
    layers: tuple[str, ...] | None
    names: tuple[str, ...] | None
    labels: tuple[str, ...] | None
    step_name: str
    unit: str | None
    #: Which sequence of the batch that was given, and how many it has.
    number: int = 0
    batch: int = 1


def unwrap(model: Any) -> Any:
    """The module behind `torch.compile` and `nn.DataParallel`."""
    while True:
        if hasattr(model, "_orig_mod"):
            model = model._orig_mod
        elif isinstance(model, nn.DataParallel):
            model = model.module
        else:
            return model


def require_visible(model: Any) -> None:
    """Refuses by name what cannot be seen: TorchScript and quantised layers."""
    if isinstance(model, (torch.jit.ScriptModule, torch.jit.ScriptFunction)):
        raise NothingToSee(
            "trace: model is TorchScript, whose steps cannot be seen; trace the module that it was made from"
        )
    if not isinstance(model, nn.Module):
        return
    for name, module in model.named_modules():
        kind = type(module)
        where = f"{kind.__module__}.{kind.__name__}"
        if isinstance(module, torch.jit.ScriptModule):
            raise NothingToSee(f"trace: {name!r} is TorchScript, whose steps cannot be seen")
        if "quantized" in where and kind.__name__ in (
            "LSTM",
            "GRU",
            "LSTMCell",
            "GRUCell",
            "RNNCell",
        ):
            raise NothingToSee(
                f"trace: {name!r} is a quantised {kind.__name__}, whose steps cannot be seen; "
                "trace the model before it is quantised"
            )


def own_copy(model: nn.Module) -> nn.Module | None:
    """A copy to run, so that training may go on meanwhile; None where the model cannot be copied."""
    try:
        with torch.inference_mode(False):
            return copy.deepcopy(model)
    except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None


@contextmanager
def untouched(model: nn.Module | None, training: bool) -> Iterator[None]:
    """Runs a model in the asked mode; mode, buffers and random state are then as they were."""
    devices = list(range(torch.cuda.device_count())) if torch.cuda.is_available() else []
    modules = [] if model is None else list(model.modules())
    modes = [module.training for module in modules]
    buffers = (
        [(buffer, buffer.detach().clone()) for buffer in model.buffers()]
        if model is not None and training
        else []
    )
    with torch.random.fork_rng(devices), torch.inference_mode(False), torch.enable_grad():
        try:
            if model is not None:
                model.train(training)
            yield
        finally:
            for module, mode in zip(modules, modes):
                module.training = mode
            with torch.no_grad():
                for buffer, before in buffers:
                    buffer.copy_(before)


def trace_record(
    source: TorchSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the model once with changes and reads gates, states and gradients off it.

    Raises NothingToSee where no recurrent layer ran, GatescopeError for what else is wrong.
    """
    wants = source.loss is not None or source.gradients_of is not None
    x = _edited(source, edits)
    hold = _holder(clamps, base)
    capture = Capture(source.root, clamps=hold, differentiable=wants)
    with untouched(source.root, source.training):
        with _said_as_ours(source), capture.following():
            output = _call(source, x)
            objective, loss_name = _objective(source, output)
        tapes = _chosen(source, capture.layers, source.root)
        gradients = _gradients(objective, tapes)
    row = 0 if not source.whole_batch else source.sequence
    layers = [_layer(tape, gradients, row) for tape in tapes]
    steps = layers[0].steps
    shown, names, editable = _shown_input(source, x, steps, layers[0])
    return RunRecord(
        layers=layers,
        input=shown,
        input_names=names,
        input_unit=source.unit,
        editable=editable,
        step_name=source.step_name,
        labels=source.labels,
        outputs=_lines(output, steps, row, "output"),
        targets=_lines(source.target, steps, row, "target") if _is_series(source.target) else [],
        loss_name=loss_name,
        loss=None if objective is None else float(objective.detach()),
        clamps=tuple(clamps),
        edits=tuple(edits),
        notes=_notes(source, capture.layers, tapes, steps),
        sequence=source.number,
        batch=source.batch,
    )


# ── the user's arguments ──


def tensors_of(value: Any) -> list[Tensor]:
    """All tensors of nested tuples, lists and dicts, in order."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, PackedSequence):
        return [value.data]
    if isinstance(value, dict):
        return [found for item in value.values() for found in tensors_of(item)]
    if isinstance(value, (tuple, list)):
        return [found for item in value for found in tensors_of(item)]
    return []


def mapped(value: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The same structure with every tensor changed."""
    if isinstance(value, Tensor):
        return change(value)
    if isinstance(value, PackedSequence):
        return value
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(mapped(item, change) for item in value))
    if isinstance(value, (tuple, list)):
        return type(value)(mapped(item, change) for item in value)
    return value


def one_sequence(source: TorchSource) -> tuple[Any, Any, bool, int]:
    """`(x, target, whole_batch, batch)`: x and target cut to one sequence of the batch.

    The batch axis is found by running: the one along which x can be cut to one so that the first
    recurrent layer then sees one sequence of as many steps. Where none is, the whole batch runs.
    """
    with untouched(source.root, source.training):
        batch, steps = _probe(source, source.x)
    if not 0 <= source.sequence < batch:
        raise GatescopeError(
            f"trace: sequence must be from 0 to {batch - 1}, got {source.sequence}"
        )
    if batch == 1:
        return source.x, source.target, False, batch
    for axis in (0, 1):

        def cut(value: Tensor, axis: int = axis) -> Tensor:
            fits = value.dim() > axis and value.shape[axis] == batch
            return value.narrow(axis, source.sequence, 1) if fits else value

        def cut_first(value: Tensor) -> Tensor:
            axes = [at for at in (0, 1) if value.dim() > at and value.shape[at] == batch]
            return value.narrow(axes[0], source.sequence, 1) if axes else value

        tried = mapped(source.x, cut)
        changed = [a.shape for a in tensors_of(tried)] != [a.shape for a in tensors_of(source.x)]
        if not changed:
            continue
        with untouched(source.root, source.training):
            try:
                found = _probe(source, tried)
            except GatescopeError:
                continue
        # A packed batch is as long as its longest sequence; one sequence may be shorter.
        if found[0] == 1 and found[1] <= steps:
            return tried, mapped(source.target, cut if axis == 0 else cut_first), False, batch
    return source.x, source.target, True, batch


def _probe(source: TorchSource, x: Any) -> tuple[int, int]:
    capture = Capture(source.root, differentiable=False)
    with torch.no_grad(), _said_as_ours(source), capture.following():
        _call(source, x)
    first = _chosen(source, capture.layers, source.root)[0]
    return batch_of(first), first.steps


def batch_of(tape: LayerTape) -> int:
    """How many sequences a layer ran over."""
    value = next(iter(next(iter(tape.values.values())).values()))
    return int(tape.sizes[0] if tape.sizes else value.shape[0] if value.dim() > 1 else 1)


def _call(source: TorchSource, x: Any) -> Any:
    if source.forward is not None:
        return source.forward(source.model, x)
    if isinstance(x, dict):
        return source.model(**x)
    if isinstance(x, tuple) and not isinstance(x, PackedSequence) and not hasattr(x, "_fields"):
        return source.model(*x)
    return source.model(x)


@contextmanager
def _said_as_ours(source: TorchSource) -> Iterator[None]:
    """The model's own error, with what it was given; memory that ran out is named as such."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="RNN module weights are not part of single")
            yield
    except GatescopeError:
        raise
    except torch.OutOfMemoryError as error:
        raise GatescopeError(
            "trace: the device is out of memory; trace a shorter sequence, or the model on the CPU "
            f"({str(error).splitlines()[0]})"
        ) from error
    except Exception as error:
        given = ", ".join(kind_of(tensor) for tensor in tensors_of(source.x)) or kind_of(source.x)
        raise GatescopeError(
            f"trace: the model's own forward or loss failed on x ({given}): "
            f"{type(error).__name__}: {error}"
        ) from error


def _objective(source: TorchSource, output: Any) -> tuple[Tensor | None, str | None]:
    if source.gradients_of is not None:
        value, who = source.gradients_of(output), "gradients_of"
        name = getattr(source.gradients_of, "__name__", "objective")
        name = "objective" if name == "<lambda>" else name
    elif source.loss is not None:
        value, who = source.loss(output, source.target), "loss"
        name = getattr(source.loss, "__name__", None) or type(source.loss).__name__
    else:
        return None, None
    if not isinstance(value, Tensor) or value.numel() != 1:
        raise GatescopeError(
            f"trace: {who} must give one number (a scalar tensor), got {kind_of(value)}"
        )
    return value.reshape(()), name


def _gradients(objective: Tensor | None, tapes: Sequence[LayerTape]) -> dict[int, Tensor]:
    """By the id of the tensor: dL/d of each channel's value at each step, and of each weight."""
    if objective is None:
        return {}
    if not objective.requires_grad:
        return {}
    wanted = [value for tape in tapes for _, _, value in tape.tensors() if value.requires_grad]
    wanted += [
        weight
        for tape in tapes
        for weight in tape.weights.values()
        if weight is not None and weight.requires_grad
    ]
    found = torch.autograd.grad(objective, wanted, allow_unused=True)
    return {
        id(value): torch.zeros_like(value) if gradient is None else gradient
        for value, gradient in zip(wanted, found)
    }


def _chosen(
    source: TorchSource, tapes: Sequence[LayerTape], root: nn.Module | None
) -> list[LayerTape]:
    """The layers asked for; by default those that run over as many steps as the first."""
    ran = [tape for tape in tapes if tape.steps > 0]
    if not ran:
        raise NothingToSee(f"trace: no recurrent layer ran. {_what_is_there(root)}")
    if source.layers is None:
        return [tape for tape in ran if tape.steps == ran[0].steps]
    valid = [tape.name for tape in ran]
    for name in source.layers:
        if not any(tape.name == name or tape.name.startswith(f"{name}.") for tape in ran):
            raise GatescopeError(f"trace: layers has {name!r}, but the layers are {named(valid)}")
    chosen = [
        tape
        for tape in ran
        if any(tape.name == name or tape.name.startswith(f"{name}.") for name in source.layers)
    ]
    uneven = next((tape for tape in chosen if tape.steps != chosen[0].steps), None)
    if uneven is not None:
        raise GatescopeError(
            f"trace: layers of one trace share their steps, but {chosen[0].name!r} has "
            f"{chosen[0].steps} and {uneven.name!r} has {uneven.steps}; trace them one by one"
        )
    return chosen


def _what_is_there(root: nn.Module | None) -> str:
    if root is None:
        return "The callable made none of the calls of nn.RNN, nn.LSTM or nn.GRU."
    kinds: dict[str, int] = {}
    for module in root.modules():
        if not list(module.children()):
            kinds[type(module).__name__] = kinds.get(type(module).__name__, 0) + 1
    found = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "no modules"
    return (
        f"Found: {found}. A cell written by hand is seen once its step calls "
        'gatescope.channel("f", f, role="gate").'
    )


def _notes(
    source: TorchSource, ran: Sequence[LayerTape], chosen: Sequence[LayerTape], steps: int
) -> list[str]:
    notes = []
    others = [tape for tape in ran if tape.steps and all(tape is not each for each in chosen)]
    if others and source.layers is None:
        left = ", ".join(f"{tape.name} ({tape.steps} steps)" for tape in others)
        notes.append(f"Layers over other steps are left out: {left}; name them with layers=[…].")
    if source.whole_batch:
        notes.append(
            f"The whole batch ran and the loss is the batch's; shown is sequence {source.sequence}."
        )
    if steps == 1:
        notes.append("The recurrent layer got a single step: is the time axis where it expects it?")
    return notes


# ── from tensors to records ──


def numbers(tensor: Tensor) -> Array:
    """A numpy array, f64 as it is and everything narrower as f32."""
    kept = tensor.detach()
    if kept.dtype not in (torch.float64, torch.float32):
        kept = kept.float()
    kept = kept.cpu()
    try:
        return kept.numpy()
    except RuntimeError:  # PyTorch built without numpy, or against another one
        wide = np.float64 if kept.dtype == torch.float64 else np.float32
        return np.array(kept.tolist(), dtype=wide).reshape(tuple(kept.shape))


def _layer(tape: LayerTape, gradients: dict[int, Tensor], sequence: int) -> LayerRecord:
    row = sequence
    if tape.order is not None:
        row = int(tape.order[sequence])
    length = tape.steps if tape.sizes is None else sum(size > row for size in tape.sizes)
    weights = _by_gate(tape, {key: w for key, w in tape.weights.items() if w is not None})
    weight_gradients = _by_gate(
        tape,
        {
            key: gradients[id(w)]
            for key, w in tape.weights.items()
            if w is not None and id(w) in gradients
        },
    )

    def rows(pick: Callable[[Tensor], Tensor], name: str) -> Array:
        steps = tape.values[name]
        picked = [pick(steps[step]) for step in range(length)]
        return numbers(torch.stack([value[row] if value.dim() > 1 else value for value in picked]))

    uneven = next((n for n, steps in tape.values.items() if len(steps) < length), None)
    if uneven is not None:
        raise GatescopeError(
            f"channel: {uneven!r} was given {len(tape.values[uneven])} times, other channels of "
            f"{tape.name!r} {length} times; call it once in every step"
        )
    channels = {name: rows(lambda value: value, name) for name in tape.form.channels}
    found = {
        name: rows(lambda value: gradients.get(id(value), torch.zeros_like(value)), name)
        for name in (tape.form.channels if gradients else ())
    }
    inputs = (
        numbers(
            torch.stack([part[row] if part.dim() > 1 else part for part in tape.inputs[:length]])
        )
        if tape.inputs
        else np.zeros((length, 0), np.float32)
    )
    initial = {
        name: numbers(part[row] if part.dim() > 1 else part)
        for name, part in zip(tape.form.states, tape.initial)
    }
    return LayerRecord(
        name=tape.name,
        form=tape.form,
        direction=tape.direction,
        inputs=inputs,
        channels=channels,
        gradients=found,
        initial=initial,
        weights=weights,
        weight_gradients=weight_gradients,
    )


_GATES = {"lstm": "ifgo", "gru": "rzn"}


def _by_gate(tape: LayerTape, weights: dict[str, Tensor]) -> dict[str, Array]:
    """PyTorch's stacked weights under the letters of the equations."""
    letters = {"w_ih": "W", "w_hh": "U", "b_ih": "b", "b_hh": "b"}
    found: dict[str, Array] = {}
    gates = _GATES.get(tape.kind, "")
    for key, weight in weights.items():
        if key == "w_hr":
            found["P"] = numbers(weight)
            continue
        second = "h" if key == "b_hh" else ""
        parts = weight.chunk(max(1, len(gates)), 0)
        for gate, part in zip(gates or [""], parts):
            below = f"{second}{gate}"
            found[f"{letters[key]}_{below}" if below else letters[key]] = numbers(part)
    return found


def _series_tensor(x: Any, steps: int) -> Tensor | None:
    """The tensor of x whose axis 0 or 1 is time; a padded one is longer than a packed sequence."""
    candidates = [
        (tensor, tensor.shape[axis])
        for tensor in tensors_of(x)
        if tensor.dim() <= 3
        for axis in ((1, 0) if tensor.dim() > 1 and tensor.shape[0] == 1 else (0, 1))
        if tensor.dim() > axis and tensor.shape[axis] >= steps
    ]
    exact = [tensor for tensor, length in candidates if length == steps]
    return exact[0] if exact else candidates[0][0] if candidates else None


def _edited(source: TorchSource, edits: Sequence[Edit]) -> Any:
    if not edits:
        return source.x
    tensors = tensors_of(source.x)
    first = next((tensor for tensor in tensors if tensor.is_floating_point()), None)
    if first is None or isinstance(source.x, PackedSequence):
        raise GatescopeError("edit: x holds no numbers that can be replaced")
    changed = first.detach().clone()
    for edit in edits:
        if not np.isfinite(edit.value):
            raise GatescopeError(f"edit: value must be a finite number, got {edit.value}")
        view = _two_axes(changed, source)
        if not (0 <= edit.step < view.shape[0] and 0 <= edit.feature < view.shape[1]):
            raise GatescopeError(
                f"edit: step must be from 0 to {view.shape[0] - 1} and feature from 0 to "
                f"{view.shape[1] - 1}, got {edit.step} and {edit.feature}"
            )
        view[edit.step, edit.feature] = edit.value
    return mapped(source.x, lambda tensor: changed if tensor is first else tensor)


def _two_axes(tensor: Tensor, source: TorchSource) -> Tensor:
    """A `[T, I]` view of the sequence that is shown."""
    if tensor.dim() == 3:
        if source.whole_batch:
            return tensor[source.sequence]
        return tensor[0] if tensor.shape[0] == 1 else tensor[:, 0]
    if tensor.dim() == 2 and tensor.shape[0] == 1 and tensor.shape[1] > 1:
        return tensor[0][:, None]
    return tensor if tensor.dim() == 2 else tensor[:, None]


def _shown_input(
    source: TorchSource, x: Any, steps: int, layer: LayerRecord
) -> tuple[Array, list[str], bool]:
    if isinstance(x, PackedSequence):
        padded, _ = pad_packed_sequence(x, batch_first=True)
        values = numbers(padded[source.sequence, :steps])
        return values, _names(source, values.shape[1], layer), False
    tensor = _series_tensor(x, steps)
    if tensor is None:
        return layer.inputs, _names(source, layer.inputs.shape[1], layer), False
    shown = _two_axes(tensor, source)[:steps]
    if shown.dim() != 2 or shown.shape[0] != steps:
        return layer.inputs, _names(source, layer.inputs.shape[1], layer), False
    first = next((each for each in tensors_of(x) if each.is_floating_point()), None)
    return (
        numbers(shown),
        _names(source, shown.shape[1], None, tokens=not tensor.is_floating_point()),
        tensor is first,
    )


def _names(
    source: TorchSource, count: int, layer: LayerRecord | None, *, tokens: bool = False
) -> list[str]:
    return feature_names(
        source.names, count, layer=None if layer is None else layer.name, tokens=tokens
    )


def _is_series(target: Any) -> bool:
    return isinstance(target, Tensor) and target.is_floating_point()


def _lines(value: Any, steps: int, row: int, name: str) -> list[Line]:
    tensor = next((t for t in tensors_of(value) if t.is_floating_point()), None)
    return lines_of(None if tensor is None else numbers(tensor), steps, row, name)


def _holder(
    clamps: Sequence[Clamp], base: RunRecord | None
) -> Callable[[LayerTape, str, int, Tensor], Tensor] | None:
    """Replaces what clamps hold by constants, through which no gradient passes."""
    if not clamps:
        return None
    means = {layer.name: layer for layer in base.layers} if base else {}

    def hold(tape: LayerTape, name: str, step: int, value: Tensor) -> Tensor:
        for clamp in clamps:
            if clamp.layer != tape.name or clamp.channel != name:
                continue
            if clamp.steps is not None and step not in clamp.steps:
                continue
            units = value.shape[-1]
            held = torch.zeros(units, dtype=torch.bool, device=value.device)
            held[list(clamp.units) if clamp.units is not None else slice(None)] = True
            if clamp.value == "mean":
                mean = means[clamp.layer].channels[name].astype(np.float64).mean(axis=0)
                constant = torch.tensor(mean.tolist(), dtype=value.dtype, device=value.device)
            else:
                constant = torch.full_like(value[..., :1], float(clamp.value)).detach()
            value = torch.where(held, constant, value)
        return value

    return hold
