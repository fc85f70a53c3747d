"""gatescope: see inside recurrent networks, in your notebook.

In a Python notebook:

    import gatescope
    gatescope.show(model, x, target=y, loss=criterion)

This package also carries the built JupyterLab extension, the TypeScript kernel, the lessons and their
data. It is imported on the way to every kernel start, so it imports nothing by itself: what a name
needs is loaded when the name is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatescope.health.api import assert_healthy as assert_healthy
    from gatescope.health.api import check as check
    from gatescope.health.finding import Finding as Finding
    from gatescope.health.report import Health as Health
    from gatescope.health.watch import HealthWatch as HealthWatch
    from gatescope.sampling.api import samples as samples
    from gatescope.sampling.samples import Samples as Samples
    from gatescope.tracing.api import channel as channel
    from gatescope.tracing.api import compare as compare
    from gatescope.tracing.api import gradient_flow as gradient_flow
    from gatescope.tracing.api import history as history
    from gatescope.tracing.api import influence as influence
    from gatescope.tracing.api import load as load
    from gatescope.tracing.api import record as record
    from gatescope.tracing.api import run as run
    from gatescope.tracing.api import trace as trace
    from gatescope.tracing.api import weights as weights
    from gatescope.tracing.comparison import Comparison as Comparison
    from gatescope.tracing.errors import GatescopeError as GatescopeError
    from gatescope.tracing.errors import NothingToSee as NothingToSee
    from gatescope.tracing.history import Training as Training
    from gatescope.tracing.influence import Influence as Influence
    from gatescope.tracing.options import options as options
    from gatescope.tracing.run import Run as Run
    from gatescope.tracing.showing import show as show

    __version__: str

_PLACES = {
    "Finding": "gatescope.health.finding",
    "Health": "gatescope.health.report",
    "HealthWatch": "gatescope.health.watch",
    "assert_healthy": "gatescope.health.api",
    "check": "gatescope.health.api",
    "samples": "gatescope.sampling.api",
    "Samples": "gatescope.sampling.samples",
    "Comparison": "gatescope.tracing.comparison",
    "channel": "gatescope.tracing.api",
    "compare": "gatescope.tracing.api",
    "gradient_flow": "gatescope.tracing.api",
    "history": "gatescope.tracing.api",
    "influence": "gatescope.tracing.api",
    "Influence": "gatescope.tracing.influence",
    "load": "gatescope.tracing.api",
    "record": "gatescope.tracing.api",
    "run": "gatescope.tracing.api",
    "show": "gatescope.tracing.showing",
    "trace": "gatescope.tracing.api",
    "weights": "gatescope.tracing.api",
    "GatescopeError": "gatescope.tracing.errors",
    "NothingToSee": "gatescope.tracing.errors",
    "Training": "gatescope.tracing.history",
    "options": "gatescope.tracing.options",
    "Run": "gatescope.tracing.run",
}


def _version() -> str:
    """Of the whole distribution, or of `gatescope-views`, which has the views alone."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gatescope")
    except PackageNotFoundError:
        return version("gatescope-views")


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name in _PLACES:
        from importlib import import_module

        found = getattr(import_module(_PLACES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'gatescope' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PLACES, "__version__"])


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where `jupyter labextension develop` finds the built extension."""
    return [{"src": "labextension", "dest": "gatescope"}]
