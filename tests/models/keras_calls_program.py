"""What Keras models carry from call to call, look up and call twice, as JSON.

On the back end of KERAS_BACKEND.
"""

from __future__ import annotations

import json

import keras
import numpy as np
from keras import layers as L
from refusals import words

import gatescope

keras.utils.set_random_seed(1)
X = np.random.default_rng(1).normal(size=(3, 4, 2)).astype("float32")


def square(output):
    return keras.ops.sum(keras.ops.square(output))


def plain(value):
    return np.array(keras.ops.convert_to_numpy(value), copy=True)


def carried(model):
    """All that a model has, states and seeds too."""
    every = [*model.variables]
    for layer in model._flatten_layers():
        every += keras.tree.flatten(getattr(layer, "states", None) or [])
    return [plain(variable).tolist() for variable in every]


def slope_of(run, layer, channel, step):
    """What finite differences and the run itself say of dL/d of one number of a layer."""
    value, tiny = float(run[layer][channel][step, 0]), 1e-2
    up, down = (
        run.clamp(channel, value + by, units=0, steps=step, layer=layer).loss
        for by in (tiny, -tiny)
    )
    return [(up - down) / (2 * tiny), float(run[layer].gradients[channel][step, 0])]


def twice():
    """One LSTM over x, and again over its own outputs."""
    given = keras.Input((4, 2))
    lstm = L.LSTM(2, return_sequences=True, name="lstm")
    first = lstm(given)
    model = keras.Model(given, [lstm(first), first])
    second, first = (plain(output) for output in model(X[1:2]))
    run = gatescope.trace(model, X, gradients_of=lambda out: square(out[0]), sequence=1)
    return {
        "names": [layer.name for layer in run.layers],
        "apart": [
            float(np.abs(run["lstm"].h - first[0]).max()),
            float(np.abs(run["lstm (2)"].h - second[0]).max()),
        ],
        "slopes": [slope_of(run, name, "f", 1) for name in ("lstm", "lstm (2)")],
    }


class Own(keras.Model):
    """A model that cannot be copied: Keras knows no configuration of it."""

    def __init__(self, units, /):
        super().__init__()
        self.gru = L.GRU(units, stateful=True)
        self.out = L.Dense(1)

    def call(self, x):
        return self.out(self.gru(x))


def stateful(model):
    """A trace, and recomputes after the model itself went on."""
    model(X)
    before = carried(model)
    run = gatescope.trace(model, X, gradients_of=square, sequence=1)
    again = run.edit(steps=0, value=float(X[1, 0, 0]))
    other = run.at_sequence(2)
    channel = run.layers[0].channels[0]
    slopes = slope_of(run, run.layers[0].name, channel, 1)
    run.output_gradient()
    # A whole batch begins with the same states, however often it runs.
    name, h = run.layers[0].name, run.layers[0].h
    checked = [each.kind for each in gatescope.check(model, X, progress=False).findings]
    many = gatescope.samples(model, X, progress=False)[name].h
    unchanged = carried(model) == before
    states = next(layer.states for layer in model._flatten_layers() if hasattr(layer, "states"))
    began = plain(keras.tree.flatten(states)[0])
    expected = plain(model(X))
    late = run.edit(steps=0, value=float(X[1, 0, 0]))
    return {
        "unchanged": unchanged,
        "moved": carried(model) != before,
        "initial": float(np.abs(run.layers[0].record.initial["h"] - began[1]).max()),
        "losses": [run.loss, again.loss, late.loss, float((expected[1] ** 2).sum())],
        "other": [other.loss, float((expected[2] ** 2).sum())],
        "slopes": slopes,
        "checked": checked,
        "apart": float(np.abs(many[1] - h).max()),
    }


def forecasts():
    """As many numbers as there are steps, at the end or one at each; of any length, or of this one."""
    found = {}
    for length in (None, 4):
        for way in ("at the end", "each step"):
            given = keras.Input((length, 2))
            h = L.LSTM(3, return_sequences=way == "each step")(given)
            answer = L.Dense(1)(h)[..., 0] if way == "each step" else L.Dense(4)(h)
            run = gatescope.trace(keras.Model(given, answer), X, gradients_of=square)
            run.output_gradient(output=len(run.record.outputs) - 1, step=3)
            found[f"{way}, {length}"] = [len(run.record.outputs), list(run.record.answers)]
    return found


def narrow():
    """Numbers of 16 bits, which pandas does not know, and the weights that gave them."""
    policy = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    try:
        run = gatescope.trace(layers_of(L.LSTM(3)), X, gradients_of=square)
        many = gatescope.samples(layers_of(L.LSTM(3)), X, progress=False)
        tables = [run.to_pandas(), run.weights().to_pandas(), many.to_pandas()]
    finally:
        keras.mixed_precision.set_global_policy(policy)
    return [sorted({str(kind) for kind in table.dtypes}) for table in tables]


def dropped():
    """Dropout in training mode draws the same in each recompute."""
    model = keras.Sequential([keras.Input((4, 2)), L.LSTM(3), L.Dropout(0.5, seed=3), L.Dense(1)])
    before = carried(model)
    run = gatescope.trace(model, X, gradients_of=square, training=True)
    losses = [run.edit(steps=0, value=float(X[0, 0, 0])).loss for _ in range(3)]
    return {"losses": [run.loss, *losses], "unchanged": carried(model) == before}


