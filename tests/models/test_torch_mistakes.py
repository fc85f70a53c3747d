"""What is wrong with a call is said by the name of the argument."""

from __future__ import annotations

from functools import partial

import pytest
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import gatescope


def lstm():
    return nn.LSTM(2, 3, batch_first=True)


X = torch.zeros(2, 4, 2)


class Checkpointed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = lstm()

    def forward(self, x):
        return checkpoint(lambda x: self.lstm(x)[0], x, use_reentrant=False)


class Overwritten(nn.Module):
    """Keeps its state in a buffer that each step reads and then writes over."""

    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(2, 3)
        self.register_buffer("h", torch.ones(1, 3))

    def forward(self, x):
        for each in x[:1].unbind(1):
            h = self.cell(each, self.h)
            self.h.copy_(h.detach())
        return h


class OfIds(nn.Module):
    """Looks ids up in nine rows."""

    def __init__(self):
        super().__init__()
        self.embed, self.gru = nn.Embedding(9, 3), nn.GRU(3, 4, batch_first=True)

    def forward(self, x):
        return self.gru(self.embed(x))[0]


def with_id(value):
    ids = torch.ones(3, 4, dtype=torch.tensor(value).dtype)
    ids[1, 2] = value
    return ids


def forward_nothing(model, x):
    model(x)


def first_as_loss(output, target):
    return nn.functional.mse_loss(output[0], target)


def total(output):
    return output[0].sum()


