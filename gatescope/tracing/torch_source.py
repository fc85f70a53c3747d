"""What a trace of a PyTorch model is made from, and how it is called."""

from __future__ import annotations

import dataclasses
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from .errors import GatescopeError, kind_of, next_step
from .objective import objective_from
from .series import axis_of_steps, only_at


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
    #: Enters what the user's code was in: autocast, or none.
    around: Callable[[], AbstractContextManager[Any]] = nullcontext
    #: Where the whole batch runs: along which axis of x its sequences stand, and whether one of them hangs
    #: on the others.
    across: int = 0
    mixed: bool = False
    #: The step of the only answer that the loss may feel.
    answer: int | None = None
    #: The target of the whole batch.
    whole_target: Any = None
    #: Puts the random state that it runs with, the same in each run.
    draws: Callable[[], None] | None = None


def tensors_of(value: Any) -> list[Tensor]:
    """All tensors of nested tuples, lists, dicts and dataclasses, in order."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, PackedSequence):
        return [value.data]
    if isinstance(value, dict):
        return [found for item in value.values() for found in tensors_of(item)]
    if isinstance(value, (tuple, list)):
        return [found for item in value for found in tensors_of(item)]
    if _is_data(value):
        return tensors_of([getattr(value, part.name) for part in dataclasses.fields(value)])
    return []


def first_floating(value: Any) -> Tensor | None:
    """The first tensor of numbers; one without any (covariates that a data set does not have) is none."""
    return next((each for each in tensors_of(value) if _has_numbers(each)), None)


def _has_numbers(tensor: Tensor) -> bool:
    return tensor.is_floating_point() and tensor.numel() > 0


def _is_data(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def mapped(
    value: Any,
    change: Callable[[Tensor], Any],
    packed: Callable[[PackedSequence], Any] = lambda batch: batch,
) -> Any:
    """The same structure with every tensor changed, and every packed batch."""

    def inside(item: Any) -> Any:
        return mapped(item, change, packed)

    if isinstance(value, Tensor):
        return change(value)
    if isinstance(value, PackedSequence):
        return packed(value)
    if isinstance(value, dict):
        return {key: inside(item) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(inside(item) for item in value))
    if isinstance(value, (tuple, list)):
        return type(value)(inside(item) for item in value)
    if _is_data(value):
        parts = [part.name for part in dataclasses.fields(value) if part.init]
        return dataclasses.replace(value, **{name: inside(getattr(value, name)) for name in parts})
    return value


#: Makes of what `unpacked` gave what the model had given.
Close = Callable[[Any], Any]


def unpacked(output: Any) -> tuple[Any, Close]:
    """What a model gave with every packed batch as `[B, T, …]` in the user's order, and the way back.

    A loss that takes it packed then reads it through what is shown.
    """
    batches: list[PackedSequence | None] = []

    def plain(tensor: Tensor) -> Tensor:
        batches.append(None)
        return tensor

    def opened(batch: PackedSequence) -> Tensor:
        batches.append(batch)
        return pad_packed_sequence(batch, batch_first=True)[0]

    shown = mapped(output, plain, opened)
    if all(batch is None for batch in batches):
        return output, lambda value: value

    def close(value: Any) -> Any:
        given = iter(batches)

        def one(tensor: Tensor) -> Any:
            batch = next(given)
            if batch is None:
                return tensor
            order, sizes = batch.sorted_indices, batch.batch_sizes.tolist()
            rows = torch.cat([torch.arange(size) for size in sizes]).to(tensor.device)
            steps = torch.arange(len(sizes)).repeat_interleave(batch.batch_sizes).to(tensor.device)
            data = tensor[rows if order is None else order[rows], steps]
            return PackedSequence(data, batch.batch_sizes, order, batch.unsorted_indices)

        return mapped(value, one)

    return shown, close


def own_rows(source: TorchSource, tensor: Tensor) -> Tensor:
    """Of what the whole batch gave, or was given, the part of its sequence, with a batch of 1."""
    if not source.whole_batch:
        return tensor
    axes = (source.across, 1 - source.across) if tensor.dim() > 2 else (0, 1)
    own = [at for at in axes if tensor.dim() > at and tensor.shape[at] == source.batch]
    return tensor.narrow(own[0], source.sequence, 1) if own else tensor


def call_model(source: TorchSource, x: Any) -> Any:
    """What the model gives; a model that changes x in place changes a copy."""
    x = mapped(x, torch.clone)
    if source.forward is not None:
        return source.forward(source.model, x)
    if isinstance(x, dict) and not _takes_whole(source.model, x):
        return source.model(**x)
    if isinstance(x, tuple) and not isinstance(x, PackedSequence) and not hasattr(x, "_fields"):
        return source.model(*x)
    return source.model(x)


def _takes_whole(model: Callable[..., Any], x: dict[Any, Any]) -> bool:
    """Whether a model takes a dict as its one argument, as it has none of the names in it."""
    try:
        signature = inspect.signature(getattr(model, "forward", model))
    except (TypeError, ValueError):
        return False
    try:
        signature.bind(**x)
        return False
    except TypeError:
        pass
    try:
        signature.bind(x)
        return True
    except TypeError:
        return False


def _uncompiled() -> AbstractContextManager[Any]:
    """What is compiled shows no step, and to compile it takes minutes.

    Nothing is compiled before the compiler was imported, and to import it takes seconds.
    """
    if "torch._dynamo" not in sys.modules:
        return nullcontext()
    stance: AbstractContextManager[Any] = torch.compiler.set_stance("force_eager")
    return stance


@contextmanager
def said_as_ours(source: TorchSource) -> Iterator[None]:
    """The model's own error, with what it was given; memory that ran out is named as such."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="RNN module weights are not part of single")
            with _uncompiled(), source.around():
                yield
    except GatescopeError:
        raise
    except torch.OutOfMemoryError as error:
        raise GatescopeError(
            "trace: the device is out of memory; trace a shorter sequence, or the model on the CPU "
            f"({str(error).splitlines()[0]})"
        ) from error
    except Exception as error:
        if source.loss is not None and source.target is None and "NoneType" in str(error):
            raise GatescopeError(
                "trace: loss was given without a target; give target=…, or gradients_of=… for what "
                f"needs none ({type(error).__name__}: {error})"
            ) from error
        given = ", ".join(kind_of(tensor) for tensor in tensors_of(source.x)) or kind_of(source.x)
        raise GatescopeError(
            f"trace: the model's own forward or loss failed on x ({given}): "
            f"{type(error).__name__}: {error}{next_step(error) or _of_list(source.x)}"
        ) from error


