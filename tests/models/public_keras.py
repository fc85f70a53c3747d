"""Public recurrent models of Keras and flax, typed again in small; each says whose it is."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers


def _random(*shape: int) -> Any:
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


def addition() -> tuple[Any, Any]:
    """keras-io, addition_rnn: a number as one vector, repeated for each digit of the answer."""
    model = keras.Sequential(
        [
            keras.Input((7, 12)),
            layers.LSTM(8),
            layers.RepeatVector(4),
            layers.LSTM(8, return_sequences=True),
            layers.Dense(12, activation="softmax"),
        ]
    )
    return model, _random(2, 7, 12)


def lstm_seq2seq() -> tuple[Any, Any]:
    """keras-io, lstm_seq2seq: the decoder begins with the encoder's states."""
    first, second = keras.Input((None, 6)), keras.Input((None, 5))
    _, h, c = layers.LSTM(7, return_state=True)(first)
    outputs, _, _ = layers.LSTM(7, return_sequences=True, return_state=True)(
        second, initial_state=[h, c]
    )
    model = keras.Model([first, second], layers.Dense(5, activation="softmax")(outputs))
    return model, [_random(2, 6, 6), _random(2, 4, 5)]


def bidirectional_imdb() -> tuple[Any, Any]:
    """keras-io, bidirectional_lstm_imdb: two layers in both directions."""
    inputs = keras.Input((None,), dtype="int32")
    x = layers.Embedding(20, 8)(inputs)
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(x)
    x = layers.Bidirectional(layers.LSTM(4))(x)
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
    return model, np.random.default_rng(0).integers(0, 20, (2, 9))


def weather() -> tuple[Any, Any]:
    """keras-io, timeseries_weather_forecasting: one LSTM, one number."""
    inputs = keras.Input((12, 7))
    return keras.Model(inputs, layers.Dense(1)(layers.LSTM(6)(inputs))), _random(2, 12, 7)


def captcha() -> tuple[Any, Any]:
    """keras-io, captcha_ocr: columns of a picture through two bidirectional LSTMs."""
    inputs = keras.Input((16, 8, 1))
    x = layers.Conv2D(4, 3, activation="relu", padding="same")(inputs)
    x = layers.Reshape((8, 32))(layers.MaxPooling2D((2, 1))(x))
    x = layers.Dense(6, activation="relu")(x)
    x = layers.Bidirectional(layers.LSTM(5, return_sequences=True, dropout=0.25))(x)
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True, dropout=0.25))(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x)), _random(2, 16, 8, 1)


def characters() -> tuple[Any, Any]:
    """keras-io, lstm_character_level_text_generation: one LSTM over letters."""
    model = keras.Sequential(
        [keras.Input((10, 7)), layers.LSTM(8), layers.Dense(7, activation="softmax")]
    )
    return model, _random(2, 10, 7)


def video() -> tuple[Any, Any]:
    """keras-io, video_classification: masked frames through two GRUs."""
    frames, mask = keras.Input((6, 5)), keras.Input((6,), dtype="bool")
    x = layers.GRU(5, return_sequences=True)(frames, mask=mask)
    x = layers.Dropout(0.4)(layers.GRU(4)(x))
    model = keras.Model([frames, mask], layers.Dense(3, activation="softmax")(x))
    return model, [_random(2, 6, 5), np.arange(6)[None] < np.array([[6], [4]])]


def hierarchical() -> tuple[Any, Any]:
    """Keras's older mnist_hierarchical_rnn: an LSTM over each row, another over the rows."""
    inputs = keras.Input((5, 6, 1))
    rows = layers.TimeDistributed(layers.LSTM(4))(inputs)
    return keras.Model(inputs, layers.Dense(3)(layers.LSTM(4)(rows))), _random(2, 5, 6, 1)


def next_frame() -> tuple[Any, Any]:
    """keras-io, conv_lstm: a convolution in the place of each product."""
    inputs = keras.Input((3, 6, 6, 1))
    x = layers.ConvLSTM2D(2, (3, 3), padding="same", return_sequences=True)(inputs)
    return keras.Model(inputs, layers.Conv3D(1, 3, padding="same")(x)), _random(2, 3, 6, 6, 1)


def nnx_classifier(bidirectional: bool = False) -> tuple[Any, Any]:
    """flax's guide to `nnx.RNN`: a cell in a layer, or two in `nnx.Bidirectional`."""
    from flax import nnx

    rngs = nnx.Rngs(0)

    class Classifier(nnx.Module):
        def __init__(self) -> None:
            if bidirectional:
                self.rnn = nnx.Bidirectional(
                    nnx.RNN(nnx.GRUCell(3, 4, rngs=rngs), rngs=rngs),
                    nnx.RNN(nnx.GRUCell(3, 4, rngs=rngs), rngs=rngs),
                    rngs=rngs,
                )
            else:
                self.rnn = nnx.RNN(nnx.LSTMCell(3, 4, rngs=rngs), rngs=rngs)
            self.out = nnx.Linear(8 if bidirectional else 4, 2, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            return self.out(self.rnn(x)[:, -1])

    return Classifier(), _random(2, 6, 3)


def linen_seq2seq() -> tuple[Any, Any]:
    """flax's examples/seq2seq: `nn.RNN` of linen."""
    import flax.linen as nn

    class Seq2seq(nn.Module):
        @nn.compact
        def __call__(self, x: Any) -> Any:
            carry, _ = nn.RNN(nn.LSTMCell(4), return_carry=True)(x)
            return nn.Dense(3)(nn.RNN(nn.LSTMCell(4))(x, initial_carry=carry))

    return Seq2seq(), _random(2, 5, 3)


def handwriting() -> tuple[Any, Any]:
    """keras-io, handwriting_recognition: columns of a line of writing, two bidirectional LSTMs."""
    inputs = keras.Input((12, 8, 1))
    x = layers.Conv2D(3, 3, activation="relu", padding="same")(inputs)
    x = layers.Dense(5, activation="relu")(layers.Reshape((6, 12))(layers.MaxPooling2D(2)(x)))
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True, dropout=0.25))(x)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True, dropout=0.25))(x)
    return keras.Model(inputs, layers.Dense(9, activation="softmax")(x)), _random(2, 12, 8, 1)


def generated_text() -> tuple[Any, Any]:
    """tensorflow/docs, text_generation: a subclassed model whose GRU may go on from states."""

    class Generator(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = layers.Embedding(9, 4)
            self.gru = layers.GRU(5, return_sequences=True, return_state=True)
            self.dense = layers.Dense(9)

        def call(self, ids: Any, states: Any = None, training: bool = False) -> Any:
            x, _ = self.gru(self.embedding(ids), initial_state=states, training=training)
            return self.dense(x, training=training)

    model, ids = Generator(), np.random.default_rng(0).integers(0, 9, (2, 7))
    model(ids)  # as after its training: only then it has weights
    return model, ids


def feedback() -> tuple[Any, Any]:
    """tensorflow/docs, time_series: a cell in a layer to warm up, then the cell fed with its answers."""

    class FeedBack(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.cell = layers.LSTMCell(5)
            self.rnn, self.dense = layers.RNN(self.cell, return_state=True), layers.Dense(3)

        def call(self, x: Any, training: bool = False) -> Any:
            last, *state = self.rnn(x)
            found = [self.dense(last)]
            for _ in range(3):
                last, state = self.cell(found[-1], states=state, training=training)
                found.append(self.dense(last))
            return keras.ops.stack(found, axis=1)

    model, x = FeedBack(), _random(2, 6, 3)
    model(x)
    return model, x
