"""The console script `gatescope`: start the lab on the lessons, or say what is missing."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gatescope import __version__
from gatescope.console import spell_what_it_lacks
from gatescope.folders import LESSONS
from gatescope.health.command import add_arguments
from gatescope.kernel import wait_through_interrupts

DEFAULT_FOLDER = "gatescope-lessons"

JUPYTERLABS = "JupyterLab's own options come after --: gatescope lab DIR -- --ip=0.0.0.0"

SAID = {
    "new": "{path}",
    "updated": "{path} (replaced an untouched copy of an earlier release)",
    "beside": "{path} (yours is edited and stays; this is the new release)",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the console script; gives back its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    spell_what_it_lacks()
    parser = _parser()
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "lab")
    rest: list[str] = []
    if "--" in given:
        mark = given.index("--")
        given, rest = given[:mark], given[mark + 1 :]
    options, unknown = parser.parse_known_args(given)
    if unknown:
        others = "" if options.command != "lab" else f"; {JUPYTERLABS}"
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{others}")
    if rest and options.command != "lab":
        parser.error(f"only gatescope lab takes options after --, got: {' '.join(rest)}")
    return options.run(options, rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gatescope",
        description="See inside recurrent networks, in your notebook.",
        epilog="gatescope alone is gatescope lab.",
    )
    parser.add_argument("--version", action="version", version=f"gatescope {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)

    lab = commands.add_parser(
        "lab",
        help="start JupyterLab on a folder with the lessons",
        description="Start JupyterLab on a folder with the lessons. Lessons that you have "
        "edited are never overwritten.",
        usage="gatescope lab [-h] [--no-browser] [--port PORT] [DIR] [-- JUPYTERLAB OPTIONS]",
        epilog=JUPYTERLABS,
    )
    lab.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help=f"made when it is not there; ./{DEFAULT_FOLDER} unless this folder has lessons",
    )
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
    lab.add_argument("--port", type=_port, help="where JupyterLab listens (8888 if free)")
    lab.set_defaults(run=_lab)

    play = commands.add_parser(
        "play",
        help="open the playground for memory in a browser",
        description="Serve the playground to this machine alone, and open it in a browser. "
        "It needs no kernel and no network. Ctrl+C ends it.",
    )
    play.add_argument("--no-browser", action="store_true", help="only print the address")
    play.add_argument("--port", type=_port, default=0, help="where it listens (any free port)")
    play.set_defaults(run=_play)

    lessons = commands.add_parser(
        "lessons",
        help="write the lessons with their solutions into a folder, for teachers",
    )
    lessons.add_argument(
        "--with-solutions",
        dest="folder",
        type=Path,
        metavar="DIR",
        required=True,
        help="a folder an assignment; what is there already stays",
    )
    lessons.set_defaults(run=_solutions)

    doctor = commands.add_parser(
        "doctor", help="say what is missing and which side is too old, and how to mend it"
    )
    doctor.add_argument("--json", action="store_true", help="as JSON, for support and scripts")
    doctor.set_defaults(run=_doctor)

    check = commands.add_parser(
        "check",
        help="say what is wrong with a recurrent network of PyTorch, Keras or JAX",
        description="Run a network over data and say what is wrong with it. Ends with 0 when it is "
        "healthy, 1 when something was found, and 2 when the arguments are wrong.",
    )
    add_arguments(check)
    check.set_defaults(run=_check)
    return parser


def _port(given: str) -> int:
    # 0 is any free port, as everywhere.
    if not (given.isascii() and given.isdecimal()) or int(given) > 65535:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 65535, got {given!r}")
    return int(given)


def choose_folder(given: Path | None, here: Path, lessons: Path) -> Path:
    """The folder to open: the one given, this one when it has lessons, else one in it."""
    from gatescope.lessons import read_index

    if given is not None:
        return given.expanduser().absolute()
    files = [entry["file"] for entry in read_index(lessons)["lessons"]]
    return here if any((here / file).exists() for file in files) else here / DEFAULT_FOLDER


def lab_command(
    folder: Path, no_browser: bool = False, port: int | None = None, rest: Sequence[str] = ()
) -> list[str]:
    """The command line that starts JupyterLab with `folder` as its root."""
    command = [sys.executable, "-m", "gatescope.server", f"--ServerApp.root_dir={folder}"]
    if no_browser:
        command.append("--no-browser")
    if port is not None:
        command.append(f"--port={port}")
    # Jupyter refuses to run as root unless told; in a container root is the usual user.
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in rest:
        command.append("--allow-root")
    return [*command, *rest]


def lab_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of that command: what this one page of JupyterLab is told is in `gatescope/lab`.

    Whoever starts the lab by gatescope's name is here for the lessons, which come first on the
    launcher, and is not asked about Jupyter's news; a JupyterLab of any other start is as it was.
    """
    others = environment.get("JUPYTER_CONFIG_PATH")
    paths = [str(Path(__file__).parent / "lab"), *([others] if others else [])]
    return {**environment, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def _solutions(options: argparse.Namespace, rest: list[str]) -> int:
    from gatescope.grading.course import CourseError, copy_solutions

    try:
        written = copy_solutions(options.folder)
    except (CourseError, OSError) as error:
        print(f"gatescope lessons: {error}", file=sys.stderr)
        return 1
    for file in written:
        print(f"new: {file}")
    if not written:
        print(f"{options.folder} has them all; nothing was changed")
    return 0


def _lab(options: argparse.Namespace, rest: list[str]) -> int:
    from gatescope.lessons import copy_lessons
    from gatescope.node import NodeNotFoundError, find_node

    try:
        find_node()
        folder = choose_folder(options.folder, Path.cwd(), LESSONS)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(f"{folder} is a file; name a folder for the lessons")
        # A course of nbgrader's holds what a teacher sets: its students' notebooks have folders of their own.
        is_course = (folder / "nbgrader_config.py").is_file()
        copies = [] if is_course else copy_lessons(folder, LESSONS)
    except (NodeNotFoundError, OSError, ValueError) as error:
        print(f"gatescope: {error}", file=sys.stderr)
        return 1
    for copied in copies:
        if copied.outcome in SAID:
            print(SAID[copied.outcome].format(path=copied.path))
    print(f"{'Course' if is_course else 'Lessons'}: {folder}", flush=True)
    command = lab_command(folder, options.no_browser, options.port, rest)
    environment = lab_environment(os.environ)
    if sys.platform == "win32":
        return wait_through_interrupts(subprocess.Popen(command, env=environment))
    os.execve(command[0], command, environment)


def _play(options: argparse.Namespace, _rest: list[str]) -> int:
    from gatescope.play import serve_play

    try:
        serve_play(options.port, opens=not options.no_browser)
    except OSError as error:
        print(f"gatescope play: {error}", file=sys.stderr)
        return 1
    return 0


def _doctor(options: argparse.Namespace, _rest: list[str]) -> int:
    from gatescope.doctor import examine, print_findings

    return print_findings(examine(), as_json=options.json)


def _check(options: argparse.Namespace, _rest: list[str]) -> int:
    from gatescope.health.command import run

    return run(options)
