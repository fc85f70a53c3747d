"""Where flax's decoders look, against the formula of attention."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

import gatescope

X = jax.random.normal(jax.random.key(0), (3, 6, 3))
Y = jax.random.normal(jax.random.key(1), (3, 5, 3))


class Decoder(nnx.Module):
    """An encoder and a decoder, with the attention of a kind between them."""

    def __init__(self, kind, rngs=None):
        rngs = rngs or nnx.Rngs(0)
        self.kind = kind
        self.encoder = nnx.RNN(nnx.LSTMCell(3, 4, rngs=rngs))
        self.decoder = nnx.RNN(nnx.GRUCell(3, 4, rngs=rngs))
        self.attention = nnx.MultiHeadAttention(2, 4, decode=False, deterministic=True, rngs=rngs)

    def states(self, x, y):
        return self.encoder(x), self.decoder(y)

    def __call__(self, x, y):
        keys, queries = self.states(x, y)
        if self.kind == "module":
            return self.attention(queries, keys)
        if self.kind == "fused":
            parted = [each.reshape(*each.shape[:2], 2, 2) for each in (queries, keys)]
            mask = jnp.arange(6)[None, None, None] < 4
            found = jax.nn.dot_product_attention(parted[0], parted[1], parted[1], mask=mask)
            return found.reshape(queries.shape)
        softmax = nnx.softmax if self.kind == "nnx" else jax.nn.softmax
        return softmax(queries @ keys.swapaxes(1, 2), axis=-1) @ keys

    def weights(self, x, y):
        """`[T, S]` of one sequence, the mean of the heads."""
        keys, queries = self.states(x, y)
        if self.kind not in ("module", "fused"):
            return jax.nn.softmax(queries @ keys.swapaxes(1, 2), axis=-1)[0]
        if self.kind == "module":
            queries, keys = self.attention.query(queries), self.attention.key(keys)
        else:
            queries, keys = (each.reshape(*each.shape[:2], 2, 2) for each in (queries, keys))
        scores = jnp.einsum("btnh,bsnh->bnts", queries, keys) / 2**0.5
        if self.kind == "fused":
            scores = jnp.where(jnp.arange(6) < 4, scores, -jnp.inf)
        return jax.nn.softmax(scores, axis=-1)[0].mean(0)


@pytest.mark.parametrize("kind", ["module", "fused", "nnx", "jax"])
def test_where_a_decoder_of_flax_looks_is_what_its_formula_says(kind, faults):
    model = Decoder(kind)
    before = jax.nn.softmax, nnx.softmax, jax.nn.dot_product_attention
    for sequence, options in ((1, {}), (2, {"gradients_of": lambda output: (output**2).sum()})):
        run = gatescope.trace(model, (X, Y), sequence=sequence, **options)
        found = run.attention()
        assert (found.layers, found.weights.shape) == (("encoder", "decoder"), (5, 6))
        at = slice(sequence, sequence + 1)
        expected = np.asarray(model.weights(X[at], Y[at]))
        assert np.abs(found.weights - expected).max() <= 1e-6
        assert faults(found.to_bundle()) == []
        assert "decoder looks at the steps of encoder" in " ".join(run.record.notes)
    assert before == (jax.nn.softmax, nnx.softmax, jax.nn.dot_product_attention)
    clamped = run.clamp("h", 0, layer="encoder").attention()
    readable = 4 if kind == "fused" else 6
    if kind != "module":  # whose keys have a bias of zero, so the same holds
        assert clamped.weights[:, :readable] == pytest.approx(np.full((5, readable), 1 / readable))


def test_a_decoder_of_cells_looks_once_a_step_in_a_loop_and_a_scan():
    class Stepwise(nnx.Module):
        def __init__(self, scans):
            rngs = nnx.Rngs(1)
            self.scans = scans
            self.encoder = nnx.RNN(nnx.GRUCell(3, 4, rngs=rngs))
            self.cell = nnx.GRUCell(4, 4, rngs=rngs)

        def __call__(self, x):
            keys = self.encoder(x)

            def step(h, _):
                weights = jax.nn.softmax(jnp.einsum("bh,bsh->bs", h, keys))
                h, y = self.cell(h, jnp.einsum("bs,bsh->bh", weights, keys))
                return h, y

            h = keys[:, -1]
            if self.scans:
                return jax.lax.scan(step, h, None, length=4)[1].swapaxes(0, 1)
            states = []
            for _ in range(4):
                h, y = step(h, None)
                states.append(y)
            return jnp.stack(states, axis=1)

    first, second = (gatescope.trace(Stepwise(scans), X).attention() for scans in (False, True))
    assert (first.layers, first.weights.shape) == (("encoder", "cell"), (4, 6))
    assert second.weights == pytest.approx(first.weights, abs=1e-6)
    assert np.abs(first.weights.sum(axis=1) - 1).max() <= 1e-6


def test_a_probability_over_as_many_classes_as_steps_is_no_attention():
    class Tagger(nnx.Module):
        def __init__(self):
            rngs = nnx.Rngs(0)
            self.rnn = nnx.RNN(nnx.SimpleCell(3, 4, rngs=rngs))
            self.out = nnx.Linear(4, 6, rngs=rngs)

        def __call__(self, x):
            return jax.nn.softmax(self.out(self.rnn(x)))

    with pytest.raises(gatescope.NothingToSee, match="this run has none"):
        gatescope.trace(Tagger(), X).attention()
