"""The console script `gatescope-grading`: mark a class, or run a command with the isolated kernel.

gatescope-grading mark source/ps1 submitted
gatescope-grading map submitted
gatescope-grading validate source/ps1
gatescope-grading draw source/ps1
gatescope-grading init COURSE
gatescope-grading nbgrader autograde ps1
gatescope-grading jupyter nbconvert --to notebook --execute submission.ipynb
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gatescope.console import spell_what_it_lacks
from gatescope.grading.commands import COMMANDS, run
from gatescope.grading.limits import MEGABYTES, SECONDS, Limits, read_limits

# Bytes of a socket's path: macOS takes 103, Linux 107.
LONGEST_SOCKET = 103

JUPYTER = Path(__file__).resolve().parent / "jupyter"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; gives back its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    spell_what_it_lacks()
    if given and given[0] in COMMANDS:
        return run(given)
    usual = Limits()
    parser = argparse.ArgumentParser(
        prog="gatescope-grading",
        usage="%(prog)s {" + ",".join(COMMANDS) + "} ...\n"
        "       %(prog)s [--seconds SECONDS] [--megabytes MEGABYTES] PROGRAM ...",
        description="Set, try and mark exercises, or run a program (nbgrader autograde, jupyter\n"
        "nbconvert --execute) in which every notebook runs in the gatescope kernel under\n"
        "limits, connected over ipc.",
        epilog="commands (gatescope-grading COMMAND --help says more):\n"
        + "".join(f"  {name:<10}{words}\n" for name, words in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seconds", default=str(usual.seconds), help=f"a notebook; {usual.seconds} unless given"
    )
    parser.add_argument(
        "--megabytes", default=str(usual.megabytes), help=f"{usual.megabytes} unless given"
    )
    parser.add_argument("command", metavar="PROGRAM", nargs=argparse.REMAINDER, help="what to run")
    options = parser.parse_args(given)
    if not options.command:
        parser.error("a command is needed: gatescope-grading nbgrader autograde ps1")
    limits = {SECONDS: options.seconds, MEGABYTES: options.megabytes}
    names = {SECONDS: "--seconds", MEGABYTES: "--megabytes"}
    try:
        read_limits(limits, names)
        with tempfile.TemporaryDirectory(prefix="gatescope-") as folder:
            check_socket_path(Path(folder))
            write_configuration(Path(folder))
            environment = marking_environment(os.environ, limits, Path(folder))
            try:
                return subprocess.call(options.command, env=environment)
            except FileNotFoundError:
                raise FileNotFoundError(_not_found(options.command[0])) from None
    except (ValueError, OSError) as error:
        print(f"gatescope-grading: {error}", file=sys.stderr)
        return 1


def _not_found(command: str) -> str:
    advice = "; pip install 'gatescope[grading]'" if command == "nbgrader" else ""
    return f"there is no command {command!r} on PATH{advice}"


def check_socket_path(folder: Path) -> None:
    """Raise ValueError when sockets in this folder would have names longer than systems take."""
    longest = len(os.fsencode(folder / "kernel-5"))
    if longest > LONGEST_SOCKET:
        raise ValueError(
            f"the temporary folder {folder.parent} is too long a path for sockets "
            f"({longest} bytes, at most {LONGEST_SOCKET}); set TMPDIR=/tmp"
        )


def write_configuration(folder: Path) -> None:
    """Tell Jupyter's commands to use the isolated kernel, with sockets in this private folder.

    Jupyter's own default is a path relative to the working directory, in which client and kernel
    differ.
    """
    configuration = {
        "ExecutePreprocessor": {"kernel_name": "gatescope-grading"},
        "KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")},
    }
    (folder / "jupyter_config.json").write_text(json.dumps(configuration), "utf-8")


def marking_environment(
    environment: Mapping[str, str], limits: Mapping[str, str], configuration: Path
) -> dict[str, str]:
    """The environment in which Jupyter's own commands find the isolated kernel and use it."""

    def first(folder: Path, name: str) -> str:
        return os.pathsep.join([str(folder), *filter(None, [environment.get(name)])])

    return {
        **environment,
        **limits,
        "JUPYTER_PATH": first(JUPYTER, "JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": first(configuration, "JUPYTER_CONFIG_PATH"),
    }


if __name__ == "__main__":
    sys.exit(main())
