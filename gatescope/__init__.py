"""gatescope: see inside recurrent networks, in your notebook.

This package carries the built JupyterLab extension, the TypeScript kernel, the lessons and
their data; its Python only finds Node, starts things and copies lessons. It is imported on
the way to every kernel start, so it imports nothing itself.
"""

from __future__ import annotations


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("gatescope")
    raise AttributeError(f"module 'gatescope' has no attribute {name!r}")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where `jupyter labextension develop` finds the built extension."""
    return [{"src": "labextension", "dest": "gatescope"}]
