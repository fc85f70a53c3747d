"""The weights of a pass as they are while it runs: a training step changes them in place."""

from __future__ import annotations

import torch
from torch import Tensor

#: By the names of PyTorch's arguments.
Named = dict[str, Tensor | None]


class KeptWeights:
    """Copies of the weights of calls, one of each however many calls there are."""

    def __init__(self) -> None:
        #: By the id: the weight itself, how often it had been changed in place, and its copy.
        self._kept: dict[int, tuple[Tensor, int, Tensor]] = {}

    def of(self, weights: Named) -> Named:
        return {name: None if each is None else self._copy(each) for name, each in weights.items()}

    def _copy(self, weight: Tensor) -> Tensor:
        if not weight.is_leaf or weight.is_inference():  # parametrized: another tensor at each call
            return weight.detach().clone()
        kept = self._kept.get(id(weight))
        if kept is None or kept[1] != weight._version:
            with torch.no_grad():
                kept = self._kept[id(weight)] = weight, weight._version, weight.detach().clone()
        return kept[2]
