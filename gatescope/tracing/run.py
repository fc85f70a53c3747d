"""One run of a network over one sequence, as a Python user holds it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from . import tables
from .arguments import known_arguments, require_text
from .arrays import Array
from .errors import GatescopeError, named
from .records import Clamp, Edit, LayerRecord, RunRecord
from .series import last_step
from .shown import Shown

if TYPE_CHECKING:
    from gatescope.sampling.samples import Samples


class Again(Protocol):
    """The way to run a traced network again with changes, as it was when it was traced."""

    def __call__(self, clamps: Sequence[Clamp], edits: Sequence[Edit]) -> RunRecord: ...

    def of_answer(self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, step: int) -> RunRecord:
        """The run with the gradients of one answer alone: all others are constants to the loss."""
        ...

    def slope(
        self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, line: int, step: int
    ) -> Array:
        """`[T, I]`: the derivative of an output that is drawn, at a step, by each number of x."""
        ...


#: Another sequence of the batch: its record, and the way to run that again.
Other = Callable[[int], tuple[RunRecord, Again]]
#: The whole batch: `(model, x, target, loss, forward)`.
Whole = Callable[[], tuple[Any, Any, Any, Any, Any]]


class Layer:
    """A recurrent layer of a run: `run["lstm"].f` is its forget gate, `[T, H]` of numpy."""

    def __init__(self, record: LayerRecord) -> None:
        self.record = record

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of gates and states, in order of computation."""
        return self.record.form.channels

    @property
    def gradients(self) -> dict[str, Array]:
        """dL/d of each channel, `[T, H]`, total derivatives; empty without a loss."""
        return self.record.gradients

    @property
    def weights(self) -> dict[str, Array]:
        """By the letters of the equations: `W_f`, `U_f`, `b_f`, …"""
        return self.record.weights

    def __getitem__(self, channel: str) -> Array:
        try:
            return self.record.channels[channel]
        except (KeyError, TypeError):
            raise GatescopeError(
                f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
            ) from None

    def __getattr__(self, channel: str) -> Array:
        if channel.startswith("_") or channel == "record":
            raise AttributeError(channel)
        if channel in self.record.channels:
            return self.record.channels[channel]
        raise AttributeError(
            f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.channels]

    def to_numpy(self) -> dict[str, Array]:
        """`[T, H]` by the channel; gradients as `"dL/df"`."""
        of = {f"dL/d{name}": gradient for name, gradient in self.gradients.items()}
        return {**{name: self[name] for name in self.channels}, **of}

    def __repr__(self) -> str:
        form, units = self.record.form, self.record.units
        return f"<{form.name} {self.name!r}: {', '.join(self.channels)}; {self.record.steps} steps × {units} units>"


