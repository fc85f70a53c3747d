"""How far back a loss reaches: norms of dL/dh_t and dL/dc_t, step Jacobians and their products.

All in f64 from the record of a run, so it is the same for every framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import Array, float64
from .errors import GatescopeError, named
from .flow_norms import follows_whole, product_norms, step_norms, work_of
from .flow_steps import StepJacobians, passes
from .progress import Bar
from .record_values import hold
from .records import Clamp, LayerRecord
from .traced import Traced

#: Eigenvalues of all steps cost about ten products each; beyond this they are left out.
MOST_EIGENVALUE_WORK = 4e8


def flow_networks(
    run: Traced,
    *,
    threshold: float = 0.01,
    loss_step: int | None = None,
    layer: str | None = None,
    progress: bool | None = None,
) -> tuple[int, list[dict[str, Any]]]:
    """The step of the loss and one entry a layer and direction, as the trace format has them.

    Where the loss reads several answers, everything but `wholeLoss` is of one of them.

    A backward layer has its loss where its way back begins: at the first step with a gradient. Padding,
    where nothing is computed, is no step of the way: every list is NaN there. Raises
    GatescopeError without a loss, without a layer of known equations, or for an unknown layer.
    """
    record = run.record
    chosen = [each for each in record.layers if layer is None or each.name == layer]
    if not chosen:
        valid = named([each.name for each in record.layers])
        raise GatescopeError(f"gradient_flow: layer must be one of {valid}, got {layer!r}")
    known = [each for each in chosen if each.form.back is not None and each.gradients]
    if not known:
        raise GatescopeError(
            "gradient_flow: this run has no gradients; trace it with a loss "
            "(loss=…, target=…) or with gradients_of=…"
            if not any(each.gradients for each in chosen)
            else "gradient_flow: this run came from a file, in which no weights are, and of several answers "
            "only their sum was kept; trace the model again"
            if any(each.form.kind != "custom" and each.form.step is None for each in chosen)
            else "gradient_flow: the Jacobians of a cell written by hand are not known"
        )
    if loss_step is not None and not 0 <= loss_step < record.steps:
        raise GatescopeError(
            f"gradient_flow: loss_step must be from 0 to {record.steps - 1}, got {loss_step}"
        )
    answers = record.answers
    if answers and loss_step is not None and loss_step not in answers:
        raise GatescopeError(
            "gradient_flow: loss_step must be a step whose answer the loss reads, "
            f"{answers[0]} to {answers[-1]}, got {loss_step}"
        )
    # Each direction is followed from the answer that is the last in its own order of computing.
    chosen_answer = {
        way: _last_answer(run, known, way, answers) if loss_step is None else loss_step
        for way in ({each.direction for each in known} if answers else ())
    }
    alone = {
        answer: {(each.name, each.direction): each for each in run.of_answer(answer).layers}
        for answer in set(chosen_answer.values())
    }

    def followed(each: LayerRecord) -> LayerRecord:
        key = (each.name, each.direction)
        return alone[chosen_answer[each.direction]][key] if answers else each

    # Where layers of both directions are above one another, each direction has its loss at one step: where
    # it comes into the topmost. Below a layer of the other direction it comes in at steps beyond, too.
    # Of one direction alone, an encoder is read to its end by every answer of its decoder.
    directions = {each.direction for each in known}
    starts = {
        each.direction: _start(followed(each))
        for each in record.layers
        if each.gradients and each.direction in directions
    }
    shown = starts.get("forward", starts[known[0].direction])

    both = len({each.direction for each in record.layers}) > 1

    def start(each: LayerRecord) -> int:
        return starts[each.direction] if both else _start(followed(each))

    if not answers and loss_step not in (None, shown):
        raise GatescopeError(
            "gradient_flow: loss_step must be a step whose answer the loss reads, "
            f"{shown}, got {loss_step}"
        )
    ways = [_Way(followed(each), start(each), record.clamps) for each in known]
    with Bar(sum(way.work for way in ways), shown=progress, of=None) as bar:
        networks = [_network(way, threshold, bar) for way in ways]
    for each, network in zip(known, networks):
        network["answers"] = list(answers) or None
        network["answer"] = chosen_answer.get(each.direction)
        # By the state that is followed, as all else of it.
        whole = _norms_of(each, _followed(followed(each))) if answers else None
        network["wholeLoss"] = None if whole is None else float64(whole)
    return shown, networks


def _last_answer(run: Any, known: Sequence[LayerRecord], way: str, answers: Sequence[int]) -> int:
    """The answer that a direction comes to last."""
    layer = next(each for each in known if each.direction == way)
    ends, order = layer.last_answers(answers), list(layer.computed)
    found, latest = ends[0], -1
    for answer in ends if len(ends) > 1 else ():
        alone = run.of_answer(answer).layers
        felt = _felt(
            next(each for each in alone if (each.name, each.direction) == (layer.name, way))
        )
        place = -1 if felt is None else order.index(felt)
        if place > latest:
            found, latest = answer, place
        if latest == len(order) - 1:
            break
    return found


def _followed(layer: LayerRecord) -> str:
    """The state that the loss comes into last: the output, unless the loss reads another at a later step."""
    order = list(layer.computed)

    def place(state: str) -> int:
        felt = _felt_by(layer, state)
        return -1 if felt is None else order.index(felt)

    states = (layer.form.output, *layer.form.states)
    return max((state for state in states if state in layer.gradients), key=place)


def _norms_of(layer: LayerRecord, channel: str) -> Array:
    """`[T]`: NaN at padding."""
    gradient = layer.gradients[channel].astype(np.float64)
    return _at(layer.computed, np.linalg.norm(gradient, axis=1)[layer.computed], layer.steps)


def _at(where: Array, values: Array | Sequence[float], steps: int) -> Array:
    """`[T]`: the values at their steps, NaN at all others."""
    found = np.full(steps, np.nan)
    found[where] = values
    return found


class _Way:
    """The way back through a layer, from the step of the loss."""

    def __init__(self, layer: LayerRecord, start: int, clamps: Sequence[Clamp]) -> None:
        _require_finite_weights(layer)
        self.layer, self.start, self.clamps = layer, start, clamps
        order = layer.computed
        # ∂s_t/∂s_before, each in the order of computing. The first step that is computed has none.
        self.jacobians, self.after_first = StepJacobians(layer, clamps), order[1:]
        self.loss_back = int(np.flatnonzero(order == start)[0]) if start in order else -1
        self.steps = order[1 : self.loss_back + 1][::-1]
        self.work = work_of(self.jacobians.size, len(self.after_first), len(self.steps))


def _network(way: _Way, threshold: float, bar: Bar) -> dict[str, Any]:
    layer, jacobians, after_first = way.layer, way.jacobians, way.after_first
    start, loss_back = way.start, way.loss_back
    state, order, steps = _followed(layer), layer.computed, layer.steps
    hidden = _norms_of(layer, state)
    notes, radii = [said] if (said := layer.cut_between) else [], None
    if len(order) * jacobians.size**3 * 10 > MOST_EIGENVALUE_WORK:
        notes.append(
            f"The spectral radii of the steps of {layer.name} are left out: those of "
            f"{jacobians.size} numbers of state at {len(order)} steps would take too long."
        )
    else:
        of_steps = [_radius(jacobian(jacobians, int(step))) for step in after_first]
        radii = _at(after_first, of_steps, steps)
    if not follows_whole(len(way.steps), jacobians.size):
        notes.append(
            f"Of {layer.name}, which is wide and long, the products of the Jacobians are followed in the "
            "directions that they stretch most: their norms are no more than the whole, and hardly less."
        )
    product = np.full(steps, np.nan)
    if loss_back >= 0:
        product[start] = 1.0
        product[order[:loss_back][::-1]] = product_norms(jacobians, way.steps, bar.advance)
    return {
        "name": layer.name,
        "cell": layer.form.kind,
        "units": layer.units,
        "direction": "backward" if layer.direction == "backward" else None,
        "lossStep": start,
        "mask": layer.mask,
        "state": None if state == "h" else state,
        "hidden": float64(hidden),
        "cellState": (
            float64(_norms_of(layer, "c")) if state != "c" and "c" in layer.gradients else None
        ),
        "factors": float64(
            _at(after_first, step_norms(jacobians, after_first, bar.advance), steps)
        ),
        "radii": None if radii is None else float64(radii),
        "product": float64(product),
        "direct": (
            float64(_at(order, _through_belt(layer, belt, way.clamps)[order], steps))
            if (belt := layer.form.belt)
            else None
        ),
        "writtenOver": True if layer.form.is_written_over else None,
        "spectralRadius": {
            name.replace("_", ""): _radius(weight.astype(np.float64))
            for name, weight in layer.weights.items()
            if name.startswith("U") and weight.shape[0] == weight.shape[1]
        },
        "effectiveMemory": effective_memory(hidden[order], loss_back, threshold),
        "notes": notes,
    }


def _through_belt(layer: LayerRecord, belt: tuple[str, str], clamps: Sequence[Clamp]) -> Array:
    """`[T]`: the mean forget gate; nothing comes through a c that is held or cut off."""
    state, gate = belt
    forget = layer.channels[gate].astype(np.float64)
    hold(forget, state, layer, clamps)
    return np.asarray((passes(layer, state) * forget).mean(axis=1))


def _require_finite_weights(layer: LayerRecord) -> None:
    for name, weight in layer.weights.items():
        if name.startswith("U") and not np.isfinite(weight).all():
            raise GatescopeError(
                f"gradient_flow: the weights {name} of {layer.name} must be finite, got NaN or infinity: "
                "nothing can be followed back through them"
            )


def effective_memory(hidden: Array, loss_step: int, threshold: float) -> int | None:
    """Steps back from the loss until ‖dL/dh_t‖ is below `threshold` of its value there."""
    # A sequence of nothing but padding sends nothing back.
    reference = hidden[loss_step] if loss_step >= 0 else 0
    if reference == 0:
        return 0
    for back in range(1, loss_step + 1):
        if hidden[loss_step - back] < threshold * reference:
            return back
    return None


def _start(layer: LayerRecord) -> int:
    """Where the way back begins: the last step with a gradient, in the order of computing."""
    felt, order = _felt(layer), layer.computed
    if felt is not None or len(order):
        return int(order[-1]) if felt is None else felt
    return 0 if layer.direction == "backward" else layer.steps - 1


def _felt(layer: LayerRecord) -> int | None:
    """The last step with a gradient, in the order of computing; None where none has any."""
    return _felt_by(layer, _followed(layer))


def _felt_by(layer: LayerRecord, state: str) -> int | None:
    order = layer.computed
    gradient = layer.gradients[state][order]
    felt = order[np.any(gradient != 0, axis=1)]
    return int(felt[-1]) if len(felt) else None


def jacobian(jacobians: StepJacobians, step: int) -> Array:
    """`[size, size]`: ∂s_t/∂s_{t−1} as a matrix."""
    rows = np.eye(jacobians.size)
    return jacobians.back(np.full(len(rows), step), rows)


def _radius(matrix: Array) -> float:
    """The spectral radius; NaN of a matrix that is not finite, as after a step that was NaN."""
    if not np.isfinite(matrix).all():
        return float("nan")
    return float(np.abs(np.linalg.eigvals(matrix)).max())
