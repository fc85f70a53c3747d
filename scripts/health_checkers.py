"""What general checkers of PyTorch models say of a network of the zoo, beside `gatescope.check`.

The project depends on none of them: one that is not installed is left out of the table.

    pip install --no-deps --target DIR torchtest2==0.1.0 torcheck==1.0.1 model-clinic==0.4.2 torchdiag==0.1.0
    PYTHONPATH=DIR .venv/bin/python scripts/health_zoo.py torch
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import torch

Inputs = tuple[torch.Tensor, ...]
#: Whether it says anything of `(model, inputs, target)`.
Ask = Callable[[torch.nn.Module, Inputs, torch.Tensor], bool]

_loss = torch.nn.functional.mse_loss


def torchtest2(model: torch.nn.Module, inputs: Inputs, target: torch.Tensor) -> bool:
    """All checks with a loss, a short training on the batch among them."""
    import torchtest2

    report = torchtest2.check_model(model, inputs, target, loss_fn=_loss)
    return bool([*report.failures, *report.warnings])


def torcheck(model: torch.nn.Module, inputs: Inputs, target: torch.Tensor) -> bool:
    """Three steps of training, watched for weights that stay, NaN and infinity."""
    import torcheck

    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    torcheck.register(optimizer)
    torcheck.add_module_changing_check(model, module_name="network")
    torcheck.add_module_nan_check(model, module_name="network")
    torcheck.add_module_inf_check(model, module_name="network")
    try:
        for _ in range(3):
            optimizer.zero_grad()
            _loss(model(*inputs), target).backward()
            optimizer.step()
    except RuntimeError:
        return True
    return False


def model_clinic(model: torch.nn.Module, inputs: Inputs, target: torch.Tensor) -> bool:
    """Its examination of the weights; what it does with a running model wants a tokenizer."""
    import model_clinic

    return bool(model_clinic.diagnose(model.state_dict(), plugins=False))


def torchdiag(model: torch.nn.Module, inputs: Inputs, target: torch.Tensor) -> bool:
    """A step of training, dead units and the gradients."""
    import torchdiag

    class OfOneInput(torch.nn.Module):
        """It gives one tensor; lengths come from here."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.model(x, *inputs[1:])

    whole = OfOneInput()
    with redirect_stdout(io.StringIO()) as said:
        optimizer = torch.optim.Adam(whole.parameters(), lr=1e-3)
        torchdiag.verify_step(whole, optimizer, _loss, inputs[0], target)
        torchdiag.check_dead_neurons(whole, inputs[0])
        whole.zero_grad()
        _loss(whole(inputs[0]), target).backward()
        torchdiag.check_gradients(whole)
    return "⚠" in said.getvalue()


@dataclass(frozen=True)
class Checker:
    """A general checker, by the name of its package."""

    package: str
    ask: Ask

    @property
    def version(self) -> str | None:
        """None where it is not installed."""
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            return None


CHECKERS = (
    Checker("torchtest2", torchtest2),
    Checker("torcheck", torcheck),
    Checker("model-clinic", model_clinic),
    Checker("torchdiag", torchdiag),
)


def said_by(checker: Checker, made: tuple[Any, Any, Any]) -> bool:
    """Whether it says anything of a network that was just built for it: `(model, x, target)`."""
    model, x, target = made
    inputs = tuple(torch.as_tensor(part) for part in (x if isinstance(x, tuple) else (x,)))
    return checker.ask(model, inputs, torch.as_tensor(target))
