"""Checks every network of the zoo and writes the table of `docs/health.md`.

    .venv/bin/python scripts/health_zoo.py            # all of it; JAX takes most of the time
    .venv/bin/python scripts/health_zoo.py torch      # a table of one framework

Names of general checkers that are installed (`pip install --target DIR torcheck`, then
`PYTHONPATH=DIR`) get a column of their own; the project does not depend on them.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "models"))
sys.path.insert(0, str(ROOT))

import flax.nnx  # noqa: E402, F401
import health_zoo as zoo  # noqa: E402
import keras  # noqa: E402, F401
import torch  # noqa: E402

import gatescope  # noqa: E402
from gatescope.health.facts import KINDS, THRESHOLDS  # noqa: E402

PAGE = ROOT / "docs" / "health.md"


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
    wanted = sys.argv[1:] or list(zoo.FRAMEWORKS)
    planted: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    other: Counter[str] = Counter()
    has_other = False
    healthy: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for member in [*zoo.healthy(), *zoo.planted()]:
        if member.framework not in wanted:
            continue
        every, sure = checked(member)
        said = torcheck_finds(member) if member.framework == "torch" else None
        has_other |= said is not None
        if member.kind is None:
            healthy[member.framework] += 1
            alarms[member.framework] += bool(sure)
            other["healthy"] += bool(said)
            if sure:
                print(
                    f"false alarm: {member.framework}, {member.name}: {', '.join(sure)}", flush=True
                )
            continue
        key = (member.kind, member.framework)
        planted[key] += 1
        found[key] += member.kind in every
        other[member.kind] += bool(said)
        if member.kind not in every:
            print(f"missed: {member.framework}, {member.name}; found {every}", flush=True)
    text = table(wanted, planted, found, healthy, alarms, other if has_other else None)
    print(text)
    write(text)


def table(wanted, planted, found, healthy, alarms, other) -> str:
    """The table in Markdown."""
    names = {"torch": "PyTorch", "keras": "Keras", "jax": "JAX"}
    heads = ["planted fault", *(names[each] for each in wanted), "in all"]
    heads += ["torcheck (PyTorch)"] if other is not None else []
    rows = [heads, ["---", *["--:"] * (len(heads) - 1)]]
    for kind in zoo.PLANTED:
        pairs = [(found[kind, each], planted[kind, each]) for each in wanted]
        row = [KINDS[kind]["title"], *(f"{a} of {b}" for a, b in pairs)]
        row.append(f"{sum(a for a, _ in pairs)} of {sum(b for _, b in pairs)}")
        row += [f"{other[kind]} of {pairs[0][1]}"] if other is not None else []
        rows.append(row)
    total = [f"**{sum(found.values())} of {sum(planted.values())}**"]
    each = [
        f"{sum(v for (_, f), v in found.items() if f == name)} of "
        f"{sum(v for (_, f), v in planted.items() if f == name)}"
        for name in wanted
    ]
    faults = sum(v for k, v in other.items() if k != "healthy") if other is not None else 0
    of = sum(v for (_, f), v in planted.items() if f == "torch")
    rows.append(["**all**", *each, *total, *([f"{faults} of {of}"] if other is not None else [])])
    false = [f"{alarms[name]} of {healthy[name]}" for name in wanted]
    all_false = f"**{sum(alarms.values())} of {sum(healthy.values())}**"
    last = [f"{other['healthy']} of {healthy['torch']}"] if other is not None else []
    rows.append(["_healthy networks with a false alarm_", *false, all_false, *last])
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
