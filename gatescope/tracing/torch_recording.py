"""`record` for PyTorch: the user's own forward and loss, seen while they run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from .errors import GatescopeError, kind_of, named
from .looks import notes_of_looks
from .records import LayerRecord, RunRecord
from .run import Run
from .torch_answers import Answers, answers_of
from .torch_layer import layer_record
from .torch_module import require_visible, unwrap
from .torch_passes import BoundedCapture
from .torch_sequences import by_step, differentiated_by
from .torch_source import TorchSource, tensors_of
from .torch_tape import LayerTape
from .torch_trace import batch_of, chosen_layers, looked_at, notes_of

#: What a reader must know of gradients that cannot be taken apart.
ALL_TOGETHER = (
    "The loss reaches the layers otherwise than through the output of one module, so the answers that "
    "it reads cannot be told apart: gradients are those of all of them together."
)
#: By the id of a channel's value at a step.
Gradients = dict[int, Tensor]


class Recording:
    """What `gatescope.record` hands out: run your forward and loss inside, then take `run`."""

    def __init__(self, model: nn.Module | None, options: dict[str, Any]) -> None:
        self._capture = BoundedCapture(model, self._forget)
        self._model, self._title = model, options["title"]
        self._source = TorchSource(
            model=lambda x: x,
            root=model,
            x=None,
            target=None,
            loss=None,
            gradients_of=None,
            forward=None,
            sequence=options["sequence"],
            whole_batch=False,
            training=False,
            layers=options["layers"],
            names=None,
            labels=options["labels"],
            step_name=options["step_name"],
            unit=None,
        )
        self._forget()
        self._run: Run | None = None

    def _forget(self) -> None:
        self._objective: Tensor | None = None
        self._gradients: Gradients = {}
        self._answers = Answers(())
        #: The gradients of one answer alone, by its step.
        self._alone: dict[int, Gradients] = {}

    @property
    def seeing(self) -> AbstractContextManager[Any]:
        return self._capture.following()

    def backward(self, loss: Tensor, *, answer: int | None = None) -> Tensor:
        """Differentiates a loss by every gate and state; the model's own `.grad` stays as it is.

        The next call of a module then begins a new pass, and this one is let go: of a loop over batches
        the last is kept. Of a loss that reads an answer at every step, gradient flow follows the last answer, and the one
        at the step `answer` besides.
        """
        if not isinstance(loss, Tensor) or loss.numel() != 1:
            raise GatescopeError(
                f"record: loss must be one number (a scalar tensor), got {kind_of(loss)}"
            )
        values = differentiated_by(self._capture.layers)
        if not values or not loss.requires_grad:
            raise GatescopeError(
                "record: the loss does not depend on a recurrent layer that was seen"
            )
        found = torch.autograd.grad(loss, values, allow_unused=True, retain_graph=True)
        whole = [
            torch.zeros_like(value) if gradient is None else gradient
            for value, gradient in zip(values, found)
        ]
        self._gradients = by_step(self._capture.layers, values, whole)
        self._objective = loss.detach()
        tapes = self._tapes()
        self._answers = answers_of(
            loss,
            values,
            whole,
            [
                [each for each in tensors_of(output) if each.requires_grad]
                for output in self._capture.outputs
            ],
            steps=tapes[0].steps,
            batch=batch_of(tapes[0]),
            row=self._source.sequence,
        )
        self._alone = {
            step: by_step(self._capture.layers, values, self._answers.alone(step))
            for step in self._followed(tapes, answer)
            if self._answers.alone is not None
        }
        self._capture.pass_is_over()
        return loss

    def _followed(self, tapes: Sequence[LayerTape], answer: int | None) -> set[int]:
        """Those that may be the last in a layer's own order of computing, and the one that was asked for."""
        steps = self._answers.steps
        if answer is not None and answer not in steps:
            raise GatescopeError(
                "record: answer must be a step whose answer the loss reads, "
                + (f"{steps[0]} to {steps[-1]}" if steps else "and it reads one alone")
                + f", got {answer!r}"
            )
        last = {
            step
            for tape in (tapes if steps else ())
            for step in layer_record(tape, self._gradients, self._source.sequence).last_answers(
                steps
            )
        }
        return last if answer is None else {*last, answer}

    def _tapes(self) -> list[LayerTape]:
        return chosen_layers(self._source, self._capture.layers, self._model)

    @property
    def run(self) -> Run:
        """The run; after the `with` block."""
        if self._run is None:
            raise GatescopeError("record: the run is ready after the with block")
        return self._run

    def finish(self) -> None:
        source, tapes = self._source, self._tapes()

        def records(gradients: Gradients) -> list[LayerRecord]:
            return [layer_record(tape, gradients, source.sequence) for tape in tapes]

        layers = records(self._gradients)
        shown = layers[0].inputs
        if shown.shape[1] == 0:
            shown = layers[0].channels[layers[0].form.channels[0]][:, :1] * 0
        answers = self._answers
        attentions = looked_at(self._capture, source.sequence)
        notes = [
            *self._capture.notes,
            *notes_of(source, self._capture, tapes, layers[0].steps),
            *notes_of_looks(attentions),
            *(said for layer in layers for said in layer.remarks),
        ]
        record = RunRecord(
            layers=layers,
            input=shown,
            input_names=[f"into {layers[0].name} {index}" for index in range(shown.shape[1])],
            editable=False,
            step_name=source.step_name,
            labels=source.labels,
            loss_name="loss" if self._objective is not None else None,
            loss=None if self._objective is None else float(self._objective),
            answers=answers.steps,
            notes=[*notes, ALL_TOGETHER] if answers.steps and answers.alone is None else notes,
            sequence=source.sequence,
            batch=batch_of(tapes[0]),
            attentions=attentions,
        )
        alone = {step: records(gradients) for step, gradients in self._alone.items()}

        def of_answer(step: int) -> RunRecord:
            if not alone:
                raise GatescopeError(f"gradient_flow: {ALL_TOGETHER}")
            if step not in alone:
                raise GatescopeError(
                    f"gradient_flow: this recording kept the gradients of the answers at "
                    f"{named(sorted(alone))}; r.backward(loss, answer={step}) keeps those of this one"
                )
            return replace(record, layers=alone[step])

        self._run = Run(record, title=self._title, alone=of_answer)
        # The graph goes with the tensors that hold it.
        self._capture.outputs.clear()
        self._answers = Answers(answers.steps)


@contextmanager
def record_torch(model: Any, **options: Any) -> Iterator[Recording]:
    """Sees every recurrent call made inside the block."""
    model = unwrap(model) if model is not None else None
    if model is not None:
        require_visible(model)
        if not isinstance(model, nn.Module):
            raise GatescopeError(f"record: model must be a torch.nn.Module, got {kind_of(model)}")
    recording = Recording(model, options)
    with recording.seeing:
        yield recording
    recording.finish()
