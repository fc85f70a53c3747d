"""Kernels under test: the built one, started as Jupyter would, in a folder of its own, or in a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from session import KERNEL, KERNEL_NAME, ROOT, Session, Starter

if TYPE_CHECKING:
    from pages import Browser

NODE = os.environ.get("GATESCOPE_NODE") or shutil.which("node") or "node"
HOSTS = ("node", "chromium", "firefox")


def node_options() -> list[str]:
    """The launcher's option where the kernel cannot do without: Node 24 has no other way to it."""
    done = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True)
    major = int(done.stdout.strip().removeprefix("v").split(".")[0])
    return ["--no-force-async-hooks-checks"] if major >= 24 else []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--host", choices=HOSTS, default="node", help="where the kernel under test runs"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Write a kernelspec that runs the built kernel without its Python launcher."""
    config.addinivalue_line("markers", "hosts(*names, because): only these hosts can, and why")
    if not KERNEL.is_file():
        raise pytest.UsageError("the kernel is not built: node scripts/build-kernel.mjs")
    specs = ROOT / "build" / "kernelspecs"
    folder = specs / "kernels" / KERNEL_NAME
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [NODE, *node_options(), str(KERNEL), "{connection_file}"],
        "display_name": "gatescope under test",
        "language": "typescript",
        "interrupt_mode": "message",
        "env": {"GATESCOPE_DATA": str(ROOT / "gatescope" / "data")},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    paths = [str(specs), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(path for path in paths if path)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this host has not, with the reason."""
    host = config.getoption("--host")
    for item in items:
        for mark in item.iter_markers("hosts"):
            if host not in mark.args:
                item.add_marker(pytest.mark.skip(reason=mark.kwargs["because"]))


@pytest.fixture(scope="session")
def host(pytestconfig: pytest.Config) -> str:
    return pytestconfig.getoption("--host")


class Pages:
    """Starts kernels in a page, which has no folders."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def __call__(self, _: Path) -> AbstractContextManager[Session]:
        return self.browser.started()


@pytest.fixture(scope="session")
def starter(host: str) -> Iterator[Starter]:
    """Starts a kernel on the host under test; a folder is for a host that has folders."""
    if host == "node":
        yield lambda folder: Session.started(KERNEL_NAME, folder)
    else:
        from pages import opened

        with opened(host) as browser:
            yield Pages(browser)


@pytest.fixture
def session(starter: Starter, tmp_path: Path) -> Iterator[Session]:
    """A fresh kernel in an empty folder."""
    with starter(tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def shared(starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One kernel for all tests of a module that leave nothing behind."""
    with starter(tmp_path_factory.mktemp("notebook")) as started:
        yield started
