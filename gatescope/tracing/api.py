"""What a user of a Python notebook calls."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from .arguments import (
    require_functions,
    require_instance,
    require_shared,
    require_text,
    require_words,
)
from .errors import GatescopeError, NothingToSee, kind_of
from .opening import opening_of
from .options import checked
from .records import Edit
from .run import Flow, Run
from .shown import Shown


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
    framework = framework_of(model)
    if framework == "keras":
        from .keras_trace import trace_keras

        return trace_keras(model, x, **options)
    if framework == "jax":
        from .jax_trace import trace_jax

        return trace_jax(model, x, **options)
    if framework == "torch":
        from .torch_model import trace_torch

        return trace_torch(model, x, **options)
    raise NothingToSee(
        f"trace: model must be a PyTorch, Keras or flax module, got {kind_of(model)}"
    )


def framework_of(model: Any) -> str | None:
    """Which framework a model is of, without importing one that is not there already."""
    keras = sys.modules.get("keras")
    if keras is not None and isinstance(model, keras.Layer):
        return "keras"
    nnx = sys.modules.get("flax.nnx")
    if nnx is not None and isinstance(model, nnx.Module):
        return "jax"
    torch = sys.modules.get("torch")
    if torch is not None and (
        isinstance(model, (torch.nn.Module, torch.jit.ScriptFunction))
        or isinstance(getattr(model, "module_", None), torch.nn.Module)  # of skorch
        or callable(model)
    ):
        return "torch"
    return None


def show(
    *what: Any,
    view: str | None = None,
    unit: int | None = None,
    step: int | None = None,
    layer: str | None = None,
    sort: str | None = None,
    lines: bool | None = None,
    own_scales: bool | None = None,
    gradients: bool | None = None,
    quantity: str | None = None,
    window: Sequence[int] | None = None,
    feature: int | None = None,
    output: int | None = None,
    sort_at: Mapping[str, Any] | None = None,
    pattern: Mapping[str, Any] | None = None,
    answer: int | None = None,
    threshold: float | None = None,
    clamps: Sequence[Mapping[str, Any]] | None = None,
    edits: Sequence[Mapping[str, Any]] | None = None,
    title: str | None = None,
    renderer: str | None = None,
    **options: Any,
) -> Any:
    """Draws a run, a gradient flow, a history, several runs side by side, or a model with an input.

    Of `Samples` it draws a low quantile, the mean and a high quantile over the sequences.

    `view` is the view to open on: `"gates"`, `"cell"`, `"unrolled"`, `"river"`, `"whatIf"`,
    `"gradients"` or `"influence"`. `sort` is how units are ordered at first: `"index"`, `"similarity"`,
    `"groups"`, `"peak"` or `"value"`, the last by `sort_at`, `{"channel": "h", "step": 3}`. `window` is the first
    step in view and the one after the last; `feature` and `output` which number of the input and which output
    is looked at. `clamps` and `edits` are changes that What if and River open with, as the code that they copy
    has them. Of the gates `pattern` is what units on top do (`channel`, `steps`, `threshold`); `lines` says whether each unit is a line, `own_scales` whether each channel
    has a scale of colors of its own, `gradients` whether the gradients stand below the states. Of a
    gradient flow `quantity` is what is followed back: `"hidden"`, `"cellState"`, `"product"` or
    `"wholeLoss"`; `answer` is the step whose answer is followed, and `threshold` the share that still counts
    as remembered. With a model and x the other options are those of `trace`. Returns what is shown.

    `renderer` is `"mime"` where gatescope's extension is (JupyterLab, Notebook 7), `"anywidget"` where
    it is not (VS Code, Colab, marimo, a Hub without it), `"static"` for a picture, and by default
    `gatescope.options.renderer`, which is `"auto"`.
    """
    require_text("show", title=title)
    if renderer is not None:
        checked(renderer, "show: renderer")
    opening = opening_of(
        view=view,
        sort=sort,
        sort_at=sort_at,
        pattern=pattern,
        quantity=quantity,
        lines=lines,
        own_scales=own_scales,
        gradients=gradients,
        unit=unit,
        step=step,
        feature=feature,
        output=output,
        answer=answer,
        threshold=threshold,
        window=window,
        clamps=clamps,
        edits=edits,
        layer=layer,
    )
    result = _result(what, title, options)
    _require_view(result, opening)
    from .draw import draw

    draw(result, opening, renderer)
    return result


def _result(what: tuple[Any, ...], title: str | None, options: dict[str, Any]) -> Any:
    if len(what) == 1 and isinstance(what[0], (list, tuple)) and what[0]:
        what = tuple(what[0])
    if not what:
        raise GatescopeError("show: give a run, several runs, or a model and x")
    if all(isinstance(item, Run) for item in what):
        if options:
            raise GatescopeError(
                f"show: {next(iter(options))} goes with a model and x, not with a run"
            )
        if len(what) == 1:
            run: Run = what[0]
            if title is not None:
                run.title = title
            return run
        return Comparison(list(what), title=title)
    if len(what) == 1 and hasattr(what[0], "comparison"):
        return what[0].comparison()  # of many sequences
    if len(what) == 1 and hasattr(what[0], "to_bundle"):
        return what[0]
    require_instance("show", what[0])
    if len(what) == 2 and framework_of(what[0]) is not None:
        return trace(what[0], what[1], title=title, **options)
    if len(what) == 1 and framework_of(what[0]) is not None:
        raise GatescopeError("show: a model needs an input: show(model, x)")
    raise GatescopeError(
        f"show: expected runs, or a model and x, got {', '.join(kind_of(item) for item in what)}"
    )


def _require_view(result: Any, opening: dict[str, Any]) -> None:
    if not isinstance(result, Run):
        return
    record = result.record
    layer = opening.get("layer")
    shown = result[layer].record if layer is not None else record.layers[0]
    if "unit" in opening and opening["unit"] >= shown.units:
        raise GatescopeError(
            f"show: unit must be from 0 to {shown.units - 1}, got {opening['unit']}"
        )
    if "step" in opening and opening["step"] >= record.steps:
        raise GatescopeError(
            f"show: step must be from 0 to {record.steps - 1}, got {opening['step']}"
        )


class Comparison(Shown):
    """Two to four runs over as many steps, drawn with one cursor."""

    def __init__(self, runs: Sequence[Run], *, title: str | None = None) -> None:
        if not 2 <= len(runs) <= 4:
            raise GatescopeError(f"compare: expected 2 to 4 runs, got {len(runs)}")
        steps = sorted({run.record.steps for run in runs})
        if len(steps) > 1:
            raise GatescopeError(f"compare: runs must have as many steps, got {steps}")
        self.id = f"python-comparison-{secrets.token_hex(6)}"
        self.runs, self.title = list(runs), title

    @property
    def stale(self) -> bool:
        return any(run.stale for run in self.runs)

    @property
    def as_it_was(self) -> bool:
        return all(run.as_it_was for run in self.runs)

    def edited(self, edits: Sequence[Edit]) -> Comparison:
        """The same with edits of the shared input; clamps and edits of each run stay."""
        return Comparison(
            [
                run.recompute(clamps=run.record.clamps, edits=[*run.record.edits, *edits])
                for run in self.runs
            ],
            title=self.title,
        )

    def at_sequence(self, sequence: int) -> Comparison:
        """The runs over another sequence of their batches, from 0."""
        return Comparison([run.at_sequence(sequence) for run in self.runs], title=self.title)

    def to_bundle(self) -> dict[str, Any]:
        from .bundle import comparison_bundle

        return comparison_bundle(self.id, self.title, self.runs)

    def __repr__(self) -> str:
        return "\n".join(repr(run) for run in self.runs)


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
) -> Flow:
    """How far back the loss of each run reaches, on one axis."""
    if not runs or not all(isinstance(run, Run) for run in runs):
        raise GatescopeError(
            f"gradient_flow: expected runs, got {', '.join(kind_of(run) for run in runs) or 'nothing'}"
        )
    return Flow(runs, threshold=threshold, loss_step=loss_step, layer=layer, title=title)


def weights(
    what: Any,
    x: Any = None,
    target: Any = None,
    loss: Any = None,
    *,
    title: str | None = None,
    **options: Any,
) -> Any:
    """The weights of recurrent layers gate by gate, of a run or of a model and an input.

    Values, histograms and norms of W_f, U_f, b_f, …; with a loss the derivatives by them, over the
    sequence that was traced. With a model the options are those of `trace`.

    >>> gatescope.show(gatescope.weights(model, x, target=y, loss=criterion))
    """
    from .weights import Weights

    require_text("weights", title=title)
    if isinstance(what, Run):
        if x is not None or target is not None or loss is not None or options:
            raise GatescopeError("weights: x, target and loss go with a model, not with a run")
        return Weights(what, title=title)
    if x is None:
        raise GatescopeError("weights: a model needs an input: weights(model, x)")
    return Weights(trace(what, x, target, loss, **options), title=title)


def history(given: Any, *, title: str | None = None) -> Any:
    """A finished training, by epochs: what `model.fit` of Keras returns, or a dict of lists.

    >>> gatescope.show(gatescope.history(model.fit(x, y, epochs=8)))
    """
    from .history import history_of

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


def channel(name: str, value: Any, role: str | None = None) -> Any:
    """Names a gate or state of a cell written by hand; returns the value for the step to go on with.

    Call it once in every step. `role` is `"gate"`, `"candidate"`, `"state"` or `"value"`; h and c are
    states by themselves. Outside a trace it returns the value as it is.
    """
    if not isinstance(name, str) or not name:
        raise GatescopeError(f"channel: name must be a string, got {name!r}")
    if role is not None and role not in ("gate", "candidate", "state", "value"):
        raise GatescopeError(
            f"channel: role must be 'gate', 'candidate', 'state' or 'value', got {role!r}"
        )
    if "torch" not in sys.modules:
        return value
    from .torch_model import write_channel

    return write_channel(name, value, role)


def run(identity: str) -> Run:
    """The run behind a picture of this session, by the id that copied code names."""
    from .live import shown_results

    found = shown_results.get(identity) if isinstance(identity, str) else None
    if not isinstance(found, Run):
        raise GatescopeError(
            f"run: this session has shown no run {identity!r}; run its notebook cell again"
        )
    return found


def load(path: Any) -> Run:
    """Reads a run that `run.save` or the TypeScript kernel wrote; it shows as it was."""
    from .files import load as read

    return read(path)
