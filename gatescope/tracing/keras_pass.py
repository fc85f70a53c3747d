"""One forward pass of a Keras model in which every gate and state is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
from keras import ops

from .arrays import Array
from .arrays import plain as widened
from .batch_arrays import arrays_of, first_of, with_first
from .batch_trace import OUTPUT, BatchSource, Key, held, held_constant
from .errors import GatescopeError, NothingToSee, kind_of, named
from .hand_written import writing
from .ids import require_ids
from .keras_attention import attention_calls, softmaxes_told
from .keras_cells import Place, cell_call, cells_loop, is_cell, runs_cells
from .keras_loop import inner_loop, kind_of_layer
from .keras_states import nothing_moves, own_states, stateful_layers
from .looks import Look
from .loops import Calls, Loop
from .named_loops import NamedLoops
from .objective import objective_from
from .records import Clamp, RunRecord
from .series import batch_size


def _every_layer(model: Any) -> list[Any]:
    every = [layer for layer in model._flatten_layers() if layer is not model] or [model]
    return [model] if kind_of_layer(model) else every


def recurrent_layers(model: Any) -> list[Any]:
    """All recurrent layers and cells inside a model that can be traced."""
    return [
        layer
        for layer in _every_layer(model)
        if kind_of_layer(layer) or runs_cells(layer) or is_cell(layer)
    ]


def nothing_ran(model: Any) -> NothingToSee:
    """What to say of a model in which nothing was seen."""
    layers = recurrent_layers(model)
    if layers:
        inside = {id(part) for layer in layers for part in layer._flatten_layers()[1:]}
        return NothingToSee(
            "trace: no recurrent layer ran: the model has "
            f"{named([each.name for each in layers if id(each) not in inside])}, but did not call it on x"
        )
    kinds: dict[str, int] = {}
    for layer in _every_layer(model):
        kinds[type(layer).__name__] = kinds.get(type(layer).__name__, 0) + 1
    words = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return NothingToSee(
        f"trace: no SimpleRNN, LSTM or GRU layer in the model. Found: {words or 'no layers'}. A loop "
        'written by hand is seen once its step calls h = gatescope.channel("h", h)'
    )


def not_seen(model: Any) -> list[str]:
    """What to say of recurrent layers of a model that no trace can show."""
    pictures = [
        layer.name
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.RNN) and not (kind_of_layer(layer) or runs_cells(layer))
    ]
    return (
        [f"Left out: {', '.join(pictures)}, whose states are pictures and not units."]
        if pictures
        else []
    )


_MISSING = object()


@contextmanager
def seen(run: KerasPass) -> Iterator[None]:
    """Puts the loops in place of `inner_loop`, and turns Bidirectional's fused path off."""
    model = run.source.model
    changed: list[tuple[Any, str, Any]] = []

    def put(layer: Any, name: str, value: Any) -> None:
        changed.append((layer, name, layer.__dict__.get(name, _MISSING)))
        object.__setattr__(layer, name, value)

    try:
        for layer in recurrent_layers(model):
            if is_cell(layer):
                put(layer, "call", cell_call(layer, run))
            elif runs_cells(layer):
                put(layer, "inner_loop", cells_loop(layer, run))
                # It would call the cells once more.
                put(layer, "_maybe_config_dropout_masks", lambda *_: None)
            else:
                put(layer, "inner_loop", inner_loop(layer, run.visit, run.begin))
        count = batch_size(run.source.x)
        for layer, states in zip(stateful_layers(model), run.source.states):
            put(layer, "states", own_states(states, run.source.number, count))
            put(layer, "_expected_batch_size", count)
        for layer in model._flatten_layers():
            for name, value in attention_calls(layer):
                put(layer, name, value)
            if isinstance(layer, keras.layers.Bidirectional):
                for name in ("_can_attempt_fused_lstm", "_can_attempt_fused_gru"):
                    if hasattr(layer, name):
                        put(layer, name, lambda *_: False)
            if isinstance(layer, keras.layers.Embedding):
                put(layer, "call", run.looked_up(layer))
        with nothing_moves(model), softmaxes_told(run.looked):
            yield
    finally:
        for layer, name, before in reversed(changed):
            if before is _MISSING:
                object.__delattr__(layer, name)
            else:
                object.__setattr__(layer, name, before)


