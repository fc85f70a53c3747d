"""The only answer of a padded sequence stands at the last step that is no padding, as in the engine."""

from __future__ import annotations

import jax
import numpy as np
import pytest
from flax import nnx

import gatescope
from gatescope.tracing.series import lines_of, place_of


@pytest.mark.parametrize(
    ("mask", "at"),
    [(None, 4), ([1, 1, 1, 0, 0], 2), ([0, 0, 1, 1, 1], 4), ([1, 0, 1, 1, 0], 3), ([0] * 5, 4)],
)
def test_the_only_answer_stands_at_the_last_step_that_is_no_padding(mask, at):
    mask = None if mask is None else np.array(mask, np.uint8)
    for answer in (np.array([[0.5, 2.0]]), np.array([0.5]), np.array(0.5)):
        line = lines_of(answer, 5, 0, "output", mask=mask)[0]
        assert np.flatnonzero(~np.isnan(line.values)).tolist() == [at]
        assert line.values[at] == 0.5
        found = [place_of(answer, 5, 0, line=0, step=step, mask=mask) for step in range(5)]
        assert [step for step, place in enumerate(found) if place is not None] == [at]
        assert answer[found[at]] == 0.5


def test_answers_at_each_step_stay_where_they_are():
    answers = np.arange(5.0)[None, :, None]
    line = lines_of(answers, 5, 0, "output", mask=np.array([1, 1, 0, 0, 0], np.uint8))[0]
    assert line.values.tolist() == [0, 1, 2, 3, 4]


class Padded(nnx.Module):
    """One answer, after the fourth of six steps."""

    def __init__(self, rngs):
        self.rnn = nnx.RNN(nnx.GRUCell(2, 4, rngs=rngs))
        self.out = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        states = self.rnn(x, seq_lengths=jax.numpy.full(len(x), 4))
        return self.out(states[:, 3])


def test_what_a_padded_answer_hangs_on_is_what_jax_differentiates():
    model = Padded(nnx.Rngs(0))
    x = np.random.default_rng(0).normal(size=(2, 6, 2)).astype("float32")
    run = gatescope.trace(model, x)
    assert run.record.mask.tolist() == [1, 1, 1, 1, 0, 0]
    assert np.flatnonzero(~np.isnan(run.record.outputs[0].values)).tolist() == [3]
    expected = jax.grad(lambda x: nnx.merge(*nnx.split(model), copy=True)(x)[0, 0])(x)[0]
    found = run.output_gradient()
    assert found == pytest.approx(np.asarray(expected), abs=1e-6)
    assert abs(found[:4]).min() > 0 and not found[4:].any()
    with pytest.raises(gatescope.GatescopeError, match="must be one at which the network answers"):
        run.output_gradient(step=5)