MISTAKES = [
    (lambda: gatescope.trace(nn.Linear(2, 3), X), "no recurrent layer ran. Found: 1 Linear"),
    (lambda: gatescope.trace(3, X), "model must be a PyTorch, Keras or flax module, got 3"),
    (lambda: gatescope.trace(torch.jit.script(nn.Linear(2, 3)), X), "TorchScript"),
    (lambda: gatescope.trace(lstm(), "hello"), "x must be a tensor"),
    (
        lambda: gatescope.trace(lstm(), torch.full((1, 3, 2), float("nan"))),
        r"finite numbers, got nan at \[0, 0, 0\]",
    ),
    (
        lambda: gatescope.trace(lstm(), torch.zeros(2, 4, 5)),
        "failed on x .a Tensor of shape .2, 4, 5..",
    ),
    (lambda: gatescope.trace(lstm(), X, sequence=2), "sequence must be from 0 to 1, got 2"),
    (lambda: gatescope.trace(lstm(), X, sequence=1.5), "sequence must be a whole number"),
    (lambda: gatescope.trace(lstm(), X, loss="mse"), "torch.nn.functional"),
    (lambda: gatescope.trace(lstm(), X, target=X), "target was given without a loss"),
    (
        lambda: gatescope.trace(lstm(), X, gradients_of=lambda o: o[0]),
        "one number .a scalar tensor., got a Tensor",
    ),
    (lambda: gatescope.trace(lstm(), X, X, nn.MSELoss(), gradients_of=total), "not both"),
    (
        lambda: gatescope.trace(lstm(), X, gradients_of=total, layers=["gru"]),
        "layers has 'gru', but the layers are 'lstm'",
    ),
    (
        lambda: gatescope.trace(lstm(), X, gradients_of=total, labels=["a"]),
        "labels has 1 labels, but the sequence has 4 steps",
    ),
    (
        lambda: gatescope.trace(lstm(), X, names=["a"], gradients_of=total),
        "names has 1 names, but x has 2 features",
    ),
    (lambda: gatescope.trace(lstm(), X, names="ab"), "names must be a list of strings"),
    (lambda: run()["other"], "no layer 'other'; its layers are 'lstm'"),
    (
        lambda: run()["lstm"]["q"],
        "no channel 'q'; its channels are 'f', 'i', 'g', 'o', 'c' and 'h'",
    ),
    (lambda: run().clamp("q"), "no layer has a channel 'q'"),
    (lambda: run().clamp("f", float("inf")), "value must be a finite number"),
    (lambda: run().clamp("f", units=3), "units must be from 0 to 2, got 3"),
    (lambda: run().clamp("f", steps=[0, 4]), "steps must be from 0 to 3, got 4"),
    (lambda: run().edit(steps=4, value=1), "edit: steps must be from 0 to 3"),
    (
        lambda: run().edit(step=3, value=1),
        r"edit: there is no argument 'step' \(did you mean 'steps'\?\); its arguments are 'steps', "
        "'value' and 'feature'",
    ),
    (
        lambda: run().clamp("f", unit=3),
        r"clamp: there is no argument 'unit' \(did you mean 'units'\?\)",
    ),
    (lambda: run().clamp("f", where=3), "clamp: there is no argument 'where'; its arguments are"),
    (lambda: run().edit(steps=0, value="a"), "value must be a finite number"),
    (lambda: gatescope.trace(lstm(), X).gradient_flow(), "no gradients; trace it with a loss"),
    (lambda: run().gradient_flow(threshold=2), "threshold must be between 0 and 1"),
    (lambda: gatescope.trace(lstm(), X[:, :0]), r"x has nothing in it: its shape is \[2, 0, 2\]"),
    (lambda: gatescope.trace(lstm(), X[:0]), r"x has nothing in it: its shape is \[0, 4, 2\]"),
    (lambda: gatescope.trace(lstm(), X, loss=first_as_loss), "loss was given without a target"),
    (
        lambda: gatescope.trace(Checkpointed(), X, gradients_of=torch.sum),
        "checkpointing switched off",
    ),
    (
        lambda: gatescope.trace(Overwritten(), X, gradients_of=torch.sum),
        "PyTorch cannot differentiate .* modified by an inplace operation",
    ),
    (
        lambda: gatescope.check(Overwritten(), X[:1]),
        "PyTorch cannot differentiate .* modified by an inplace operation",
    ),
    *(
        (
            lambda value=value: gatescope.trace(OfIds(), with_id(value)),
            "x must hold whole numbers from 0 to 8, the ids of the embedding 'embed' of size 9; "
            rf"got {value} at \[1, 2\]",
        )
        for value in (9, -1, 2.5)
    ),
    (
        lambda: gatescope.trace(lstm(), X, X, nn.MSELoss(), forward=forward_nothing),
        "forward must return the output that loss takes, got None",
    ),
    (
        lambda: gatescope.trace(lstm(), X, gradients_of=total, forward=forward_nothing),
        "forward must return the output that gradients_of takes, got None",
    ),
    (lambda: gatescope.show(), "give a run"),
    (lambda: gatescope.show(lstm()), "a model needs an input"),
    (lambda: gatescope.show(run(), view="x"), "view must be one of gates"),
    (lambda: gatescope.show(run(), unit=3), "unit must be from 0 to 2, got 3"),
    (lambda: gatescope.compare(run()), "expected 2 to 8 runs"),
    (lambda: gatescope.load("/nowhere/at.json"), "there is no file"),
    (lambda: gatescope.run("abc"), "has shown no run 'abc'"),
    (lambda: gatescope.channel("f", X, role="door"), "role must be"),
    (
        lambda: gatescope.trace(lambda x: torch.vmap(nn.GRUCell(2, 3))(x[0], x[0, :, :1]), X),
        "'grucell' is called inside of torch.vmap, where its steps have no numbers",
    ),
    (
        lambda: gatescope.trace(lambda x: torch.vmap(partial(gatescope.channel, "h"))(x), X),
        "'cell' is called inside of torch.vmap",
    ),
    (lambda: gatescope.trace(lstm(), [X, X]), "x is a list and was given as it is: give one batch"),
    (lambda: gatescope.check(lstm(), [[[1.0, 2.0]], [[1.0]]]), "got lists of unequal lengths"),
    (lambda: gatescope.trace(Checkpointed, X), r"got the class Checkpointed; .* Checkpointed\(…\)"),
    (lambda: gatescope.show(Checkpointed, X), "show: model must be a model, got the class"),
    (lambda: gatescope.record(Checkpointed), "record: model must be a model, got the class"),
    (lambda: gatescope.trace(lstm(), X, title=3), "trace: title must be a string, got 3"),
    (lambda: gatescope.trace(lstm(), X, unit=["m"]), "trace: unit must be a string, got a list"),
    (lambda: gatescope.trace(lstm(), X, step_name=None), "step_name must be a string .* got None"),
    (lambda: gatescope.trace(lstm(), X, step_name=" "), "step_name must be a string .* got ' '"),
    (lambda: gatescope.record(lstm(), step_name=None), "record: step_name must be a string"),
    (lambda: gatescope.record(lstm(), labels="ab"), "record: labels must be a list of strings"),
    (lambda: gatescope.record(lstm(), sequence="a"), "record: sequence must be a whole number"),
    (lambda: gatescope.show(run(), title=3), "show: title must be a string, got 3"),
    (lambda: gatescope.compare(run(), run(), title=3), "compare: title must be a string"),
    (lambda: gatescope.gradient_flow(run(), title=3), "gradient_flow: title must be a string"),
    (lambda: gatescope.weights(run(), title=3), "weights: title must be a string"),
    (lambda: gatescope.history({"loss": [1.0]}, title=3), "history: title must be a string"),
    (lambda: gatescope.Training(2, title=3), "Training: title must be a string"),
    (lambda: gatescope.trace(lstm(), X, labels=4), "labels must be a list of strings, got 4"),
]


