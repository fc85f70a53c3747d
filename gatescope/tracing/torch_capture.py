"""Seeing the recurrent calls of a PyTorch model while its own forward runs.

A `TorchFunctionMode` replaces the fused calls (`torch.lstm`, `gru`, `rnn_tanh`, `rnn_relu` and their
cells) with loops over steps. Packing, initial states, `batch_first`, subclasses and functional calls
stay PyTorch's. Modules are followed by global hooks, so nothing is attached to the user's model.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import dropout as drop
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)
from torch.nn.utils.rnn import PackedSequence
from torch.overrides import TorchFunctionMode

from .cells import custom_form
from .errors import GatescopeError
from .hand_written import Channel
from .torch_calls import form_of, layer_name, named_weights, require_rows_of, title_of
from .torch_ids import LOOK_UPS, require_rows
from .torch_joined import Joined
from .torch_looks import Watch
from .torch_loops import Loops, key_of
from .torch_rows import SortedRows
from .torch_sequences import require_added
from .torch_source import tensors_of
from .torch_steps import run_direction, step_of_call
from .torch_tape import Cell, LayerTape
from .torch_weights import KeptWeights
from .torch_written import Written, WrittenCells

_LAYER_CALLS = frozenset({"lstm", "gru", "rnn_tanh", "rnn_relu"})
_CELL_CALLS = {f"{call}_cell": call for call in _LAYER_CALLS}


class Capture(TorchFunctionMode):
    """Records every recurrent call made while it is entered."""

    #: The one that is entered, for cells written by hand; each thread has its own.
    _entered = threading.local()

    @classmethod
    def entered(cls) -> Capture | None:
        found: Capture | None = getattr(cls._entered, "capture", None)
        return found

    def __init__(
        self,
        root: nn.Module | None,
        *,
        clamps: Callable[[LayerTape, str, int, Tensor], Tensor] | None = None,
        differentiable: bool = True,
        known: Sequence[Cell] = (),
    ) -> None:
        super().__init__()
        self.layers: list[LayerTape] = []
        self._names = {
            id(module): name.replace("_orig_mod.", "").removesuffix("._orig_mod")
            for name, module in (root.named_modules() if root else ())
        }
        self._stack: list[tuple[nn.Module, tuple[Any, ...]]] = []
        self._used: dict[str, int] = {}
        self._known = known
        #: Calls that were seen by what they compute, or by names: what is around them is no cell of its own.
        self._told = 0
        self._begin_pass()
        #: What the modules gave that the user's own code called, in the order of time.
        self.outputs: list[Any] = []
        self._clamps = clamps
        self._differentiable = differentiable

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        name = getattr(func, "__name__", "")
        kwargs = kwargs or {}
        if name in _LAYER_CALLS and len(args) == 9:
            return self._layers(name, *args)
        if name in _CELL_CALLS and not kwargs and 4 <= len(args) <= 6:
            return self._cell(_CELL_CALLS[name], *args)
        if func in LOOK_UPS and len(args) >= 2:
            require_rows(func, args[0], args[1], self._running("embedding"))
        result = func(*args, **kwargs)
        self.watch.saw(name, args, kwargs, result)
        self.rows.saw(name, args, kwargs)
        self.loops.origins.saw(name, args, kwargs, result)
        return result

    def _begin_pass(self) -> None:
        self._weights = KeptWeights()
        self.loops = Loops()
        self.joined = Joined(self.loops.origins, self._known)
        self.written = WrittenCells(self.loops.origins)
        self.watch, self.rows = self._watch(), SortedRows()

    def _watch(self) -> Watch:
        layers = (
            self.layers
        )  # not self: in a circle, the tape of a pass would stay until Python looks for those
        return Watch(lambda: {tape.name: tape.steps for tape in layers})

    @contextmanager
    def following(self) -> Iterator[Capture]:
        """Enters the mode and follows which module is running."""
        thread = threading.get_ident()
        told: list[int] = []

        def enter(module: nn.Module, args: tuple[Any, ...]) -> None:
            # Training may go on in another thread meanwhile.
            if threading.get_ident() == thread:
                if not self._stack:
                    self.began()
                self._stack.append((module, args))
                told.append(self._told)

        def leave(module: nn.Module, args: Any, *rest: Any) -> Any:
            output = rest[-1]  # keywords come before it, but not where the forward failed
            if (
                threading.get_ident() != thread
                or not self._stack
                or self._stack[-1][0] is not module
            ):
                return None
            if told.pop() == self._told:
                output = self._called(module, (args, *rest[:-1]), output)
            self._stack.pop()
            if not self._stack:
                self.outputs.append(output)
                self.ended()
            return output

        before = register_module_forward_pre_hook(enter)
        after = register_module_forward_hook(leave, with_kwargs=True, always_call=True)
        outer = self.entered()
        self._entered.capture = self
        try:
            with self:
                yield self
        finally:
            self._entered.capture = outer
            before.remove()
            after.remove()
            self._stack.clear()

    def began(self) -> None:
        """The user's own code calls a module."""

    def ended(self) -> None:
        """That call is over, and its output is the last one."""

    def layer_begins(self, tapes: Sequence[LayerTape], steps: int, batch: int) -> None:
        """A layer is about to run over new sequences; its first call has so many steps."""

    # ── modules of the user's own ──

    def _called(self, module: nn.Module, given: Any, output: Any) -> Any:
        def begin(cell: Cell) -> LayerTape:
            tape = LayerTape(name=self._owner("cell"), form=cell.form, cell=cell)
            self.layers.append(tape)
            if cell.fed:
                first = tensors_of(output)[0]
                self.layer_begins([tape], 1, int(first.shape[0]) if first.dim() > 1 else 1)
            return tape

        name = self._running("cell")
        return self.joined.called(module, given, output, name=name, begin=begin, visit=self._visit)

    # ── whole layers ──

    def _layers(self, kind: str, *args: Any) -> Any:
        self._told += 1
        packed = isinstance(args[3], (list, tuple))  # else the weights are the third
        if packed:
            data, batch_sizes, hx, flat, biased, layers, dropout, train, both = args
            sizes, batch_first = [int(size) for size in batch_sizes], False
        else:
            data, hx, flat, biased, layers, dropout, train, both, batch_first = args
            sizes = None
        self._require_numbers(data)
        x = data.transpose(0, 1) if batch_first else data
        states = tuple(hx) if kind == "lstm" else (hx,)
        require_rows_of(
            states, sizes[0] if sizes is not None else int(x.shape[1]), self._running(kind)
        )
        directions = 2 if both else 1
        width = len(flat) // (layers * directions)
        biases = 2 if biased else 0
        projected = width > 2 + biases
        alone = sizes is not None and sizes[0] == 1
        steps = len(sizes) if sizes is not None else int(x.shape[0])
        weights = [
            named_weights(flat[at * width : (at + 1) * width], bool(biased), projected)
            for at in range(layers * directions)
        ]
        key, entered = key_of(self._module, flat[0]), self.loops.origins.of(data)
        # What reads backward begins at the end of its own call.
        goes_on = (steps == 1 or not both) and (sizes is None or alone)
        loop = self.loops.continued(key, states, steps) if goes_on else None
        if loop is None:
            owner = self._owner(kind)
            tapes = [
                LayerTape(
                    name=layer_name(owner, at // directions, at % directions, len(weights)),
                    form=form_of(kind, biases, projected),
                    direction="backward" if at % directions else "forward",
                    initial=tuple(part[at] for part in states),
                    weights=self._weights.of(weights[at]),
                    sizes=None if alone else sizes,
                    order=None if sizes is None or alone else self._packed_order(sizes[0]),
                    flipped=steps in entered.turned,
                )
                for at in range(layers * directions)
            ]
            self.layers += tapes
            self.layer_begins(tapes, steps, sizes[0] if sizes is not None else int(x.shape[1]))
            loop = self.loops.begin(key, tapes, states)
        else:
            for tape in loop.tapes:
                tape.direction = "forward"
        before = len(loop.tapes[0].inputs)
        loop.goes_on(states, before, steps)
        finals: list[list[Tensor]] = [[] for _ in states]
        for layer in range(layers):
            outputs = []
            for direction in range(directions):
                at = layer * directions + direction
                tape = loop.tapes[at]
                tape.inputs += x.split(sizes) if sizes is not None else x.unbind(0)
                output, after = run_direction(
                    tape.form,
                    x,
                    tuple(part[at] for part in states),
                    weights[at],
                    backward=bool(direction),
                    sizes=sizes,
                    visit=self._visitor(tape, before),
                )
                outputs.append(output)
                for found, part in zip(finals, after):
                    found.append(part)
            x = torch.cat(outputs, -1) if directions == 2 else outputs[0]
            if dropout and train and layer < layers - 1:
                x = drop(x, dropout, training=True)
        result = x.transpose(0, 1) if batch_first else x
        ended = tuple(torch.stack(part) for part in finals)
        self.loops.over(loop, entered, ended, steps, result)
        return (result, *ended)

    # ── cells that a loop of the user's own calls ──

    def _cell(self, kind: str, x: Tensor, hx: Any, w_ih: Tensor, w_hh: Tensor, *biases: Any) -> Any:
        self._told += 1
        self._require_numbers(x)
        b_ih, b_hh = (*biases, None, None)[:2]
        state = tuple(hx) if kind == "lstm" else (hx,)
        require_rows_of(state, int(x.shape[0]), self._running(kind))
        key = key_of(self._module, w_ih)
        loop = self.loops.continued(key, state, 1)
        if loop is None:
            tape = LayerTape(
                name=self._owner(kind),
                form=form_of(kind, 0 if b_ih is None else 2, False),
                initial=state,
                weights=self._weights.of(
                    {"w_ih": w_ih, "w_hh": w_hh, "b_ih": b_ih, "b_hh": b_hh, "w_hr": None}
                ),
            )
            self.layers.append(tape)
            self.layer_begins([tape], 1, int(x.shape[0]) if x.dim() > 1 else 1)
            loop = self.loops.begin(key, [tape], state, cell=True)
        tape = loop.tapes[0]
        step = len(tape.inputs)
        loop.goes_on(state, step, 1)
        tape.inputs.append(x)
        after = step_of_call(
            tape.form,
            torch.nn.functional.linear(x, w_ih, b_ih),
            state,
            {"w_hh": w_hh, "b_hh": b_hh},
            lambda name, value: self._visit(tape, name, step, value),
        )
        self.loops.over(loop, self.loops.origins.of(x), after, 1)
        return after if kind == "lstm" else after[0]

    # ── cells written by hand ──

    def write(self, channel: Channel, value: Tensor) -> Tensor:
        """One channel of a hand-written cell; `[B, …]`, once a step."""
        self._require_numbers(value)
        name, written = channel.name, self._named(channel, value, value.shape)
        tape = written.tape
        after = self._visit(tape, name, len(tape.values.get(name, {})), value)
        self.written.wrote(written, name, value, after)
        return after

    def write_sequence(self, channel: Channel, value: Tensor, steps: int) -> Tensor:
        """One channel of a whole sequence, whose steps are along an axis."""
        self._require_numbers(value)
        name, added = channel.name, channel.added
        pieces = value.unbind(steps)
        tape = self._named(channel, value, pieces[0].shape).tape
        if channel.is_state and self._clamps is not None:
            held = [self._clamps(tape, name, at, piece) for at, piece in enumerate(pieces)]
            if any(new is not old for new, old in zip(held, pieces)):
                raise GatescopeError(
                    f"clamp: a scan had computed all steps of {name!r} of {tape.name!r} before it was named, "
                    "so what is held would not reach the steps after it; clamp what the scan is made of"
                )
        seen = [self._visit(tape, name, at, piece) for at, piece in enumerate(pieces)]
        if any(new is not old for new, old in zip(seen, pieces)):
            value = torch.stack(seen, steps)
        if self._differentiable and added is not None:
            require_added(name, value, added, steps)
        if self._differentiable:
            tape.whole[name] = (value if added is None else added, steps)
        if channel.is_state and added is None:
            tape.direct.add(name)
        return value

    def _named(self, channel: Channel, value: Tensor, shape: Sequence[int]) -> Written:
        """The sequence that a channel of the running module goes on; a whole one is not gone on with."""
        self._told += 1
        name = channel.name
        module, given = self._stack[-1] if self._stack else (None, ())
        written = self.written.found(module, given, name, value)
        if written is None or (channel.steps is not None and name in written.tape.values):
            tape = LayerTape(
                name=self._owner("cell"), form=custom_form(title_of(module), (), (), {})
            )
            written = self.written.begin(module, given, tape)
            self.layers.append(tape)
        tape = written.tape
        if name not in tape.values:
            form = tape.form
            states = (*form.states, name) if channel.is_state else form.states
            roles = {**form.roles, **({name: channel.role} if channel.role else {})}
            axes = {**form.axes, name: channel.axes_of(shape)}
            tape.form = custom_form(form.name, (*form.channels, name), states, roles, axes)
        return written

    # ── what all three share ──

    @property
    def _module(self) -> nn.Module | None:
        """The module whose forward runs."""
        return self._stack[-1][0] if self._stack else None

    def _visitor(self, tape: LayerTape, before: int) -> Callable[[int, str, Tensor], Tensor]:
        return lambda step, name, value: self._visit(tape, name, before + step, value)

    def _require_numbers(self, *values: Tensor) -> None:
        """Raises GatescopeError inside of `torch.vmap`, where a tensor stands for many."""
        if any(torch._C._functorch.is_batchedtensor(value) for value in values):
            raise GatescopeError(
                f"trace: {self._running('cell')!r} is called inside of torch.vmap, where its steps have no "
                "numbers; call it on the whole batch, which it takes as its first axis"
            )

    def _visit(self, tape: LayerTape, name: str, step: int, value: Tensor) -> Tensor:
        if self._clamps is not None:
            value = self._clamps(tape, name, step, value)
        if self._differentiable and not value.requires_grad and value.is_floating_point():
            # Frozen weights: nothing before it can have a gradient, but what comes after it does.
            value = value.detach().requires_grad_(True)
        tape.values.setdefault(name, {})[step] = value
        return value

    def _owner(self, fallback: str) -> str:
        """The name of the module that makes the call, `… (2)` where it is called again."""
        name = self._running(fallback.split("_")[0])
        count = self._used[name] = self._used.get(name, 0) + 1
        return name if count == 1 else f"{name} ({count})"

    def _running(self, fallback: str) -> str:
        """The name of the module whose forward runs."""
        if not self._stack:
            return fallback
        module = self._stack[-1][0]
        return self._names.get(id(module), "") or type(module).__name__.lower() or fallback

    def _packed_order(self, batch: int) -> Tensor | None:
        for _, args in reversed(self._stack):
            for given in args:
                if isinstance(given, PackedSequence) and given.unsorted_indices is not None:
                    return given.unsorted_indices
        return self.rows.places(batch)
