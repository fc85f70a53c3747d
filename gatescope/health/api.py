"""`gatescope.check` and `gatescope.assert_healthy`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gatescope.tracing.api import trace
from gatescope.tracing.arguments import require_functions, require_instance, require_words
from gatescope.tracing.errors import GatescopeError, named
from gatescope.tracing.frameworks import framework_of
from gatescope.tracing.progress import Bar

from . import probes
from .batches import batches_of
from .facts import KINDS
from .finding import CERTAINTIES, Finding
from .judge import judged
from .readers import reader_of
from .report import Health, LayerHealth
from .seen import Reader, Seen
from .statistics import LayerSums


def check(
    model: Any,
    data: Any,
    target: Any = None,
    loss: Any = None,
    *,
    forward: Callable[..., Any] | None = None,
    batches: int | None = None,
    ignore: Sequence[str] = (),
    progress: bool | None = None,
) -> Health:
    """What is wrong with a recurrent network, by layer, unit and number.

    A copy of the model runs over every batch, in evaluation mode, forward and back. Nothing of a batch
    is kept but sums, so the data may be as long as you like.

    Parameters
    ----------
    model
        What `trace` takes: a PyTorch module, a Keras model or a flax `nnx` module.
    data
        One input (an array, a tensor, a tuple of arguments or a dict of keywords), or batches: a
        `DataLoader`, a generator or a list, each item an input or a pair `(input, target)`.
    target, loss
        As for `trace`. Without a loss, gradients are those of each sequence's last answer.
    forward
        How the model is called, `forward(model, x)`, where calling it is not enough.
    batches
        How many batches are read at most; all by default.
    ignore
        Names of findings that are not looked for, such as `"forget-bias-zero"`.
    progress
        Whether a bar is drawn; by default on a terminal and in a notebook.

    Raises
    ------
    NothingToSee
        Where no recurrent layer ran.
    GatescopeError
        For everything else that is wrong, by the name of the argument.

    Examples
    --------
    >>> import torch, gatescope
    >>> health = gatescope.check(torch.nn.GRU(2, 8, batch_first=True), torch.randn(16, 10, 2))
    >>> health.ok
    True
    """
    require_instance("check", model)
    require_functions("check", forward=forward)
    require_words("check", ignore=ignore)
    for kind in ignore:
        if kind not in KINDS:
            raise GatescopeError(f"check: ignore has {kind!r}; the findings are {named(KINDS, 30)}")
    if batches is not None and (
        isinstance(batches, bool) or not isinstance(batches, int) or batches < 1
    ):
        raise GatescopeError(f"check: batches must be a whole number from 1, got {batches!r}")
    if target is not None and loss is None and not _compiled(model):
        raise GatescopeError("check: target was given without a loss; give loss=…")
    if loss is None and target is not None:
        loss = model.loss
    began = time.monotonic()
    parts, total = batches_of(data, target, has_loss=loss is not None, most=batches)
    try:
        reader = reader_of(model, loss, forward)
        found = _Checking(model, reader, loss, forward, getattr(data, "batch_size", None))
        with Bar(total, shown=progress) as bar:
            for x, truth in parts:
                found.add(x, truth)
                bar.step(found.batches)
                if found.stopped:
                    break
    except GatescopeError as error:
        # The inner calls are those of `trace` and name it.
        raise type(error)(str(error).replace("trace: ", "check: ", 1)) from error
    if found.batches == 0:
        raise GatescopeError("check: data has no batch in it")
    findings = [each for each in found.findings() if each.kind not in ignore]
    return Health(
        findings,
        [LayerHealth(sums) for sums in found.layers.values() if sums.steps],
        model=type(model).__name__,
        framework=reader.framework,
        batches=found.batches,
        sequences=found.sequences,
        seconds=time.monotonic() - began,
        notes=found.notes,
    )


def assert_healthy(
    model: Any,
    data: Any,
    target: Any = None,
    loss: Any = None,
    *,
    certainty: str = "likely",
    **options: Any,
) -> Health:
    """For a test: raises AssertionError with every finding that is at least so sure.

    `certainty` is `"certain"`, `"likely"` or `"possible"`; the other arguments are those of `check`.
    Returns the result where nothing was found.

    >>> def test_the_network_is_healthy():
    ...     gatescope.assert_healthy(model, batch, ignore=["short-memory"])
    """
    if certainty not in CERTAINTIES:
        raise GatescopeError(
            f"assert_healthy: certainty must be one of {named(CERTAINTIES)}, got {certainty!r}"
        )
    __tracebackhide__ = True  # pytest then points at the line of the test
    health = check(model, data, target, loss, **options)
    found = health.at_least(certainty)
    if found:
        lines = [f"{type(model).__name__} is not healthy ({health.sequences} sequences checked):"]
        for each in found:
            lines += [f"  {each}", f"    Cause: {each.cause}", f"    Cure: {each.cure}"]
        kinds = list(dict.fromkeys(each.kind for each in found))
        lines.append(f"If this is meant: assert_healthy(…, ignore={kinds!r})")
        raise AssertionError("\n".join(lines))
    return health


def _compiled(model: Any) -> bool:
    return framework_of(model) == "keras" and getattr(model, "loss", None) is not None


class _Checking:
    """One check while it runs."""

    def __init__(
        self,
        model: Any,
        reader: Reader,
        loss: Any,
        forward: Callable[..., Any] | None,
        given_batch: int | None,
    ) -> None:
        self._model, self._reader, self._loss, self._forward = model, reader, loss, forward
        self._given_batch = given_batch if isinstance(given_batch, int) else None
        self.layers: dict[str, LayerSums] = {}
        self.batches = self.sequences = 0
        self.stopped = False
        self.notes: list[str] = []
        self._found: list[Finding] = []
        self._first: tuple[Any, Any] = (None, None)
        self._padding_tried = 0

    def add(self, x: Any, target: Any) -> None:
        first = self.batches == 0
        if first:
            self._first = (x, target)
            self.notes += probes.mode(self._reader)
            bad = probes.weight_not_finite(self._reader)
            self._found += [bad] if bad else []
            self._found += probes.batch_as_time(self._reader, x, target, None, None)
        self.batches += 1
        if any(each.kind == "batch-first" for each in self._found):
            self.sequences += probes.shapes_of(x)[0][0]
            self.stopped = True
            return
        seen = self._reader.read(x, target if self._loss is not None else None)
        self.sequences += len(seen.layers[0].valid)
        if first and not self._found:
            self._found += probes.dropout(self._reader, x)
            self._found += probes.batch_as_time(self._reader, x, target, seen, self._given_batch)
        if self._padding_tried < 3 and not any(
            each.kind in ("padding-read", "batch-first", "dropout-on") for each in self._found
        ):
            self._padding_tried += 1
            found = probes.padding(self._reader, x, seen)
            self._found += [self._opens(each, x, target) for each in found]
        bad = probes.first_not_finite(seen, self.batches - 1)
        if bad is not None:
            known = any(each.kind == "not-finite" for each in self._found)
            self._found += [] if known else [self._opens(bad, x, target)]
            self.stopped = True
            return
        self._sum(seen)

    def _sum(self, seen: Seen) -> None:
        for layer in seen.layers:
            if layer.name not in self.layers:
                self.layers[layer.name] = LayerSums(layer)
            self.layers[layer.name].add(layer)

    def findings(self) -> list[Finding]:
        x, target = self._first
        kinds = {each.kind for each in self._found}
        found = list(self._found)
        # What a network computes of the wrong axis, or of NaN, says nothing of its units.
        if not kinds & {"not-finite", "batch-first"}:
            layers = list(self.layers.values())
            tried = judged(layers)
            if "dropout-on" not in kinds:
                tried = [
                    each
                    for each in tried
                    if not probes.read_after_all(self._reader, x, each, layers)
                ]
            found += tried
            self.notes += probes.cut_chains(layers)
        return [each if each._open else self._opens(each, x, target) for each in found]

    def _opens(self, finding: Finding, x: Any, target: Any) -> Finding:
        model, loss, forward = self._model, self._loss, self._forward

        def opened(each: Finding) -> tuple[Any, dict[str, Any]]:
            options: dict[str, Any] = {"forward": forward, "sequence": each.sequence}
            if each.layer is not None:
                options["layers"] = [each.layer]
            given = _numbers(model, x)
            truth = _numbers(model, target) if loss is not None else None
            if loss is not None and truth is not None:
                options.update(target=truth, loss=loss)
            elif each.view == "gradients":
                options["gradients_of"] = _last
            opening: dict[str, Any] = {"view": each.view}
            if each.units:
                opening["unit"] = each.units[0]
            if each.step is not None:
                opening["step"] = each.step
            return trace(model, given, title=each.title, **options), opening

        finding._open = opened
        return finding


def _last(output: Any) -> Any:
    """The last answer, as one number."""
    first = output[0] if isinstance(output, (tuple, list)) else output
    return (first[:, -1] if len(first.shape) > 2 else first).sum()


def _numbers(model: Any, value: Any) -> Any:
    """numpy as tensors, where the model is PyTorch's."""
    if framework_of(model) != "torch":
        return value
    import torch

    if isinstance(value, np.ndarray):
        tensor = torch.from_numpy(np.ascontiguousarray(value))
        return tensor.float() if value.dtype.kind == "f" else tensor.long()
    if isinstance(value, dict):
        return {key: _numbers(model, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and not hasattr(value, "batch_sizes"):
        return type(value)(_numbers(model, item) for item in value)
    return value
