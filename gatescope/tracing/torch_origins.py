"""Where the tensors of a pass come from: from the states of which sequences, and from which of their steps.

Numbers do not tell. A start of its own and a state that was changed on the way may both be like any other,
and a series that is read from its end looks like one that is read from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from torch import Tensor, nn
from torch.utils.weak import WeakTensorKeyDictionary

#: Of how many steps an axis is, and which of them was cut out of it.
Pick = tuple[int, int]


@dataclass(frozen=True)
class Origin:
    """What a tensor was made of."""

    sequences: frozenset[int] = frozenset()
    """The sequences whose states it was made of, by their numbers."""
    picks: frozenset[Pick] = frozenset()
    turned: frozenset[int] = frozenset()
    """The lengths of axes whose steps stand in the other order."""


NOWHERE = Origin()


class Origins:
    """Follows tensors through the functions of a pass, whether or not they have gradients."""

    def __init__(self) -> None:
        self._of: Any = WeakTensorKeyDictionary()
        self._count = 0

    def number(self) -> int:
        """That of a new sequence."""
        self._count += 1
        return self._count

    def of(self, value: Any) -> Origin:
        """Of a tensor, or of all in a list or dict together."""
        return _together([self._of.get(each, NOWHERE) for each in tensors_in(value)])

    def mark(self, tensors: Any, origin: Origin) -> None:
        for each in tensors_in(tensors):
            self._of[each] = origin

    def saw(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any) -> None:
        """A function was called."""
        if name in _CUTS and args and isinstance(args[0], Tensor):
            return self._cut(args[0], result, _cut_of(name, args, kwargs))
        if not self._of:
            return
        if name == "__setitem__":
            return self.mark(args[0], self.of([args[0], *args[2:]]))
        if not isinstance(result, (Tensor, list, tuple)):
            return
        origin = self.of([args[1:] if name == "copy_" else args, kwargs])
        if name in _JOINS and _joins_steps(args, result):
            order = direction([self.of(each).picks for each in args[0]])
            ends = frozenset({len(args[0])} if order == -1 else ())
            origin = Origin(origin.sequences, frozenset() if order else origin.picks, ends)
        elif origin.turned:
            origin = Origin(origin.sequences, origin.picks, self._still_turned(origin, args))
        if origin != NOWHERE or name == "copy_":
            self.mark(result, origin)

    def _still_turned(self, origin: Origin, args: Sequence[Any]) -> frozenset[int]:
        """What is joined with a series in its own order is in neither."""
        others = [
            each
            for each in tensors_in(args)
            if not isinstance(each, nn.Parameter) and self.of(each).turned != origin.turned
        ]
        return frozenset(n for n in origin.turned if not any(n in each.shape for each in others))

    def _cut(self, series: Tensor, result: Any, cut: _Cut) -> None:
        before = self.of(series)
        turned = before.turned ^ cut.turned
        for at, part in enumerate(tensors_in(result)):
            picks = {
                (n, n - 1 - place if n in before.turned else place) for n, place in cut.picks(at)
            }
            origin = Origin(before.sequences, before.picks | picks, turned)
            if origin != NOWHERE:
                self._of[part] = origin


def direction(picks: Sequence[frozenset[Pick]]) -> int:
    """In which order calls read a series: 1 forward, −1 backward, 0 where it is neither or not known."""
    if len(picks) < 2:
        return 0
    found = set()
    for length in {n for n, _ in picks[0]}:
        places = [{place for n, place in each if n == length} for each in picks]
        if all(len(each) == 1 for each in places):
            order = [each.pop() for each in places]
            for way in (1, -1):
                if all((b - a) * way > 0 for a, b in pairwise(order)):
                    found.add(way)
    return found.pop() if len(found) == 1 else 0


def _together(origins: Sequence[Origin]) -> Origin:
    known = [each for each in origins if each is not NOWHERE]
    if len(known) < 2:
        return known[0] if known else NOWHERE
    return Origin(*(frozenset().union(*(getattr(each, part) for each in known)) for part in _PARTS))


_PARTS = ("sequences", "picks", "turned")


def tensors_in(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from tensors_in(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from tensors_in(each)


# ── functions that cut steps out of a series, or turn it round ──


@dataclass(frozen=True)
class _Cut:
    axes: tuple[Pick, ...] = ()
    """Axes that are cut to one step."""
    unbound: int = 0
    """How many steps the axis has of which each result is one."""
    turned: frozenset[int] = frozenset()

    def picks(self, at: int) -> tuple[Pick, ...]:
        """Those of the result number `at`."""
        return ((self.unbound, at),) if self.unbound > 1 else self.axes


def _place(length: int, at: Any) -> tuple[Pick, ...]:
    return ((length, int(at) % length),) if length > 1 else ()


def _unbind(x: Tensor, dim: int = 0) -> _Cut:
    return _Cut(unbound=x.shape[dim])


def _split(x: Tensor, size: Any = None, dim: int = 0, **_: Any) -> _Cut:
    return _Cut(unbound=x.shape[dim] if size == 1 or set(_sizes(size)) == {1} else 0)


def _sizes(size: Any) -> Sequence[Any]:
    return size if isinstance(size, (list, tuple)) else ()


def _chunk(x: Tensor, chunks: int, dim: int = 0) -> _Cut:
    return _Cut(unbound=x.shape[dim] if chunks == x.shape[dim] else 0)


def _select(x: Tensor, dim: int, index: Any) -> _Cut:
    return _Cut(_place(x.shape[dim], index))


def _narrow(x: Tensor, dim: int, start: Any, length: int) -> _Cut:
    return _Cut(_place(x.shape[dim], start) if length == 1 else ())


def _flip(x: Tensor, *dims: Any, **named: Any) -> _Cut:
    given = named.get("dims", dims[0] if dims and isinstance(dims[0], (list, tuple)) else dims)
    axes = given if isinstance(given, (list, tuple)) else (given,)
    return _Cut(turned=frozenset(x.shape[axis] for axis in axes if x.shape[axis] > 1))


def _index_select(x: Tensor, dim: int, index: Tensor) -> _Cut:
    return _by_index(x.shape[dim], index)


def _by_index(length: int, index: Any) -> _Cut:
    """An index picks a step; all of them from the last to the first turn the steps round."""
    places = index.tolist() if hasattr(index, "tolist") else index
    if isinstance(places, list) and len(places) == 1:
        places = places[0]
    if isinstance(places, int) and not isinstance(places, bool):
        return _Cut(_place(length, places))
    whole = length > 1 and places == list(range(length))[::-1]
    return _Cut(turned=frozenset({length} if whole else ()))


def _getitem(x: Tensor, index: Any) -> _Cut:
    parts = list(index) if isinstance(index, tuple) else [index]
    at = next((at for at, part in enumerate(parts) if part is Ellipsis), None)
    if at is not None:
        given = sum(part is not None for part in parts) - 1
        parts[at : at + 1] = [slice(None)] * (x.dim() - given)
    picks: tuple[Pick, ...] = ()
    turned: frozenset[int] = frozenset()
    for length, part in zip(x.shape, (part for part in parts if part is not None)):
        if isinstance(part, slice):
            places = range(*part.indices(length))
            cut = _Cut(_place(length, places[0]) if len(places) == 1 else ())
        else:
            cut = _by_index(length, part)
        picks, turned = picks + cut.axes, turned | cut.turned
    return _Cut(picks, turned=turned)


def _cut_of(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> _Cut:
    try:
        return _CUTS[name](*args, **kwargs)
    except (TypeError, ValueError, IndexError, RuntimeError):
        return _Cut()  # a call that is written otherwise, or without numbers, as those of vmap


_CUTS: dict[str, Callable[..., _Cut]] = {
    "__getitem__": _getitem,
    "select": _select,
    "narrow": _narrow,
    "unbind": _unbind,
    "split": _split,
    "chunk": _chunk,
    "flip": _flip,
    "flipud": lambda x: _flip(x, 0),
    "fliplr": lambda x: _flip(x, 1),
    "__reversed__": lambda x: _flip(x, 0),
    "index_select": _index_select,
}
#: What joins steps to a series again.
_JOINS = frozenset(("stack", "cat", "concat", "concatenate", "vstack", "hstack"))


def _joins_steps(args: Sequence[Any], result: Any) -> bool:
    """Whether each of several parts is one step of the result, and not some of its features."""
    parts = args[0] if args and isinstance(args[0], (list, tuple)) else ()
    count = len(parts)
    # Of two, such as what enters and a state, nobody knows.
    return count > 2 and any(
        size == count and (part.dim() < result.dim() or part.shape[axis] == 1)
        for part in parts[:1]
        for axis, size in enumerate(result.shape)
    )
