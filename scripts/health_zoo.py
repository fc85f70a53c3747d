"""Checks every network of the zoo and writes the table of `docs/health.md`.

    .venv/bin/python scripts/health_zoo.py            # all of it; JAX takes most of the time
    .venv/bin/python scripts/health_zoo.py torch      # checks those of one framework
    .venv/bin/python scripts/health_zoo.py --table    # the table of what was checked

What was found in a network is kept in `build/health-zoo` until the code that checks it changes, so a run
that was broken off goes on where it was. The table is written once every network has been checked.
Names of general checkers that are installed (`pip install --target DIR torcheck`, then
`PYTHONPATH=DIR`) get a column of their own; the project does not depend on them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections import Counter
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
sys.path.insert(0, str(ROOT))

import flax.nnx  # noqa: E402, F401
import health_zoo as zoo  # noqa: E402
import keras  # noqa: E402, F401
import torch  # noqa: E402

import gatescope  # noqa: E402
from gatescope.health.facts import KINDS, THRESHOLDS  # noqa: E402

PAGE = ROOT / "docs" / "health.md"
KEPT = ROOT / "build" / "health-zoo"


def checked(member: zoo.Member) -> tuple[list[str], list[str]]:
    """`(everything that was found, what was certain or likely)`."""
    model, x, target, loss = zoo.built(member)
    health = gatescope.check(model, x, target, loss, progress=False)
    return [each.kind for each in health], [each.kind for each in health.at_least("likely")]


def torcheck_finds(member: zoo.Member) -> bool | None:
    """Whether torcheck says anything in three steps of training; None where it is not installed.

    It knows weights that do not change, outputs beyond a range, and NaN and infinity.
    """
    try:
        import torcheck
    except ImportError:
        return None
    model, x, target, _ = zoo.built(member)
    given = x if isinstance(x, tuple) else (x,)
    inputs = [torch.as_tensor(part) for part in given]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    torcheck.registry.active_tensors.clear() if hasattr(
        torcheck.registry, "active_tensors"
    ) else None
    torcheck.register(optimizer)
    torcheck.add_module_changing_check(model, module_name="network")
    torcheck.add_module_nan_check(model, module_name="network")
    torcheck.add_module_inf_check(model, module_name="network")
    try:
        for _ in range(3):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(*inputs), torch.as_tensor(target)).backward()
            optimizer.step()
    except RuntimeError:
        return True
    return False


def main() -> None:
    torch.set_num_threads(1)
    given = [each for each in sys.argv[1:] if each != "--table"]
    wanted = [] if sys.argv[1:] == ["--table"] else given or list(zoo.FRAMEWORKS)
    members = [*zoo.healthy(), *zoo.planted()]
    for member in members:
        if member.framework in wanted and kept(member) is None:
            keep(member)
    results = [(member, kept(member)) for member in members]
    missing = Counter(member.framework for member, found in results if found is None)
    if missing:
        print("not checked yet:", ", ".join(f"{n} of {name}" for name, n in missing.items()))
        return
    text = table(results)
    print(text)
    write(text)


@cache
def code_of(framework: str) -> str:
    """Names the code that decides what is found in a network of a framework."""
    ours = ROOT / "gatescope" / "health"
    shared = ["findings.json", "judge.py", "probes.py", "seen.py", "statistics.py"]
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
    said = torcheck_finds(member) if member.framework == "torch" else None
    where = f"{member.framework}, {member.name}"
    if member.kind is None and sure:
        print(f"false alarm: {where}: {', '.join(sure)}", flush=True)
    elif member.kind is not None and member.kind not in every:
        print(f"missed: {where}; found {every}", flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    place(member).write_text(json.dumps({"every": every, "sure": sure, "torcheck": said}), "utf-8")


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

    def torcheck(member: zoo.Member, found: dict[str, Any]) -> bool | None:
        return found["torcheck"]

    has_other = any(found["torcheck"] is not None for _, found in results)
    heads = ["planted fault", *(names[each] for each in zoo.FRAMEWORKS), "in all"]
    heads += ["torcheck (PyTorch)"] if has_other else []
    rows = [heads, ["---", *["--:"] * (len(heads) - 1)]]
    for kind in zoo.PLANTED:
        row = [KINDS[kind]["title"]]
        row += [share(named, kind=kind, framework=each) for each in zoo.FRAMEWORKS]
        row += [share(named, kind=kind)]
        row += [share(torcheck, kind=kind, framework="torch")] if has_other else []
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
        row += [share(torcheck, framework="torch")] if has_other else []
        rows.append(row)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def write(text: str) -> None:
    """Puts both tables between their marks in the page."""
    reasons = [["threshold", "value", "reason"], ["---", "--:", "---"]]
    reasons += [[name, f"{t['value']:g}", str(t["reason"])] for name, t in THRESHOLDS.items()]
    thresholds = "\n".join("| " + " | ".join(row) + " |" for row in reasons)
    page = PAGE.read_text("utf-8")
    for mark, body in (("zoo", text), ("thresholds", thresholds)):
        page = re.sub(
            rf"(<!-- {mark}: [^>]*-->\n).*?(\n<!-- end of the {mark} -->)",
            lambda match, body=body: f"{match[1]}\n{body}\n{match[2]}",
            page,
            flags=re.S,
        )
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
