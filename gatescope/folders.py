"""Where the parts of gatescope lie: beside this file, and in the user's cache folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
KERNEL = PACKAGE / "_kernel" / "kernel.js"
PICTURES = PACKAGE / "_kernel" / "picture.js"
DATA = PACKAGE / "data"
LESSONS = PACKAGE / "_lessons"


def cache_folder() -> Path | None:
    """The folder for what can be made again (code cache, known Node versions).

    Made when it is not there; None when the user has no folder that can be written.
    `GATESCOPE_CACHE` overrides the system's place.
    """
    given = os.environ.get("GATESCOPE_CACHE")
    if given:
        folder = Path(given)
    elif sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        folder = (Path(base) if base else Path.home() / "AppData" / "Local") / "gatescope" / "Cache"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches" / "gatescope"
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(base) if base else Path.home() / ".cache") / "gatescope"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
