"""Which of the user's sequences each row of a packed batch is, where the model's own code sorts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

_PICKS = frozenset(("__getitem__", "index_select"))


class SortedRows:
    """The order in which a model's code put the rows of its batch.

    `pack_padded_sequence` wants the longest first. Code that sorts by itself, and tells the packing that it
    has, leaves no trace of it in what is packed: `x[order]` before is all there is to see.
    """

    def __init__(self) -> None:
        self._order: Tensor | None = None

    def saw(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """A function was called."""
        if name in _PICKS and (given := [*args[1:], *kwargs.values()]):
            index = _permutation(kwargs.get("index", given[-1]))
            if index is not None:
                self._order = index

    def places(self, batch: int) -> Tensor | None:
        """Where each of the user's sequences stands in a batch that is packed now; None where as given."""
        order = self._order
        return torch.argsort(order) if order is not None and len(order) == batch else None


def _is_whole(index: Any) -> bool:
    return index is Ellipsis or (isinstance(index, slice) and index == slice(None))


def _permutation(index: Any) -> Tensor | None:
    """An index that puts all rows into another order, or into the same."""
    if isinstance(index, tuple):
        chosen = [each for each in index if not _is_whole(each)]
        return _permutation(chosen[0]) if len(chosen) == 1 else None
    if isinstance(index, list) and all(type(each) is int for each in index):
        index = torch.tensor(index)
    elif hasattr(index, "__array__") and not isinstance(index, Tensor):
        index = torch.as_tensor(index)
    if not isinstance(index, Tensor) or index.dim() != 1 or index.is_floating_point():
        return None
    if index.dtype == torch.bool or len(index) < 2:
        return None
    found = index.detach().cpu().long()
    return found if torch.equal(found.sort().values, torch.arange(len(found))) else None
