"""A PyTorch module before and after it is traced: what can be seen, a copy, and nothing changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from .errors import NothingToSee


def unwrap(model: Any) -> Any:
    """The module behind `torch.compile` and `nn.DataParallel`."""
    while True:
        if hasattr(model, "_orig_mod"):
            model = model._orig_mod
        elif isinstance(model, nn.DataParallel):
            model = model.module
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


@contextmanager
def untouched(model: nn.Module | None, training: bool) -> Iterator[None]:
    """Runs a model in the asked mode; mode, buffers and random state are then as they were."""
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
            yield
        finally:
            for module, mode in zip(modules, modes):
                module.training = mode
            with torch.no_grad():
                for buffer, before in buffers:
                    buffer.copy_(before)
