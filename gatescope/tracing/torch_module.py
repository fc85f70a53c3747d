"""A PyTorch module before and after it is traced: what can be seen, a copy, and nothing changed."""

from __future__ import annotations

import copy
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook

from .errors import NothingToSee
from .torch_kept import Kept


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


def autocast_now() -> Callable[[], AbstractContextManager[Any]]:
    """Enters the autocast of now, or none where none is on.

    A run with changes is made outside of the user's `with torch.autocast(…)`, and computes as inside of it.
    """
    kinds = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    now = [(k, torch.is_autocast_enabled(k), torch.get_autocast_dtype(k)) for k in kinds]

    @contextmanager
    def entered() -> Iterator[None]:
        with ExitStack() as stack:
            for kind, enabled, dtype in now:
                stack.enter_context(torch.autocast(kind, dtype=dtype, enabled=enabled))
            yield

    return entered


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
    """Runs a model in the asked mode; it, every other module that runs meanwhile and the random state are
    then as they were.

    `draws` puts the random state that it runs with.
    """
    put_back, kept = random_state(), Kept()
    devices = list(range(torch.cuda.device_count())) if torch.cuda.is_available() else []
    thread = threading.get_ident()

    def enter(module: nn.Module, _: Any) -> None:
        # Of a callable nobody knows which modules it calls. Training may go on in another thread.
        if threading.get_ident() == thread:
            kept.keep(module)

    with torch.random.fork_rng(devices), torch.inference_mode(False), torch.enable_grad():
        before = register_module_forward_pre_hook(enter)
        try:
            if model is not None:
                kept.keep(model)
                model.train(training)
            if draws is not None:
                draws()
            yield
        finally:
            before.remove()
            put_back()
            with torch.no_grad():
                kept.put_back()
