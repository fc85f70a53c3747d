"""Runs pieces of Python code from lessons and prints what they made, as JSON.

From standard input: a list of `{code, given, before, result}`. `given` are arrays that the code
may use, `before` and `result` are code around it.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch


def to_torch(kind: str, weights: list, suffix: str = "") -> dict:
    """A recurrent layer's weights in Keras's layout as PyTorch names and orders them."""
    kernel, recurrent, bias = (np.asarray(each, dtype="float32") for each in weights)
    two = bias if bias.ndim == 2 else np.stack([bias, np.zeros_like(bias)])

    def order(rows):
        if kind != "GRU":
            return rows
        z, r, n = np.split(rows, 3, axis=-1)  # PyTorch: r, z, n
        return np.concatenate([r, z, n], axis=-1)

    return {
        f"weight_ih_l0{suffix}": torch.tensor(order(kernel).T.copy()),
        f"weight_hh_l0{suffix}": torch.tensor(order(recurrent).T.copy()),
        f"bias_ih_l0{suffix}": torch.tensor(order(two[0])),
        f"bias_hh_l0{suffix}": torch.tensor(order(two[1])),
    }


def linear(weights: list) -> dict:
    kernel, bias = (np.asarray(each, dtype="float32") for each in weights)
    return {"weight": torch.tensor(kernel.T.copy()), "bias": torch.tensor(bias)}


def numbers(value):
    """Tensors and lists of them, as lists of numbers."""
    if isinstance(value, (list, tuple)):
        return [numbers(each) for each in value]
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return np.asarray(value, dtype="float64").tolist()


def run(piece: dict):
    keras.utils.set_random_seed(1)
    names = {"np": np, "torch": torch, "keras": keras, "to_torch": to_torch, "linear": linear}
    names |= piece["given"]
    exec(piece["before"], names)
    exec(piece["code"], names)
    exec(piece["after"], names)
    return numbers(eval(piece["result"], names))


found = [run(piece) for piece in json.load(sys.stdin)]
print("\n" + json.dumps(found))