def looked_up():
    """What is said of an id that an embedding of nine has no row for, with gradients and without."""
    model = keras.Sequential(
        [keras.Input((4,)), L.Embedding(9, 3, name="embed"), L.GRU(3, name="gru")]
    )
    ids = np.array([[1, 2, 3, 8], [4, 5, 9, 6]])
    good = gatescope.trace(model, ids, gradients_of=square)
    return {
        "said": [
            words(lambda: gatescope.trace(model, ids, sequence=1)),
            words(lambda: gatescope.trace(model, ids, sequence=1, gradients_of=square)),
            words(lambda: good.at_sequence(1)),
        ],
        "apart": float(np.abs(good["gru"].h[-1] - plain(model(ids[:1]))[0]).max()),
    }


def layers_of(layer):
    return keras.Sequential([keras.Input((4, 2), batch_size=3), layer, L.Dense(1)])


def addition():
    """keras-io's example addition_rnn (Apache 2.0): the decoder runs over the digits of the answer."""
    model = keras.Sequential(
        [
            keras.Input((7, 5)),
            L.LSTM(6, name="encoder"),
            L.RepeatVector(4),
            L.LSTM(6, return_sequences=True, name="decoder"),
            L.Dense(5, activation="softmax"),
        ]
    )
    x = np.random.default_rng(1).random((2, 7, 5)).astype("float32")
    run = gatescope.trace(model, x)
    of_decoder = gatescope.trace(model, x, layers=["decoder"])
    return {
        "layers": [layer.name for layer in run],
        "notes": list(run.record.notes),
        "decoder": [layer.record.steps for layer in of_decoder],
        "its notes": list(of_decoder.record.notes),
    }


def looking(attend):
    """Over how many steps of which layers an attention looked, and how far from what Keras gives."""
    read, written = keras.Input((7, 2)), keras.Input((5, 2))
    keys, h, c = L.LSTM(4, return_sequences=True, return_state=True, name="reads")(read)
    queries = L.LSTM(4, return_sequences=True, name="writes")(written, initial_state=[h, c])
    context, weights = attend([queries, keys])
    model = keras.Model([read, written], L.Dense(1)(context))
    draw = np.random.default_rng(2).standard_normal
    x = [draw((3, 7, 2)).astype("float32"), draw((3, 5, 2)).astype("float32")]
    expected = plain(keras.Model([read, written], weights)(x))[1]
    runs = [
        gatescope.trace(model, x, sequence=1, **more) for more in ({}, {"gradients_of": square})
    ]
    of = [run.attention() for run in runs]
    return {
        "layers": [each.layers for each in of],
        "shape": of[0].weights.shape,
        "apart": max(
            float(np.abs(each.weights - expected.reshape(-1, 5, 7).mean(0)).max()) for each in of
        ),
    }


class ByHand(keras.Layer):
    """Luong's attention, as people write it themselves."""

    def call(self, both):
        queries, keys = both
        weights = keras.ops.softmax(keras.ops.matmul(queries, keras.ops.swapaxes(keys, 1, 2)))
        return keras.ops.matmul(weights, keys), weights


def pooled():
    """The attention of many classifiers: a score a step, `Activation("softmax")`, a weighted sum."""
    x = keras.Input((7, 2))
    states = L.GRU(4, return_sequences=True, name="reads")(x)
    weights = L.Activation("softmax")(L.Flatten()(L.Dense(1, activation="tanh")(states)))
    context = L.Dot(axes=1)([states, weights])
    # As many classes as steps: a probability, and no attention.
    model = keras.Model(x, L.Dense(7, activation="softmax")(context))
    batch = np.random.default_rng(3).standard_normal((3, 7, 2)).astype("float32")
    expected = plain(keras.Model(x, weights)(batch))[2]
    run = gatescope.trace(model, batch, sequence=2)
    return {
        "looks": [(each.source, each.target) for each in run.record.attentions],
        "apart": float(np.abs(run.attention().weights - expected).max()),
    }


found = {
    "pooled": pooled(),
    "looking": {
        "by hand": looking(ByHand()),
        "dot": looking(lambda both: L.Attention()(both, return_attention_scores=True)),
        "additive": looking(lambda both: L.AdditiveAttention()(both, return_attention_scores=True)),
        "heads": looking(
            lambda both: L.MultiHeadAttention(2, 3)(*both, return_attention_scores=True)
        ),
    },
    "addition": addition(),
    "twice": twice(),
    "stateful": {
        "LSTM": stateful(layers_of(L.LSTM(3, stateful=True))),
        "Bidirectional": stateful(layers_of(L.Bidirectional(L.GRU(3, stateful=True)))),
        "own": stateful(Own(3)),
    },
    "dropped": dropped(),
    "narrow": narrow(),
    "forecasts": forecasts(),
    "ids": looked_up(),
    "unbuilt": words(lambda: gatescope.trace(Own(3), X)),
    "batch": words(lambda: gatescope.trace(layers_of(L.LSTM(3, stateful=True)), X[:2])),
}
print(json.dumps(found))
