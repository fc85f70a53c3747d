"""A PyTorch module before and after it is traced: what can be seen, a copy, and nothing changed."""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from .errors import NothingToSee


def unwrap(model: Any) -> Any:
    """The module behind `torch.compile`, `nn.DataParallel` and an estimator of skorch."""
    while True:
        if hasattr(model, "_orig_mod"):
            model = model._orig_mod
        elif isinstance(model, nn.DataParallel):
            model = model.module
        elif not isinstance(model, nn.Module) and isinstance(
            getattr(model, "module_", None), nn.Module
        ):
            model = model.module_
        else:
            return model


_UNSEEN = (
    "whose steps cannot be seen; trace the module that it was made from, or, where its class is a "
    "torch.jit.ScriptModule, start Python with PYTORCH_JIT=0, which leaves it a plain module"
)


def _is_script(module: Any) -> bool:
    """Whether its code is compiled: with PYTORCH_JIT=0 a ScriptModule is a plain module without a graph."""
    return isinstance(module, torch.jit.ScriptModule) and hasattr(module, "graph")


def require_visible(model: Any) -> None:
    """Refuses by name what cannot be seen: TorchScript and quantised layers."""
    if _is_script(model) or isinstance(model, torch.jit.ScriptFunction):
        raise NothingToSee(f"trace: model is TorchScript, {_UNSEEN}")
    if not isinstance(model, nn.Module):
        return
    for name, module in model.named_modules():
        kind = type(module)
        where = f"{kind.__module__}.{kind.__name__}"
        if _is_script(module):
            raise NothingToSee(f"trace: {name!r} is TorchScript, {_UNSEEN}")
        if "quantized" in where and kind.__name__ in (
            "LSTM",
            "GRU",
            "LSTMCell",
            "GRUCell",
            "RNNCell",
        ):
            raise NothingToSee(
                f"trace: {name!r} is a quantised {kind.__name__}, whose steps cannot be seen; "
                "trace the model before it is quantised"
            )


def own_copy(model: nn.Module) -> nn.Module | None:
    """A copy to run, so that training may go on meanwhile; None where the model cannot be copied."""
    try:
        with torch.inference_mode(False):
            return copy.deepcopy(model)
    except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None


def random_state() -> Callable[[], None]:
    """Puts the random state of now back: of PyTorch, of Python and of numpy where it is there.

    A model that draws (a sample, whether the teacher forces) draws the same when it runs again.
    """
    of_torch, of_python = torch.get_rng_state(), random.getstate()
    of_devices = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    numpy = sys.modules.get("numpy")
    of_numpy = numpy.random.get_state() if numpy is not None else None

    def put() -> None:
        torch.set_rng_state(of_torch)
        random.setstate(of_python)
        if of_devices:
            torch.cuda.set_rng_state_all(of_devices)
        if numpy is not None:
            numpy.random.set_state(of_numpy)

    return put


@contextmanager
def untouched(
    model: nn.Module | None, training: bool, draws: Callable[[], None] | None = None
) -> Iterator[None]:
    """Runs a model in the asked mode; mode, buffers, random state and what it carries in attributes are
    then as they were.

    `draws` puts the random state that it runs with.
    """
    put_back = random_state()
    devices = list(range(torch.cuda.device_count())) if torch.cuda.is_available() else []
    modules = [] if model is None else list(model.modules())
    modes = [module.training for module in modules]
    buffers = (
        [(buffer, buffer.detach().clone()) for buffer in model.buffers()]
        if model is not None and training
        else []
    )
    carried = [_Carried(module) for module in modules]
    with torch.random.fork_rng(devices), torch.inference_mode(False), torch.enable_grad():
        try:
            if model is not None:
                model.train(training)
            if draws is not None:
                draws()
            yield
        finally:
            put_back()
            for module, mode in zip(modules, modes):
                module.training = mode
            with torch.no_grad():
                for each in carried:
                    each.put_back()
                for buffer, before in buffers:
                    buffer.copy_(before)


class _Carried:
    """The tensors that a module of the user's own keeps as attributes, such as its hidden state.

    A model that goes on from where its last call ended would otherwise give another answer each time.
    """

    def __init__(self, module: nn.Module) -> None:
        self._module, self._buffers = module, dict(module._buffers)
        # Of PyTorch's own modules none keeps a state, but some keep lists of their weights.
        self._own = not type(module).__module__.startswith("torch.nn")
        self._before = dict(module.__dict__) if self._own else {}
        self._copies = [
            (value, value._version, value.detach().clone())
            for value in self._before.values()
            if isinstance(value, Tensor) and value.is_leaf and not value.is_inference()
        ]
        self._lists = [
            (value, list(value))
            for value in self._before.values()
            if isinstance(value, list) and _has_tensors(value, empty=True)
        ]

    def put_back(self) -> None:
        self._module._buffers.update(self._buffers)
        if not self._own:
            return
        kept = self._module.__dict__
        for name, value in list(kept.items()):
            before = self._before.get(name)
            if value is not before and (_has_tensors(value) or _has_tensors(before)):
                if name in self._before:
                    kept[name] = before
                else:
                    del kept[name]
        for value, version, copied in self._copies:
            if value._version != version:
                value.copy_(copied)
        for values, former in self._lists:
            values[:] = former


def _has_tensors(value: Any, *, empty: bool = False) -> bool:
    """Whether a value is a tensor, or a list or tuple of such; `empty`: also one of nothing."""
    if isinstance(value, (list, tuple)):
        return (empty and not value) or any(_has_tensors(each) for each in value)
    return isinstance(value, Tensor)