class KerasPass:
    """One forward pass: every visited value, in the back end's own tensors."""

    def __init__(
        self, source: BatchSource, clamps: Sequence[Clamp], base: RunRecord | None
    ) -> None:
        self.source, self.clamps = source, clamps
        self.values: dict[Key, Any] = {}
        self.calls = Calls(plain)
        self.looks: list[Look] = []
        self.probes: dict[Key, Any] = {}
        self.watch: Callable[[Any], None] | None = None
        self.place: Place | None = None
        self._x: Any = None
        self._refused: GatescopeError | None = None
        self._means = {layer.name: layer for layer in base.layers} if base else {}

    @property
    def loops(self) -> dict[str, Loop]:
        """By the name: each sequence that ran through a layer or a cell."""
        return {loop.name: loop for loop in self.calls.every}

    def begin(self, layer: Any, sequences: Any, mask: Any, states: list[Any]) -> tuple[Loop, int]:
        backward = bool(layer.go_backwards)
        loop = self.calls.begin(
            layer.name, layer.cell, states, int(sequences.shape[1]), backward=backward
        )
        first = loop.steps
        loop.took(first, sequences, mask)
        return loop, first

    def begin_cell(self, cell: Any, inputs: Any, states: list[Any]) -> tuple[Loop, int]:
        place = self.place
        if place is None:
            loop = self.calls.begin(cell.name, cell, states, 1)
            step, mask = loop.steps, None
        else:
            count = place.called[id(cell)] = place.called.get(id(cell), 0) + 1
            known = place.loops.get((id(cell), count))
            # Inside of one `RNN` a cell goes on whatever a mask makes of its state.
            loop = known or self.calls.begin(cell.name, cell, states, 1, backward=place.backward)
            place.loops[(id(cell), count)] = loop
            step = place.first.setdefault(id(loop), loop.steps) + place.at
            mask = place.here
        loop.took(step, ops.expand_dims(inputs, 1), mask)
        return loop, step

    def looked(self, weights: Any, axis: int) -> None:
        """Numbers that add up to 1 along an axis: an attention's where these are the steps of a layer."""
        done = {loop.name: loop.steps for loop in self.calls.every}
        if weights.shape[axis] in done.values():
            self.looks.append(Look(weights, axis % len(weights.shape), done))

    def looked_up(self, layer: Any) -> Callable[..., Any]:
        """What stands for the `call` of an embedding: the same, of ids that it has."""
        original = layer.call

        def call(inputs: Any, *args: Any, **options: Any) -> Any:
            # A reversible embedding also goes the other way, from vectors to scores.
            if not (args or options.get("reverse")):
                self._require_ids(layer, inputs)
            return original(inputs, *args, **options)

        return call

    def _require_ids(self, layer: Any, inputs: Any) -> None:
        if type(inputs).__name__.endswith(("Tracer", "SymbolicTensor")):
            return  # of JAX and TensorFlow, which have no numbers yet
        try:
            require_ids(
                np.asarray(ops.convert_to_numpy(inputs)),
                int(layer.input_dim),
                layer.name,
                given=arrays_of(self._x),
                sequence=self.source.number,
            )
        except GatescopeError as error:
            # Keras puts words of its own around what is raised inside a layer.
            self._refused = error
            raise

    def visit(self, layer: str, name: str, step: int, value: Any) -> Any:
        for clamp in self.clamps:
            if clamp.layer == layer and clamp.channel == name:
                value = self._held(clamp, step, value)
        key = (layer, name, step)
        if key in self.probes:
            value = value + self.probes[key]
        if self.watch is not None:
            self.watch(value)
        self.values[key] = value
        return value

    def _held(self, clamp: Clamp, step: int, value: Any) -> Any:
        if clamp.steps is not None and step not in clamp.steps:
            return value
        shape = value.shape
        value = ops.reshape(value, (shape[0], -1)) if len(shape) > 2 else value
        held, constant = held_constant(clamp, int(value.shape[-1]), self._means)
        fixed = ops.cast(ops.convert_to_tensor(constant[None]), value.dtype)
        return ops.reshape(ops.where(ops.convert_to_tensor(held[None]), fixed, value), shape)

    def _answered(self, output: Any) -> Any:
        """The output as the loss reads it: what it feels of each answer is told by its derivative."""
        source = self.source
        first = first_of(output) if source.wants_gradients and output is not None else None
        if not hasattr(first, "shape"):
            return output
        if OUTPUT in self.probes:
            first = first + self.probes[OUTPUT]
            output = with_first(output, first)
        if self.watch is not None:
            self.watch(first)
        self.values[OUTPUT] = first
        return held(
            source,
            output,
            ops.stop_gradient,
            lambda mask, a, b: ops.where(ops.convert_to_tensor(mask), a, b),
        )

    def __call__(self, x: Any) -> tuple[Any, Any]:
        """`(output, objective)`."""
        source = self.source
        self.calls, self.looks = Calls(plain, self.calls.found), []
        self._x, self._refused, self.place = x, None, None
        layers = source.model._flatten_layers()
        hand_written = NamedLoops(
            self.calls,
            source.model,
            {id(layer): layer.name for layer in layers},
            visit=self.visit,
            nothing=lambda batch: ops.zeros((batch, 1, 0)),
            stack=ops.stack,
        )
        try:
            with seen(self), writing(hand_written.write):
                if source.forward is not None:
                    output = source.forward(source.model, x)
                else:
                    output = source.model(x, training=source.training)
        except Exception:
            if self._refused is not None:
                raise self._refused from None
            raise
        # A softmax that is the answer is a probability, over as many classes as there are steps.
        answer = first_of(output) if self.looks else None
        self.looks = [each for each in self.looks if each.weights is not answer]
        output = self._answered(output)
        if source.gradients_of is not None:
            objective = objective_from("gradients_of", source.gradients_of, output)
            if not hasattr(objective, "shape"):
                raise GatescopeError(
                    "trace: gradients_of must give one number as a tensor of the back end, "
                    f"got {kind_of(objective)}"
                )
        elif source.loss is not None:
            loss, target = source.loss, ops.convert_to_tensor(source.target)
            objective = ops.mean(objective_from("loss", lambda given: loss(target, given), output))
        else:
            return output, None
        if int(np.prod(tuple(objective.shape) or (1,))) != 1:
            raise GatescopeError(
                f"trace: gradients_of must give one number, got {kind_of(objective)}"
            )
        return output, ops.reshape(objective, ())


def plain(value: Any) -> Array:
    """A tensor of the back end in numpy; of one number of 16 bits TensorFlow makes no array."""
    if "float16" in str(getattr(value, "dtype", "")):
        value = ops.cast(value, "float32")
    return widened(ops.convert_to_numpy(value))
