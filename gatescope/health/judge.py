"""From the sums of a check to what is wrong, layer by layer: what the table of rules is asked of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .facts import RULES, threshold
from .finding import Finding
from .rules import Judged, Measures, figure, judged_by, percent
from .statistics import ChannelSums, LayerSums


def judged(layers: Sequence[LayerSums]) -> list[Finding]:
    """Everything that the sums show."""
    found: list[Finding] = []
    for at, layer in enumerate(layers):
        if layer.channels[layer.form.output].count < threshold("leastValues"):
            continue
        found += _initial(layer)
        found += [
            _finding(layer, channel, each)
            for rule in RULES
            for channel, measures in _places(layer, rule["on"], layers, at)
            if (each := judged_by(rule, measures)) is not None
        ]
    return found + _between_layers(layers) + _thrown_away(layers)


def _finding(layer: LayerSums, channel: str, found: Judged) -> Finding:
    rule = found.rule
    where = {"output": layer.form.output, "carried": layer.carried}
    named = rule.get("channel", channel)
    step = found.measures.value(rule["step"]) if "step" in rule else None
    return Finding.of(
        rule["kind"], layer=layer.name, channel=where.get(named, named), units=found.units,
        certainty=found.certainty, step=step, **found.figures,
        series=found.measures[rule["series"]][::-1] if "series" in rule else None,
    )  # fmt: skip


def _places(
    layer: LayerSums, on: str, layers: Sequence[LayerSums], at: int
) -> Iterator[tuple[str, Measures]]:
    """Where in a layer a kind of rule is tried: channels, or the layer itself, with what is measured there."""
    form = layer.form
    if on == "layer":
        yield layer.carried, _of_layer(layer, layers, at)
        return
    for channel, sums in layer.channels.items():
        is_output = channel == form.output
        is_place = {
            "output": is_output,
            "gate": form.role(channel) == "gate",
            "candidate": form.role(channel) == "candidate" or (form.is_written_over and is_output),
            "state": channel == layer.carried,
        }
        if is_place[on]:
            yield channel, _of_channel(layer, sums, on, is_output)


def _of_channel(layer: LayerSums, sums: ChannelSums, on: str, is_output: bool) -> Measures:
    known: dict[str, object] = {
        "known": int(layer.form.kind != "custom"), "isOutput": int(is_output), "of": len(sums.least),
        "count": sums.count, "least": sums.least, "most": sums.most, "largest": sums.largest,
        "spread": sums.spread, "atEnds": sums.low + sums.high, "beyond": sums.beyond, "far": sums.far,
    }  # fmt: skip
    measures = Measures(known)
    if on == "state":
        second, last = (layer.quarters[at] / max(1, layer.in_quarter[at]) for at in (1, 3))
        measures.update(second=second, last=last, felt=layer.felt_last)
    if on == "output":
        pairs = layer.copies(np.flatnonzero(np.logical_not(measures["quiet"])))
        shown = ", ".join(f"{a} and {b}" for a, b in pairs[:3])
        copies = np.isin(np.arange(layer.units), [second for _, second in pairs])
        measures.update(copies=copies, pairs=shown + (", …" if len(pairs) > 3 else ""))
    return measures


def _of_layer(layer: LayerSums, layers: Sequence[LayerSums], at: int) -> Measures:
    recurrent = [values for name, values in layer.weights.items() if name.startswith("U")]
    reach = layer.reach[: layer.chain]
    is_answered = reach.size >= 2 and reach[0] > 0
    below = reach < threshold("vanishing") * reach[0] if is_answered else np.zeros(1, bool)
    # Of several steps below, the last stretch of them counts.
    back = len(below) - int(np.argmin(below[::-1])) if below[-1] else 0
    steepest = max(0, layer.steps - 1 - int(reach.argmax())) if is_answered else 0
    bias, kept = np.nan, np.nan
    _, forget = layer.form.belt or ("", "")
    own = layer.weights.get(f"b_{forget}")
    if own is not None and not any(_same_weights(layer, other) for other in layers[:at]):
        bias = float(np.mean(own + layer.weights.get(f"b_h{forget}", 0)))
        kept = float(layer.channels[forget].mean.mean())
    return Measures(
        known=int(layer.form.kind != "custom"), forward=int(layer.direction == "forward"),
        cut=int(bool(recurrent) and not any(np.any(values) for values in recurrent)),
        heard=int(layer.reach[1:2].sum() > 0),
        unread=int(layer.felt_count > 0 and layer.felt == 0 and not np.any(layer.back)),
        othersFelt=int(any(other.felt for other in layers)),
        reach=reach, reached=reach.size, back=back, steepest=steepest,
        faded=int(reach[back] > 0) if is_answered else 0,
        ratio=float(reach.max() / reach[0]) if is_answered else 0.0,
        first=float(reach[-1] / reach[0]) if is_answered else np.nan, stretch=layer.stretch,
        memory=np.nan if layer.memory is None else layer.memory, steps=layer.steps,
        bias=bias, kept=kept,
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


def _same_weights(layer: LayerSums, other: LayerSums) -> bool:
    """Whether two layers are calls of one: a network that reads two sentences by the same encoder."""
    names = layer.weights.keys()
    return names == other.weights.keys() and all(
        np.array_equal(layer.weights[name], other.weights[name]) for name in names
    )


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
