"""Traces many Keras models on the back end of KERAS_BACKEND and prints what was found as JSON."""

from __future__ import annotations

import itertools
import json

import keras
import numpy as np
from keras import layers as L
from refusals import words

import gatescope

keras.utils.set_random_seed(1)
X = np.random.default_rng(1).normal(size=(3, 6, 2)).astype("float32")
found = {"layers": 0, "loss": 0.0, "gradient": 0.0, "slope": 0.0, "unchanged": True}


def square(output):
    return keras.ops.sum(keras.ops.square(output))


def check(model, x, sequence=1):
    before = [weight.copy() for weight in model.get_weights()]
    output = np.asarray(keras.ops.convert_to_numpy(model(x[sequence : sequence + 1])))
    run = gatescope.trace(model, x, gradients_of=square, sequence=sequence)
    other = run.at_sequence(0)
    alone = gatescope.trace(model, x, gradients_of=square)
    assert other.loss == alone.loss and other.to_bundle()["batch"]["size"] == len(x)
    after = model.get_weights()
    found["unchanged"] &= all((a == b).all() for a, b in zip(before, after))
    expected = float((output.astype("float64") ** 2).sum())
    found["loss"] = max(found["loss"], abs(expected - run.loss) / max(1e-2, abs(expected)))
    for layer in run.layers:
        found["layers"] += 1
        channel, step, tiny = layer.channels[0], 2, 1e-2
        value = float(layer[channel][step, 0])
        up, down = (
            run.clamp(channel, value + by, units=0, steps=step, layer=layer.name).loss
            for by in (tiny, -tiny)
        )
        gradient = float(layer.gradients[channel][step, 0])
        error = abs((up - down) / (2 * tiny) - gradient) / max(abs(gradient), 0.05)
        found["gradient"] = max(found["gradient"], error)
    if run.record.editable:
        check_slope(run, x[sequence : sequence + 1], model)
    return run


def check_slope(run, x, model):
    """The derivative of the last answer by the input, beside that of the answers round about."""
    slope, tiny = run.output_gradient(), 1e-2
    for step, feature in ((0, 1), (4, 0)):
        moved = []
        for by in (tiny, -tiny):
            changed = x.copy()
            changed[0, step, feature] += by
            output = np.asarray(keras.ops.convert_to_numpy(model(changed)))
            moved.append(float(output.reshape(-1)[-1]))
        expected = float(slope[step, feature])
        error = abs((moved[0] - moved[1]) / (2 * tiny) - expected)
        found["slope"] = max(found["slope"], error / max(abs(expected), 0.05))


# JAX differentiates a loop by tracing each of its steps, which takes seconds a model.
choices = (
    [(True, True)]
    if keras.backend.backend() == "jax"
    else itertools.product((True, False), repeat=2)
)
for sequences, bias in choices:
    options = {"return_sequences": sequences, "use_bias": bias}
    for layer in (
        L.SimpleRNN(4, **options),
        L.LSTM(4, **options),
        L.GRU(4, **options),
        L.GRU(4, reset_after=False, **options),
        L.LSTM(4, go_backwards=True, **options),
        L.LSTM(4, recurrent_activation="hard_sigmoid", **options),
        L.Bidirectional(L.LSTM(4, **options)),
        L.Bidirectional(L.GRU(3, **options), merge_mode="sum"),
    ):
        check(keras.Sequential([keras.Input((6, 2)), layer, L.Dense(1)]), X)

tokens = np.array([[1, 2, 3, 4, 5, 6], [1, 2, 3, 0, 0, 0], [4, 4, 0, 0, 0, 0]])
truth = np.array([[1.0], [0.0], [1.0]], "float32")
model = keras.Sequential(
    [
        keras.Input((6,)),
        L.Embedding(9, 3, mask_zero=True),
        L.LSTM(4, return_sequences=True),
        L.Bidirectional(L.GRU(3)),
        L.Dense(1, activation="sigmoid"),
    ]
)
run = check(model, tokens)
found["mask"] = run.record.mask.tolist()
found["answeredAt"] = np.flatnonzero(~np.isnan(run.record.outputs[0].values)).tolist()
found["tokens"] = [list(run.record.input_names), run.record.editable]
model.compile(loss="binary_crossentropy", optimizer="adam")
run = gatescope.trace(model, tokens, truth)
found["compiled"] = run.record.loss_name
training = gatescope.Training(epochs=1, show=False)
kept = model.fit(tokens, truth, epochs=2, verbose=0, callbacks=[training.callback()])
found["stale"] = run.stale
found["training"] = [training.status, training.planned, training.metrics["loss"]]
found["history"] = gatescope.history(kept).metrics["loss"]
found["weights"] = [
    sum("gradient" in parameter for parameter in layer["parameters"])
    for layer in gatescope.weights(run).layers
]


dense = keras.Sequential([keras.Input((3,)), L.Dense(2)])
found["none"] = words(lambda: gatescope.trace(dense, np.zeros((1, 3))))
found["sequence"] = words(lambda: gatescope.trace(model, tokens[:1], sequence=1))
found["tokenSlope"] = words(run.output_gradient)
found["lossName"] = words(lambda: gatescope.trace(model, tokens, truth, "nope"))
print(json.dumps(found))
