"""Ids that a PyTorch model looks up in an embedding, checked before PyTorch does."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .ids import require_ids

LOOK_UPS = frozenset({functional.embedding, functional.embedding_bag, torch.embedding})


def require_rows(func: Any, first: Any, second: Any, name: str) -> None:
    """Raises GatescopeError where one of the `LOOK_UPS` is called with an id that has no row."""
    # torch.embedding takes the table first.
    table, ids = (first, second) if func is torch.embedding else (second, first)
    if not (isinstance(ids, Tensor) and isinstance(table, Tensor)):
        return
    wrong = (ids < 0) | (ids >= table.shape[0])
    if ids.is_floating_point():
        wrong |= ids != ids.floor()
    try:
        all_there = not bool(wrong.any())
    except RuntimeError:  # of torch.vmap and of a meta device, which have no numbers to look at
        return
    if not all_there:
        kind = np.float64 if ids.is_floating_point() else np.int64
        require_ids(np.array(ids.tolist(), dtype=kind), int(table.shape[0]), name)
