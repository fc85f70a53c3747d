"""All that PyTorch modules hold, as it was before they ran, and the way back to it."""

from __future__ import annotations

import dataclasses
import random
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.parameter import is_lazy


class Kept:
    """Weights, buffers, gradients, attributes, modes and hooks of modules.

    A model that goes on from where its last call ended would otherwise give another answer each time, and
    one that cannot be copied would be another model after it was looked at. Of lists, dicts and objects of
    the model's own file what is in them is kept, too.
    """

    def __init__(self) -> None:
        self._undo: list[Callable[[], Any]] = []
        #: By id; kept here, so that no other value gets the id meanwhile.
        self._known: dict[int, Any] = {}

    def keep(self, root: nn.Module) -> None:
        """A module and those inside it, once, before they run."""
        if id(root) not in self._known:
            for module in root.modules():
                self._keep(module, type(module).__module__)

    def put_back(self) -> None:
        for undo in reversed(self._undo):
            undo()

    def _keep(self, value: Any, file: str) -> None:
        """`file` is the Python module in which the model's class stands."""
        if isinstance(value, (str, int, float, type(None))) or id(value) in self._known:
            return
        self._known[id(value)] = value
        if isinstance(value, Tensor):
            self._tensor(value)
        elif isinstance(value, nn.Module):
            # The first call of a lazy module makes another one of it.
            if not (isinstance(value, LazyModuleMixin) and value.has_uninitialized_params()):
                self._keep(vars(value), file)
        elif isinstance(value, dict):
            self._contents(value, list(value.items()), lambda: list(value.items()), value.update)
            for each in list(value.values()):
                self._keep(each, file)
        elif isinstance(value, (list, deque, set)):
            add = value.update if isinstance(value, set) else value.extend
            self._contents(value, list(value), lambda: list(value), add)
            for each in list(value):
                self._keep(each, file)
        elif isinstance(value, tuple):
            for each in value:
                self._keep(each, file)
        elif isinstance(value, np.ndarray):
            copied = value.copy()
            self._undo.append(lambda: np.copyto(value, copied))
        elif (put := _random_state(value)) is not None:
            self._undo.append(put)
        elif hasattr(value, "__dict__") and (
            dataclasses.is_dataclass(value) or type(value).__module__ == file
        ):
            self._keep(vars(value), file)

    def _contents(
        self,
        value: Any,
        before: list[Any],
        now: Callable[[], list[Any]],
        add: Callable[[list[Any]], Any],
    ) -> None:
        def parts(items: list[Any]) -> list[int]:
            return [
                id(part) for item in items for part in (item if type(item) is tuple else (item,))
            ]

        def undo() -> None:
            if parts(now()) != parts(before):
                value.clear()
                add(before)

        self._undo.append(undo)

    def _tensor(self, value: Tensor) -> None:
        if is_lazy(value) or value.is_inference() or value.is_meta:
            return
        if value.layout != torch.strided:
            return
        leaf, needs = value.is_leaf, value.requires_grad
        grad = value.grad if leaf else None
        # Not `detach()`: what is written through it does not count as a change of the weights.
        memory, copied = value.data, value.detach().clone()

        def undo() -> None:
            if value.data_ptr() != memory.data_ptr() or value.shape != memory.shape:
                value.data = memory
            if leaf and not value.is_leaf:
                value.detach_()  # what was copied into it had a gradient
            if not torch.equal(memory, copied):
                memory.copy_(copied)
            if leaf:
                value.requires_grad_(needs)
                value.grad = grad

        self._undo.append(undo)
        if grad is not None:
            self._keep(grad, "")


def _random_state(value: Any) -> Callable[[], Any] | None:
    """Puts back what a random generator of the model's own draws next; None of all else."""
    if isinstance(value, torch.Generator):
        of_torch = value.get_state()
        return lambda: value.set_state(of_torch)
    if isinstance(value, random.Random):
        of_python = value.getstate()
        return lambda: value.setstate(of_python)
    if isinstance(value, np.random.Generator):
        of_numpy = value.bit_generator.state
        return lambda: setattr(value.bit_generator, "state", of_numpy)
    return None
