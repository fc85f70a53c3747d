"""Sums over sequences and steps by layer and unit, from which every figure of a check is made.

Nothing is kept of a batch once it is added; memory grows with the units and the longest sequence, not
with the data.
"""

from __future__ import annotations

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.flow_norms import product_norms
from gatescope.tracing.flow_steps import StepJacobians
from gatescope.tracing.records import LayerRecord

from .facts import threshold
from .seen import SeenLayer

#: Units that are compared with each other; beyond them a square of numbers would grow too large.
MOST_COMPARED = 1024
#: Steps for which gradients are kept one by one, counted from the last answer.
MOST_STEPS = 20_000
#: A gradient below this share of the largest may have faded to 0.
FADED = 1e-20


class ChannelSums:
    """One gate or state: `[H]` numbers over all valid values."""

    def __init__(self, units: int) -> None:
        self.count = 0
        self.sum = np.zeros(units)
        self.squares = np.zeros(units)
        self.least = np.full(units, np.inf)
        self.most = np.full(units, -np.inf)
        self.low = np.zeros(units)
        self.high = np.zeros(units)
        self.beyond = np.zeros(units)
        self.far = np.zeros(units)

    def add(self, rows: Array) -> None:
        """`[N, H]`."""
        edge = threshold("saturatedGate")
        self.count += len(rows)
        self.sum += rows.sum(axis=0)
        self.squares += np.square(rows).sum(axis=0)
        self.least = np.minimum(self.least, rows.min(axis=0))
        self.most = np.maximum(self.most, rows.max(axis=0))
        self.low += (rows < edge).sum(axis=0)
        self.high += (rows > 1 - edge).sum(axis=0)
        size = np.abs(rows)
        self.beyond += (size > threshold("saturatedCandidate")).sum(axis=0)
        self.far += (size > threshold("runawayState")).sum(axis=0)

    @property
    def mean(self) -> Array:
        return self.sum / max(1, self.count)

    @property
    def spread(self) -> Array:
        """Standard deviation."""
        variance = self.squares / max(1, self.count) - np.square(self.mean)
        spread: Array = np.sqrt(np.maximum(variance, 0))
        return spread

    @property
    def largest(self) -> Array:
        found: Array = np.maximum(np.abs(self.least), np.abs(self.most))
        return found


def _growth(squares: Array) -> float:
    """How many times the first of some norms the largest is, by their squares; 1 where none is."""
    largest = squares.max(initial=0)
    if largest == 0:
        return 1.0
    return float(np.sqrt(largest / squares[0])) if squares[0] > 0 else np.inf


