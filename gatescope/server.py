"""JupyterLab's server, started without the slowest thing that it loads and never asks for."""

from __future__ import annotations

import sys


def without_iri_grammar() -> None:
    """Leaves out the parser of internationalised addresses (RFC 3987), a second of each start.

    jsonschema loads it, where it is installed, to check the format `iri`, and it compiles its whole
    grammar as it is imported; no schema of Jupyter's asks for that format. To jsonschema it is then
    not installed, which it allows for.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def main() -> None:
    """Runs JupyterLab with this process's arguments, as `python -m jupyterlab` does."""
    without_iri_grammar()
    from jupyterlab.labapp import main as lab

    sys.exit(lab())


if __name__ == "__main__":
    main()
