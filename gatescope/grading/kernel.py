"""`python -m gatescope.grading.kernel -f CONNECTION_FILE`: the kernel, isolated for marking.

The kernel gets a home folder of its own that is thrown away, no environment variables but the
ones it needs, limits of memory, time and file size, and, where the system lets a user make one,
a network without any other machine in it: its own connection is over ipc and needs none.
This is no sandbox against an attacker; it keeps a student's endless loop, leak or download from
spoiling the marking of the others.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gatescope import folders
from gatescope.grading.limits import Limits, read_limits
from gatescope.grading.process import BY_THE_CLOCK
from gatescope.grading.starting import data_of
from gatescope.kernel import connection_file, kernel_command, kernel_environment
from gatescope.node import NodeNotFoundError, find_node

MEGABYTE = 1 << 20
LARGEST_FILE = 100 * MEGABYTE
# What Python and Node need to start; everything else (tokens, passwords, proxies) stays outside.
KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "JPY_PARENT_PID", "GATESCOPE_DATA", "GATESCOPE_CACHE")


def main(arguments: list[str] | None = None) -> int:
    """Run the kernel to its end under the limits; gives back its exit code."""
    if os.name != "posix":
        print("gatescope-grading needs Linux or macOS: Windows has no such limits", file=sys.stderr)
        return 1
    try:
        file = connection_file(sys.argv[1:] if arguments is None else arguments)
        limits = read_limits()
        node = find_node()
        if not folders.KERNEL.is_file():
            raise FileNotFoundError(f"the kernel is not built: {folders.KERNEL} is missing")
    except (ValueError, NodeNotFoundError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    command = kernel_command(node, file)
    # Half of the memory is for the heap, the rest for typed arrays, which V8 keeps outside it.
    command.insert(1, f"--max-old-space-size={limits.megabytes // 2}")
    with tempfile.TemporaryDirectory(prefix="gatescope-grading-") as home:
        environment = kernel_environment(grading_environment(os.environ, Path(home)))
        data = data_of(str(Path(node.path).resolve()), limits.megabytes)
        return run_limited([*own_network(), *command], environment, limits._replace(megabytes=data))


def grading_environment(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """The few variables that the kernel may see, and a home of its own."""
    kept = {name: environment[name] for name in KEPT if name in environment}
    return {**kept, "HOME": str(home), "TMPDIR": str(home), "GATESCOPE_MARKING": "1"}


def own_network() -> list[str]:
    """The command in front of the kernel that gives it an empty network, where that works."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    command = [unshare, "--map-current-user", "--net"]
    works = subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if works else []


def run_limited(command: list[str], environment: Mapping[str, str], limits: Limits) -> int:
    """Run a command under the limits and kill it when it takes too long; its exit code."""
    child = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: _set_limits(limits),
    )
    try:
        # The system counts its seconds on the processor; one that only waits uses none.
        return child.wait(BY_THE_CLOCK * limits.seconds)
    except subprocess.TimeoutExpired:
        print(f"gatescope-grading: ended after {BY_THE_CLOCK * limits.seconds} s", file=sys.stderr)
        child.kill()
        child.wait()
        return 128 + signal.SIGKILL


def _set_limits(limits: Limits) -> None:
    import resource

    # Address space says nothing about Node, which reserves gigabytes that it never touches;
    # RLIMIT_DATA counts what can be written.
    for kind, amount in (
        (resource.RLIMIT_DATA, limits.megabytes * MEGABYTE),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (least, least))


if __name__ == "__main__":
    sys.exit(main())
