"""Tracing a PyTorch model: one sequence runs, and gates, states and gradients are read off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .arrays import Array
from .errors import GatescopeError, NothingToSee, named
from .looks import attentions_of, notes_of_looks, with_states
from .records import AttentionRecord, Clamp, Edit, RunRecord
from .series import answer_of, answers_felt, count_beyond, left_out, lines_of
from .torch_capture import Capture
from .torch_input import edited_input, shown_input
from .torch_joined import begins_late, of_sequences
from .torch_layer import direction_of, layer_record, numbers, outputs_of
from .torch_module import untouched
from .torch_once import answers_once
from .torch_sequences import by_step, derivatives, differentiated_by
from .torch_source import (
    TorchSource,
    call_model,
    objective_of,
    own_rows,
    said_as_ours,
    tensors_of,
    unpacked,
)
from .torch_tape import LayerTape

#: Gives what a step goes on with in the place of a channel's value.
Hold = Callable[[LayerTape, str, int, Tensor], Tensor]


def trace_record(
    source: TorchSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the model once with changes and reads gates, states and gradients off it.

    Raises NothingToSee where no recurrent layer ran, GatescopeError for what else is wrong.
    """
    x = edited_input(source, edits)
    hold = holder(clamps, base)
    known = known_cells(base)
    with untouched(source.root, source.training, source.draws):
        capture, output, objective, loss_name = _passed(source, x, hold, known)
        late = [tape.cell for tape in capture.layers if begins_late(tape)]
        if objective is not None and late:
            if source.draws is not None:
                source.draws()
            again = _passed(source, x, hold, [*known, *late])
            capture, output, objective, loss_name = again
        tapes = chosen_layers(source, capture.layers, source.root)
        once = answers_once(source, x, output, tapes) if base is None else base.once
        felt = answer_of(_by_output(source, objective, output), once)
        gradients = _gradients(objective, tapes)
    row = 0 if not source.whole_batch else source.sequence
    layers = [layer_record(tape, gradients, row) for tape in tapes]
    steps = layers[0].steps
    shown, names, editable = shown_input(source, x, steps, layers[0])
    attentions = looked_at(capture, row)
    given = answer_of(_shorter(_numbers(source, output), tapes[0].steps, steps), once)
    return RunRecord(
        layers=layers,
        input=shown,
        input_names=names,
        input_unit=source.unit,
        editable=editable,
        step_name=source.step_name,
        labels=source.labels,
        outputs=lines_of(given, steps, 0, "output"),
        output_count=count_beyond(given, steps, 0),
        targets=lines_of(
            answer_of(_shorter(_numbers(source, source.target), tapes[0].steps, steps), once),
            steps,
            0,
            "target",
            beside=given,
        )
        if _is_series(source.target)
        else [],
        loss_name=loss_name,
        loss=None if objective is None else float(objective.detach()),
        once=once,
        answers=answers_felt(_shorter(felt, tapes[0].steps, steps), steps, 0),
        clamps=tuple(clamps),
        edits=tuple(edits),
        notes=[
            *notes_of(source, capture, tapes, steps),
            *notes_of_looks(attentions),
            *(said for layer in layers for said in layer.remarks),
        ],
        sequence=source.number,
        batch=source.batch,
        attentions=attentions,
    )


#: What a batch norm in training, and a mean over the batch, do.
MIXED = "What a sequence of this model gives hangs on the others of its batch."


def known_cells(base: RunRecord | None) -> list[Any]:
    """How the cells of a run that name nothing are found, so that a change reaches their first step."""
    return [] if base is None else [each.cell for each in base.layers if each.cell is not None]


def _passed(
    source: TorchSource, x: Any, hold: Hold | None, known: Sequence[Any]
) -> tuple[Capture, Any, Tensor | None, str | None]:
    """The model runs once: `(capture, output, objective, its name)`."""
    wants = source.loss is not None or source.gradients_of is not None
    capture = Capture(source.root, clamps=hold, differentiable=wants, known=known)
    with said_as_ours(source), capture.following():
        output, close = unpacked(call_model(source, x))
        objective, loss_name = objective_of(
            source,
            output,
            close,
            lambda: chosen_layers(source, capture.layers, source.root)[0].steps,
        )
    return capture, output, objective, loss_name


