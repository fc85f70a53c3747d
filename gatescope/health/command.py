"""`python -m gatescope check module:model data.npz`, for a terminal and for continuous integration."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

#: What the command ends with.
HEALTHY, UNHEALTHY, MISTAKEN = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, without numpy or a framework."""
    parser.add_argument(
        "model",
        metavar="MODULE:MODEL",
        help="a model, or a function that makes one: package.module:name or file.py:name",
    )
    parser.add_argument(
        "data",
        type=Path,
        metavar="DATA",
        help="an .npz with x (or the model's own argument names) and, for a loss, y; or an .npy",
    )
    parser.add_argument("--loss", help="a name of torch.nn.functional, or of Keras's losses")
    parser.add_argument("--json", action="store_true", help="findings and figures as JSON")
    parser.add_argument(
        "--certainty",
        choices=("certain", "likely", "possible"),
        default="likely",
        help="the least sure finding that makes the command fail (likely)",
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="FINDING", help="a finding to leave out"
    )


def run(options: argparse.Namespace) -> int:
    """0: healthy; 1: something was found; 2: the arguments are wrong."""
    from gatescope.tracing.errors import GatescopeError

    from .api import check

    try:
        model = _model(options.model)
        x, target = _data(options.data)
        health = check(
            model,
            x,
            target if options.loss is not None or _is_compiled(model) else None,
            options.loss,
            ignore=options.ignore,
        )
    except GatescopeError as error:
        print(f"gatescope {error}" if str(error).startswith("check") else f"gatescope check: {error}",
              file=sys.stderr)  # fmt: skip
        return MISTAKEN
    print(health.to_json(indent=2) if options.json else health)
    return UNHEALTHY if health.at_least(options.certainty) else HEALTHY


def _is_compiled(model: Any) -> bool:
    from .api import _compiled

    return _compiled(model)


def _model(given: str) -> Any:
    from gatescope.tracing.errors import GatescopeError

    place, mark, name = given.rpartition(":")
    if not mark or not place or not name.isidentifier():
        raise GatescopeError(
            f"check: model must be MODULE:MODEL, such as nets:model, got {given!r}"
        )
    sys.path.insert(0, str(Path.cwd()))
    try:
        if place.endswith(".py"):
            spec = importlib.util.spec_from_file_location(Path(place).stem, place)
            if spec is None or spec.loader is None or not Path(place).is_file():
                raise GatescopeError(f"check: there is no file {place!r}")
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
        else:
            module = importlib.import_module(place)
    except GatescopeError:
        raise
    except Exception as error:
        raise GatescopeError(
            f"check: {place!r} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    if not hasattr(module, name):
        raise GatescopeError(f"check: {place!r} has no {name!r}")
    found = getattr(module, name)
    is_maker = isinstance(found, type) or type(found).__name__ == "function"
    if not is_maker:
        return found
    try:
        return found()
    except Exception as error:
        raise GatescopeError(
            f"check: {name!r} must be a model or make one without arguments: "
            f"{type(error).__name__}: {error}"
        ) from error


def _data(path: Path) -> tuple[Any, Any]:
    """`(x, target)` of a file of numpy; nothing in it is run."""
    import numpy as np

    from gatescope.tracing.errors import GatescopeError

    try:
        found = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise GatescopeError(
            f"check: data must be an .npz or .npy of numbers, but {str(path)!r} is not: {error}"
        ) from error
    if isinstance(found, np.ndarray):
        return found, None
    with found:
        arrays = {name: found[name] for name in found.files}
    target = arrays.pop("y", arrays.pop("target", None))
    if not arrays:
        raise GatescopeError(f"check: {str(path)!r} has no x")
    return (arrays["x"] if list(arrays) == ["x"] else arrays), target
