"""What traces of Keras and flax share: one sequence of a batch runs, again and with changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from .arrays import Array
from .batch_arrays import arrays_of, edited, first_of, together, with_first
from .errors import GatescopeError, kind_of, named, next_step
from .flow_steps import cut_by_numbers
from .looks import notes_of_looks
from .records import AttentionRecord, Clamp, Edit, LayerRecord, RunRecord
from .run import Again, Run, Whole
from .series import (
    MOST_SEQUENCES,
    ROUNDING,
    answer_of,
    answers_felt,
    axis_of_steps,
    count_beyond,
    feature_names,
    left_out,
    lines_of,
    only_at,
    place_of,
)

#: A layer, one of its channels and a step.
Key = tuple[str, str, int]
#: Runs a source with changes: `record(source, clamps=…, edits=…, base=…)`.
Record = Callable[..., RunRecord]


@dataclass(frozen=True)
class BatchSource:
    """What a trace is made from, kept for running it again with changes."""

    model: Any
    #: One sequence: arrays whose first axis is 1.
    x: Any
    target: Any
    loss: Callable[[Any, Any], Any] | None
    loss_name: str | None
    gradients_of: Callable[[Any], Any] | None
    forward: Callable[..., Any] | None
    training: bool
    layers: tuple[str, ...] | None
    names: tuple[str, ...] | None
    labels: tuple[str, ...] | None
    step_name: str
    unit: str | None
    #: Which sequence of the batch that was given, and how many it has.
    number: int = 0
    batch: int = 1
    #: Of Keras: what each stateful layer carried when the model was traced.
    states: tuple[Any, ...] = ()
    #: Whether it answers once, with as many numbers as x has steps.
    once: bool = False
    #: Whether a sequence hangs on the others of its batch.
    mixed: bool = False
    #: The step of the only answer that the loss may feel, and how many steps there are.
    answer: tuple[int, int] | None = None

    @property
    def wants_gradients(self) -> bool:
        return self.loss is not None or self.gradients_of is not None


#: The derivative of the number at a place of the network's first output by the first array of x:
#: `slope(source, x, place, clamps=…, base=…)`.
Slope = Callable[..., Array]


class BatchAgain:
    """Runs a source again with changes; `allow` raises where the model must not be run now."""

    def __init__(
        self,
        source: BatchSource,
        base: RunRecord,
        *,
        record: Record,
        slope: Slope,
        allow: Callable[[], None],
        own: bool,
    ) -> None:
        #: Whether the model is a copy, which no training changes.
        self.own = own
        self._source, self._base = source, base
        self._record, self._slope, self._allow = record, slope, allow

    def __call__(self, clamps: Sequence[Clamp], edits: Sequence[Edit]) -> RunRecord:
        self._allow()
        return self._record(self._source, clamps=clamps, edits=edits, base=self._base)

    def of_answer(self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, step: int) -> RunRecord:
        self._allow()
        source = replace(self._source, answer=(step, self._base.steps))
        return self._record(source, clamps=clamps, edits=edits, base=self._base)

    def slope(
        self, clamps: Sequence[Clamp], edits: Sequence[Edit], *, line: int, step: int
    ) -> Array:
        self._allow()
        x = edited(self._source.x, edits)
        steps, mask = self._base.steps, self._base.mask

        def place(output: Array) -> tuple[int, ...]:
            shown = answer_of(output, self._base.once)
            found = place_of(shown, steps, 0, line=line, step=step, mask=mask)
            if found is None:
                raise GatescopeError(
                    f"output_gradient: the network gave no output {line} at step {step}"
                )
            return (found[0], found[-1]) if shown.ndim > output.ndim else found

        plain = replace(self._source, loss=None, gradients_of=None)
        try:
            found = self._slope(plain, x, place, clamps=clamps, base=self._base)
        except GatescopeError:
            raise
        except Exception as error:
            raise failed(x, error) from error
        slope: Array = np.asarray(found)[0].reshape(steps, -1)
        return slope


def batch_run(
    source: BatchSource,
    record: Record,
    slope: Slope,
    cut: Callable[[int], tuple[Any, Any]],
    *,
    title: str | None,
    revision: Callable[[], int],
    answer: Callable[[Any], Array | None],
    allow_again: Callable[[], None] = lambda: None,
    own: bool = True,
) -> Run:
    """The run of a source, which can be run again with changes and for the batch's other sequences.

    `cut` gives `(x, target)` of a sequence of the batch, `answer` the first output of some of them;
    `allow_again` raises where the model must not be run again now, and `own` is whether that is a copy of
    the user's.
    """
    mixed = source.batch > 1 and _mixes(answer, [cut(at)[0] for at in range(source.batch)])
    source = replace(source, mixed=mixed, once=_answers_once(answer, source.x))
    base = record(source)
    if source.labels is not None and len(source.labels) != base.steps:
        raise GatescopeError(
            f"trace: labels has {len(source.labels)} labels, but the sequence has {base.steps} steps"
        )

    def runs_again(of: BatchSource, first: RunRecord) -> Again:
        return BatchAgain(of, first, record=record, slope=slope, allow=allow_again, own=own)

    @lru_cache(maxsize=MOST_SEQUENCES)
    def other(wanted: int) -> tuple[RunRecord, Again]:
        x, target = cut(wanted)
        of = replace(source, x=x, target=target, number=wanted)
        found = record(of)
        return found, runs_again(of, found)

    def whole() -> Whole:
        allow_again()
        cuts = [cut(at) for at in range(base.batch)]
        x, target = (together([each[at] for each in cuts]) for at in (0, 1))
        return Whole(source.model, x, target, source.loss, source.forward)

    return Run(
        base,
        again=runs_again(source, base),
        title=title,
        revision=revision,
        other=other,
        whole=whole,
    )


#: Of a sequence whose batch changes it: a batch norm in training, a mean over the batch.
MIXED = (
    "What a sequence of this model gives hangs on the others of its batch. Here it ran alone, and its "
    "numbers are not those that it has in the batch."
)


def _mixes(answer: Callable[[Any], Array | None], sequences: Sequence[Any]) -> bool:
    """Whether a sequence beside another one answers otherwise than beside itself."""
    first = sequences[0]
    other = next((each for each in sequences[1:] if not _equal(first, each)), None)
    if other is None:
        return False
    try:
        beside, itself = answer(together([first, other])), answer(together([first, first]))
    except Exception:  # a model that takes no two of them is seen by one
        return False
    if beside is None or itself is None or beside.shape != itself.shape or beside.ndim == 0:
        return False
    apart = np.abs(beside[0] - itself[0]).max(initial=0)
    return bool(apart > ROUNDING * np.abs(itself[0]).max(initial=0))


def _answers_once(answer: Callable[[Any], Array | None], x: Any) -> bool:
    """Whether an output `[1, K]` of as many numbers as x has steps stays so of a sequence a step shorter.

    Of a model that takes no other length: whether what it reads last changes the first of them.
    """
    first = np.asarray(first_of(x))
    if first.ndim < 2 or (steps := first.shape[1]) < 2:
        return False
    try:
        before = answer(x)
    except Exception:  # said by the run itself
        return False
    if before is None or before.shape != (1, steps):
        return False
    try:
        shorter = answer(_each(x, lambda part: part[:, :-1] if _goes(part, steps) else part))
        return shorter is not None and shorter.shape == (1, steps)
    except Exception:
        changed = np.array(first, copy=True)
        if changed.dtype.kind != "f":
            return False
        changed[:, -1] += 1
        other = answer(with_first(x, changed))
        return other is not None and not np.array_equal(other[0, 0], before[0, 0])


def _goes(part: Any, steps: int) -> bool:
    return len(np.shape(part)) > 1 and np.shape(part)[1] == steps


def _each(x: Any, change: Callable[[Any], Any]) -> Any:
    """x with every array changed."""
    if isinstance(x, dict):
        return {key: _each(item, change) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(_each(item, change) for item in x)
    return change(x)


def _equal(one: Any, other: Any) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(arrays_of(one), arrays_of(other)))


def chosen(layers: Sequence[str] | None, lengths: dict[str, int]) -> list[str]:
    """The layers asked for, or all, that run over as many steps as the first of them."""
    names = list(lengths)
    if layers is not None:
        unknown = next((name for name in layers if name not in lengths), None)
        if unknown is not None:
            raise GatescopeError(
                f"trace: layers has {unknown!r}, but the layers are {named(names)}"
            )
        names = list(layers)
    return [name for name in names if lengths[name] == lengths[names[0]]]


def held_constant(clamp: Clamp, units: int, base: dict[str, LayerRecord]) -> tuple[Array, Array]:
    """`(held, constant)`, both `[units]`: which units a clamp holds, and at what."""
    held = np.zeros(units, bool)
    held[list(clamp.units) if clamp.units is not None else slice(None)] = True
    constant = (
        base[clamp.layer].channels[clamp.channel].mean(axis=0)
        if clamp.value == "mean"
        else np.full(units, float(clamp.value))
    )
    return held, constant


def failed(x: Any, error: Exception) -> GatescopeError:
    """The model's own error, with what it was given."""
    return GatescopeError(
        f"trace: the model's own call or loss failed on x ({kind_of(first_of(x))}): "
        f"{type(error).__name__}: {error}{next_step(error)}"
    )