def looked_at(capture: Capture, row: int) -> list[AttentionRecord]:
    """Where the attentions of a pass looked, of one of the sequences that ran."""
    ran = [tape for tape in capture.layers if tape.steps]
    if not ran or not capture.watch.looks:
        return []
    found = attentions_of(
        capture.watch.looks,
        {tape.name: tape.steps for tape in ran},
        backward=[tape.name for tape in ran if direction_of(tape) == "backward"],
        batch=batch_of(ran[0]),
        row=row,
        plain=numbers,
    )
    states = {tape.name: lambda tape=tape: outputs_of(tape, row) for tape in ran}
    return [with_states(each, states) for each in found]


def batch_of(tape: LayerTape) -> int:
    """How many sequences a layer ran over."""
    value = next(iter(next(iter(tape.values.values())).values()))
    return int(tape.sizes[0] if tape.sizes else value.shape[0] if value.dim() > 1 else 1)


def _gradients(objective: Tensor | None, tapes: Sequence[LayerTape]) -> dict[int, Tensor]:
    """By the id of the tensor: dL/d of each channel's value at each step.

    Those of the weights follow from these (`backward`); a graph with a share of each weight at each step
    takes gigabytes.
    """
    if objective is None:
        return {}
    if not objective.requires_grad:
        return {}
    wanted = differentiated_by(tapes)
    found = derivatives(objective, wanted)
    return by_step(tapes, wanted, found)


def _by_output(source: TorchSource, objective: Tensor | None, output: Any) -> Array | None:
    """dL/d of the first output; None where nothing is differentiated."""
    first = next((each for each in tensors_of(output) if each.is_floating_point()), None)
    if objective is None or first is None or not (objective.requires_grad and first.requires_grad):
        return None
    (found,) = torch.autograd.grad(objective, [first], allow_unused=True, retain_graph=True)
    return None if found is None else numbers(own_rows(source, found))


def chosen_layers(
    source: TorchSource, tapes: Sequence[LayerTape], root: nn.Module | None
) -> list[LayerTape]:
    """The layers asked for; by default those that run over as many steps as the first."""
    ran = [tape for tape in tapes if tape.steps > 0]
    if not ran:
        raise NothingToSee(f"trace: no recurrent layer ran. {_what_is_there(root)}")
    if source.layers is None:
        ran = of_sequences(ran)
        return [tape for tape in ran if tape.steps == ran[0].steps]
    valid = [tape.name for tape in ran]
    for name in source.layers:
        if not any(tape.name == name or tape.name.startswith(f"{name}.") for tape in ran):
            raise GatescopeError(f"trace: layers has {name!r}, but the layers are {named(valid)}")
    chosen = [
        tape
        for tape in ran
        if any(tape.name == name or tape.name.startswith(f"{name}.") for name in source.layers)
    ]
    uneven = next((tape for tape in chosen if tape.steps != chosen[0].steps), None)
    if uneven is not None:
        raise GatescopeError(
            f"trace: layers of one trace share their steps, but {chosen[0].name!r} has "
            f"{chosen[0].steps} and {uneven.name!r} has {uneven.steps}; trace them one by one"
        )
    return chosen


def _what_is_there(root: nn.Module | None) -> str:
    if root is None:
        return "The callable made none of the calls of nn.RNN, nn.LSTM or nn.GRU."
    kinds: dict[str, int] = {}
    for module in root.modules():
        if not list(module.children()):
            kinds[type(module).__name__] = kinds.get(type(module).__name__, 0) + 1
    found = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "no modules"
    return (
        f"Found: {found}. A cell written by hand is seen once its step calls "
        'gatescope.channel("f", f, role="gate").'
    )