def _of_list(x: Any) -> str:
    """What to do where a model was given a list of tensors that it may not take."""
    if type(x) is not list:
        return ""
    return "; x is a list and was given as it is: give one batch, or a tuple for several arguments"


def held(source: TorchSource, output: Any, ran: Callable[[], int]) -> Any:
    """The output with every answer but one as a constant; as it is where none was chosen."""
    step = source.answer
    if step is None:
        return output
    steps = ran()

    def only(tensor: Tensor) -> Tensor:
        axis = axis_of_steps(own_rows(source, tensor).shape, steps, 0)
        if axis is None:
            # What has no steps is of the end of the sequence.
            return tensor if step == steps - 1 else tensor.detach()
        mask = torch.from_numpy(only_at(step, tensor.shape, axis)).to(tensor.device)
        return torch.where(mask, tensor, tensor.detach())

    return mapped(output, only)


def objective_of(
    source: TorchSource, shown: Any, close: Close, ran: Callable[[], int]
) -> tuple[Tensor | None, str | None]:
    """The number that is differentiated, of what `unpacked` gave, and its name; `ran` counts the steps."""
    output = close(held(source, shown, ran))
    if source.gradients_of is not None:
        who = "gradients_of"
        value = objective_from(who, source.gradients_of, output)
        name = getattr(source.gradients_of, "__name__", "objective")
        name = "objective" if name == "<lambda>" else name
    elif source.loss is not None:
        who = "loss"
        value = objective_from(who, source.loss, output, source.target)
        name = getattr(source.loss, "__name__", None) or type(source.loss).__name__
    else:
        return None, None
    if not isinstance(value, Tensor) or value.numel() != 1:
        raise GatescopeError(
            f"trace: {who} must give one number (a scalar tensor), got {kind_of(value)}"
        )
    return value.reshape(()), name
