"""What the workflows of GitHub promise: nothing is published before every test, on every system."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
SYSTEMS = ["ubuntu-latest", "macos-latest", "windows-latest"]


def jobs_of(name: str) -> dict[str, Any]:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))["jobs"]


def test_a_release_waits_for_the_gate_the_night_and_the_platforms_and_ends_with_the_site():
    jobs = jobs_of("release")
    called = {
        job["uses"].removeprefix("./.github/workflows/"): name
        for name, job in jobs.items()
        if "uses" in job
    }
    assert set(called) == {"test.yml", "night.yml", "platforms.yml", "site.yml"}
    waited = {called[f"{name}.yml"] for name in ("test", "night", "platforms")}
    assert set(jobs["publish"]["needs"]) == {"build", *waited}
    assert jobs[called["site.yml"]]["needs"] == "publish"


def test_the_night_runs_all_of_its_shards():
    [job] = jobs_of("night").values()
    shards = job["strategy"]["matrix"]["shard"]
    assert any(
        f"SHARD=${{{{ matrix.shard }}}}/{len(shards)}" in step.get("run", "")
        for step in job["steps"]
    )
    assert shards == list(range(1, len(shards) + 1))


def test_the_platforms_run_the_gate_and_the_wheel_on_three_systems():
    jobs = jobs_of("platforms")
    assert jobs["gate"]["strategy"]["matrix"]["os"] == SYSTEMS
    assert jobs["install"]["strategy"]["matrix"]["os"] == SYSTEMS


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yml")))
def test_what_a_workflow_runs_is_there(name):
    targets = (ROOT / "Makefile").read_text("utf-8")
    scripts = (ROOT / "package.json").read_text("utf-8")
    runs = [
        step["run"]
        for job in jobs_of(name).values()
        for step in job.get("steps", [])
        if "run" in step
    ]
    for line in "\n".join(runs).splitlines():
        for target in re.findall(r"^\s*make (\S+)", line):
            assert re.search(rf"^{target}:", targets, re.MULTILINE), line
        for script in re.findall(r"(?:node|python) (scripts/\S+)", line):
            assert (ROOT / script).is_file(), line
        for script in re.findall(r"npm run (\S+)", line):
            assert f'"{script}": ' in scripts, line
        for file in re.findall(r"-r (\S+)", line):
            assert (ROOT / file).is_file(), line
        if "run-tests.mjs" in line:
            suites = shlex.split(line.split("--built")[1])
            known = (ROOT / "scripts" / "tests" / "suites.mjs").read_text("utf-8")
            assert all(re.search(rf"\b{suite}\b", known) for suite in suites), line
