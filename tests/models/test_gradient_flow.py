"""Gradient flow follows one answer, whatever the framework and however many answers the loss reads."""

from __future__ import annotations

import re

import numpy as np
import pytest

import gatescope
from gatescope import GatescopeError
from gatescope.tracing.picture import bundle_picture

STEPS = 24
X = np.sin(1 + 2.3 * np.arange(STEPS, dtype=np.float32)).reshape(1, STEPS, 1)


def torch_runs():
    import torch

    torch.manual_seed(3)

    class Tagger(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = torch.nn.RNN(1, 6, batch_first=True)
            self.head = torch.nn.Linear(6, 1)

        def forward(self, x):
            return self.head(self.rnn(x)[0])

    model, x = Tagger(), torch.from_numpy(X)
    return (
        gatescope.trace(model, x, target=x / 2, loss="mse_loss"),
        lambda step: gatescope.trace(model, x, gradients_of=lambda y: y[0, step].sum()),
    )


def keras_runs():
    import keras

    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [keras.layers.SimpleRNN(6, return_sequences=True), keras.layers.Dense(1)]
    )
    model(X)
    return (
        gatescope.trace(model, X, target=X / 2, loss="mean_squared_error"),
        lambda step: gatescope.trace(model, X, gradients_of=lambda y: keras.ops.sum(y[0, step])),
    )


def jax_runs():
    import jax.numpy as jnp
    from flax import nnx

    class Tagger(nnx.Module):
        def __init__(self):
            rngs = nnx.Rngs(3)
            self.rnn = nnx.RNN(nnx.SimpleCell(1, 6, rngs=rngs))
            self.head = nnx.Linear(6, 1, rngs=rngs)

        def __call__(self, x):
            return self.head(self.rnn(x))

    model = Tagger()
    return (
        gatescope.trace(model, X, target=X / 2, loss=lambda y, t: jnp.mean((y - t) ** 2)),
        lambda step: gatescope.trace(model, X, gradients_of=lambda y: y[0, step].sum()),
    )


@pytest.mark.parametrize("both", [False, True])
def test_a_layer_that_reads_backwards_is_followed_from_the_answer_to_which_it_comes_last(both):
    import keras

    keras.utils.set_random_seed(3)
    # Alone it gives its outputs in its own order; in both directions they stand in the run's.
    layer = keras.layers.GRU(4, return_sequences=True, go_backwards=not both)
    model = keras.Sequential(
        [keras.layers.Bidirectional(layer) if both else layer, keras.layers.Dense(1)]
    )
    model(X)
    run = gatescope.trace(model, X, target=X / 2, loss="mean_squared_error")
    networks = run.gradient_flow().networks
    answers = [STEPS - 1, 0] if both else [STEPS - 1]
    assert [each["answer"] for each in networks] == answers
    saved = bundle_picture(run.gradient_flow().to_bundle())
    # A sentence may be broken into lines.
    told = re.sub("</text><text[^>]*>", " ", saved)
    assert ("each line follows one answer alone" in told) == both
    assert ("from step 0 back to" if both else f"answer at step {STEPS - 1}") in told
    assert (networks[-1]["hidden"].values > 0).all()


@pytest.mark.parametrize("runs", [torch_runs, keras_runs, jax_runs])
def test_a_loss_over_every_step_is_followed_from_one_answer(runs):
    run, alone = runs()
    saved = bundle_picture({**run.to_bundle(), "view": {"view": "gradients"}})
    assert "What do all answers of the loss send back to each step?" in saved
    assert f"the {STEPS} answers send back to this step together" in saved
    assert "still feels" not in saved
    assert run.record.answers == tuple(range(STEPS))
    for step in (None, 11):
        flow = run.gradient_flow(loss_step=step)
        (here,), at = flow.networks, STEPS - 1 if step is None else step
        (there,) = alone(at).gradient_flow().networks
        assert (flow.loss_step, here["answer"]) == (at, at)
        assert here["effectiveMemory"] == there["effectiveMemory"]
        shares = [each["hidden"].values / each["hidden"].values[at] for each in (here, there)]
        np.testing.assert_allclose(*shares, rtol=1e-3, atol=1e-7)
        # What comes after an answer does not reach it; the whole loss reaches every step.
        assert not here["hidden"].values[at + 1 :].any()
        assert (here["wholeLoss"].values > 0).all()
    assert f"of the answer at step {STEPS - 1}, one of {STEPS};" in repr(run.gradient_flow())
    still = bundle_picture(run.gradient_flow().to_bundle())
    assert f"this follows the answer at step {STEPS - 1} alone, one of {STEPS}" in still
    bundle = run.to_bundle()
    assert bundle["loss"]["answers"] == list(range(STEPS))
    (network,) = run.gradient_flow().to_bundle()["networks"]
    assert network["answer"] == STEPS - 1


