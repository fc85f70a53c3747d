"""Where an attention looked: weights over the steps of one layer, while another ran or after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .arrays import Array
from .records import AttentionRecord


@dataclass(frozen=True)
class Look:
    """What one softmax over steps gave, and how far each layer had come by then."""

    weights: Any
    """A tensor of the framework."""
    axis: int
    """The one of the steps that are looked at."""
    done: Mapping[str, int]
    """By the layer: steps that it had run, in the order in which they began."""


@dataclass
class _Rows:
    """Looks of one row each at the same layer, one after another."""

    source: str
    rows: list[Array] = field(default_factory=list)
    done: list[Mapping[str, int]] = field(default_factory=list)
    heads: int = 1


def attentions_of(
    looks: Sequence[Look],
    steps: Mapping[str, int],
    *,
    backward: Sequence[str],
    batch: int,
    row: int,
    plain: Callable[[Any], Array],
) -> list[AttentionRecord]:
    """The looks of one pass, put together by the layer that looked and the one that was looked at.

    `steps` are those of every layer in the end. A decoder that looks once in each of its steps is told by
    its own count of steps; an attention over all of them at once by its rows. What looks a single time
    after a layer has run (attention that pools) has one row and no layer that looks.
    """
    found: list[AttentionRecord] = []
    open_: list[_Rows] = []
    before: Mapping[str, int] = {}
    for look in looks:
        size = look.weights.shape[look.axis]
        # What took one step since the last look is what looks, however many steps it has.
        whole = [
            name
            for name, count in look.done.items()
            if count == size == steps[name] and (not before or count - before.get(name, 0) != 1)
        ]
        before = look.done
        forward = [name for name in whole if name not in backward] or whole
        if not forward:
            continue
        weights, heads = _rows(np.asarray(plain(look.weights), np.float64), look.axis, batch, row)
        if len(weights) > 1:
            target = next(
                (name for name in reversed(list(look.done)) if look.done[name] == len(weights)),
                None,
            )
            if target is None:  # one row, of several heads that no axis tells from steps
                weights, heads = weights.mean(axis=0, keepdims=True), len(weights)
            else:
                source = _other(forward, target)
                own = _owner(source) == _owner(target)
                found.append(AttentionRecord(source, None if own else target, weights, heads))
                continue
        source = forward[-1]
        last = next((each for each in open_ if each.source == source), None)
        if last is None:
            last = _Rows(source, heads=heads)
            open_.append(last)
        last.rows.append(weights[0])
        last.done.append(look.done)
    return found + [record for each in open_ for record in _by_steps(each, steps)]


def with_states(
    found: AttentionRecord, states: Mapping[str, Callable[[], Array]]
) -> AttentionRecord:
    """The attention with what each of its layers, by its name, gave at each step.

    Of a layer that ran over other steps than the weights have (one cut at its padding) there is none.
    """

    def of(name: str | None, steps: int) -> Array | None:
        values = states[name]() if name is not None and name in states else None
        return None if values is None or len(values) != steps else values

    written, read = found.weights.shape
    return replace(
        found,
        source_states=of(found.source, read),
        target_states=of(found.target, written),
    )


#: How many attentions a run names.
MOST_TOLD = 3


def notes_of_looks(found: Sequence[AttentionRecord]) -> list[str]:
    """What a run says of the attentions that were seen."""
    looks = list(
        dict.fromkeys(
            f"{each.target or 'an attention'} looks at the steps of {each.source}" for each in found
        )
    )
    if not looks:
        return []
    more = f"; and {len(looks) - MOST_TOLD} more" if len(looks) > MOST_TOLD else ""
    told = "; ".join(looks[:MOST_TOLD]) + more
    which = "layer=…" if len(looks) > 1 else ""
    return [
        f"{told[0].upper() if told.startswith('an ') else told[0]}{told[1:]}: run.attention({which}) shows where."
    ]


def _by_steps(looks: _Rows, steps: Mapping[str, int]) -> Iterator[AttentionRecord]:
    """A record for each look that a step of the decoder has; one of all rows where none is told by them."""
    names = [name for name in steps if _owner(name) != _owner(looks.source)]
    for name in names:
        each, left = divmod(len(looks.rows), steps[name])
        counts = [done.get(name, 0) for done in looks.done[:: max(1, each)]]
        if left == 0 and counts in (
            list(range(steps[name])),
            list(range(1, steps[name] + 1)),
        ):
            for first in range(each):
                rows = np.stack(looks.rows[first::each])
                yield AttentionRecord(looks.source, name, rows, looks.heads)
            return
    # What pools, or a decoder that is no layer.
    yield AttentionRecord(looks.source, None, np.stack(looks.rows), looks.heads)


def _rows(weights: Array, axis: int, batch: int, row: int) -> tuple[Array, int]:
    """`[T, S]` of one sequence, T being 1 of a single step, and over how many heads they are a mean."""
    weights = np.moveaxis(weights, axis, -1)
    lead = weights.shape[:-1]
    if batch > 1 and batch in lead:
        weights = weights.take(row, axis=lead.index(batch))
    size = weights.shape[-1]
    kept = [count for count in weights.shape[:-1] if count > 1]
    weights = weights.reshape(*kept, size)
    heads = int(np.prod(kept[:-1]))
    return weights.reshape(heads, -1, size).mean(axis=0), heads


def _other(names: Sequence[str], target: str) -> str:
    """The layer that is looked at: the last of another module than what looks, if there is one."""
    others = [name for name in names if _owner(name) != _owner(target)]
    return (others or list(names))[-1]


def _owner(layer: str) -> str:
    """The module of a layer of a stack: `lstm` of `lstm.l1_reverse`."""
    return re.sub(r"\.l\d+(_reverse)?$", "", layer)
