"""What no sum shows and a second call does: padding that is read, dropout that is on, axes mistaken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError
from gatescope.tracing.records import Clamp

from .facts import threshold
from .finding import Finding
from .judge import cut_back
from .rules import percent
from .seen import Reader, Seen
from .statistics import LayerSums

#: Sequences that are run again without their padding.
MOST_TRIED = 3


def relative(one: Array, other: Array) -> float:
    """The largest difference as a share of the size of the numbers."""
    size = float(np.sqrt(np.mean(np.square(one, dtype=np.float64))))
    return float(np.abs(one - other).max()) / max(size, 1e-12)


def dropout(reader: Reader, x: Any) -> list[Finding]:
    """The same input twice, in evaluation."""
    first, second = reader.answer(x), reader.answer(x)
    if first.shape == second.shape and first.size and np.isfinite(first).all():
        difference = relative(first, second)
        if difference > threshold("dropoutDifference"):
            # A model that samples, as a variational one does, answers otherwise each time by design.
            certainty = "possible" if reader.samples(x) else "certain"
            return [Finding.of("dropout-on", certainty=certainty, value=percent(difference))]
    return []


def shapes_of(value: Any) -> list[tuple[int, ...]]:
    """Of all arrays in x, in order."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in shapes_of(item)]
    if isinstance(value, (list, tuple)) and not hasattr(value, "batch_sizes"):
        return [found for item in value for found in shapes_of(item)]
    return [tuple(int(size) for size in value.shape)] if hasattr(value, "shape") else []


def batch_as_time(
    reader: Reader, x: Any, target: Any, seen: Seen | None, given_batch: int | None
) -> list[Finding]:
    """Whether a layer runs over the sequences of the batch.

    `given_batch` is the batch size of a loader. Beside it, an answer or a target that has one row for
    each step of the layer, and none for each of its sequences, gives it away.
    """
    told = reader.batch_mistaken(x)
    if told is not None:
        return [Finding.of("batch-first", layer=told[0], certainty="certain", steps=told[1])]
    if seen is None:
        return _turned(reader, x, target)
    if not seen.layers or not shapes_of(x):
        return []
    layer, shape = seen.layers[0], shapes_of(x)[0]
    batch, steps = layer.valid.shape
    if len(shape) < 2 or batch == steps or steps < 2 or shape[:2] != (steps, batch):
        return []
    truths = shapes_of(target)
    rows = truths[0] if truths else () if seen.output is None else seen.output.shape
    by_rows = bool(rows) and rows[0] == steps and batch not in rows[:2]
    if by_rows or given_batch == steps:
        certainty = "certain" if truths or given_batch == steps else "likely"
        return [Finding.of("batch-first", layer=layer.name, certainty=certainty, steps=steps)]
    return []


def _turned(reader: Reader, x: Any, target: Any) -> list[Finding]:
    """Keras and flax have the batch first: a target with a row for each of x's second axis has not."""
    shapes, truths = shapes_of(x), shapes_of(target)
    if reader.framework == "torch" or not shapes or not truths or len(shapes[0]) < 2:
        return []
    (first, second), rows = shapes[0][:2], truths[0][0] if truths[0] else 0
    if rows == first or rows != second:
        return []
    return [Finding.of("batch-first", layer="the first layer", certainty="certain", steps=second)]


def padding(reader: Reader, x: Any, seen: Seen) -> list[Finding]:
    """Sequences that end or begin with a vector that all of them share are run again without it."""
    layer = seen.layers[0]
    if layer.masked or layer.inputs.shape[-1] == 0 or layer.direction == "backward":
        return []
    for at_end in (True, False):
        inputs = layer.inputs if at_end else layer.inputs[:, ::-1]
        runs = _runs(inputs)
        if runs is None:
            continue
        worst = [int(row) for row in np.argsort(-runs)[:MOST_TRIED] if runs[row] < inputs.shape[1]]
        for row in worst:
            left = inputs.shape[1] - int(runs[row])
            difference = _without(reader, x, seen, row, left, at_end=at_end)
            if difference is not None and difference > threshold("paddingDifference"):
                return [
                    Finding.of(
                        "padding-read", layer=layer.name, certainty="certain", sequence=row,
                        step=left if at_end else 0, steps=int(runs[row]),
                        value="more than all" if difference > 1 else percent(difference),
                    )
                ]  # fmt: skip
    return []