def test_an_answer_of_layers_above_one_another_is_followed_from_where_it_is_given():
    import torch

    torch.manual_seed(3)

    class Tagger(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = torch.nn.GRU(1, 4, 2, batch_first=True, bidirectional=True)
            self.head = torch.nn.Linear(8, 1)

        def forward(self, x):
            return self.head(self.rnn(x)[0])

    x = torch.from_numpy(X)
    run = gatescope.trace(Tagger(), x, target=x / 2, loss="mse_loss")
    at = 11
    flow = run.gradient_flow(loss_step=at)
    assert len(flow.networks) == 4
    for network in flow.networks:
        hidden = network["hidden"].values
        assert network["lossStep"] in (None, at)
        assert flow.loss_step == network["answer"] == at
        back = hidden[: at + 1][::-1] if network.get("direction") != "backward" else hidden[at:]
        lost = np.flatnonzero(back < 0.01 * back[0])
        assert back[0] > 0
        assert network["effectiveMemory"] == (lost[0] if len(lost) else None)
    # Below, the other direction of the layer above brings the answer to steps beyond it.
    assert (flow.networks[0]["hidden"].values[at + 1 :] > 0).all()
    assert not flow.networks[2]["hidden"].values[at + 1 :].any()


def test_an_encoder_is_followed_from_its_end_whichever_answer_of_its_decoder_is_chosen():
    import torch

    torch.manual_seed(3)

    class Translator(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch.nn.GRU(1, 4, batch_first=True)
            self.decoder = torch.nn.GRU(1, 4, batch_first=True)
            self.head = torch.nn.Linear(4, 1)

        def forward(self, x):
            return self.head(self.decoder(x, self.encoder(x)[1])[0])

    x = torch.from_numpy(X)
    run = gatescope.trace(Translator(), x, target=x / 2, loss="mse_loss")
    encoder, decoder = run.gradient_flow(loss_step=2, threshold=0.5).networks
    hidden = encoder["hidden"].values
    assert encoder["lossStep"] == STEPS - 1
    assert encoder["product"].values[-1] == 1
    assert encoder["effectiveMemory"] == np.argmax(hidden[::-1] < 0.5 * hidden[-1])
    assert decoder["lossStep"] is None
    assert not decoder["hidden"].values[3:].any()


def test_a_loss_of_one_answer_has_no_whole_loss_beside_it():
    _, alone = torch_runs()
    run = alone(STEPS - 1)
    assert run.record.answers == ()
    assert "answers" not in run.to_bundle()["loss"]
    (network,) = run.gradient_flow().to_bundle()["networks"]
    assert "wholeLoss" not in network and "answer" not in network
    with pytest.raises(
        GatescopeError, match="loss_step must be a step whose answer the loss reads"
    ):
        run.gradient_flow(loss_step=3)


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("real", [range(9), range(3, 12), [0, 2, 3, 7, 11]])
def test_padding_is_no_step_of_the_backward(kind, backward, real, faults):
    import keras

    keras.utils.set_random_seed(3)
    x = X[:, :12].copy()
    padded = [step for step in range(12) if step not in real]
    x[:, padded] = -7
    layer = getattr(keras.layers, kind)(3, go_backwards=backward)
    model = keras.Sequential([keras.layers.Masking(-7), layer])
    model(x)
    flow, whole = (
        gatescope.trace(
            keras.Sequential(layers), each, gradients_of=lambda y: keras.ops.sum(y**2)
        ).gradient_flow(threshold=1e-9)
        for layers, each in ((model.layers, x), ([layer], x[:, list(real)]))
    )
    (here,), (there,) = flow.networks, whole.networks
    for name in ("hidden", "cellState", "factors", "radii", "product", "direct"):
        if here.get(name) is not None:
            assert np.isnan(here[name].values[padded]).all(), name
            found = here[name].values[list(real)]
            np.testing.assert_allclose(found, there[name].values, rtol=2e-4, err_msg=name)
    assert here["effectiveMemory"] == there["effectiveMemory"]
    last = max(real) if not backward else min(real)
    assert flow.loss_step == last
    first = min(real) if not backward else max(real)
    assert f"‖dL/dh‖ at step {first} is" in repr(flow) and f"of that at step {last}" in repr(flow)
    assert repr(flow).split(";")[0] == repr(whole).split(";")[0]
    assert f"all {len(real)} steps" in repr(flow)
    assert faults(flow.to_bundle()) == []


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("way", ["forward", "backward", "both"])
@pytest.mark.parametrize("padded", [[], [0, 1], [4, 5], [1, 5]])
def test_a_flow_begins_where_an_answer_sends_something_back(padded, way, every):
    import keras

    keras.utils.set_random_seed(3)
    x = X[:1, :6].copy()
    x[:, padded] = -7
    layer = keras.layers.LSTM(2, return_sequences=every, go_backwards=way == "backward")
    model = keras.Sequential(
        [
            keras.layers.Masking(-7),
            keras.layers.Bidirectional(layer) if way == "both" else layer,
            keras.layers.Dense(1),
        ]
    )
    model(x)
    run = gatescope.trace(model, x, gradients_of=lambda y: keras.ops.sum(y))
    flow = run.gradient_flow()
    for network in flow.networks:
        start = flow.loss_step if network["lossStep"] is None else network["lossStep"]
        assert start not in padded
        assert network["hidden"].values[start] > 0
    (first, *_) = flow.networks
    asked = run.gradient_flow(
        loss_step=flow.loss_step if first["answer"] is None else first["answer"]
    )
    assert asked.loss_step == flow.loss_step
    np.testing.assert_array_equal(asked.networks[0]["hidden"].values, first["hidden"].values)


def test_networks_that_are_padded_apart_have_each_its_own_mask():
    import keras

    x = X[:, :6].copy()
    x[:, 4:] = -7
    layers = [keras.layers.Masking(-7), keras.layers.GRU(2)]
    keras.Sequential(layers)(x)
    runs = [
        gatescope.trace(keras.Sequential(each), x, gradients_of=lambda y: keras.ops.sum(y))
        for each in (layers[1:], layers)
    ]
    whole, masked = gatescope.gradient_flow(*runs).to_bundle()["networks"]
    assert "mask" not in whole
    assert masked["mask"].values.tolist() == [1, 1, 1, 1, 0, 0]
    assert masked["lossStep"] == 3


def test_a_run_from_a_file_says_that_only_the_sum_over_its_answers_was_kept(tmp_path):
    run, _ = torch_runs()
    loaded = gatescope.load(run.save(tmp_path / "run.json"))
    assert loaded.record.answers == run.record.answers
    with pytest.raises(GatescopeError, match="only their sum was kept"):
        loaded.gradient_flow()


def stacked(both_ways: bool = False):
    """Two recurrent layers and a head, which the user's own code calls together or one by one."""
    import torch

    torch.manual_seed(5)

    class Stack(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = torch.nn.LSTM(1, 4, num_layers=2, batch_first=True, bidirectional=both_ways)
            self.head = torch.nn.Linear(8 if both_ways else 4, 1)

        def forward(self, x):
            return in_parts(self, x)

    return Stack()


def whole(stack, x):
    return stack(x)


def in_parts(stack, x):
    return stack.head(stack.rnn(x)[0])


@pytest.mark.parametrize("both_ways", [False, True])
@pytest.mark.parametrize("forward", [whole, in_parts])
def test_a_recorded_loss_over_every_step_is_followed_from_one_answer(forward, both_ways):
    import torch

    stack, x = stacked(both_ways), torch.from_numpy(np.concatenate([X, X[:, ::-1] / 2]))
    root = stack if forward is whole else None
    criterion = torch.nn.MSELoss()
    with gatescope.record(root, sequence=1) as recording:
        loss = criterion(forward(stack, x), x / 2)
        recording.backward(loss, answer=11)
        loss.backward()
    run = recording.run
    assert run.record.answers == tuple(range(STEPS))
    for step in (None, 11):
        flow = run.gradient_flow(loss_step=step)
        for at, here in enumerate(flow.networks):
            backward = here["direction"] == "backward"
            answer = step if step is not None else (0 if backward else STEPS - 1)
            assert here["answer"] == answer
            # Its own loss alone: the mean over both sequences and all steps.
            with gatescope.record(root, sequence=1) as alone:
                alone.backward((forward(stack, x) - x / 2)[1, answer].pow(2).sum() / x.numel())
            there = alone.run.gradient_flow().networks[at]
            assert here["effectiveMemory"] == there["effectiveMemory"]
            np.testing.assert_allclose(
                here["hidden"].values, there["hidden"].values, rtol=1e-3, atol=1e-9
            )
            assert (here["wholeLoss"].values > 0).all()
    if not both_ways:
        memory = run.gradient_flow().networks[0]["effectiveMemory"]
        assert memory is not None and memory < STEPS - 1
    with pytest.raises(GatescopeError, match=r"r.backward\(loss, answer=5\)"):
        run.gradient_flow(loss_step=5)


def test_a_recorded_loss_of_one_answer_needs_no_choice():
    import torch

    stack, x = stacked(), torch.from_numpy(X)
    for loss_of in (
        lambda: whole(stack, x)[0, -1].sum(),
        lambda: in_parts(stack, x)[0, -1].sum(),
        lambda: stack.head(stack.rnn(x)[0][:, -1]).sum(),
        lambda: stack.head(stack.rnn(x)[1][0][-1]).sum(),
    ):
        with gatescope.record() as recording:
            recording.backward(loss_of())
        assert recording.run.record.answers == ()
        assert recording.run.record.notes == []
        (*_, network) = recording.run.gradient_flow().networks
        assert network["answer"] is None and network["wholeLoss"] is None
    with pytest.raises(GatescopeError, match="it reads one alone, got 3"), gatescope.record() as r:
        r.backward(whole(stack, x)[0, -1].sum(), answer=3)


def test_a_recorded_loss_whose_answers_cannot_be_told_apart_claims_no_memory():
    import torch

    stack, x = stacked(), torch.from_numpy(X)
    two = torch.from_numpy(np.concatenate([X, X / 2, X / 3]))

    def packed():
        given = torch.nn.utils.rnn.pack_padded_sequence(two, [STEPS, 9, 4], batch_first=True)
        return stack.rnn(given)[0].data.pow(2).sum()

    for loss_of in (
        lambda: whole(stack, x).pow(2).sum() + stack.rnn(x)[0].sum(),
        lambda: (
            torch.nn.functional.linear(stack.rnn(x)[0], stack.head.weight).sum()
            + stack.head(stack.rnn(x)[0]).sum()
        ),
        packed,
    ):
        with gatescope.record() as recording:
            recording.backward(loss_of())
        run = recording.run
        assert "cannot be told apart" in run.to_bundle()["howToRead"]
        assert run.to_bundle()["loss"]["answers"] == list(range(run.record.steps))
        with pytest.raises(GatescopeError, match="those of all of them together"):
            run.gradient_flow()


def lstm_run(gradients_of):
    import torch

    torch.manual_seed(3)
    model = torch.nn.LSTM(1, 4, batch_first=True)
    return gatescope.trace(model, torch.from_numpy(X), gradients_of=gradients_of)


def test_a_loss_that_reads_c_begins_at_its_step():
    flow = lstm_run(lambda y: y[1][1].sum()).gradient_flow()
    assert flow.loss_step == STEPS - 1
    (network,) = flow.networks
    assert network["state"] == "c" and network["cellState"] is None
    assert "‖dL/dc‖" in repr(flow)
    (other,) = lstm_run(lambda y: y[0][0, -1].sum()).gradient_flow().networks
    assert other["state"] is None


@pytest.mark.parametrize(
    ("kind", "channel"),
    [("RNN", "h"), *(("GRU", name) for name in "zrnh"), *(("LSTM", name) for name in "figohc")],
)
def test_nothing_comes_through_what_a_clamp_holds(kind: str, channel: str) -> None:
    import torch

    from gatescope.tracing.flow_steps import StepJacobians

    torch.manual_seed(3)
    model = getattr(torch.nn, kind)(1, 4, batch_first=True)
    run = gatescope.trace(model, torch.from_numpy(X), gradients_of=lambda y: y[0][0, -1].sum())
    record = run.clamp(channel, 0.4, units=[0, 2], steps=[5, 6, 7]).record
    (layer,) = record.layers
    jacobians = StepJacobians(layer, record.clamps)
    h, c = (
        layer.gradients[name].astype(float) if name in layer.gradients else None for name in "hc"
    )
    for step in range(3, 10):
        state = h[step]
        if c is not None:
            # dL/dc_t holds what comes by way of h_t, of which the Jacobian has its own part.
            free = [0, 1, 0, 1] if channel == "h" and step in (5, 6, 7) else 1
            through = (
                free * layer.channels["o"][step] * (1 - np.tanh(layer.channels["c"][step]) ** 2)
            )
            state = np.concatenate([state, c[step] - through * h[step]])
        back = jacobians.back([step], state[None])[0]
        assert back[:4] == pytest.approx(h[step - 1], rel=1e-4, abs=1e-7)


def test_a_loss_over_every_step_that_reads_c_is_of_c_as_a_whole_too():
    import torch

    torch.manual_seed(3)
    cell, head = torch.nn.LSTMCell(1, 4), torch.nn.Linear(4, 1)
    x = torch.from_numpy(X)

    def read_at_each():
        state, kept = None, []
        for step in x.unbind(1):
            state = cell(step, state)
            kept.append(state[1])
        return head(torch.stack(kept, dim=1))

    with gatescope.record() as recording:
        recording.backward((read_at_each() - x).pow(2).mean())
    run = recording.run
    (layer,) = run.record.layers
    (network,) = run.gradient_flow().networks
    assert network["state"] == "c"
    whole_loss = np.linalg.norm(layer.gradients["c"].astype(float), axis=1)
    np.testing.assert_allclose(network["wholeLoss"].values, whole_loss, rtol=1e-5)
    assert network["wholeLoss"].values[-1] > 0