def notes_of(
    source: TorchSource, capture: Capture, chosen: Sequence[LayerTape], steps: int
) -> list[str]:
    notes = [
        f"{max(loop.sizes)} sequences ran from step {loop.sizes.index(max(loop.sizes)) + 1} on, each "
        f"from the same state; of {loop.tapes[0].name} the first is shown."
        for loop in capture.loops.every
        if any(loop.tapes[0] is tape for tape in chosen) and max(loop.sizes) > loop.sizes[0]
    ]
    notes += [
        f"{tape.name} is called with the last step first: its steps are drawn where they stand in what it "
        "reads, and it is computed backward."
        for tape in chosen
        if tape.turned and tape.direction == "forward"
    ]
    others = [
        tape for tape in of_sequences(capture.layers) if all(tape is not each for each in chosen)
    ]
    if others and source.layers is None:
        notes.append(left_out([(tape.name, tape.steps) for tape in others]))
    if source.whole_batch:
        notes.append(
            f"{MIXED} " * source.mixed
            + f"The whole batch ran and the loss is the batch's; shown is sequence {source.sequence}."
        )
    if (suspected := batch_for_time(source, chosen[0])) is not None:
        notes.insert(0, suspected)
    if steps == 1:
        notes.append("The recurrent layer got a single step: is the time axis where it expects it?")
    return notes


def batch_for_time(source: TorchSource, tape: LayerTape) -> str | None:
    """What to say where the target tells that the layer takes the batch for time.

    A target of one row a sequence then has as many rows as the layer has steps.
    """
    target = next((each for each in tensors_of(source.whole_target) if each.dim() > 0), None)
    steps, batch = tape.steps, source.batch
    if target is None or batch < 2 or steps == batch or target.shape[0] != steps:
        return None
    if batch in target.shape[:2]:
        return None
    return (
        f"{tape.name} ran over {steps} steps of {batch} sequences, but the target has {steps} rows and "
        f"nothing of {batch}: is the batch taken for time? See batch_first of {tape.name}."
    )


def _is_series(target: Any) -> bool:
    return isinstance(target, Tensor) and target.is_floating_point()


def _numbers(source: TorchSource, value: Any) -> Array | None:
    """The first floating-point tensor of what a model was given or gave, of one sequence."""
    tensor = next((t for t in tensors_of(value) if t.is_floating_point()), None)
    return None if tensor is None else numbers(own_rows(source, tensor))


def _shorter(values: Array | None, longest: int, steps: int) -> Array | None:
    """What a batch was given or gave at the steps of one sequence; its longest has more."""
    if values is None or values.ndim != 3 or steps == longest:
        return values
    return values[:, :steps] if values.shape[1] == longest else values[:steps]


def holder(clamps: Sequence[Clamp], base: RunRecord | None) -> Hold | None:
    """Replaces what clamps hold by constants, through which no gradient passes."""
    if not clamps:
        return None
    before = {layer.name: layer for layer in base.layers} if base else {}

    def counted(tape: LayerTape, step: int) -> int:
        """A step as the run counts it that the clamps are of: by its place in what the layer reads."""
        layer = before.get(tape.name)
        turned = layer is not None and layer.direction != tape.direction
        return layer.steps - 1 - step if layer is not None and turned else step

    def hold(tape: LayerTape, name: str, step: int, value: Tensor) -> Tensor:
        for clamp in clamps:
            if clamp.layer != tape.name or clamp.channel != name:
                continue
            if clamp.steps is not None and counted(tape, step) not in clamp.steps:
                continue
            # Of more axes behind the batch a unit is a place in all of them.
            shape = value.shape
            value = value.flatten(1) if value.dim() > 2 else value
            units = value.shape[-1]
            held = torch.zeros(units, dtype=torch.bool, device=value.device)
            held[list(clamp.units) if clamp.units is not None else slice(None)] = True
            if clamp.value == "mean":
                mean = before[clamp.layer].channels[name].astype(np.float64).mean(axis=0)
                constant = torch.tensor(mean.tolist(), dtype=value.dtype, device=value.device)
            else:
                constant = torch.full_like(value[..., :1], float(clamp.value)).detach()
            value = torch.where(held, constant, value).reshape(shape)
        return value

    return hold