class Run(Shown):
    """The record of one run: every gate, state and gradient, and the way to run it again with changes."""

    def __init__(
        self,
        record: RunRecord,
        *,
        again: Again | None = None,
        title: str | None = None,
        revision: Callable[[], int] | None = None,
        base: RunRecord | None = None,
        other: Other | None = None,
        alone: Callable[[int], RunRecord] | None = None,
        whole: Whole | None = None,
    ) -> None:
        self.id = f"python-run-{secrets.token_hex(6)}"
        self.record = record
        self.title = title
        self._again = again
        self._other = other
        self._alone = alone
        self._whole = whole
        self._base = base or record
        self._revision = revision
        self._made_at = revision() if revision else 0

    @property
    def layers(self) -> list[Layer]:
        return [Layer(layer) for layer in self.record.layers]

    @property
    def loss(self) -> float | None:
        """The loss over this sequence; None where none was asked for."""
        return self.record.loss

    @property
    def stale(self) -> bool:
        """Whether the model was trained since, so that this run is of the past."""
        return self._revision is not None and self._revision() != self._made_at

    @property
    def as_it_was(self) -> bool:
        """Whether it is run again with a copy of the network, which no training changes."""
        return bool(getattr(self._again, "own", False))

    @property
    def recomputable(self) -> bool:
        """Whether it can be run again with changes."""
        return self._again is not None

    def __getitem__(self, layer: str) -> Layer:
        for record in self.record.layers:
            if record.name == layer:
                return Layer(record)
        raise GatescopeError(
            f"this run has no layer {layer!r}; its layers are {named([each.name for each in self.record.layers])}"
        )

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.record.layers)

    def recompute(self, *, clamps: Sequence[Clamp] = (), edits: Sequence[Edit] = ()) -> Run:
        """The run again with all these changes, of the model as it was when traced.

        Raises GatescopeError for an unknown layer or channel, for steps, units and features that are
        not there, and for values that are no finite numbers.
        """
        if self._again is None:
            raise GatescopeError("this run cannot be run again: only its numbers were kept")
        checked = [self._checked(clamp) for clamp in clamps]
        for edit in edits:
            self._check_edit(edit)
        record = self._again(checked, list(edits))
        return self._beside(record, self._again, base=self._base)

    def at_sequence(self, sequence: int) -> Run:
        """The run over another sequence of the same batch, from 0, of the model as it was when traced.

        Clamps stay; edits are of the input of one sequence, so they do not.
        """
        size = self.record.batch
        if isinstance(sequence, bool) or not isinstance(sequence, int) or not 0 <= sequence < size:
            raise GatescopeError(
                f"at_sequence: sequence must be from 0 to {size - 1}, got {sequence!r}"
            )
        if sequence == self.record.sequence:
            return self
        if self._other is None:
            raise GatescopeError(
                "of this run's batch only one sequence was kept; "
                "choose another where it is traced or recorded, with sequence=…"
            )
        record, again = self._other(sequence)
        found = self._beside(record, again, base=record)
        clamps = self.record.clamps
        return found.recompute(clamps=clamps) if clamps else found

    def at(self, sequences: int | Sequence[int] | None = None) -> Samples:
        """Many sequences of the same batch by one forward pass: every gate and state, `[N, T, H]`.

        `sequences` are numbers from 0, all by default. The model is as it was when traced; clamps and
        edits of this run do not count. `gatescope.samples` takes data of many batches.
        """
        from gatescope.sampling.api import samples

        if self._whole is None:
            raise GatescopeError(
                "at: of this run's batch only one sequence was kept; give the data to gatescope.samples"
            )
        model, x, target, loss, forward = self._whole()
        found = samples(model, x, target, loss, forward=forward, progress=False)
        if sequences is None:
            return found
        chosen = _listed("sequences", sequences)
        wrong = next((each for each in chosen if not 0 <= each < found.seen), None)
        if wrong is not None or not chosen:
            raise GatescopeError(
                f"at: sequences must be from 0 to {found.seen - 1}, got {'none' if wrong is None else wrong}"
            )
        return found.only(chosen)

    def _channels(self) -> dict[str, dict[str, Array]]:
        return {layer.name: layer.to_numpy() for layer in self.layers}

    def to_numpy(self) -> dict[str, Array]:
        """`{"lstm.f": [T, H]}` of every gate and state, with gradients as `"lstm.dL/df"`."""
        return tables.numpy_of(self._channels())

    def to_pandas(self) -> Any:
        """A DataFrame: one row for each layer, step and unit, one column a channel. Needs pandas."""
        return tables.pandas_of(self._channels(), {"step": self._step_labels()})

    def to_xarray(self) -> Any:
        """A Dataset of `"lstm.f"`, … with the axes step and unit. Needs xarray."""
        return tables.xarray_of(self._channels(), {"step": self._step_labels()})

    def _step_labels(self) -> Sequence[Any]:
        labels = self.record.labels
        # A word may come twice; steps must tell rows apart.
        return (
            range(self.record.steps) if labels is None or len(set(labels)) < len(labels) else labels
        )

    def _beside(self, record: RunRecord, again: Again | None, *, base: RunRecord) -> Run:
        """Another run of the same model, as old as this one."""
        found = Run(
            record, again=again, title=self.title, base=base, other=self._other, whole=self._whole
        )
        found._revision, found._made_at = self._revision, self._made_at
        return found

    @known_arguments
    def clamp(
        self,
        channel: str,
        value: float | str = 0.0,
        *,
        units: int | Sequence[int] | None = None,
        steps: int | Sequence[int] | None = None,
        layer: str | None = None,
    ) -> Run:
        """The run again with a channel held at a value; `"mean"` is each unit's own mean.

        `units` and `steps` count from 0, all by default; `layer` may be left out where one layer has
        the channel. Changes made before stay.
        """
        if layer is None:
            having = [each.name for each in self.record.layers if channel in each.channels]
            if len(having) != 1:
                raise GatescopeError(
                    f"clamp: layer must be named, as {named(having)} have {channel!r}"
                    if having
                    else f"clamp: no layer has a channel {channel!r}; channels are "
                    f"{named(dict.fromkeys(c for each in self.record.layers for c in each.channels))}"
                )
            layer = having[0]
        clamp = Clamp(layer, channel, value, _indices("units", units), _indices("steps", steps))
        return self.recompute(clamps=[*self.record.clamps, clamp], edits=self.record.edits)

    @known_arguments
    def edit(self, *, steps: int | Sequence[int], value: float, feature: int = 0) -> Run:
        """The run again with a number of the input replaced at one step or several, from 0.

        Changes made before stay.
        """
        edits = [
            Edit(step, _index("feature", feature), _number("value", value))
            for step in _listed("steps", steps)
        ]
        return self.recompute(clamps=self.record.clamps, edits=[*self.record.edits, *edits])

    def output_gradient(self, *, output: int = 0, step: int | None = None) -> Array:
        """What one answer hangs on: its derivative by each number of the input, `[T, I]`.

        `output` counts from 0 among those that are drawn; `step` is the last that is no padding unless
        given. Raises GatescopeError where the network does not answer there, and for a run over tokens.
        """
        record = self.record
        if self._again is None:
            raise GatescopeError(
                "output_gradient: this run cannot be run again: only its numbers were kept"
            )
        if not record.editable:
            raise GatescopeError(
                "output_gradient: what is shown above this run is not the numbers of the model's own x "
                "(it is tokens, or what enters a layer), so there is nothing to differentiate by"
            )
        line = _index("output", output)
        at = last_step(record.steps, record.mask) if step is None else _index("step", step)
        for name, given, size in (
            ("output", line, len(record.outputs)),
            ("step", at, record.steps),
        ):
            if not 0 <= given < size:
                raise GatescopeError(
                    f"output_gradient: {name} must be from 0 to {size - 1}, got {given}"
                    if size > 0
                    else "output_gradient: this run has no output over its steps"
                )
        if np.isnan(record.outputs[line].values[at]):
            raise GatescopeError(
                f"output_gradient: step must be one at which the network answers, got {at}"
            )
        return self._again.slope(record.clamps, record.edits, line=line, step=at)

    def gradient_flow(
        self, *, threshold: float = 0.01, loss_step: int | None = None, layer: str | None = None
    ) -> Flow:
        """How far back one answer's loss reaches: norms, Jacobians and their products, effective memory.

        A loss that reads an answer at every step is followed from one of them, the last or the one at
        `loss_step`, with the others held as constants.
        """
        return Flow([self], threshold=threshold, loss_step=loss_step, layer=layer)

    def of_answer(self, step: int) -> RunRecord:
        """The record with the gradients of the answer at a step alone, the others held as constants."""
        if self._alone is not None:
            return self._alone(step)
        if self._again is None:
            raise GatescopeError(
                f"gradient_flow: the loss of this run reads {len(self.record.answers)} answers, and only "
                "their sum was kept; trace the model again"
            )
        return self._again.of_answer(self.record.clamps, self.record.edits, step=step)

    def save(self, path: str | Path) -> Path:
        """Writes the run in gatescope's trace format; `gatescope.load` and the TypeScript kernel read it.

        A file that is there is replaced only by a whole one.
        """
        from .files import save_bundle

        return save_bundle(self.to_bundle(), path)

    def to_bundle(self) -> dict[str, Any]:
        """The run as the views read it: `docs/trace-format.md`."""
        from .bundle import trace_bundle

        return trace_bundle(self)

    def __repr__(self) -> str:
        from .text import run_text

        return run_text(self)

    def _checked(self, clamp: Clamp) -> Clamp:
        layer = self[clamp.layer].record
        if clamp.channel not in layer.channels:
            raise GatescopeError(
                f"clamp: layer {layer.name!r} has no channel {clamp.channel!r}; "
                f"its channels are {named(layer.channels)}"
            )
        if clamp.value != "mean":
            _number("value", clamp.value)
        width = layer.channels[clamp.channel].shape[1]
        for name, given, size in (
            ("units", clamp.units, width),
            ("steps", clamp.steps, layer.steps),
        ):
            wrong = next((index for index in given or () if not 0 <= index < size), None)
            if wrong is not None:
                raise GatescopeError(f"clamp: {name} must be from 0 to {size - 1}, got {wrong}")
        return clamp

    def _check_edit(self, edit: Edit) -> None:
        if not self.record.editable:
            raise GatescopeError(
                "edit: the input of this run cannot be edited (it is tokens, or not the model's own x)"
            )
        steps, features = self.record.input.shape
        if not (0 <= edit.step < steps and 0 <= edit.feature < features):
            raise GatescopeError(
                f"edit: steps must be from 0 to {steps - 1} and feature from 0 to {features - 1}, "
                f"got step {edit.step}, feature {edit.feature}"
            )
        _number("value", edit.value)


