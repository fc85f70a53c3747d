"""`trace` for PyTorch: from a user's arguments to a run that can be asked again."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from .arrays import Array
from .errors import GatescopeError, kind_of
from .hand_written import Channel
from .records import Clamp, Edit, RunRecord
from .run import Again, Run, Whole
from .series import MOST_SEQUENCES
from .torch_capture import Capture
from .torch_look import one_sequence
from .torch_module import autocast_now, own_copy, random_state, require_visible, unwrap
from .torch_slope import output_slope
from .torch_source import TorchSource, call_model, mapped, tensors_of
from .torch_trace import trace_record

#: Bytes of copied parameters that are kept for running again; the oldest copies go first.
MOST_COPIED = 2 * 1024**3


def trace_torch(
    model: Any,
    x: Any,
    *,
    target: Any,
    loss: Any,
    gradients_of: Callable[[Any], Any] | None,
    forward: Callable[..., Any] | None,
    sequence: int,
    names: Sequence[str] | None,
    labels: Sequence[str] | None,
    step_name: str,
    unit: str | None,
    title: str | None,
    layers: Sequence[str] | None,
    training: bool,
) -> Run:
    """A run of a PyTorch module, or of any callable that makes PyTorch's recurrent calls."""
    model = unwrap(model)
    require_visible(model)
    root = model if isinstance(model, nn.Module) else getattr(model, "__self__", None)
    root = root if isinstance(root, nn.Module) else None
    if isinstance(x, DataLoader):
        raise GatescopeError(
            "trace: x must be one batch, got a DataLoader; take one of it, batch = next(iter(loader)), "
            "and give its parts, such as x=batch[0], target=batch[1]"
        )
    x, target = as_tensors(x, root), as_tensors(target, root)
    if not tensors_of(x):
        raise GatescopeError(
            f"trace: x must be a tensor, a tuple or a dict of tensors, got {kind_of(x)}"
        )
    _require_finite(x)
    copied = own_copy(root) if root is not None and root is model else None
    source = TorchSource(
        model=model if copied is None else copied,
        root=root if copied is None else copied,
        x=_kept(x),
        target=_kept(target),
        loss=loss_function(loss, target),
        gradients_of=gradients_of,
        forward=forward,
        sequence=sequence,
        whole_batch=False,
        training=training,
        layers=None if layers is None else tuple(layers),
        names=None if names is None else tuple(names),
        labels=None if labels is None else tuple(labels),
        step_name=step_name,
        unit=unit,
        whole_target=_kept(target),
        draws=random_state(),
        around=autocast_now(),
    )
    cut = cut_source(source)
    record = trace_record(cut)
    if labels is not None and len(labels) != record.steps:
        raise GatescopeError(
            f"trace: labels has {len(labels)} labels, but the sequence has {record.steps} steps"
        )
    again = _again(cut, record, batch=source, can_copy=copied is not None)
    return Run(
        record,
        again=again,
        title=title,
        revision=_revision(root),
        other=lru_cache(maxsize=MOST_SEQUENCES)(again.other),
        whole=again.whole,
    )


def cut_source(source: TorchSource) -> TorchSource:
    """The source with x and target cut to its sequence of the batch."""
    cut = one_sequence(source)
    alone = not cut.whole_batch and not hasattr(cut.x, "batch_sizes")
    return replace(cut, sequence=0) if alone else cut


def loss_function(loss: Any, target: Any) -> Callable[..., Tensor] | None:
    """A callable `(output, target)`; a name is one of `torch.nn.functional`."""
    if loss is None:
        if target is not None:
            raise GatescopeError(
                "trace: target was given without a loss; give loss=…, for example torch.nn.MSELoss()"
            )
        return None
    if isinstance(loss, str):
        found = getattr(functional, loss, None) if loss.isidentifier() else None
        if not callable(found):
            raise GatescopeError(
                f"trace: loss must be a function of (output, target) or a name in torch.nn.functional "
                f"such as 'mse_loss' or 'cross_entropy', got {loss!r}"
            )
        return found  # type: ignore[no-any-return]
    if not callable(loss):
        raise GatescopeError(
            f"trace: loss must be a function of (output, target), got {kind_of(loss)}"
        )
    return loss  # type: ignore[no-any-return]


def _counter(parameter: torch.Tensor) -> int:
    """How often it was changed in place; weights made in inference mode do not count that."""
    return 0 if parameter.is_inference() else parameter._version


def _require_finite(x: Any) -> None:
    tensors = tensors_of(x)
    if tensors and not any(tensor.numel() for tensor in tensors):
        shape = list(tensors[0].shape)
        raise GatescopeError(f"trace: x has nothing in it: its shape is {shape}")
    for tensor in tensors_of(x):
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            place = [int(at) for at in (~torch.isfinite(tensor)).nonzero()[0]]
            raise GatescopeError(
                f"trace: x must be finite numbers, got {float(tensor[tuple(place)])} at {place}"
            )


def as_tensors(value: Any, root: nn.Module | None) -> Any:
    """Arrays of numpy as tensors: real numbers in the precision of the model's weights.

    Raises GatescopeError for arrays of something else than numbers.
    """
    if isinstance(value, dict):
        return {key: as_tensors(item, root) for key, item in value.items()}
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return type(value)(as_tensors(item, root) for item in value)
    if not isinstance(value, np.ndarray):
        return value
    try:
        tensor = torch.from_numpy(np.array(value))
    except TypeError as error:
        raise GatescopeError(
            f"trace: x and target must be numbers, got an array of {value.dtype}"
        ) from error
    weight = (
        next((each for each in root.parameters() if each.is_floating_point()), None)
        if root
        else None
    )
    if weight is None:
        return tensor
    return tensor.to(weight.device, weight.dtype if tensor.is_floating_point() else tensor.dtype)


