"""The kept numbers of PyTorch's optimisers are those that PyTorch computes here.

Their last digit is that of the processor that made them: PyTorch picks its vectorised kernels by what
the processor offers, and these round apart. Two cases (adagrad, and rmsprop on tiny gradients) moved by
half a unit in the last place when they were made on another machine; more than some units would be
another rule.
"""

import importlib.util
import json
from pathlib import Path

import torch

FIXTURES = Path(__file__).parents[1] / "fixtures"


def _maker():
    spec = importlib.util.spec_from_file_location("make_pytorch", FIXTURES / "make_pytorch.py")
    module = importlib.util.module_from_spec(spec)
    before = torch.get_default_dtype()
    try:
        spec.loader.exec_module(module)
        return {case["name"]: module.plain(case) for case in module.optimizer_cases()}
    finally:
        torch.set_default_dtype(before)


def _numbers(value):
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    return [value]


def test_kept_steps_of_optimisers_are_those_of_pytorch_to_the_last_digits():
    made = _maker()
    kept = {
        case["name"]: case
        for case in json.loads((FIXTURES / "pytorch" / "optimizers.json").read_text())["cases"]
    }
    assert made.keys() == kept.keys()
    for name, case in kept.items():
        again = made[name]
        for key in ("optimizer", "options", "clip", "scale", "start", "target"):
            assert again[key] == case[key], (name, key)
        found, wanted = _numbers(again["rows"]), _numbers(case["rows"])
        largest = max(abs(number) for number in wanted)
        worst = max(abs(a - b) for a, b in zip(found, wanted, strict=True))
        assert worst <= 1e-14 * largest, (name, worst)
