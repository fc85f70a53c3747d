"""flax cells in loops of the user's own, in scans, and cells that the user wrote."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx

import gatescope

X = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")


class OwnCell(nnx.Module):
    """A gate and a state, as a user writes a cell for `nnx.RNN`."""

    def __init__(self, names, rngs):
        self.names, self.units, self.num_feature_axes = names, 4, 1
        self.gate, self.new = (nnx.Linear(6, 4, rngs=rngs) for _ in range(2))

    def initialize_carry(self, shape, rngs=None, carry_init=None):
        return jnp.zeros((*shape[:-1], self.units))

    def __call__(self, carry, x):
        both = jnp.concatenate([x, carry], -1)
        f = jax.nn.sigmoid(self.gate(both))
        if self.names:
            f = gatescope.channel("f", f, role="gate")
        h = f * carry + (1 - f) * jnp.tanh(self.new(both))
        return h, h


class Loop(nnx.Module):
    """The steps of a cell in one of the ways in which flax's users write them."""

    def __init__(self, way, cell, rngs):
        self.way, self.out = way, nnx.Linear(4, 1, rngs=rngs)
        if way in ("own", "named"):
            self.rnn = nnx.RNN(OwnCell(way == "named", rngs), rngs=rngs)
        elif way == "one by one":
            self.rnn = nnx.RNN(cell(2, 4, rngs=rngs), rngs=rngs, return_carry=True)
        else:
            self.cell = cell(2, 4, rngs=rngs)

    def __call__(self, x):
        if self.way in ("own", "named"):
            return self.out(self.rnn(x))
        if self.way == "one by one":
            carry, found = None, []
            for at in range(x.shape[1]):
                carry, h = self.rnn(x[:, at : at + 1], initial_carry=carry)
                found.append(h)
            return self.out(jnp.concatenate(found, 1))
        carry = self.cell.initialize_carry(x[:, 0].shape, nnx.Rngs(0))
        if self.way == "for":
            found = []
            for at in range(x.shape[1]):
                carry, h = self.cell(carry, x[:, at])
                found.append(h)
            return self.out(jnp.stack(found, 1))
        if self.way == "lax.scan":
            _, h = jax.lax.scan(self.cell, carry, jnp.swapaxes(x, 0, 1))
            return self.out(jnp.swapaxes(h, 0, 1))
        scan = nnx.scan(
            lambda carry, cell, step: cell(carry, step),
            in_axes=(nnx.Carry, None, 1),
            out_axes=(nnx.Carry, 1),
        )
        return self.out(scan(carry, self.cell, x)[1])


WAYS = {
    "for": "cell",
    "lax.scan": "cell",
    "nnx.scan": "cell",
    "one by one": "rnn",
    "own": "rnn",
    "named": "rnn",
}


def square(output):
    return (output**2).sum()


@pytest.mark.parametrize(
    ("way", "cell"),
    [
        *((way, nnx.LSTMCell) for way in WAYS),
        ("for", nnx.GRUCell),
        ("nnx.scan", nnx.OptimizedLSTMCell),
    ],
)
def test_a_cell_is_seen_in_all_of_its_steps_however_it_is_called(way, cell, faults):
    model = Loop(way, cell, nnx.Rngs(0))
    run = gatescope.trace(model, X, gradients_of=square, sequence=1)
    assert {layer.name: layer.record.steps for layer in run} == {WAYS[way]: 5}
    assert run.loss == pytest.approx(float(square(model(X[1:2]))), rel=1e-5)
    assert faults(run.to_bundle()) == []
    layer, tiny = run.layers[0], 1e-2
    channel = layer.record.form.channels[0]
    value = float(layer[channel][2, 0])
    up, down = (run.clamp(channel, value + by, units=0, steps=2).loss for by in (tiny, -tiny))
    assert layer.gradients[channel][2, 0] == pytest.approx((up - down) / (2 * tiny), rel=0.03)
    many = gatescope.samples(model, X, progress=False)
    assert many[layer.name].h[1] == pytest.approx(layer.h, abs=1e-6)
    assert [each.name for each in gatescope.check(model, X, progress=False).layers] == [layer.name]


def test_of_a_cell_of_ones_own_the_states_are_seen_and_what_it_names():
    forms = {
        way: gatescope.trace(Loop(way, None, nnx.Rngs(0)), X).layers[0].record.form
        for way in ("own", "named")
    }
    assert (forms["own"].channels, forms["own"].states) == (("h",), ("h",))
    assert (forms["named"].channels, forms["named"].role("f")) == (("f", "h"), "gate")


