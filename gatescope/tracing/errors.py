"""What can go wrong, in words that name the argument, what was expected and what came."""

from __future__ import annotations


class GatescopeError(Exception):
    """Everything that gatescope itself refuses in Python."""


class NothingToSee(GatescopeError, ValueError):
    """The model has no recurrent layer that can be traced."""


def named(values: object, limit: int = 12) -> str:
    """`'a', 'b' and 'c'`, shortened when there are many."""
    names = [repr(value) for value in values]  # type: ignore[attr-defined]
    if len(names) > limit:
        names = [*names[:limit], f"{len(names) - limit} more"]
    if len(names) < 2:
        return "".join(names) or "none"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def kind_of(value: object) -> str:
    """A short description of a value that was given where another was expected."""
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    shape = getattr(value, "shape", None)
    name = type(value).__name__
    if shape is not None:
        return f"a {name} of shape {list(shape)}"
    if isinstance(value, (str, int, float, bool)):
        text = repr(value)
        return text if len(text) < 60 else f"a {name} of length {len(text)}"
    return f"a {name}"


def next_step(error: Exception) -> str:
    """What to do about an error of a model's own call, where that is known; begins a clause."""
    if isinstance(error, TypeError) and "required positional argument" in str(error):
        return (
            "; x is one argument unless it is a tuple: give all that the model takes as x=(…, …), or as a "
            "dict by the names of its arguments"
        )
    return ""
