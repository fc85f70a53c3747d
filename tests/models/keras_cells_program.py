"""What is seen of Keras cells that are called a step at a time, several in one layer or of a user's own.

As JSON, on the back end of KERAS_BACKEND.
"""

from __future__ import annotations

import json

import keras
import numpy as np
from keras import layers as L
from keras import ops

import gatescope

keras.utils.set_random_seed(1)
X = np.random.default_rng(1).normal(size=(3, 5, 2)).astype("float32")


def plain(value):
    return np.array(ops.convert_to_numpy(value), copy=True)


def square(output):
    return ops.sum(ops.square(output))


class OwnCell(keras.Layer):
    """h = f h + (1 − f) tanh(W x + U h), f = σ(V x), as a user writes a cell for `RNN`."""

    def __init__(self, units, names=False, **options):
        super().__init__(**options)
        self.units, self.names, self.state_size = units, names, units

    def get_config(self):
        return {**super().get_config(), "units": self.units, "names": self.names}

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), name="w")
        self.u = self.add_weight(shape=(self.units, self.units), name="u")
        self.v = self.add_weight(shape=(shape[-1], self.units), name="v")

    def call(self, x, states, training=False):
        f = ops.sigmoid(ops.matmul(x, self.v))
        if self.names:
            f = gatescope.channel("f", f, role="gate")
        h = f * states[0] + (1 - f) * ops.tanh(
            ops.matmul(x, self.w) + ops.matmul(states[0], self.u)
        )
        return h, [h]


class Steps(keras.Model):
    """A layer over the past, then a loop of one's own over a cell, that reads its own answers."""

    def __init__(self, cell, joined=False):
        super().__init__()
        self.cell = cell
        self.past = L.RNN(cell, return_state=True) if joined else L.GRU(3, return_state=True)
        self.joined, self.out = joined, L.Dense(2)

    def call(self, x):
        answer, *state = self.past(x)
        if not self.joined:
            state = [ops.zeros((ops.shape(x)[0], 4)) for _ in range(2)]
        found = [self.out(answer)]
        for _ in range(4):
            answer, state = self.cell(found[-1], states=state)
            found.append(self.out(answer[:, :3] if not self.joined else answer))
        return ops.stack(found, axis=1)


class OneByOne(keras.Model):
    """An LSTM layer that is called once a step."""

    def __init__(self):
        super().__init__()
        self.lstm, self.out = L.LSTM(3, return_sequences=True, return_state=True), L.Dense(1)

    def call(self, x):
        state, found = None, []
        for at in range(x.shape[1]):
            answer, *state = self.lstm(x[:, at : at + 1], initial_state=state)
            found.append(self.out(answer))
        return ops.concatenate(found, axis=1)


class ByHand(keras.layers.Layer):
    """h = z ⊙ h + (1 − z) ⊙ (W x) in a loop without a cell, or all steps at once, as `way` says.

    Where it is a matrix, each h stands in a row of two.
    """

    def __init__(self, way, **options):
        super().__init__(**options)
        self.way, self.z, self.new = way, L.Dense(3, activation="sigmoid"), L.Dense(3)

    def call(self, x):
        z, new = self.z(x), self.new(x)
        if self.way == "at once":
            z = gatescope.channel("z", z, "gate", steps=1)
            b = gatescope.channel("b", (1 - z) * new, steps=1)
            kept = ops.cumprod(z, axis=1)
            return gatescope.channel("h", kept * ops.cumsum(b / kept, 1), steps=1, added=b)
        h, found = ops.zeros_like(new[:, 0]), []
        for at in range(x.shape[1]):
            gate = gatescope.channel("z", z[:, at], role="gate")
            h = gate * h + (1 - gate) * new[:, at]
            if self.way == "matrix":
                both = gatescope.channel("S", ops.stack([h, -h], 1), axes=("sign", "unit"))
                h = both[:, 0]
            else:
                h = gatescope.channel("h", h)
            found.append(h)
        return ops.stack(found, axis=1)


def layers_of(*each):
    return keras.Sequential([keras.Input((5, 2)), *each, L.Dense(1)])


def masked():
    return keras.Sequential(
        [
            keras.Input((5, 2)),
            L.Masking(),
            L.RNN([L.LSTMCell(3), L.GRUCell(4)], return_sequences=True),
            L.Dense(1),
        ]
    )


def seen(model, x=X, sequence=1):
    """A trace beside the model's own call, and of the last layer a gradient beside differences."""
    expected = plain(model(x))
    run = gatescope.trace(model, x, gradients_of=square, sequence=sequence)
    layer, tiny = run.layers[-1], 1e-2
    channel, step = layer.record.form.channels[0], 3
    value = float(layer[channel][step, 0])
    up, down = (
        run.clamp(channel, value + by, units=0, steps=step, layer=layer.name).loss
        for by in (tiny, -tiny)
    )
    health = gatescope.check(model, x, progress=False)
    many = gatescope.samples(model, x, progress=False)
    return {
        "layers": {each.name: each.record.steps for each in run},
        "channels": list(layer.record.form.channels),
        "states": list(layer.record.form.states),
        "notes": list(run.record.notes),
        "loss": [run.loss, float((expected[sequence] ** 2).sum())],
        "slope": [(up - down) / (2 * tiny), float(layer.gradients[channel][step, 0])],
        "h": layer[layer.record.form.output].tolist(),
        "dh": layer.gradients[layer.record.form.output].tolist(),
        "mask": None if layer.record.mask is None else layer.record.mask.tolist(),
        "checked": [each.name for each in health.layers],
        "apart": float(
            np.abs(many[layer.name][channel][sequence] - layer.record.channels[channel]).max()
        )
        if layer.record.mask is None
        else 0.0,
    }


def twins():
    """The same weights in a loop and at once."""
    loop, whole = layers_of(ByHand("loop", name="hand")), layers_of(ByHand("at once", name="hand"))
    whole.set_weights(loop.get_weights())
    return loop, whole


def built(model):
    model(X)
    return model


padded = X.copy()
padded[1, :2] = 0


def pictures():
    given = keras.Input((3, 4, 4, 1))
    frames = L.ConvLSTM2D(2, 3, padding="same", return_sequences=True, name="frames")(given)
    model = keras.Model(given, L.LSTM(2)(L.Reshape((3, 32))(frames)))
    return list(gatescope.trace(model, np.ones((1, 3, 4, 4, 1), "float32")).record.notes)


print(
    json.dumps(
        {
            "loop": seen(built(Steps(L.LSTMCell(4, name="writes")))),
            "goes on": seen(built(Steps(L.LSTMCell(3, name="cell"), joined=True))),
            "stacked": seen(
                layers_of(
                    L.RNN(
                        [L.LSTMCell(3, name="one"), L.GRUCell(4, name="two")], return_sequences=True
                    )
                )
            ),
            "masked": seen(masked(), padded),
            "backward": seen(
                layers_of(
                    L.RNN(
                        [L.SimpleRNNCell(3, name="one"), L.SimpleRNNCell(2, name="two")],
                        return_sequences=True,
                        go_backwards=True,
                    ),
                )
            ),
            "own": seen(layers_of(L.RNN(OwnCell(3, name="own"), return_sequences=True))),
            "named": seen(
                layers_of(L.RNN(OwnCell(3, names=True, name="own"), return_sequences=True))
            ),
            "one by one": seen(built(OneByOne())),
            **dict(zip(("by hand", "at once"), map(seen, twins()))),
            "matrix": seen(layers_of(ByHand("matrix", name="hand"))),
            "pictures": pictures(),
        }
    )
)