#: Under this key a pass keeps the network's first output beside the values of its layers.
OUTPUT: Key = ("", "output", 0)


def held(
    source: BatchSource,
    output: Any,
    stop: Callable[[Any], Any],
    where: Callable[[Array, Any, Any], Any],
) -> Any:
    """The output with every answer but one as a constant; as it is where none was chosen."""
    if source.answer is None:
        return output
    step, steps = source.answer
    first = first_of(output)
    axis = axis_of_steps(tuple(first.shape), steps, 0)
    if axis is None:
        return output
    return with_first(output, where(only_at(step, first.shape, axis), first, stop(first)))


def batch_record(
    source: BatchSource,
    layers: list[LayerRecord],
    x: Any,
    output: Array | None,
    loss: float | None,
    *,
    felt: Array | None,
    clamps: Sequence[Clamp],
    edits: Sequence[Edit],
    lengths: dict[str, int],
    notes: Sequence[str] = (),
    attentions: Sequence[AttentionRecord] = (),
) -> RunRecord:
    """The record of one pass: `output` is the network's first output, `x` what it got.

    `lengths` are the steps of every layer that ran, `notes` what the framework adds to say.

    `felt` is the derivative of the loss by that output, where there is one.
    """
    layers = [replace(each, cut=cut_by_numbers(each, clamps)) for each in layers]
    steps, mask = layers[0].steps, layers[0].mask
    output, felt = answer_of(output, source.once), answer_of(felt, source.once)
    shown = np.asarray(first_of(x))[0]
    tokens = shown.dtype.kind in "iu"
    fits = shown.ndim <= 2 and shown.shape[:1] == (steps,)
    if not fits:
        shown = layers[0].inputs
    elif shown.ndim == 1:
        shown = shown[:, None]
    target = (
        None
        if source.target is None
        else answer_of(np.asarray(first_of(source.target)), source.once)
    )
    here = {layer.name for layer in layers}
    others = [each for each in lengths.items() if each[0] not in here]
    return RunRecord(
        layers=layers,
        input=shown.astype(np.float64 if shown.dtype == np.float64 else np.float32),
        input_names=feature_names(
            source.names,
            shown.shape[1],
            layer=None if fits else layers[0].name,
            tokens=tokens and fits,
        ),
        input_unit=source.unit,
        editable=fits and not tokens,
        step_name=source.step_name,
        labels=source.labels,
        mask=mask,
        once=source.once,
        outputs=lines_of(output, steps, 0, "output", mask=mask),
        output_count=count_beyond(output, steps, 0),
        targets=lines_of(target, steps, 0, "target", beside=output, mask=mask)
        if target is not None and target.dtype.kind == "f"
        else [],
        loss_name=source.loss_name if source.wants_gradients else None,
        loss=loss,
        answers=answers_felt(felt, steps, 0),
        clamps=tuple(clamps),
        edits=tuple(edits),
        notes=[
            *([left_out(others)] if others and source.layers is None else []),
            *notes,
            *([MIXED] if source.mixed else []),
            *notes_of_looks(attentions),
            *(said for layer in layers for said in layer.remarks),
        ],
        sequence=source.number,
        batch=source.batch,
        attentions=attentions,
    )


def name_of_objective(function: Callable[..., Any]) -> str:
    """The name of a user's function; a lambda's tells nothing."""
    name = str(getattr(function, "__name__", "objective"))
    return "objective" if name == "<lambda>" else name


def revision_of(weights: Callable[[], list[Array]]) -> Callable[[], int]:
    """Changes whenever the weights do: from sums over at most 256 numbers of each array."""

    def revision() -> int:
        sums = []
        for weight in weights():
            flat = weight.reshape(-1)
            sample = flat[:: max(1, flat.size // 256)]
            sums.append(
                float(np.sum(sample, dtype=np.float64)) if sample.dtype.kind == "f" else 0.0
            )
        return hash(tuple(sums))

    return revision
