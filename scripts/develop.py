"""Install this checkout into .venv so that a rebuild shows at the next page load.

The Python package is installed in editable mode; the lab finds the extension through a link to
the folder in which it is built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "gatescope" / "labextension"
INSTALLED = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "gatescope"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


def remove_link() -> None:
    """Take the link away before pip removes the files behind the paths that it installed."""
    if INSTALLED.is_symlink():
        INSTALLED.unlink()
    elif INSTALLED.is_dir():
        shutil.rmtree(INSTALLED)


def main() -> None:
    """Install, then link."""
    remove_link()
    subprocess.run(
        [*PIP, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        check=True,
        env={**os.environ, "SKIP_JUPYTER_BUILDER": "1"},
    )
    remove_link()
    INSTALLED.parent.mkdir(parents=True, exist_ok=True)
    INSTALLED.symlink_to(BUILT, target_is_directory=True)


if __name__ == "__main__":
    main()
