"""A PyTorch module before and after it is traced: what can be seen, a copy, and nothing changed."""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

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


def require_visible(model: Any) -> None:
    """Refuses by name what cannot be seen: TorchScript and quantised layers."""
    if isinstance(model, (torch.jit.ScriptModule, torch.jit.ScriptFunction)):
        raise NothingToSee(
            "trace: model is TorchScript, whose steps cannot be seen; trace the module that it was made from"
        )
    if not isinstance(model, nn.Module):
        return
    for name, module in model.named_modules():
        kind = type(module)
        where = f"{kind.__module__}.{kind.__name__}"
        if isinstance(module, torch.jit.ScriptModule):
            raise NothingToSee(f"trace: {name!r} is TorchScript, whose steps cannot be seen")
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
    """Runs a model in the asked mode; mode, buffers and random state are then as they were.

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
                for buffer, before in buffers:
                    buffer.copy_(before)