class Flow(Shown):
    """Gradient flow of one run, or of several over the same steps."""

    def __init__(
        self,
        runs: Sequence[Run],
        *,
        threshold: float = 0.01,
        loss_step: int | None = None,
        layer: str | None = None,
        title: str | None = None,
    ) -> None:
        from .flow import flow_networks

        require_text("gradient_flow", title=title)
        threshold = _number("threshold", threshold)
        if not 0 < threshold < 1:
            raise GatescopeError(
                f"gradient_flow: threshold must be between 0 and 1, got {threshold}"
            )
        self.id = f"python-flow-{secrets.token_hex(6)}"
        self.runs, self.threshold, self.title = list(runs), threshold, title
        self._options: dict[str, Any] = {"loss_step": loss_step, "layer": layer}
        steps = {run.record.steps for run in self.runs}
        if len(steps) != 1:
            raise GatescopeError(
                f"gradient_flow: runs must have as many steps, got {named(sorted(steps))}"
            )
        found = [
            (run, *flow_networks(run, threshold=threshold, loss_step=loss_step, layer=layer))
            for run in self.runs
        ]
        self.loss_step = found[0][1]
        #: What a reader must know of these numbers, in words.
        self.notes: list[str] = []
        seen: dict[str, int] = {}
        self.networks: list[dict[str, Any]] = []
        for run, _, networks in found:
            for network in networks:
                if network.pop("bounded"):
                    self.notes.append(
                        f"Of {network['name']}, which is wide and long, the products of the Jacobians "
                        "are followed in the directions that they stretch most: their norms are no "
                        "more than the whole, and hardly less."
                    )
                name = network["name"] if len(found) == 1 else run.title or network["name"]
                count = seen[name] = seen.get(name, 0) + 1
                start = network["lossStep"]
                self.networks.append(
                    {
                        **network,
                        "name": name if count == 1 else f"{name} {count}",
                        "lossStep": None if start == self.loss_step else start,
                    }
                )

    def following(self, loss_step: int | None) -> Flow:
        """The same runs, followed back from another answer."""
        return Flow(
            self.runs,
            threshold=self.threshold,
            loss_step=self._options["loss_step"] if loss_step is None else loss_step,
            layer=self._options["layer"],
            title=self.title,
        )

    @property
    def stale(self) -> bool:
        return any(run.stale for run in self.runs)

    def to_bundle(self) -> dict[str, Any]:
        from .bundle import flow_bundle

        return flow_bundle(self)

    def __repr__(self) -> str:
        from .text import counted

        step = self.runs[0].record.step_name
        lines = []
        for network in self.networks:
            memory, hidden = network["effectiveMemory"], network["hidden"].values
            start = self.loss_step if network["lossStep"] is None else network["lossStep"]
            # Padding is no step of the way.
            way = [int(at) for at in np.flatnonzero(~np.isnan(hidden))]
            if network["direction"] == "backward":
                way.reverse()
            first = way[0] if way else start
            reach = way.index(start) + 1 if memory is None else memory
            words = f"{'all ' if memory is None else ''}{reach} {counted(step, reach)}"
            share = hidden[first] / hidden[start] if hidden[start] else np.nan
            if network["answer"] is not None:
                words += (
                    f" of the answer at {step} {network['answer']}, "
                    f"one of {len(network['answers'])}"
                )
            lines.append(
                f"{network['name']}: effective memory {words}; ‖dL/dh‖ at {step} {first} "
                f"is {share:.1e} of that at {step} {start}"
            )
        return "\n".join([*lines, *self.notes])


def _number(name: str, value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float, np.number))
        or not np.isfinite(value)
    ):
        raise GatescopeError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def _index(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise GatescopeError(f"{name} must be a whole number from 0, got {value!r}")
    return int(value)


def _indices(name: str, value: int | Sequence[int] | None) -> tuple[int, ...] | None:
    return None if value is None else _listed(name, value)


def _listed(name: str, value: int | Sequence[int]) -> tuple[int, ...]:
    several = value if isinstance(value, (Sequence, np.ndarray)) else (value,)
    return tuple(_index(name, item) for item in several)
