"""`gatescope.samples` and what `Run.at` calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gatescope.health.batches import batches_of, is_batches
from gatescope.health.readers import reader_of
from gatescope.tracing.arguments import require_functions, require_instance, require_words
from gatescope.tracing.errors import GatescopeError
from gatescope.tracing.progress import Bar

from .keep import Store
from .samples import Samples

#: Bytes of steps that are kept unless told otherwise.
MOST_BYTES = 1_000_000_000


def samples(
    model: Any,
    data: Any,
    target: Any = None,
    loss: Any = None,
    *,
    channels: Sequence[str] | None = None,
    layers: Sequence[str] | None = None,
    forward: Callable[..., Any] | None = None,
    batches: int | None = None,
    most_bytes: int = MOST_BYTES,
    inputs: bool = False,
    progress: bool | None = None,
) -> Samples:
    """Every gate and state of many sequences, by one forward pass a batch.

    A copy of the model runs, in evaluation mode, without gradients. What does not fit into `most_bytes`
    streams: sums, last steps and extremes are then of all sequences, and every step is kept of as many
    as fit, drawn at random.

    Parameters
    ----------
    model, target, loss
        As for `trace`; a target needs no loss here, as `Samples.clamp` compares answers with it.
    data
        One input (an array, a tensor, a tuple of arguments or a dict of keywords), or batches: a
        `DataLoader`, a generator or a list, each item an input or a pair `(input, target)`.
    channels, layers
        Names of gates and states, such as `["h"]`, and of layers; all by default.
    forward
        How the model is called, `forward(model, x)`, where calling it is not enough.
    batches
        How many batches are read at most; all by default.
    inputs
        Whether what enters each layer is kept, too: `samples["lstm"].inputs`, `[N, T, I]`.
    progress
        Whether a bar is drawn; by default on a terminal and in a notebook.

    Raises
    ------
    NothingToSee
        Where no recurrent layer ran.
    GatescopeError
        For everything else that is wrong, by the name of the argument.

    Examples
    --------
    >>> import torch, gatescope
    >>> many = gatescope.samples(torch.nn.GRU(2, 8, batch_first=True), torch.randn(16, 10, 2))
    >>> many["gru"].h.shape
    (16, 10, 8)
    """
    require_instance("samples", model)
    require_functions("samples", forward=forward)
    require_words("samples", channels=channels, layers=layers)
    for name, given in (("batches", batches), ("most_bytes", most_bytes)):
        if given is None and name == "batches":
            continue
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise GatescopeError(f"samples: {name} must be a whole number from 1, got {given!r}")

    def parts() -> tuple[Iterator[tuple[Any, Any]], int | None]:
        pairs = is_batches(data) or loss is not None
        return batches_of(data, target, has_loss=pairs, most=batches)

    try:
        found, total = parts()
        reader = reader_of(model, loss, forward)
        store = Store(
            most_bytes,
            None if channels is None else tuple(channels),
            None if layers is None else tuple(layers),
            with_inputs=inputs,
        )
        lost = 0.0
        with Bar(total, shown=progress) as bar:
            for done, (x, truth) in enumerate(found, 1):
                seen = reader.read(x, truth if loss is not None else None, gradients=False)
                before = store.sequences
                store.add(seen.layers)
                if seen.loss is not None:
                    lost += seen.loss * (store.sequences - before)
                bar.step(done)
    except GatescopeError as error:
        raise type(error)(_by_name(str(error))) from error
    if store.sequences == 0:
        raise GatescopeError("samples: data has no batch in it")
    once = is_batches(data) and iter(data) is data
    return Samples(
        store,
        reader=reader,
        batches=None if once else lambda: parts()[0],
        loss=lost / store.sequences if loss is not None else None,
    )


def _by_name(text: str) -> str:
    """The inner calls are those of `trace` and `check`, and name them."""
    for other in ("trace: ", "check: "):
        if text.startswith(other):
            return "samples: " + text.removeprefix(other)
    return text