class LayerSums:
    """One layer over all batches."""

    def __init__(self, layer: SeenLayer) -> None:
        self.name, self.form, self.direction = layer.name, layer.form, layer.direction
        self.weights = layer.weights
        self.channels = {
            name: ChannelSums(values.shape[-1]) for name, values in layer.channels.items()
        }
        self.units = layer.channels[layer.form.output].shape[-1]
        self.carried = layer.carried
        self.compared = min(self.units, MOST_COMPARED)
        self.products = np.zeros((self.compared, self.compared))
        width = layer.channels[self.carried].shape[-1]
        self.quarters = np.zeros((4, width))
        self.in_quarter = np.zeros(4)
        self.sequences = 0
        self.steps = 0
        #: By steps back from the last answer: squares of the gradient, and sequences.
        self.back = np.zeros(0)
        self.back_count = np.zeros(0)
        #: By unit of what is carried: squares of the gradient at the last step.
        self.last = np.zeros(width)
        #: How far a gradient grew on its way back through a sequence, and how far the products of Jacobians
        #: along those that grew most stretch one; of a cell of one's own nobody knows.
        self.grown = threshold("exploding")
        self.stretch = 0.0 if layer.form.back is not None else np.inf
        #: Squares of the gradient of the output over all steps, and how many numbers.
        self.felt = 0.0
        self.felt_count = 0
        self._chain: int | None = None
        self.initial_size = 0.0
        self.initial_same = True
        self.between = 0.0
        self.common = 0.0
        self.batches = 0
        self.batches_compared = 0

    def add(self, layer: SeenLayer) -> None:
        """One batch of finite numbers."""
        for name, values in layer.channels.items():
            rows = values[layer.valid[:, : values.shape[1]]].astype(np.float64)
            if len(rows):
                self.channels[name].add(rows)
        output = layer.channels[layer.form.output]
        rows = output[layer.valid[:, : output.shape[1]]][:, : self.compared].astype(np.float64)
        self.products += rows.T @ rows
        self.sequences += len(layer.valid)
        self.steps = max(self.steps, int(layer.valid.sum(axis=1).max(initial=0)))
        self.batches += 1
        self._add_quarters(layer)
        self._add_back(layer)
        self._add_initial(layer)
        if layer.chain is not None and (self._chain is None or layer.chain < self._chain):
            self._chain = layer.chain
        felt = layer.gradients.get(layer.form.output)
        if felt is not None:
            self.felt += float(np.square(felt.astype(np.float64)).sum())
            self.felt_count += felt.size

    def _add_quarters(self, layer: SeenLayer) -> None:
        size = np.abs(layer.channels[self.carried].astype(np.float64))
        if layer.direction == "backward":
            size = size[:, ::-1]
        edges = np.linspace(0, size.shape[1], 5).astype(int)
        for at in range(4):
            part = size[:, edges[at] : edges[at + 1]]
            self.quarters[at] += part.sum(axis=(0, 1))
            self.in_quarter[at] += part.shape[0] * part.shape[1]

    def _add_back(self, layer: SeenLayer) -> None:
        gradient = layer.back.get(self.carried)
        if gradient is None:
            return
        by_unit, valid = np.square(gradient.astype(np.float64)), layer.valid
        if layer.direction == "backward":
            by_unit, valid = by_unit[:, ::-1], valid[:, ::-1]
        squares = by_unit.sum(axis=-1)
        steps = min(squares.shape[1], MOST_STEPS)
        if steps > len(self.back):
            more = steps - len(self.back)
            self.back = np.pad(self.back, (0, more))
            self.back_count = np.pad(self.back_count, (0, more))
        for units, row, known in zip(by_unit, squares, valid):
            self.last += units[known][-1:].sum(axis=0)
            of_sequence = row[known][::-1][:steps]
            self.back[: len(of_sequence)] += of_sequence
            self.back_count[: len(of_sequence)] += 1
        self._add_stretch(layer, squares, valid)

    def _add_stretch(self, layer: SeenLayer, squares: Array, valid: Array) -> None:
        """A gradient also grows where a layer above reads earlier steps more: only Jacobians tell."""
        if self.stretch > threshold("exploding"):
            return
        grown = [_growth(row[known][::-1]) for row, known in zip(squares, valid)]
        at = int(np.argmax(grown))
        if grown[at] <= self.grown:
            return
        self.grown, known = grown[at], layer.valid[at]
        record = LayerRecord(
            name=layer.name,
            form=layer.form,
            direction=layer.direction,
            inputs=layer.inputs[at, known],
            channels={name: values[at, known] for name, values in layer.channels.items()},
            initial={name: values[at] for name, values in layer.initial.items()},
            weights=layer.weights,
        )
        way = record.computed[:0:-1]
        norms = product_norms(StepJacobians(record), way, lambda _: None)
        # What is not finite has no bound.
        self.stretch = max(self.stretch, float(np.nan_to_num(norms, nan=np.inf).max(initial=0)))

    def _add_initial(self, layer: SeenLayer) -> None:
        first = layer.initial.get(self.carried)
        if first is None or len(first) < 2:
            return
        states = layer.channels[self.carried].astype(np.float64)
        mean = states.mean(axis=0)
        self.batches_compared += 1
        self.between += float(np.square(states - mean).mean())
        self.common += float(np.square(mean).mean())
        self.initial_size += float(np.square(first.astype(np.float64)).mean())
        self.initial_same &= bool(np.abs(first - first[:1]).max() <= 1e-6)

    # ── figures ──

    @property
    def reach(self) -> Array:
        """`[T]`: how much a change so many steps back moves the last answer."""
        many = self.back_count >= max(1.0, self.back_count.max(initial=0) / 2)
        found: Array = np.sqrt(self.back[many] / self.back_count[many])
        return found

    @property
    def felt_last(self) -> Array:
        """`[H]`: how much a change of a unit at the last step moves the last answer, beside one of them all."""
        size = max(float(self.last.sum()), 1e-300) if len(self.back) else np.nan
        felt: Array = np.sqrt(self.last / size)
        return felt

    @property
    def chain(self) -> int:
        """Over how many steps back gradients come through; beyond, their 0 says nothing of the network.

        Where the framework does not tell it, a gradient that is 0 at once, and did not fade, is cut.
        """
        reach = self.reach
        if self._chain is not None:
            return min(self._chain, reach.size)
        gone = np.flatnonzero((reach[1:] == 0) & (reach[:-1] > FADED * reach.max(initial=0)))
        return int(gone[0]) + 1 if len(gone) else reach.size

    @property
    def memory(self) -> int | None:
        """Over how many steps the last answer is felt; None without gradients, or where they are cut."""
        reach, chain = self.reach, self.chain
        if reach.size == 0 or reach.max() == 0:
            return None
        near = reach[0] if reach[0] > 0 else reach.max()
        felt = np.flatnonzero(reach >= threshold("memoryLeast") * near).max(initial=-1)
        return None if felt + 1 >= chain < reach.size else int(felt) + 1

    def copies(self, units: Array) -> list[tuple[int, int]]:
        """Pairs of these units that move alike, or as each other's mirror image."""
        units = units[units < self.compared]
        sums = self.channels[self.form.output]
        count = max(1, sums.count)
        mean = sums.mean[units]
        products = self.products[np.ix_(units, units)] / count - np.outer(mean, mean)
        variance = np.diag(products)
        scale = (variance[:, None] + variance[None, :]) / 2
        distance = 2 * scale - 2 * np.abs(products)
        same = np.triu(distance < threshold("copyDistance") * scale, 1)
        return [(int(units[a]), int(units[b])) for a, b in np.argwhere(same)]
