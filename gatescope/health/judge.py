"""From the sums of a check to what is wrong, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.percent import percent_text

from .facts import threshold
from .finding import Finding
from .statistics import LayerSums

#: Values of a unit without which nothing is said of it.
LEAST_VALUES = 8


def judged(layers: Sequence[LayerSums]) -> list[Finding]:
    """Everything that the sums show."""
    found: list[Finding] = []
    for layer in layers:
        if layer.channels[layer.form.output].count < LEAST_VALUES:
            continue
        found += _never_read(layer, layers)
        found += _initial(layer)
        found += _gradients(layer)
        found += _runaway(layer)
        found += _gates(layer)
        found += _candidates(layer)
        found += _units(layer)
        found += _memory(layer)
        found += _forget_bias(layer, layers)
    return found + _between_layers(layers) + _thrown_away(layers)


def _size_of(layer: LayerSums, of: Array) -> float:
    """How large numbers of a layer are that are compared with what an LSTM holds.

    The states of a cell of one's own have a scale of their own.
    """
    return min(1.0, float(of.max(initial=0))) if layer.form.kind == "custom" else 1.0


def _sure(layer: LayerSums, nothing: bool = False) -> str:
    """What a threshold says that is made for the cells whose equations are known."""
    return "certain" if nothing or layer.form.kind != "custom" else "possible"


def _units(layer: LayerSums) -> Iterator[Finding]:
    sums, of, name = layer.channels[layer.form.output], layer.units, layer.name
    limit = threshold("deadState") * _size_of(layer, sums.largest)
    dead = np.flatnonzero((sums.largest < limit) | (sums.largest == 0))
    if len(dead):
        value = figure(sums.largest[dead].max())
        yield Finding.of(
            "dead-unit", layer=name, channel=layer.form.output, units=dead,
            certainty=_sure(layer, not sums.largest[dead].any()), count=len(dead), of=of, value=value,
        )  # fmt: skip
    limit = threshold("constantSpread") * _size_of(layer, sums.spread)
    quiet = np.flatnonzero((sums.spread < limit) | (sums.spread == 0))
    constant = np.setdiff1d(quiet, dead)
    if len(constant):
        yield Finding.of(
            "constant-unit", layer=name, channel=layer.form.output, units=constant,
            certainty=_sure(layer, not sums.spread[constant].any()), count=len(constant), of=of,
            value=figure(sums.spread[constant].max()),
        )  # fmt: skip
    pairs = layer.copies(np.setdiff1d(np.arange(of), quiet))
    if pairs:
        copies = sorted({second for _, second in pairs})
        shown = ", ".join(f"{a} and {b}" for a, b in pairs[:3])
        yield Finding.of(
            "copied-unit", layer=name, channel=layer.form.output, units=copies, certainty="certain",
            count=len(copies), of=of, pairs=shown + (", …" if len(pairs) > 3 else ""),
        )  # fmt: skip


def _stuck(layer: LayerSums, channel: str) -> tuple[Array, Array]:
    """Units whose gate never leaves its end: `(open, shut)`."""
    sums, edge = layer.channels[channel], threshold("stuckGate")
    return np.flatnonzero(sums.least > 1 - edge), np.flatnonzero(sums.most < edge)


def _gates(layer: LayerSums) -> Iterator[Finding]:
    form = layer.form
    for channel, sums in layer.channels.items():
        if form.role(channel) != "gate" or sums.least.min() < 0 or sums.most.max() > 1:
            continue
        up, down = _stuck(layer, channel)
        edge = threshold("stuckGate")
        for kind, units, value in (("gate-open", up, 1 - edge), ("gate-shut", down, edge)):
            if len(units):
                yield Finding.of(
                    kind, layer=layer.name, channel=channel, units=units, certainty=_sure(layer),
                    count=len(units), of=len(sums.least), value=figure(value),
                )  # fmt: skip
        moving = np.setdiff1d(np.arange(len(sums.least)), np.concatenate([up, down]))
        if len(moving) < max(1, len(sums.least) // 2):
            continue
        share = float((sums.low + sums.high)[moving].sum() / (sums.count * len(moving)))
        if share > threshold("saturatedShare"):
            yield Finding.of(
                "saturated-gate", layer=layer.name, channel=channel, units=moving,
                certainty="likely", share=percent(share),
            )  # fmt: skip


def _candidates(layer: LayerSums) -> Iterator[Finding]:
    form = layer.form
    plain = form.kind == "rnn"
    for channel, sums in layer.channels.items():
        is_candidate = form.role(channel) == "candidate" or (plain and channel == form.output)
        if not is_candidate or form.activation != "tanh":
            continue
        moving = np.flatnonzero(sums.spread >= threshold("constantSpread"))
        if len(moving) < max(1, len(sums.least) // 2):
            continue
        share = float(sums.beyond[moving].sum() / (sums.count * len(moving)))
        if share > threshold("saturatedShare"):
            yield Finding.of(
                "saturated-candidate", layer=layer.name, channel=channel, units=moving,
                certainty="likely", share=percent(share),
            )  # fmt: skip


def _runaway(layer: LayerSums) -> Iterator[Finding]:
    sums = layer.channels[layer.carried]
    often = sums.far / max(1, sums.count) > threshold("runawayShare")
    second, last = (layer.quarters[at] / max(1, layer.in_quarter[at]) for at in (1, 3))
    units = np.flatnonzero(often & (last > threshold("runawayGrowth") * second))
    if len(units):
        yield Finding.of(
            "runaway-state", layer=layer.name, channel=layer.carried, units=units,
            certainty=_sure(layer), count=len(units), of=len(sums.least),
            value=figure(sums.largest[units].max()),
        )  # fmt: skip


def _initial(layer: LayerSums) -> Iterator[Finding]:
    if layer.batches_compared == 0 or not layer.initial_same or layer.initial_size == 0:
        return
    ratio = float(np.sqrt(layer.initial_size / max(layer.between, 1e-30)))
    share = layer.common / max(layer.common + layer.between, 1e-30)
    if ratio > threshold("initialRatio") and share > threshold("initialCommon"):
        yield Finding.of(
            "initial-state-dominates", layer=layer.name, channel=layer.carried, step=0,
            certainty="likely", ratio=figure(min(ratio, 1e9)), share=percent(share),
        )  # fmt: skip


def _gradients(layer: LayerSums) -> Iterator[Finding]:
    reach = layer.reach[: layer.chain]
    if reach.size < 2 or reach[0] <= 0:
        return
    ratio = float(reach.max() / reach[0])
    at = int(reach.argmax())
    if ratio > threshold("exploding") and layer.stretch > threshold("exploding"):
        yield Finding.of(
            "exploding-gradient", layer=layer.name, channel=layer.carried,
            step=max(0, layer.steps - 1 - at), certainty=_sure(layer), ratio=figure(ratio),
            series=reach[::-1],
        )  # fmt: skip
        return
    first = float(reach[-1] / reach[0])
    if first < threshold("vanishing") and layer.direction == "forward":
        step = int(np.flatnonzero(reach >= threshold("vanishing") * reach[0]).max()) + 1
        yield Finding.of(
            "vanishing-gradient", layer=layer.name, channel=layer.carried, step=0,
            certainty="certain", series=reach[::-1],
            what=f"{step} of {reach.size} steps back, the gradient falls below one ten-millionth of "
            "that of the last step",
        )  # fmt: skip


def _memory(layer: LayerSums) -> Iterator[Finding]:
    memory, steps = layer.memory, layer.steps
    # The last answer reads a backward layer at its own last step alone, which says nothing of it.
    long = layer.direction == "forward" and steps >= threshold("memorySteps")
    if memory is not None and long and memory <= threshold("memoryShare") * steps:
        yield Finding.of(
                "short-memory", layer=layer.name, channel=layer.carried, certainty="likely",
                memory=str(memory), steps=str(steps), series=layer.reach[::-1],
            )  # fmt: skip


def _forget_bias(layer: LayerSums, layers: Sequence[LayerSums]) -> Iterator[Finding]:
    before = layers[: layers.index(layer)]
    if layer.form.kind != "lstm" or "b_f" not in layer.weights:
        return
    if any(_same_weights(layer, other) for other in before):
        return
    bias = float(np.mean(layer.weights["b_f"] + layer.weights.get("b_hf", 0)))
    mean = float(layer.channels["f"].mean.mean())
    if abs(bias) < threshold("forgetBias") and mean < threshold("forgetMean"):
        yield Finding.of(
            "forget-bias-zero", layer=layer.name, channel="f", certainty="possible",
            bias=figure(bias), share=percent(mean),
        )  # fmt: skip


def _same_weights(layer: LayerSums, other: LayerSums) -> bool:
    """Whether two layers are calls of one: a network that reads two sentences by the same encoder."""
    names = layer.weights.keys()
    return names == other.weights.keys() and all(
        np.array_equal(layer.weights[name], other.weights[name]) for name in names
    )


def _never_read(layer: LayerSums, layers: Sequence[LayerSums]) -> Iterator[Finding]:
    recurrent = [values for name, values in layer.weights.items() if name.startswith("U")]
    if recurrent and not any(np.any(values) for values in recurrent):
        yield Finding.of(
            "state-never-read", layer=layer.name, channel=layer.form.output, certainty="certain",
            what="all its recurrent weights are 0, so no step hears of the one before",
        )  # fmt: skip
    elif layer.felt_count and layer.felt == 0 and not np.any(layer.back):
        yield Finding.of(
            "state-never-read", layer=layer.name, channel=layer.form.output,
            certainty="certain" if any(other.felt for other in layers) else "likely",
            what="no answer changes with its state: the gradient is 0 at every step",
        )  # fmt: skip


def _thrown_away(layers: Sequence[LayerSums]) -> list[Finding]:
    """Cells that a loop calls, each time from zeros."""
    calls: dict[str, list[LayerSums]] = {}
    for layer in layers:
        calls.setdefault(layer.name.split(" (")[0], []).append(layer)
    return [
        Finding.of(
            "state-never-read", layer=name, channel=of[0].form.output, certainty="certain",
            what=f"it is called {len(of)} times for a single step, each time from a state of zeros",
        )
        for name, of in calls.items()
        if len(of) > 2 and all(each.steps == 1 and each.initial_size == 0 for each in of)
    ]  # fmt: skip


def _between_layers(layers: Sequence[LayerSums]) -> list[Finding]:
    """The gradient of each layer beside that of the next one in the same direction."""
    found = []
    ways = [[each for each in layers if each.direction == way] for way in ("forward", "backward")]
    for way in ways:
        sizes = [np.sqrt(each.felt / each.felt_count) if each.felt_count else 0.0 for each in way]
        for below, above, size, other in zip(way, way[1:], sizes, sizes[1:]):
            if min(size, other) <= 0:
                continue
            if size < threshold("vanishingLayer") * other:
                what = f"its gradient is {figure(other / size)} times smaller than that of {above.name}"
                found.append(
                    Finding.of(
                        "vanishing-gradient", layer=below.name, channel=below.form.output,
                        certainty="possible" if cut_back(below) else "certain", what=what,
                    )
                )  # fmt: skip
            elif size > threshold("exploding") * other:
                found.append(
                    Finding.of(
                        "exploding-gradient", layer=below.name, channel=below.form.output,
                        certainty="certain", ratio=figure(size / other),
                    )
                )  # fmt: skip
    return found


def cut_back(layer: LayerSums) -> bool:
    """Whether the model lets no gradient through to the first steps."""
    return layer.chain < layer.reach.size


def figure(value: Any) -> str:
    """A number as a reader wants it: three digits."""
    number = float(value)
    if number == 0 or 0.001 <= abs(number) < 10_000:
        return f"{number:.3g}" if abs(number) < 1000 else f"{number:,.0f}"
    return f"{number:.1e}"


def percent(share: float) -> str:
    return f"{percent_text(share)} %"