class ByHand(nnx.Module):
    """h = (1 − z) h + z (W x): no cell, in a loop, in a scan or as one product of all steps."""

    def __init__(self, way):
        self.way, rngs = way, nnx.Rngs(0)
        self.z, self.new = nnx.Linear(2, 4, rngs=rngs), nnx.Linear(2, 4, rngs=rngs)

    def step(self, h, x):
        z = gatescope.channel("z", jax.nn.sigmoid(self.z(x)), role="gate")
        h = gatescope.channel("h", (1 - z) * h + z * self.new(x))
        return h, h

    def __call__(self, x):
        h, found = jnp.zeros((x.shape[0], 4)), []
        if self.way == "lax.scan":
            return jnp.swapaxes(jax.lax.scan(self.step, h, jnp.swapaxes(x, 0, 1))[1], 0, 1)
        if self.way == "for":
            for at in range(x.shape[1]):
                h, _ = self.step(h, x[:, at])
                found.append(h)
            return jnp.stack(found, 1)
        z = gatescope.channel("z", jax.nn.sigmoid(self.z(x)), role="gate", steps=1)
        b = gatescope.channel("b", z * self.new(x), steps=1)

        def joined(left, right):
            return left[0] * right[0], left[1] * right[0] + right[1]

        h = jax.lax.associative_scan(joined, (1 - z, b), axis=1)[1]
        return gatescope.channel("h", h, steps=1, added=b if self.way == "added" else None)


def on_its_own(model):
    """The states of the second sequence, and dL/dh: of zeros that are added to them."""
    x = X[1:2]
    z, new = jax.nn.sigmoid(model.z(x)), model.new(x)

    def states(zeros):
        h, found = jnp.zeros((1, 4)), []
        for at in range(5):
            h = (1 - z[:, at]) * h + z[:, at] * new[:, at] + zeros[at]
            found.append(h)
        return jnp.stack(found, 1)

    nothing = jnp.zeros((5, 4))
    return states(nothing)[0], jax.grad(lambda zeros: square(states(zeros)))(nothing)


@pytest.mark.parametrize("way", ["for", "lax.scan", "added"])
def test_a_loop_without_a_cell_is_what_its_own_derivative_says(way):
    model = ByHand(way)
    values, slopes = on_its_own(model)
    run = gatescope.trace(model, X, gradients_of=square, sequence=1)
    assert run.layers[0].h == pytest.approx(np.asarray(values), abs=1e-6)
    assert run.layers[0].gradients["h"] == pytest.approx(np.asarray(slopes), abs=1e-5)
    assert run.record.notes == []
    many = gatescope.samples(model, X, progress=False)
    assert many["rnn"].h[1] == pytest.approx(run.layers[0].h, abs=1e-6)
    assert [each.name for each in gatescope.check(model, X, progress=False).layers] == ["rnn"]


def test_of_a_scan_alone_the_derivative_is_said_to_be_direct():
    run = gatescope.trace(ByHand("at once"), X, gradients_of=square)
    assert run.layers[0].gradients["h"] == pytest.approx(2 * run.layers[0].h, abs=1e-5)
    assert run.record.notes[-1].startswith("Direct gradients only: those of h of rnn")


class Forecast(nnx.Module):
    def __init__(self, each):
        rngs = nnx.Rngs(0)
        self.each = each
        self.rnn = nnx.RNN(nnx.GRUCell(2, 4, rngs=rngs))
        self.out = nnx.Linear(4, 1 if each else 5, rngs=rngs)

    def __call__(self, x):
        h = self.rnn(x)
        return self.out(h)[..., 0] if self.each else self.out(h[:, -1])


@pytest.mark.parametrize("each", [True, False])
def test_as_many_answers_as_steps_are_a_series_where_they_grow_with_them(each):
    model = Forecast(each)
    run = gatescope.trace(model, X, gradients_of=square, sequence=1)
    assert len(run.record.outputs) == (1 if each else 5)
    assert run.record.answers == ((0, 1, 2, 3, 4) if each else ())
    found = run.output_gradient(output=0 if each else 4, step=4)
    up, down = X[1:2].copy(), X[1:2].copy()
    up[0, 3, 1] += 0.01
    down[0, 3, 1] -= 0.01
    slope = float(model(up)[0, 4] - model(down)[0, 4]) / 0.02
    assert found[3, 1] == pytest.approx(slope, rel=0.01)


