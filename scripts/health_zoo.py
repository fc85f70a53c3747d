"""Checks every network of the zoo and writes the table of `docs/health.md`.

    .venv/bin/python scripts/health_zoo.py            # all of it; JAX takes most of the time
    .venv/bin/python scripts/health_zoo.py torch      # checks those of one framework
    .venv/bin/python scripts/health_zoo.py --table    # the table of what was checked

What was found in a network is kept in `build/health-zoo` until the code that checks it changes, so a run
that was broken off goes on where it was. The table is written once every network has been checked.
General checkers of PyTorch models that are installed (`scripts/health_checkers.py`) get columns in a second
table; the project does not depend on them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = Path(__file__).resolve().parents[1]
# JAX compiles each scan anew otherwise, for every network.
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(ROOT / "build" / "jax"))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
sys.path.insert(0, str(ROOT / "tests" / "models"))
sys.path.append(str(ROOT / "scripts"))
sys.path.insert(0, str(ROOT))

import flax.nnx  # noqa: E402, F401
import health_zoo as zoo  # noqa: E402
import keras  # noqa: E402, F401
import torch  # noqa: E402
from health_checkers import CHECKERS, Checker, said_by  # noqa: E402

import gatescope  # noqa: E402
from gatescope.health.facts import KINDS, THRESHOLDS  # noqa: E402

PAGE = ROOT / "docs" / "health.md"
KEPT = ROOT / "build" / "health-zoo"


def checked(member: zoo.Member) -> tuple[list[str], list[str]]:
    """`(everything that was found, what was certain or likely)`."""
    model, x, target, loss = zoo.built(member)
    health = gatescope.check(model, x, target, loss, progress=False)
    return [each.kind for each in health], [each.kind for each in health.at_least("likely")]


def main() -> None:
    torch.set_num_threads(1)
    given = [each for each in sys.argv[1:] if each != "--table"]
    wanted = [] if sys.argv[1:] == ["--table"] else given or list(zoo.FRAMEWORKS)
    members = [*zoo.healthy(), *zoo.planted()]
    for member in members:
        if member.framework in wanted and kept(member) is None:
            keep(member)
        if member.framework in wanted and member.framework == "torch":
            ask_others(member)
    write("thresholds", thresholds())
    results = [(member, kept(member)) for member in members]
    missing = Counter(member.framework for member, found in results if found is None)
    if missing["torch"] == 0:
        write("others", table_of_others(members))
    if missing:
        print("not checked yet:", ", ".join(f"{n} of {name}" for name, n in missing.items()))
        return
    write("zoo", table(results))


@cache
def code_of(framework: str) -> str:
    """Names the code that decides what is found in a network of a framework."""
    ours = ROOT / "gatescope" / "health"
    shared = ["findings.json", "judge.py", "probes.py", "rules.py", "seen.py", "statistics.py"]
    others = ["batch_reader.py"] if framework != "torch" else []
    names = [*shared, *others, f"{framework}_reader.py"]
    files = [Path(zoo.__file__), *(ours / name for name in names)]
    text = b"".join(each.read_bytes() for each in files)
    return hashlib.sha256(text).hexdigest()[:16]


def place(member: zoo.Member) -> Path:
    name = re.sub(r"\W+", "-", member.name)
    return KEPT / f"{member.framework}-{name}-{code_of(member.framework)}.json"


def kept(member: zoo.Member) -> dict[str, Any] | None:
    path = place(member)
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def keep(member: zoo.Member) -> None:
    """Checks one network; says at once what it should not have said, or should have."""
    every, sure = checked(member)
    where = f"{member.framework}, {member.name}"
    if member.kind is None and sure:
        print(f"false alarm: {where}: {', '.join(sure)}", flush=True)
    elif member.kind is not None and member.kind not in every:
        print(f"missed: {where}; found {every}", flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    place(member).write_text(json.dumps({"every": every, "sure": sure}), "utf-8")


def place_of_other(checker: Checker, member: zoo.Member) -> Path:
    """What it said of a network, until the network, its version or the way it is asked changes."""
    here = Path(__file__).parent
    code = Path(zoo.__file__).read_bytes() + (here / "health_checkers.py").read_bytes()
    name = re.sub(r"\W+", "-", f"{checker.package} {checker.version} {member.name}")
    return KEPT / f"{name}-{hashlib.sha256(code).hexdigest()[:16]}.json"


def ask_others(member: zoo.Member) -> None:
    """Keeps what the checkers that are installed say of a network."""
    for checker in CHECKERS:
        path = place_of_other(checker, member)
        if checker.version is not None and not path.is_file():
            said = said_by(checker, zoo.built(member)[:3])
            KEPT.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(said), "utf-8")


def table(results: list[tuple[zoo.Member, dict[str, Any]]]) -> str:
    """The table in Markdown."""
    names = {"torch": "PyTorch", "keras": "Keras", "jax": "JAX"}

    def share(said: Any, **of: Any) -> str:
        """How many of the networks with these traits `said` holds for."""
        here = [
            (member, found)
            for member, found in results
            if all(getattr(member, name) == value for name, value in of.items())
        ]
        return f"{sum(bool(said(*each)) for each in here)} of {len(here)}"

    def named(member: zoo.Member, found: dict[str, Any]) -> bool:
        return member.kind in found["every"]

    heads = ["planted fault", *(names[each] for each in zoo.FRAMEWORKS), "in all"]
    rows = [heads, ["---", *["--:"] * (len(heads) - 1)]]
    for kind in zoo.PLANTED:
        row = [KINDS[kind]["title"]]
        row += [share(named, kind=kind, framework=each) for each in zoo.FRAMEWORKS]
        row += [share(named, kind=kind)]
        rows.append(row)
    healthy = [each for each in results if each[0].kind is None]
    planted = [each for each in results if each[0].kind is not None]
    for title, part, said in (
        ("**all**", planted, named),
        ("_healthy networks with a false alarm_", healthy, lambda _, found: found["sure"]),
    ):
        results = part
        row = [title, *(share(said, framework=each) for each in zoo.FRAMEWORKS)]
        row += [f"**{share(said)}**"]
        rows.append(row)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def table_of_others(members: list[zoo.Member]) -> str | None:
    """Of how many networks in PyTorch each checker says anything; None where none is installed."""
    here = [each for each in CHECKERS if each.version is not None]
    if not here:
        return None
    torches = [member for member in members if member.framework == "torch"]

    def shares(part: list[zoo.Member], ours: Callable[[dict[str, Any]], bool]) -> list[str]:
        mine = sum(ours(kept(member) or {}) for member in part)
        said = [
            sum(json.loads(place_of_other(each, member).read_text("utf-8")) for member in part)
            for each in here
        ]
        return [f"{count} of {len(part)}" for count in (mine, *said)]

    rows = [
        ["PyTorch", "gatescope", *(f"{each.package} {each.version}" for each in here)],
        ["---", *["--:"] * (len(here) + 1)],
    ]
    for kind in zoo.PLANTED:
        part = [member for member in torches if member.kind == kind]
        rows.append(
            [KINDS[kind]["title"], *shares(part, lambda found, kind=kind: kind in found["every"])]
        )
    healthy = [member for member in torches if member.kind is None]
    words = "_healthy networks of which it says something_"
    rows.append([words, *shares(healthy, lambda found: bool(found["sure"]))])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def thresholds() -> str:
    """Every threshold with its reason."""
    rows = [["threshold", "value", "reason"], ["---", "--:", "---"]]
    rows += [[name, f"{t['value']:g}", str(t["reason"])] for name, t in THRESHOLDS.items()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def write(mark: str, text: str | None) -> None:
    """Puts a table between its marks in the page; None leaves what stands there."""
    if text is None:
        return
    print(text)
    page = re.sub(
        rf"(<!-- {mark}: [^>]*-->\n).*?(\n<!-- end of the {mark} -->)",
        lambda match: f"{match[1]}\n{text}\n{match[2]}",
        PAGE.read_text("utf-8"),
        flags=re.S,
    )
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
