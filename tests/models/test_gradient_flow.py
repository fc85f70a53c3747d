"""Gradient flow follows one answer, whatever the framework and however many answers the loss reads."""

from __future__ import annotations

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


@pytest.mark.parametrize("runs", [torch_runs, keras_runs, jax_runs])
def test_a_loss_over_every_step_is_followed_from_one_answer(runs):
    run, alone = runs()
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
    assert f"of the answer at step {STEPS}, one of {STEPS};" in repr(run.gradient_flow())
    still = bundle_picture(run.gradient_flow().to_bundle())
    assert f"one answer of {STEPS}, at step {STEPS - 1};" in still
    bundle = run.to_bundle()
    assert bundle["loss"]["answers"] == list(range(STEPS))
    (network,) = run.gradient_flow().to_bundle()["networks"]
    assert network["answer"] == STEPS - 1


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


def test_a_run_from_a_file_says_that_only_the_sum_over_its_answers_was_kept(tmp_path):
    run, _ = torch_runs()
    loaded = gatescope.load(run.save(tmp_path / "run.json"))
    assert loaded.record.answers == run.record.answers
    with pytest.raises(GatescopeError, match="only their sum was kept"):
        loaded.gradient_flow()