class Mixed(nnx.Module):
    def __init__(self):
        rngs = nnx.Rngs(0)
        self.norm, self.rnn = nnx.BatchNorm(2, rngs=rngs), nnx.RNN(nnx.GRUCell(2, 4, rngs=rngs))

    def __call__(self, x):
        return self.rnn(self.norm(x))


@pytest.mark.parametrize("training", [True, False])
def test_a_sequence_that_its_batch_changes_is_said_to_be_alone(training):
    notes = gatescope.trace(Mixed(), X, training=training).record.notes
    assert [note.startswith("What a sequence of this model") for note in notes] == [True] * training


class Transformed(nnx.Module):
    """A cell and a layer inside of what JAX compiles or maps."""

    def __init__(self, way):
        rngs = nnx.Rngs(0)
        self.way = way
        self.cell, self.rnn = nnx.GRUCell(2, 4, rngs=rngs), nnx.RNN(nnx.LSTMCell(2, 4, rngs=rngs))

    def __call__(self, x):
        called = {
            "nnx.jit of a layer": lambda: nnx.jit(lambda rnn, x: rnn(x))(self.rnn, x),
            "nnx.vmap": lambda: nnx.vmap(lambda rnn, x: rnn(x[None])[0], in_axes=(None, 0))(
                self.rnn, x
            ),
            "remat": lambda: nnx.remat(lambda rnn, x: rnn(x))(self.rnn, x),
        }.get(self.way)
        if called:
            return called()
        step = {
            "nnx.jit": nnx.jit(lambda cell, h, x: cell(h, x)),
            "jax.jit": lambda cell, h, x: jax.jit(cell)(h, x),
            "cond": lambda cell, h, x: jax.lax.cond(True, cell, lambda h, _: (h, h), h, x),
            "vmap": lambda cell, h, x: jax.vmap(cell)(h, x),
            "checkpoint": lambda cell, h, x: jax.checkpoint(cell)(h, x),
        }[self.way]
        h, found = jnp.zeros((x.shape[0], 4)), []
        for at in range(x.shape[1]):
            h, _ = step(self.cell, h, x[:, at])
            found.append(h)
        return jnp.stack(found, 1)


@pytest.mark.parametrize("way", ["nnx.jit of a layer", "nnx.jit", "jax.jit", "cond"])
def test_what_is_compiled_around_a_cell_runs_step_by_step(way):
    model = Transformed(way)
    run = gatescope.trace(model, X, gradients_of=square, sequence=1)
    assert [layer.name for layer in run] == ["rnn" if "layer" in way else "cell"]
    assert run.layers[0].h == pytest.approx(np.asarray(model(X)[1]), abs=1e-6)
    assert np.abs(run.layers[0].gradients["h"]).min() > 0
    assert gatescope.check(model, X, progress=False).sequences == 3


@pytest.mark.parametrize("way", ["nnx.vmap", "remat", "vmap", "checkpoint"])
def test_what_maps_a_cell_or_runs_it_twice_is_refused_by_name(way):
    name = "cell" if way in ("vmap", "checkpoint") else "rnn"
    for look, who in ((gatescope.trace, "trace"), (gatescope.check, "check")):
        with pytest.raises(gatescope.GatescopeError, match=f"{who}: '{name}' is called inside of"):
            look(Transformed(way), X)


def test_a_module_of_16_bits_is_a_table_of_32():
    cell = nnx.GRUCell(2, 4, dtype=jnp.bfloat16, rngs=nnx.Rngs(0))
    table = gatescope.trace(nnx.RNN(cell), X, gradients_of=square).to_pandas()
    assert {str(kind) for kind in table.dtypes} == {"float32"}


def test_a_scan_without_a_cell_is_left_compiled():
    class Sums(nnx.Module):
        def __init__(self):
            self.rnn = nnx.RNN(nnx.GRUCell(2, 4, rngs=nnx.Rngs(0)))

        def __call__(self, x):
            def add(total, step):
                stepped.append(isinstance(step, jax.core.Tracer))
                return total + step, total

            return jax.lax.scan(add, jnp.zeros((1, 4)), jnp.swapaxes(self.rnn(x), 0, 1))[1]

    stepped: list[bool] = []
    gatescope.trace(Sums(), X)
    assert stepped
    assert all(stepped)
