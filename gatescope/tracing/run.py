"""One run of a network over one sequence, as a Python user holds it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .arguments import (
    finite_number,
    known_arguments,
    whole_number,
    whole_numbers,
    whole_numbers_or_none,
)
from .arrays import Array
from .attention import Attention
from .bundle import trace_bundle
from .errors import GatescopeError, named
from .flow_result import Flow
from .layer import Layer, flat_of, inner_axes
from .records import Clamp, Edit, RunRecord
from .series import last_step
from .shown import Shown
from .spread import BatchSpread
from .tables import Table, Tabled, by_layer
from .text import run_text
from .weights import Weights
from .whole_file import save_bundle

if TYPE_CHECKING:  # the type of an answer alone: samples are drawn as runs
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
Other = Callable[[int], tuple[RunRecord, Again | None]]


@dataclass(frozen=True)
class Whole:
    """A batch that one sequence was traced of, and the model as it was then."""

    model: Any
    x: Any
    target: Any
    loss: Any
    forward: Any


#: Every gate and state of a whole batch.
Sample = Callable[[Whole], "Samples"]


class Run(Shown, Tabled):
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
        whole: Callable[[], Whole] | None = None,
        sample: Sample | None = None,
        spread: BatchSpread | None = None,
    ) -> None:
        self.id = f"python-run-{secrets.token_hex(6)}"
        self.record = record
        self.title = title
        self._again = again
        self._other = other
        self._alone = alone
        self._whole = whole
        #: Given by `trace`: many sequences are drawn as runs, so they know of runs and not these of them.
        self.sample = sample
        #: Shared by the runs of one batch.
        self.spread = spread or BatchSpread()
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
        if self._whole is None or self.sample is None:
            raise GatescopeError(
                "at: of this run's batch only one sequence was kept; give the data to gatescope.samples"
            )
        found = self.sample(self._whole())
        if sequences is None:
            return found
        chosen = whole_numbers("sequences", sequences)
        wrong = next((each for each in chosen if not 0 <= each < found.seen), None)
        if wrong is not None or not chosen:
            raise GatescopeError(
                f"at: sequences must be from 0 to {found.seen - 1}, got {'none' if wrong is None else wrong}"
            )
        return found.only(chosen)

    def _table(self) -> Table:
        """`"lstm.f"` `[T, H]` of every gate and state, gradients as `"lstm.dL/df"`."""
        layers = by_layer({layer.name: layer for layer in self.layers})
        axes = {"step": self.step_labels, "unit": None}
        return Table(flat_of(layers), axes, inner=inner_axes(layers))

    @property
    def step_labels(self) -> Sequence[Any]:
        """The words of the steps, or their numbers where a word comes twice: they tell rows apart."""
        labels = self.record.labels or ()
        return labels if 0 < len(set(labels)) == len(labels) else range(self.record.steps)

    def _beside(self, record: RunRecord, again: Again | None, *, base: RunRecord) -> Run:
        """Another run of the same model, as old as this one."""
        found = Run(
            record,
            again=again,
            title=self.title,
            base=base,
            other=self._other,
            whole=self._whole,
            sample=self.sample,
            spread=self.spread,
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
        clamp = Clamp(
            layer,
            channel,
            value,
            whole_numbers_or_none("units", units),
            whole_numbers_or_none("steps", steps),
        )
        return self.recompute(clamps=[*self.record.clamps, clamp], edits=self.record.edits)

    @known_arguments
    def edit(self, *, steps: int | Sequence[int], value: float, feature: int = 0) -> Run:
        """The run again with a number of the input replaced at one step or several, from 0.

        Changes made before stay.
        """
        edits = [
            Edit(step, whole_number("feature", feature), finite_number("value", value))
            for step in whole_numbers("steps", steps)
        ]
        return self.recompute(clamps=self.record.clamps, edits=[*self.record.edits, *edits])

    def output_gradient(self, *, output: int = 0, step: int | None = None) -> Array:
        """What one answer depends on: its derivative by each number of the input, `[T, I]`.

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
        line = whole_number("output", output)
        at = last_step(record.steps, record.mask) if step is None else whole_number("step", step)
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
        self,
        *,
        threshold: float = 0.01,
        loss_step: int | None = None,
        layer: str | None = None,
        progress: bool | None = None,
    ) -> Flow:
        """How far back one answer's loss reaches: norms, Jacobians and their products, effective memory.

        A loss that reads an answer at every step is followed from one of them, the last or the one at
        `loss_step`, with the others held as constants. `progress`: whether a bar is drawn; by default on
        a terminal and in a notebook.
        """
        return Flow(
            [self], threshold=threshold, loss_step=loss_step, layer=layer, progress=progress
        )

    def weights(self, *, title: str | None = None) -> Weights:
        """The weights of the layers gate by gate, with the derivatives of the loss by them."""
        return Weights(self, title=title, spread=self.spread)

    def attention(
        self,
        *,
        layer: str | None = None,
        source: Sequence[str] | None = None,
        target: Sequence[str] | None = None,
        title: str | None = None,
    ) -> Attention:
        """Where a decoder looked at each of its steps, however many its encoder has: `[T, S]`.

        `layer` is the one that looks, the first by default; `source` and `target` are words for what was
        read and written. Raises NothingToSee where no attention was seen.
        """
        return Attention(self, layer=layer, source=source, target=target, title=title)

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
        return save_bundle(self.to_bundle(), path)

    def to_bundle(self) -> dict[str, Any]:
        """The run as the views read it: `docs/trace-format.md`."""
        return trace_bundle(self, self.spread.of(self.record))

    def __repr__(self) -> str:
        return run_text(self)

    def _checked(self, clamp: Clamp) -> Clamp:
        layer = self[clamp.layer].record
        if clamp.channel not in layer.channels:
            raise GatescopeError(
                f"clamp: layer {layer.name!r} has no channel {clamp.channel!r}; "
                f"its channels are {named(layer.channels)}"
            )
        if clamp.value != "mean":
            finite_number("value", clamp.value)
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
        finite_number("value", edit.value)
