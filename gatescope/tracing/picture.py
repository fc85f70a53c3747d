"""Saved pictures, for viewers without the extension: drawn by the program that draws those of our kernel."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from gatescope import folders
from gatescope.node import NEEDED, NodeNotFoundError, find_node

from .arrays import encode
from .plain_picture import plain_picture

#: It takes a tenth of a second. A Node that has not answered by then is not asked again in this session.
_SECONDS = 20.0
_slow: set[Path] = set()


class _NotDrawn(Exception):
    """Why there is a plain picture only."""


def bundle_picture(bundle: dict[str, Any]) -> str:
    """The bundle as an SVG with a description for screen readers; where no Node draws it, a plain one."""
    try:
        return _drawn(bundle)
    except _NotDrawn as why:
        return plain_picture(bundle, str(why))


def _drawn(bundle: dict[str, Any]) -> str:
    try:
        node = find_node().path
    except NodeNotFoundError:
        raise _NotDrawn(f"there is no Node {NEEDED}") from None
    if not folders.PICTURES.is_file():
        raise _NotDrawn("its program is not built") from None
    if node in _slow:
        raise _NotDrawn("Node was too slow")
    try:
        # A process a picture: one that is kept would save half of the time, and take 50 MB.
        done = subprocess.run(
            [node, folders.PICTURES],
            input=json.dumps(encode(bundle)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(done.stdout)
        if "svg" not in answer:
            raise _NotDrawn(answer["error"])
    except subprocess.TimeoutExpired:
        _slow.add(node)
        raise _NotDrawn("Node was too slow") from None
    except (OSError, ValueError, TypeError, KeyError):
        raise _NotDrawn("Node did not draw it") from None
    return str(answer["svg"])
