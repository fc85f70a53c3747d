"""Bundles in files: the trace format as JSON, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from .arrays import encode
from .errors import GatescopeError


def save_bundle(bundle: dict[str, Any], path: str | Path) -> Path:
    """Writes a bundle as JSON; what is there is replaced only by a whole file."""
    target = Path(path).expanduser()
    if target.is_dir():
        raise GatescopeError(f"save: path must be a file, got the folder {target}")
    if not target.parent.is_dir():
        raise GatescopeError(f"save: there is no folder {target.parent}")
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(encode(bundle), file, allow_nan=False)
        os.replace(partial, target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return target
