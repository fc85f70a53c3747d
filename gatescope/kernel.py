"""`python -m gatescope.kernel -f CONNECTION_FILE`: find Node, then become the kernel.

On POSIX this process *becomes* Node, so Jupyter talks to, signals and kills the kernel itself.
Windows has no exec that keeps the process id; there this process stays and holds the kernel
in a job that ends with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from gatescope import folders
from gatescope.node import Node, NodeNotFoundError, find_node

NODE_OPTIONS = (
    # Stopping a cell inside a timer's callback aborts Node while these checks are on.
    "--no-force-async-hooks-checks",
    # V8's helpers: four threads that collect garbage and compile get in a cell's way on a machine
    # with few cores, and each has memory of its own (together 10 MB).
    "--v8-pool-size=1",
    # Node 24's middle compiler: the code it makes for TypeScript's own holds 25 MB, and cells are
    # no quicker for it.
    "--no-maglev",
    # A module that awaits at its top level is loaded in a way that Node calls experimental, in red
    # below the cell.
    "--disable-warning=ExperimentalWarning",
)

USAGE = "usage: python -m gatescope.kernel -f CONNECTION_FILE"


def connection_file(arguments: list[str]) -> str:
    """The connection file named on the command line; raises ValueError with the usage."""
    if len(arguments) == 2 and arguments[0] == "-f":
        return arguments[1]
    if len(arguments) == 1 and not arguments[0].startswith("-"):
        return arguments[0]
    raise ValueError(f"{USAGE}\ngot: {' '.join(arguments) or 'nothing'}")


def kernel_command(node: Node, file: str) -> list[str]:
    """The command line of the kernel process."""
    return [str(node.path), *NODE_OPTIONS, str(folders.KERNEL), file]


def kernel_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the kernel process: where its data and its code cache lie."""
    extra = {"GATESCOPE_DATA": str(folders.DATA)}
    cache = folders.cache_folder()
    if cache is not None:
        extra["GATESCOPE_CACHE"] = str(cache)
    return {**extra, **environment}


def main(arguments: list[str] | None = None) -> int:
    """Start the kernel; on POSIX this returns only when it could not be started."""
    try:
        file = connection_file(sys.argv[1:] if arguments is None else arguments)
        node = find_node()
        if not folders.KERNEL.is_file():
            raise FileNotFoundError(
                f"the kernel is not built: {folders.KERNEL} is missing (in a clone: make setup)"
            )
    except (ValueError, NodeNotFoundError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    command = kernel_command(node, file)
    environment = kernel_environment(os.environ)
    if sys.platform == "win32":
        return supervise(command, environment)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, environment)


def supervise(command: list[str], environment: Mapping[str, str]) -> int:
    """Run the kernel as a child that ends when this process does; give back its exit code."""
    child = subprocess.Popen(command, env=dict(environment), stdin=subprocess.DEVNULL)
    if sys.platform == "win32":
        from gatescope.windows import end_with_this_process

        try:
            end_with_this_process(child)
        except OSError as error:
            # A kernel that may outlive a killed launcher is better than none.
            print(f"gatescope: the kernel is not tied to its launcher: {error}", file=sys.stderr)
    # Interrupts reach the kernel as messages; Ctrl+C in the console is not for it.
    return wait_through_interrupts(child)


def wait_through_interrupts(child: subprocess.Popen[bytes]) -> int:
    """The exit code of a child that hears Ctrl+C itself, where this process hears it too."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main())