def run():
    return gatescope.trace(lstm(), X, gradients_of=total)


@pytest.mark.parametrize("call, words", MISTAKES, ids=[words[:40] for _, words in MISTAKES])
def test_a_mistake_is_named(call, words):
    with pytest.raises(gatescope.GatescopeError, match=words):
        call()


def test_ids_that_have_a_row_and_a_forward_of_nothing_are_traced():
    model = OfIds()
    ids = with_id(8)
    run = gatescope.trace(model, ids, sequence=1)
    assert run["gru"].h == pytest.approx(model(ids)[1].detach().numpy(), abs=1e-6)
    table = torch.eye(3)
    looked_up = gatescope.trace(lambda x: model.gru(nn.functional.embedding(x, table)), ids % 3)
    assert looked_up.record.steps == 4
    assert gatescope.trace(lstm(), X, forward=forward_nothing).record.outputs == []


def test_a_quantised_layer_is_refused_by_name():
    quantised = torch.ao.quantization.quantize_dynamic(
        nn.Sequential(nn.LSTM(2, 3)), {nn.LSTM}, dtype=torch.qint8
    )
    with pytest.raises(gatescope.NothingToSee, match="'0' is a quantised LSTM"):
        gatescope.trace(quantised, torch.zeros(4, 1, 2))


def test_a_damaged_file_is_refused_and_a_good_one_is_replaced_whole(tmp_path):
    file = tmp_path / "run.json"
    first = run()
    first.save(file)
    again = gatescope.load(file)
    assert (again["lstm"].h == first["lstm"].h).all()
    whole = file.read_text("utf-8")
    for text, words in [
        (whole[: len(whole) // 2], "is not a saved run"),
        ("[]", "must hold a trace"),
        (whole.replace('"version": 1', '"version": 9'), "upgrade gatescope"),
        (whole.replace('"steps": 4', '"steps": 5'), "is damaged"),
    ]:
        file.write_text(text, "utf-8")
        with pytest.raises(gatescope.GatescopeError, match=words):
            gatescope.load(file)
    with pytest.raises(gatescope.GatescopeError, match="there is no folder"):
        first.save(tmp_path / "none" / "run.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.json"]


@pytest.mark.parametrize("look", [gatescope.check, gatescope.samples])
def test_a_list_of_inputs_is_batches_one_after_the_other(look):
    torch.manual_seed(0)
    batches = [torch.randn(2, 4, 2), torch.randn(3, 6, 2)]
    found = look(lstm(), batches, progress=False)
    assert (found.sequences if look is gatescope.check else found.seen) == 5
    look(lstm(), [each.numpy() for each in batches], progress=False)
