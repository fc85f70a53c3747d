"""What a user of a Python notebook calls."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from gatescope.sampling.api import samples
from gatescope.sampling.samples import Samples

from . import files, hand_written
from .arguments import require_functions, require_shared, require_text, require_words
from .comparison import Comparison
from .errors import GatescopeError, NothingToSee, kind_of
from .flow_result import Flow
from .frameworks import framework_of
from .history import history_of
from .influence import Influence
from .registry import shown_results
from .run import Run, Whole
from .weights import Weights


def trace(
    model: Any,
    x: Any,
    target: Any = None,
    loss: Any = None,
    *,
    gradients_of: Callable[[Any], Any] | None = None,
    forward: Callable[..., Any] | None = None,
    sequence: int = 0,
    names: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    step_name: str = "step",
    unit: str | None = None,
    title: str | None = None,
    layers: Sequence[str] | None = None,
    training: bool = False,
) -> Run:
    """Every gate, state and gradient of one run of a PyTorch, Keras or JAX model.

    The model is not changed: a copy of it runs, in evaluation mode unless `training`, with a random
    state of its own.

    Parameters
    ----------
    model
        A `torch.nn.Module` (or a callable that makes PyTorch's recurrent calls), a Keras model, or a
        flax `nnx` module.
    x
        What the model takes: a tensor or an array, a tuple of them (given as positional arguments) or
        a dict (given as keywords). Of a batch one sequence is traced.
    target, loss
        With a loss, a function of (output, target), every gate and state gets its gradient. A name is
        one of `torch.nn.functional`, or of Keras's losses.
    gradients_of
        Instead of a loss: a function of the output that gives the one number to differentiate.
    forward
        How the model is called, `forward(model, x)`, where calling it is not enough.
    sequence
        Which sequence of the batch, from 0.
    names, unit
        Names of the input's features, and their unit.
    labels, step_name
        One label a step (tokens, dates), and what a step is.
    layers
        Names of the recurrent layers to show; by default those with as many steps as the first.
    training
        Whether dropout and the like are on.

    Raises
    ------
    NothingToSee
        Where no recurrent layer ran, or what ran cannot be seen (TorchScript, quantised layers).
    GatescopeError
        For everything else that is wrong, by the name of the argument.

    Examples
    --------
    >>> import torch, gatescope
    >>> lstm = torch.nn.LSTM(2, 3, batch_first=True)
    >>> run = gatescope.trace(lstm, torch.zeros(1, 5, 2), gradients_of=lambda out: out[0][:, -1].sum())
    >>> run["lstm"].f.shape
    (5, 3)
    """
    if loss is not None and gradients_of is not None:
        raise GatescopeError("trace: give loss or gradients_of, not both")
    require_functions("trace", gradients_of=gradients_of, forward=forward)
    require_words("trace", names=names)
    require_text("trace", unit=unit)
    shared: dict[str, Any] = dict(
        sequence=sequence, labels=labels, step_name=step_name, title=title, layers=layers
    )
    require_shared("trace", model, **shared)
    options: dict[str, Any] = dict(
        **shared,
        target=target,
        loss=loss,
        gradients_of=gradients_of,
        forward=forward,
        names=names,
        unit=unit,
        training=training,
    )
    run = _tracer(model)(model, x, **options)
    run.sample = _sampled
    if not training:  # samples run in evaluation mode
        run.spread.sample = run.at
    return run


def _tracer(model: Any) -> Callable[..., Run]:
    """That of the model's framework; only the one that is used is imported."""
    framework = framework_of(model)
    if framework == "keras":
        from .keras_trace import trace_keras

        return trace_keras
    if framework == "jax":
        from .jax_trace import trace_jax

        return trace_jax
    if framework == "torch":
        from .torch_model import trace_torch

        return trace_torch
    raise NothingToSee(
        f"trace: model must be a PyTorch, Keras or flax module, got {kind_of(model)}"
    )


def _sampled(whole: Whole) -> Samples:
    return samples(
        whole.model,
        whole.x,
        whole.target,
        whole.loss,
        forward=whole.forward,
        inputs=True,
        progress=False,
    )


def compare(*runs: Run, title: str | None = None) -> Comparison:
    """Two to four runs side by side."""
    require_text("compare", title=title)
    for run in runs:
        if not isinstance(run, Run):
            raise GatescopeError(f"compare: expected runs, got {kind_of(run)}")
    return Comparison(runs, title=title)


def gradient_flow(
    *runs: Run,
    threshold: float = 0.01,
    loss_step: int | None = None,
    layer: str | None = None,
    title: str | None = None,
    progress: bool | None = None,
) -> Flow:
    """How far back the loss of each run reaches, on one axis.

    `progress`: whether a bar is drawn; by default on a terminal and in a notebook.
    """
    if not runs or not all(isinstance(run, Run) for run in runs):
        raise GatescopeError(
            f"gradient_flow: expected runs, got {', '.join(kind_of(run) for run in runs) or 'nothing'}"
        )
    return Flow(
        runs,
        threshold=threshold,
        loss_step=loss_step,
        layer=layer,
        title=title,
        progress=progress,
    )


def weights(
    what: Any,
    x: Any = None,
    target: Any = None,
    loss: Any = None,
    *,
    title: str | None = None,
    **options: Any,
) -> Weights:
    """The weights of recurrent layers gate by gate, of a run or of a model and an input.

    Values, histograms and norms of W_f, U_f, b_f, …; with a loss the derivatives by them, over the
    sequence that was traced. With a model the options are those of `trace`.

    >>> gatescope.show(gatescope.weights(model, x, target=y, loss=criterion))
    """
    require_text("weights", title=title)
    if isinstance(what, Run):
        if x is not None or target is not None or loss is not None or options:
            raise GatescopeError("weights: x, target and loss go with a model, not with a run")
        return what.weights(title=title)
    if x is None:
        raise GatescopeError("weights: a model needs an input: weights(model, x)")
    return trace(what, x, target, loss, **options).weights(title=title)


def influence(run: Run, *, output: int = 0, step: int | None = None) -> Influence:
    """What one answer depends on: its derivative by each number of the input, as arrays and tables.

    `output` counts from 0 among those that are drawn; `step` is the last that is no padding unless given.

    >>> gatescope.influence(run, step=9).to_pandas().nlargest(5, "gradient")
    """
    if not isinstance(run, Run):
        raise GatescopeError(f"influence: expected a run, got {kind_of(run)}")
    record = run.record
    return Influence(
        run.output_gradient(output=output, step=step),
        record.input,
        run.step_labels,
        list(record.input_names),
    )


def history(given: Any, *, title: str | None = None) -> Any:
    """A finished training, by epochs: what `model.fit` of Keras returns, or a dict of lists.

    >>> gatescope.show(gatescope.history(model.fit(x, y, epochs=8)))
    """
    require_text("history", title=title)
    return history_of(given, title=title)


def record(
    model: Any = None,
    *,
    sequence: int = 0,
    labels: Sequence[str] | None = None,
    step_name: str = "step",
    title: str | None = None,
    layers: Sequence[str] | None = None,
) -> AbstractContextManager[Any]:
    """Sees a forward and a loss of your own, in PyTorch.

    Around a loop of batches it keeps the last pass that ended with `r.backward`, or without one the
    last 8 calls of each layer, and the run's notes say how many were let go.

    >>> with gatescope.record(model) as r:
    ...     loss = criterion(model(x), y)
    ...     r.backward(loss)          # gradients of every gate and state; model's .grad stays
    >>> gatescope.show(r.run)
    """
    from .torch_recording import record_torch

    shared: dict[str, Any] = dict(
        sequence=sequence, labels=labels, step_name=step_name, title=title, layers=layers
    )
    require_shared("record", model, **shared)
    kept = {
        name: None if shared[name] is None else tuple(shared[name]) for name in ("labels", "layers")
    }
    return record_torch(model, **{**shared, **kept})


def channel(
    name: str,
    value: Any,
    role: str | None = None,
    *,
    axes: Sequence[str] | None = None,
    steps: int | None = None,
    added: Any = None,
) -> Any:
    """Names a gate or state of a cell written by hand; returns the value for the step to go on with.

    Call it once in every step, with `[B, …]`. Outside a trace it returns the value as it is.

    Parameters
    ----------
    role
        `"gate"`, `"candidate"`, `"state"` or `"value"`; h, c, s, S and C are states by themselves.
    axes
        Names of the axes behind the batch, of a state that is no vector: `axes=("key", "value")`.
        `run["cell"].S` has them.
    steps
        The axis of the steps, where `value` is a whole sequence that a scan gave: `[B, T, H]` has
        `steps=1`. The derivative by a state is then direct, of what reads it later, and not of what goes
        on from it.
    added
        Of such a state the tensor b of h_t = a_t ⊙ h_{t−1} + b_t, by which the derivative is total. In
        Keras and flax it is one that was named before: `b = channel("b", b, steps=1)`.

    Examples
    --------
    >>> import torch, gatescope
    >>> class Sum(torch.nn.Module):
    ...     def forward(self, x):
    ...         return gatescope.channel("h", x.cumsum(1), steps=1, added=x)
    >>> gatescope.trace(Sum(), torch.ones(1, 3, 2)).layers[0].h.tolist()
    [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
    """
    named = hand_written.named_channel(name, role, axes, steps, added)
    write = hand_written.current()
    if write is not None:
        named.require(value)
        return write(named, value)
    if "torch" not in sys.modules:
        return value
    from .torch_model import write_channel

    return write_channel(named, value)


def run(identity: str) -> Run:
    """The run behind a picture of this session, by the id that copied code names."""
    found = shown_results.get(identity) if isinstance(identity, str) else None
    if not isinstance(found, Run):
        raise GatescopeError(
            f"run: this session has shown no run {identity!r}; run its notebook cell again"
        )
    return found


def load(path: Any) -> Run:
    """Reads a run that `run.save` or the TypeScript kernel wrote; it shows as it was."""
    return files.load(path)
