"""What a user may give for the arguments that most calls share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from .errors import GatescopeError, NothingToSee, kind_of, named
from .frameworks import framework_of

Given = ParamSpec("Given")
Result = TypeVar("Result")


def known_arguments(method: Callable[Given, Result]) -> Callable[Given, Result]:
    """The method, with an unknown argument refused by the name that is meant."""
    names = list(inspect.signature(method).parameters)[1:]

    @wraps(method)
    def checked(*args: Given.args, **given: Given.kwargs) -> Result:
        for name in given:
            if name not in names:
                near = get_close_matches(name, names, 1)
                meant = f" (did you mean {near[0]!r}?)" if near else ""
                raise GatescopeError(
                    f"{method.__name__}: there is no argument {name!r}{meant}; its arguments are "
                    f"{named(names)}"
                )
        return method(*args, **given)

    return checked


def require_text(who: str, **given: Any) -> None:
    """Each must be a string or None, by its name: `require_text("show", title=title)`."""
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            raise GatescopeError(f"{who}: {name} must be a string, got {kind_of(value)}")


def require_words(who: str, **given: Sequence[str] | None) -> None:
    """Each must be a list of strings or None; a string by itself is not a list of its letters."""
    for name, value in given.items():
        if value is None:
            continue
        try:
            words = not isinstance(value, str) and all(isinstance(item, str) for item in value)
        except TypeError:
            words = False
        if not words:
            raise GatescopeError(f"{who}: {name} must be a list of strings, got {kind_of(value)}")


def require_functions(who: str, **given: Callable[..., Any] | None) -> None:
    """Each must be a function or None."""
    for name, function in given.items():
        if function is not None and not callable(function):
            raise GatescopeError(f"{who}: {name} must be a function, got {kind_of(function)}")


#: Libraries of JAX whose recurrent steps are compiled as one scan, without a module that could be asked.
_OF_JAX = ("flax.linen", "equinox", "haiku")
#: What calls like a model of PyTorch and is none, with what to do about it.
_OF_OTHERS = {
    "tf_keras": "which is Keras 2; load its weights into the same layers of Keras 3 (import keras, without "
    "TF_USE_LEGACY_KERAS=1)",
    "tensorflow": "whose steps cannot be seen; build the same layers with Keras 3",
    "paddle": "which cannot be seen; build the same layers in PyTorch",
    "mlx": "which cannot be seen; build the same layers in PyTorch",
}


def _library(model: Any, libraries: Iterable[str]) -> str | None:
    """Of which of some libraries the class of a model is, or one that it is made of."""
    return next(
        (
            library
            for each in type(model).__mro__
            for library in libraries
            if f"{each.__module__}.".startswith(f"{library}.")
        ),
        None,
    )


def require_instance(who: str, model: Any) -> None:
    """A model itself, not the class that it is made from, and of a kind that can be traced at all."""
    if isinstance(model, type):
        raise NothingToSee(
            f"{who}: model must be a model, got the class {model.__name__}; give one that was made "
            f"of it, such as {model.__name__}(…)"
        )
    other = None if framework_of(model) == "keras" else _library(model, _OF_OTHERS)
    if other is not None:
        raise NothingToSee(
            f"{who}: model must be a PyTorch, Keras 3 or flax nnx module, got {kind_of(model)} of {other}, "
            f"{_OF_OTHERS[other]}"
        )
    made_by = _library(model, _OF_JAX)
    if made_by is not None:
        raise NothingToSee(
            f"{who}: model must be a PyTorch, Keras or flax nnx module, got {kind_of(model)} of "
            f"{made_by}, whose steps cannot be seen; build the same layers with flax.nnx "
            "(nnx.RNN of an nnx.LSTMCell) and copy the weights over"
        )


def require_shared(
    who: str,
    model: Any,
    *,
    sequence: Any,
    labels: Sequence[str] | None,
    layers: Sequence[str] | None,
    step_name: Any,
    title: Any,
) -> None:
    """What `trace` and `record` take alike."""
    require_instance(who, model)
    if isinstance(sequence, bool) or not isinstance(sequence, int):
        raise GatescopeError(f"{who}: sequence must be a whole number from 0, got {sequence!r}")
    require_words(who, labels=labels, layers=layers)
    if layers is not None and len(list(layers)) == 0:
        raise GatescopeError(f"{who}: layers must name at least one recurrent layer, got none")
    require_text(who, title=title)
    if not isinstance(step_name, str) or not step_name.strip():
        raise GatescopeError(
            f"{who}: step_name must be a string such as 'step' or 'day', got {kind_of(step_name)}"
        )


def finite_number(name: str, value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float, np.number))
        or not np.isfinite(value)
    ):
        raise GatescopeError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def whole_number(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise GatescopeError(f"{name} must be a whole number from 0, got {value!r}")
    return int(value)


def whole_numbers_or_none(name: str, value: int | Sequence[int] | None) -> tuple[int, ...] | None:
    return None if value is None else whole_numbers(name, value)


def whole_numbers(name: str, value: int | Sequence[int]) -> tuple[int, ...]:
    several = value if isinstance(value, (Sequence, np.ndarray)) else (value,)
    return tuple(whole_number(name, item) for item in several)
