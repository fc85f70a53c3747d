"""Marking: limits of time and memory, a bare environment, a connection over ipc."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from gatescope.grading import cli, kernel
from gatescope.grading.commands import COMMANDS, run
from gatescope.grading.limits import MEGABYTES, SECONDS, Limits, read_limits
from gatescope.grading.process import LONGEST_LINE

NODE = shutil.which("node")


def run_node(code: str, limits: Limits, tmp_path: Path) -> int:
    environment = kernel.grading_environment(os.environ, tmp_path)
    return kernel.run_limited([NODE, "-e", code], environment, limits)


def test_limits_have_usual_values_and_can_be_set():
    assert read_limits({}) == Limits(600, 1024)
    assert read_limits({SECONDS: "30", MEGABYTES: "512"}) == Limits(30, 512)


def test_check_takes_of_an_answer_what_marking_takes():
    program = Path(__file__).parents[2] / "src" / "kernel" / "node" / "check" / "answerChild.ts"
    [megabytes] = re.findall(r"^const LONGEST_LINE = (\d+);$", program.read_text("utf-8"), re.M)
    assert int(megabytes) << 20 == LONGEST_LINE


@pytest.mark.parametrize("given", ["", "-1", "9", "1e3", "ten", "30.5"])
def test_a_wrong_limit_is_named(given):
    with pytest.raises(ValueError, match=f"{SECONDS} should be .* got {given!r}"):
        read_limits({SECONDS: given})


def test_the_kernel_sees_no_secrets_and_has_a_home_of_its_own(tmp_path):
    environment = kernel.grading_environment(
        {"PATH": "/bin", "AWS_SECRET": "x", "JUPYTERHUB_API_TOKEN": "y", "HOME": "/root"}, tmp_path
    )
    assert environment == {
        "PATH": "/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "GATESCOPE_MARKING": "1",
    }


def test_a_small_program_runs_to_its_end(tmp_path):
    assert run_node("process.exitCode = 3", Limits(60, 384), tmp_path) == 3


def test_an_endless_loop_is_ended(tmp_path, capfd):
    assert run_node("for (;;);", Limits(2, 384), tmp_path) in (137, -9)


def test_waiting_for_ever_is_ended_too(tmp_path, capfd):
    assert run_node("setInterval(() => {}, 1000)", Limits(1, 384), tmp_path) == 137
    assert "ended after 5 s" in capfd.readouterr().err


def test_a_leak_ends_the_program_and_leaves_the_machine_its_memory(tmp_path, capfd):
    code = "const a = []; for (;;) a.push(new Float64Array(1e6).fill(1))"
    assert run_node(code, Limits(60, 384), tmp_path) != 0
    assert "llocation failed" in capfd.readouterr().err


def test_a_file_cannot_fill_the_disk(tmp_path, capfd):
    code = "require('fs').writeFileSync('big', Buffer.alloc(101 * 2 ** 20))"
    environment = kernel.grading_environment(os.environ, tmp_path)
    command = ["sh", "-c", f'cd "{tmp_path}" && exec "{NODE}" -e "{code}"']
    assert kernel.run_limited(command, environment, Limits(60, 384)) != 0
    assert (tmp_path / "big").stat().st_size <= kernel.LARGEST_FILE


def test_commands_find_the_marking_kernel_before_all_others(tmp_path):
    environment = cli.marking_environment({"JUPYTER_PATH": "/mine"}, {SECONDS: "30"}, tmp_path)
    assert environment["JUPYTER_PATH"] == f"{cli.JUPYTER}{os.pathsep}/mine"
    assert environment["JUPYTER_CONFIG_PATH"] == str(tmp_path)
    assert environment[SECONDS] == "30"


@pytest.mark.parametrize("arguments", [[], ["--seconds", "30"]])
def test_a_command_is_asked_for(arguments, capsys):
    with pytest.raises(SystemExit):
        cli.main(arguments)
    assert "a command is needed" in capsys.readouterr().err


def test_help_names_every_command_of_its_own(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    for name, words in COMMANDS.items():
        assert f"  {name} " in told and words in told


def test_a_console_without_the_letters_of_a_name_gets_them_spelled(tmp_path, monkeypatch):
    (tmp_path / "submitted" / "Zoë-李").mkdir(parents=True)
    (tmp_path / "submitted" / "Zoë-李" / "ps1.ipynb").write_text("no JSON", "utf-8")
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, "ascii", write_through=True))
    assert cli.main(["map", str(tmp_path / "submitted")]) == 0
    assert rb"not read: Zo\xeb-\u674e/ps1.ipynb: " in said.getvalue()


def test_wrong_limits_and_unknown_commands_are_named(capsys):
    assert cli.main(["--megabytes", "1", "true"]) == 1
    assert "--megabytes should be a whole number of at least 384" in capsys.readouterr().err
    assert cli.main(["no-such-command-here"]) == 1
    assert "no command 'no-such-command-here' on PATH\n" in capsys.readouterr().err


def test_without_nbgrader_it_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["nbgrader", "autograde", "ps1"]) == 1
    assert "pip install 'gatescope[grading]'" in capsys.readouterr().err


def test_a_temporary_folder_too_deep_for_sockets_is_named(monkeypatch, tmp_path, capsys):
    # macOS gives each user a long one, and takes 103 bytes.
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    assert cli.main(["true"]) == 1
    assert f"{deep} is too long a path for sockets" in capsys.readouterr().err


def mark(tmp_path: Path, *sources: str, options: tuple[str, ...] = ()) -> tuple[int, str, list]:
    """Run a notebook of these cells with `gatescope-grading jupyter nbconvert`.

    Gives back the exit code, what was said and the outputs of each notebook cell.
    """
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "gatescope", "display_name": "x"}},
    )
    file = tmp_path / "submission.ipynb"
    nbformat.write(notebook, file)
    nbconvert = ["-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--allow-errors"]
    command = [sys.executable, *nbconvert, "--inplace", str(file)]
    result = subprocess.run(
        [sys.executable, "-m", "gatescope.grading.cli", *options, *command],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "SECRET_TOKEN": "s3cret"},
    )
    cells = json.loads(file.read_text("utf-8"))["cells"]
    return result.returncode, result.stderr, [cell["outputs"] for cell in cells]


def test_a_submission_runs_in_the_marking_kernel_over_ipc(tmp_path):
    code, said, outputs = mark(
        tmp_path,
        "import { readFileSync } from 'node:fs';\n"
        "const file = process.argv.find(word => word.endsWith('.json')) ?? '';\n"
        "JSON.parse(readFileSync(file, 'utf8')).transport",
        "process.env.SECRET_TOKEN === undefined",
        "process.env.HOME?.includes('gatescope-grading-')",
    )
    assert code == 0, said
    connection, secret, home = outputs
    assert "ipc" in json.dumps(connection)
    assert "true" in json.dumps(secret)
    assert "true" in json.dumps(home)


def test_a_submission_that_never_ends_is_ended(tmp_path):
    code, said, _outputs = mark(tmp_path, "for (;;);", options=("--seconds", "10"))
    assert code != 0
    assert "DeadKernelError" in said


@pytest.mark.parametrize(
    "leak",
    [
        "const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(0.5));",
        "const all: Float64Array[] = []; for (;;) all.push(new Float64Array(1e6).fill(1));",
    ],
    ids=["arrays", "typed arrays"],
)
def test_a_submission_that_eats_memory_is_ended(tmp_path, leak):
    # Within the time of this test nothing but memory ends it: the kernel dies, or the cell is refused more.
    code, said, outputs = mark(tmp_path, leak, options=("--seconds", "600", "--megabytes", "512"))
    died = code != 0 and "DeadKernelError" in said
    assert died or "allocation failed" in json.dumps(outputs)


def test_stderr_of_a_submission_costs_no_marks(tmp_path):
    code, said, outputs = mark(tmp_path, "console.error('a word'); console.warn('and another');\n1")
    assert code == 0, said
    [[printed, value]] = outputs
    assert printed["name"] == "stdout"
    assert "a word" in json.dumps(printed)
    assert value["output_type"] == "execute_result"


def test_a_course_says_how_an_assignment_of_ones_own_begins(tmp_path, capsys):
    course = tmp_path / "a course"
    assert run(["init", str(course), "--no-lessons"]) == 0
    said = capsys.readouterr().out
    assert f"gatescope lab '{course}', and there a notebook source/ps1/ps1.ipynb" in said
    page = (Path(__file__).resolve().parents[2] / "docs" / "classroom.md").read_text("utf-8")
    assert "A new assignment is a folder in `source` with a notebook inside." in page