def _kept(value: Any) -> Any:
    """A copy of the input, so that a recompute sees what the trace saw."""
    with torch.inference_mode(False):
        return mapped(value, lambda tensor: tensor.detach().clone())


# ── running again ──

_copies: OrderedDict[int, tuple[weakref.ref[TorchAgain], int]] = OrderedDict()


class _Again:
    """Runs a source again with changes."""

    _base: RunRecord

    def _present(self) -> TorchSource:
        """The source, or GatescopeError where it cannot be run now."""
        raise NotImplementedError

    def __call__(self, clamps: Sequence[Clamp], edits: Sequence[Edit]) -> RunRecord:
        return trace_record(self._present(), clamps=clamps, edits=edits, base=self._base)

    def of_answer(self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, step: int) -> RunRecord:
        source = replace(self._present(), answer=step)
        return trace_record(source, clamps=clamps, edits=edits, base=self._base)

    def slope(
        self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, line: int, step: int
    ) -> Array:
        source = self._present()
        return output_slope(
            source, clamps=clamps, edits=edits, base=self._base, line=line, step=step
        )


class TorchAgain(_Again):
    """Runs the traced network again with changes, as it was when it was traced."""

    def __init__(
        self, source: TorchSource, base: RunRecord, *, batch: TorchSource, can_copy: bool
    ) -> None:
        self._source: TorchSource | None = source
        self._batch = replace(batch, model=_gone, root=None)
        self._base = base
        #: Whether the model is a copy, which no training changes.
        self.own = can_copy

    def whole(self) -> Whole:
        batch = self._batch

        def forward(model: Any, x: Any) -> Any:
            with batch.around():
                return call_model(replace(batch, model=model), x)

        return Whole(self._present().model, batch.x, batch.whole_target, batch.loss, forward)

    def other(self, sequence: int) -> tuple[RunRecord, Again]:
        """Another sequence of the batch; its copy of the model is this one's."""
        present = self._present()
        cut = cut_source(
            replace(self._batch, model=present.model, root=present.root, sequence=sequence)
        )
        record = trace_record(replace(cut, labels=None))
        if cut.labels is not None and len(cut.labels) >= record.steps:
            cut = replace(cut, labels=cut.labels[: record.steps])
            record = replace(record, labels=cut.labels)
        light = replace(cut, model=_gone, root=None)

        def present_source() -> TorchSource:
            now = self._present()
            return replace(light, model=now.model, root=now.root)

        return record, _OtherAgain(present_source, record, own=self.own)

    def _present(self) -> TorchSource:
        """The source, while its copy is there and may run."""
        if self._source is None:
            raise GatescopeError(
                "the copy of this model was let go, as newer traces needed the memory: trace it again"
            )
        if not self.own and _a_cell_runs():
            raise GatescopeError(
                "this model cannot be copied, so it is not run while a cell runs; try again when it is done"
            )
        return self._source

    def let_go(self) -> None:
        self._source = None

    @property
    def bytes(self) -> int:
        root = self._source.root if self._source else None
        return sum(p.numel() * p.element_size() for p in root.parameters()) if root else 0


class _OtherAgain(_Again):
    """Runs another sequence of the batch again, while the copy that is shared is there."""

    def __init__(self, source: Callable[[], TorchSource], base: RunRecord, *, own: bool) -> None:
        self._source, self._base, self.own = source, base, own

    def _present(self) -> TorchSource:
        return self._source()


def _gone(*_: Any) -> Any:
    """Stands where the copy of a model may be let go meanwhile."""
    raise GatescopeError("the copy of this model was let go: trace it again")


def _again(
    source: TorchSource, base: RunRecord, *, batch: TorchSource, can_copy: bool
) -> TorchAgain:
    again = TorchAgain(source, base, batch=batch, can_copy=can_copy)
    if can_copy:
        key = id(again)
        _copies[key] = (weakref.ref(again, lambda _: _copies.pop(key, None)), again.bytes)
        while len(_copies) > 1 and sum(size for _, size in _copies.values()) > MOST_COPIED:
            _, (oldest, _) = _copies.popitem(last=False)
            if (kept := oldest()) is not None:
                kept.let_go()
    return again


def _a_cell_runs() -> bool:
    """Whether this is not the thread that runs cells (ipykernel 7 answers from a subshell)."""
    import threading

    return threading.current_thread() is not threading.main_thread()


def _revision(root: nn.Module | None) -> Callable[[], int] | None:
    """Changes whenever the weights do: version counters, and a few sums for what bypasses them."""
    if root is None:
        return None
    model = weakref.ref(root)
    last = 0

    def revision() -> int:
        nonlocal last
        module = model()
        if module is None:
            return last
        found = []
        with torch.no_grad():
            for parameter in module.parameters():
                flat = parameter.detach().reshape(-1)
                sample = flat[:: max(1, flat.numel() // 256)][:257]
                found.append(
                    (_counter(parameter), float(sample.double().sum()) if sample.numel() else 0.0)
                )
        last = hash(tuple(found))
        return last

    return revision


def write_channel(channel: Channel, value: Any) -> Any:
    """One channel of a hand-written cell, seen while a trace or a recording runs."""
    capture = Capture.entered()
    if capture is None:
        return value
    channel.require(value)
    if not isinstance(value, Tensor):
        raise GatescopeError(f"channel: value must be a tensor, got {kind_of(value)}")
    if channel.steps is None:
        return capture.write(channel, value)
    return capture.write_sequence(channel, value, channel.steps)
