"""What is wrong with a call for a Keras or flax model is said by the name of the argument."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from flax import nnx

import gatescope

X = np.random.default_rng(0).normal(size=(3, 6, 2)).astype("float32")
Y = np.zeros((3, 1), "float32")


class Flax(nnx.Module):
    def __init__(self):
        rngs = nnx.Rngs(0)
        self.rnn = nnx.RNN(nnx.LSTMCell(2, 4, rngs=rngs))
        self.out = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        return self.out(self.rnn(x)[:, -1])


class FlaxOfIds(nnx.Module):
    def __init__(self):
        rngs = nnx.Rngs(0)
        self.embed = nnx.Embed(9, 3, rngs=rngs)
        self.rnn = nnx.RNN(nnx.GRUCell(3, 4, rngs=rngs))

    def __call__(self, x):
        return self.rnn(self.embed(x))


def squared(output, target):
    return ((output - target) ** 2).mean()


#: What is given in place of x, and what is said of it.
INPUTS = {
    "no number in x": ({}, "x must be an array with the batch first, got none"),
    "an empty list": ([], "x must be an array with the batch first, got none"),
    "rows of unequal length": (
        [[[1, 2]], [[1, 2], [3, 4]]],
        "x must be an array with the batch first, got a list: ",
    ),
    "one number": (3.0, "x must be an array with the batch first, got 3.0"),
    "text": ("abc", "x must be an array with the batch first, got 'abc'"),
    "words": (np.array(["a", "b"]), "x must be real numbers, got <U1"),
    "complex numbers": (X.astype(complex), "x must be real numbers, got complex128"),
    "no sequence": (X[:0], "x has nothing in it: its shape is [0, 6, 2]"),
    "no step": (X[:, :0], "x has nothing in it: its shape is [3, 0, 2]"),
    "no feature": (X[:, :, :0], "x has nothing in it: its shape is [3, 6, 0]"),
    "no number at a place": (X * np.nan, "x must be finite numbers, got nan at [0, 0, 0]"),
}
#: Options beside a good x, and what is said of them.
OPTIONS = {
    "no layer": ({"layers": []}, "layers must name at least one recurrent layer, got none"),
    "another layer": ({"layers": ["nope"]}, "layers has 'nope', but the layers are"),
    "a loss alone": ({"loss": squared}, "loss was given without a target; give target="),
    "no objective": (
        {"gradients_of": lambda output: None},
        "gradients_of must give one number",
    ),
    "a title that is no text": ({"title": 3}, "title must be a string, got 3"),
    "a unit that is no text": ({"unit": 3}, "unit must be a string, got 3"),
    "no name of a step": ({"step_name": None}, "step_name must be a string such as"),
    "an infinite target": (
        {"target": Y + np.inf, "loss": squared},
        "target must be finite numbers, got inf at [0, 0]",
    ),
}


def forward_nothing(model, x):
    """Runs the model and forgets to return what came out."""
    model(x)


#: What wants the output of such a forward.
NOTHING = {
    "loss": {"target": Y, "loss": squared},
    "gradients_of": {"gradients_of": lambda output: output.sum()},
}
IDS = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [0, 0, 0, 8]])


def with_id(value):
    """Ids of which one, in the second sequence, is another."""
    ids = IDS.astype(type(value))
    ids[1, 2] = value
    return ids


#: Ids that have no row among the nine of an embedding.
BAD_IDS = {"too large": 9, "negative": -1, "fractional": 2.5}


def said(model, by_ids):
    """What each mistake is answered with."""
    found = {}
    for name, value in BAD_IDS.items():
        found[name] = words(by_ids, with_id(value), {"sequence": 1})
    found["good ids"] = words(by_ids, with_id(0), {"sequence": 1})
    found["nothing"] = words(model, X, {"forward": forward_nothing})
    for name, options in NOTHING.items():
        found[name] = words(model, X, {**options, "forward": forward_nothing})
    for name, (x, _) in INPUTS.items():
        found[name] = words(model, x, {})
    for name, (options, _) in OPTIONS.items():
        found[name] = words(model, X, options)
    found["a class"] = words(type(model), X, {})
    return found


def words(model, x, options):
    try:
        gatescope.trace(model, x, **options)
    except gatescope.GatescopeError as error:
        return str(error)
    return "no error"


@pytest.fixture(scope="module")
def of_flax():
    return said(Flax(), FlaxOfIds())


@pytest.fixture(scope="module")
def of_keras():
    """Keras chooses its back end when it is imported: a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__))],
        env={**os.environ, "KERAS_BACKEND": "torch"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("mistake", [*INPUTS, *OPTIONS])
@pytest.mark.parametrize("framework", ["flax", "keras"])
def test_a_mistake_is_named(framework, mistake, request):
    found = request.getfixturevalue(f"of_{framework}")
    _, expected = {**INPUTS, **OPTIONS}[mistake]
    assert f"trace: {expected}" in found[mistake]


@pytest.mark.parametrize("framework, name", [("flax", "Flax"), ("keras", "Sequential")])
def test_a_class_is_told_from_a_model(framework, name, request):
    found = request.getfixturevalue(f"of_{framework}")
    assert (
        f"got the class {name}; give one that was made of it, such as {name}(…)" in found["a class"]
    )


@pytest.mark.parametrize("framework", ["flax", "keras"])
@pytest.mark.parametrize("which", BAD_IDS)
def test_an_id_without_a_row_is_named(framework, which, request):
    found = request.getfixturevalue(f"of_{framework}")
    assert found[which] == (
        "trace: x must hold whole numbers from 0 to 8, the ids of the embedding 'embed' of size 9; "
        f"got {BAD_IDS[which]} at [1, 2]"
    )
    assert found["good ids"] == "no error"


def test_a_fraction_is_named_where_keras_cuts_it_off_before_the_embedding(of_keras):
    assert of_keras["whole input"].endswith("got 2.5 at [1, 2]")


@pytest.mark.parametrize("framework", ["flax", "keras"])
@pytest.mark.parametrize("which", NOTHING)
def test_a_forward_that_returns_nothing_is_named_where_its_output_is_wanted(
    framework, which, request
):
    found = request.getfixturevalue(f"of_{framework}")
    assert found[which] == f"trace: forward must return the output that {which} takes, got None"
    assert found["nothing"] == "no error"


def test_a_keras_model_without_weights_is_refused(of_keras):
    assert of_keras["no weights yet"] == (
        "trace: model must have weights, but 'lstm' is not built yet; call the model on x once, "
        "then trace it"
    )


def test_a_module_of_linen_is_refused_with_what_can_be_seen():
    from flax import linen

    with pytest.raises(
        gatescope.NothingToSee, match=r"got a Dense of flax\.linen, .*same layers with flax\.nnx"
    ):
        gatescope.trace(linen.Dense(2), X)


@pytest.mark.parametrize("module", ["equinox.nn._rnn", "haiku._src.transform"])
@pytest.mark.parametrize("call", [gatescope.trace, gatescope.check, gatescope.samples])
def test_what_other_libraries_of_jax_make_is_refused_by_the_name_of_the_library(call, module):
    made = type("LSTMCell", (), {"__module__": module, "__call__": lambda self, x: x})()
    library = module.partition(".")[0]
    with pytest.raises(gatescope.NothingToSee, match=rf"a LSTMCell of {library}, .*flax\.nnx"):
        call(made, X)


if __name__ == "__main__":
    import keras

    def model(*layers):
        return keras.Sequential(layers)

    def of_ids(kind):
        embedding = keras.layers.Embedding(9, 3, name="embed")
        return model(keras.Input((4,), dtype=kind), embedding, keras.layers.GRU(4))

    found = said(
        model(keras.Input((None, 2)), keras.layers.LSTM(4), keras.layers.Dense(1)),
        of_ids("float32"),
    )
    found["no weights yet"] = words(model(keras.layers.LSTM(4, name="lstm")), X, {})
    found["whole input"] = words(of_ids("int32"), with_id(2.5), {"sequence": 1})
    print(json.dumps(found))