def _runs(inputs: Array) -> Array | None:
    """`[B]`: how many steps at the end of each sequence are padding; None where nothing looks so.

    Padding is one vector that at least two sequences, and a fifth of them, end with, for different
    numbers of steps, and that is rare inside.
    """
    batch, steps = inputs.shape[:2]
    if batch < 2 or steps < 3:
        return None
    ends = inputs[:, -1]
    twice = np.array([np.array_equal(inputs[b, -1], inputs[b, -2]) for b in range(batch)])
    candidates = [tuple(end) for end, known in zip(ends.tolist(), twice) if known]
    if not candidates:
        return None
    pad = np.array(max(set(candidates), key=candidates.count), inputs.dtype)
    same = (inputs == pad).all(axis=-1)
    runs: Array = np.where(same.all(axis=1), steps, np.argmin(same[:, ::-1], axis=1))
    inside = same.sum() - runs.sum()
    padded = runs > 0
    if padded.sum() < max(2, 0.2 * batch) or len(set(runs[padded].tolist())) < 2:
        return None
    return runs if inside <= 0.01 * inputs.shape[0] * steps else None


def _without(
    reader: Reader, x: Any, seen: Seen, row: int, left: int, *, at_end: bool
) -> float | None:
    """How far the answer of a sequence moves when its padding is cut off; None where nobody can say."""
    batch, steps = seen.layers[0].valid.shape
    keep = slice(0, left) if at_end else slice(steps - left, steps)
    if seen.output is None:
        return None

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: cut(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(cut(item) for item in value)
        shape = tuple(getattr(value, "shape", ()))
        if shape[:2] == (batch, steps):
            return value[row : row + 1, keep]
        if shape[:2] == (steps, batch):
            return value[keep, row : row + 1]
        return value[row : row + 1] if shape[:1] == (batch,) else value

    try:
        alone = reader.answer(cut(x))
    except GatescopeError:
        # A network of a fixed length: the padding is replaced by the step beside it instead.
        return _refilled(reader, x, seen, row, left, at_end=at_end)
    whole, width = seen.output, seen.layers[0].valid.shape
    if whole.ndim >= 2 and whole.shape[:2] == width:
        whole = whole[row : row + 1, keep]
    elif whole.ndim >= 3 and whole.shape[:2] == width[::-1]:
        whole = whole[keep, row : row + 1]
    elif whole.shape[:1] == (batch,):
        whole = whole[row : row + 1]
    return relative(alone, whole) if alone.shape == whole.shape and alone.size else None


def _refilled(
    reader: Reader, x: Any, seen: Seen, row: int, left: int, *, at_end: bool
) -> float | None:
    batch, steps = seen.layers[0].valid.shape
    beside = left - 1 if at_end else steps - left
    pads = slice(left, steps) if at_end else slice(0, steps - left)

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(fill(item) for item in value)
        if tuple(getattr(value, "shape", ()))[:2] != (batch, steps) or reader.framework != "keras":
            return value
        filled = np.array(value)
        filled[row, pads] = filled[row, beside]
        return filled

    try:
        other = reader.answer(fill(x))
    except GatescopeError:
        return None
    whole = seen.output
    if whole is None or whole.shape != other.shape or whole.shape[:1] != (batch,):
        return None
    if whole.ndim >= 3 and whole.shape[1] == steps:
        keep = slice(0, left) if at_end else slice(steps - left, steps)
        return relative(other[row, keep], whole[row, keep])
    return relative(other[row], whole[row])


def read_after_all(reader: Reader, x: Any, finding: Finding, layers: Sequence[LayerSums]) -> bool:
    """Whether a state that sends no gradient back moves the answer all the same when it is held.

    So it does behind `detach`. Of a value that a cell of one's own names and does not go on with, nobody
    can say.
    """
    layer = next((each for each in layers if each.name == finding.layer), None)
    if finding.kind != "state-never-read" or layer is None or not layer.felt_count or layer.felt:
        return False
    if layer.form.kind == "custom" and cut_back(layer):
        return True
    held = [Clamp(layer.name, state, 1.0) for state in layer.form.states]
    try:
        return relative(reader.answer(x, clamps=held), reader.answer(x)) > threshold(
            "dropoutDifference"
        )
    except GatescopeError:
        return False


def cut_chains(layers: Sequence[LayerSums]) -> list[str]:
    """Of layers whose gradient is cut on its way back."""
    return [
        f"{layer.name} sends a gradient back over {layer.chain} of {layer.reach.size} steps, then it is cut: "
        "by detach or stop_gradient, or as the step does not go on with what channel() returned. How far "
        "back an answer feels is not known beyond that."
        for layer in layers
        if cut_back(layer)
    ]


def first_not_finite(seen: Seen, batch: int) -> Finding | None:
    """The first place of a NaN or infinity: what enters a layer, then its channels step by step."""
    for layer in seen.layers:
        bad = np.argwhere(~np.isfinite(layer.inputs) & layer.valid[..., None])
        if len(bad):
            at = bad[np.argmin(bad[:, 1])]
            return _place(layer.inputs, at, f"the input of {layer.name}", None, layer.name, batch)
        for step in _order(layer.steps, layer.direction):
            for channel in layer.form.channels:
                values = layer.channels[channel]
                if step >= values.shape[1]:
                    continue
                bad = np.argwhere(~np.isfinite(values[:, step]) & layer.valid[:, step, None])
                if len(bad):
                    at = np.array([bad[0][0], step, bad[0][1]])
                    where = f"{channel} of {layer.name}"
                    return _place(values, at, where, channel, layer.name, batch)
    if seen.output is not None and not np.isfinite(seen.output).all():
        place = ", ".join(str(int(at)) for at in np.argwhere(~np.isfinite(seen.output))[0])
        what = "NaN" if np.isnan(seen.output).any() else "infinity"
        return Finding.of(
            "not-finite", certainty="certain", what=what,
            place=f"the output, at [{place}], after layers that are all finite",
        )  # fmt: skip
    for layer in reversed(seen.layers):
        for channel, values in {**layer.gradients}.items():
            bad = np.argwhere(~np.isfinite(values) & layer.valid[..., None])
            if len(bad):
                at = bad[np.argmax(bad[:, 1])]
                where = f"the gradient of {channel} of {layer.name}"
                return _place(values, at, where, channel, layer.name, batch)
    if seen.loss is not None and not np.isfinite(seen.loss):
        what = "NaN" if np.isnan(seen.loss) else "infinity"
        return Finding.of(
            "not-finite", certainty="certain", what=what, place="the loss; all layers are finite"
        )
    return None


def _order(steps: int, direction: str) -> range:
    return range(steps - 1, -1, -1) if direction == "backward" else range(steps)


def _place(
    values: Array, at: Array, where: str, channel: str | None, layer: str, batch: int
) -> Finding:
    row, step, unit = (int(each) for each in at)
    what = "NaN" if np.isnan(values[row, step, unit]) else "infinity"
    of = "feature" if channel is None else "unit"
    return Finding.of(
        "not-finite", certainty="certain", layer=layer, channel=channel,
        units=() if channel is None else (unit,), step=step, sequence=row, what=what,
        place=f"{where}, step {step}, {of} {unit}, sequence {row} of batch {batch}",
    )  # fmt: skip


def weight_not_finite(reader: Reader) -> Finding | None:
    """A weight that is not a number, before anything runs."""
    bad = reader.bad_weight()
    if bad is None:
        return None
    return Finding.of("not-finite", certainty="certain", what=bad[1], place=f"the weight {bad[0]}")


def mode(reader: Reader) -> list[str]:
    """A note on a model that was given in training mode with dropout in it."""
    where = reader.random_in_training()
    if where is None:
        return []
    return [
        f"The model is in training mode, so {where} drops numbers whenever you call it; this check ran "
        "in evaluation. Call model.eval() before you predict."
    ]
