"""Runs in words: what a terminal and a screen reader get."""

from __future__ import annotations

import re

from .traced import Traced


def run_text(run: Traced) -> str:
    """One line a layer, and the loss."""
    record = run.record
    title = f"{run.title}: " if run.title else ""
    lines = [f"{title}{record.steps} {counted(record.step_name, record.steps)}"]
    for layer in record.layers:
        parts = []
        for name in layer.form.channels:
            values = layer.channels[name]
            if layer.form.role(name) == "gate":
                parts.append(f"{name} {values.mean():.2f}")
            else:
                parts.append(f"{name} {values.min():.2f}…{values.max():.2f}")
        arrow = " (backward)" if layer.direction == "backward" else ""
        lines.append(
            f"  {layer.form.name} {layer.name}{arrow}, {layer.units} units: {', '.join(parts)}"
        )
    if record.loss is not None:
        lines.append(f"  {record.loss_name} {record.loss:.4g}")
    lines += [f"  {note}" for note in record.notes]
    return "\n".join(lines)


def counted(noun: str, count: int) -> str:
    """The noun as a number of them is told: `1 day`, `2 queries`."""
    if count == 1:
        return noun
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search("([sxz]|[cs]h)$", noun) else f"{noun}s"
