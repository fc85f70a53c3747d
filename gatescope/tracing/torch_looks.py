"""What a PyTorch model attends to: each softmax over the steps of a layer that then weighs something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from .looks import Look

#: Functions, by their names, that weigh one operand by another.
WEIGHS = frozenset(("bmm", "matmul", "__matmul__", "einsum", "mul", "__mul__", "__rmul__"))
#: Softmaxes that wait for what they weigh; the oldest are let go.
MOST_WAITING = 16


class Watch:
    """Keeps the weights of each attention of a pass.

    A softmax alone may be a probability. That of an attention runs over as many numbers as a layer has
    steps, and its result, or a view of it, is multiplied by something.
    """

    def __init__(self, done: Callable[[], Mapping[str, int]]) -> None:
        self._done = done
        self._waiting: dict[int, Look] = {}
        self.looks: list[Look] = []

    def saw(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any) -> None:
        """A function was called."""
        if name == "softmax":
            self._softmaxed(args, kwargs, result)
        elif name in WEIGHS and self._waiting:
            for tensor in _tensors(args):
                look = self._waiting.pop(_memory(tensor), None)
                if look is not None:
                    self.looks.append(look)
        elif name == "multi_head_attention_forward":
            self._looked(_weights_of_heads(args, kwargs, result))
        elif name == "scaled_dot_product_attention":
            self._looked(_weights_of_fused(args, kwargs, self._done()))

    def _looked(self, weights: Tensor | None) -> None:
        if weights is not None:
            self.looks.append(Look(weights.detach(), weights.dim() - 1, self._done()))

    def _softmaxed(self, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any) -> None:
        axis = kwargs.get("dim", args[1] if len(args) > 1 else None)
        if not isinstance(axis, int) or not isinstance(result, Tensor) or result.dim() == 0:
            return
        done = self._done()
        if result.shape[axis] in done.values():
            look = Look(result.detach(), axis % result.dim(), done)
            self._waiting[_memory(result)] = look
            if len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]


def _weights_of_heads(args: Sequence[Any], kwargs: Mapping[str, Any], result: Any) -> Tensor | None:
    """Those that the call gave, or gives when it is asked for them."""
    if isinstance(result[1], Tensor):
        return result[1]
    asked = {**kwargs, "need_weights": True, "average_attn_weights": True, "training": False}
    with torch.no_grad():
        return functional.multi_head_attention_forward(*args[:_BEFORE_TRAINING], **asked)[1]


#: How many arguments of `multi_head_attention_forward` stand before `training`.
_BEFORE_TRAINING = 13


def _weights_of_fused(
    args: Sequence[Any], kwargs: Mapping[str, Any], done: Mapping[str, int]
) -> Tensor | None:
    """Attention is linear in its values: of values that are rows of the identity it makes its weights."""
    names = ("query", "key", "value", "attn_mask")
    given = {**dict(zip(names, args)), **kwargs, "dropout_p": 0.0}
    value = given["value"]
    steps = value.shape[-2]
    if steps not in done.values():
        return None
    rows = torch.eye(steps, dtype=value.dtype, device=value.device)
    given["value"] = rows.expand(*value.shape[:-2], steps, steps)
    if len(args) > _IS_CAUSAL:
        given["is_causal"] = args[_IS_CAUSAL]
    with torch.no_grad():
        return functional.scaled_dot_product_attention(**given)


#: The place of `is_causal` in a call of the fused attention; what comes after it has a name.
_IS_CAUSAL = 5


def _memory(tensor: Tensor) -> int:
    """What a tensor shares with all of its views."""
    return tensor.untyped_storage().data_ptr()


def _tensors(args: Sequence[Any]) -> Iterator[Tensor]:
    for each in args:
        if isinstance(each, Tensor):
            yield each
        elif isinstance(each, (list, tuple)):
            yield from _tensors(each)
