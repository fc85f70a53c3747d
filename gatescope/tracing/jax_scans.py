"""JAX's loops, step by step where a cell is called inside of them.

JAX traces the body of a scan once, with values that have no numbers. A scan in whose body a cell is
called runs again without being compiled; every other one stays as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jax

_LOOPS = ("scan", "fori_loop", "while_loop")
_here = threading.local()


class _CellInside(Exception):
    """A cell was called in the body of a loop that is being traced."""


def require_numbers() -> None:
    """To be called where a cell is: leaves the loop that is being traced, which then runs step by step."""
    if getattr(_here, "depth", 0) > 0:
        raise _CellInside


@contextmanager
def scans_of_cells() -> Iterator[None]:
    """While it is entered, loops around cells run step by step in this thread."""
    thread = threading.get_ident()

    def around(original: Callable[..., Any]) -> Callable[..., Any]:
        def loop(*args: Any, **options: Any) -> Any:
            if threading.get_ident() != thread or getattr(_here, "stepping", False):
                return original(*args, **options)
            given = [_traced(each) if callable(each) else each for each in args]
            named = {
                key: _traced(each) if callable(each) else each for key, each in options.items()
            }
            try:
                return original(*given, **named)
            except _CellInside:
                if getattr(_here, "depth", 0) > 0:
                    raise  # inside of another loop, which then runs step by step too
            _here.stepping = True
            try:
                with jax.disable_jit():
                    return original(*args, **options)
            finally:
                _here.stepping = False

        return loop

    before = {name: getattr(jax.lax, name) for name in _LOOPS}
    for name, original in before.items():
        setattr(jax.lax, name, around(original))
    try:
        yield
    finally:
        for name, original in before.items():
            setattr(jax.lax, name, original)


def _traced(body: Callable[..., Any]) -> Callable[..., Any]:
    def traced(*args: Any) -> Any:
        _here.depth = getattr(_here, "depth", 0) + 1
        try:
            return body(*args)
        finally:
            _here.depth -= 1

    return traced
