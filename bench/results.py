"""One row of a benchmark, for bench modules written in Python; see results.mjs."""

from __future__ import annotations

import json
import math
import os

LESS_IS_BETTER = {"ns", "µs", "ms", "s", "B", "kB", "MB", "kB gzip", "%", "times slower"}


def report(
    name: str,
    value: float,
    unit: str,
    peer: str | None = None,
    peer_value: float | None = None,
) -> dict[str, object]:
    """Print a row and, under `make bench`, hand it to the run's table.

    `ratio` says how many times better `value` is than `peer_value` (above 1: better than
    the peer), whichever way the unit counts. A peer without a value is one that gave no figure;
    its name should say so.
    """
    for label, number in (("value", value), ("peer_value", peer_value)):
        if number is not None and not math.isfinite(number):
            raise ValueError(f'row "{name}": {label} must be finite, got {number}')
    if peer is None and peer_value is not None:
        raise ValueError(f'row "{name}": whose value is peer_value?')
    ratio = None
    if peer_value is not None:
        ratio = peer_value / value if unit in LESS_IS_BETTER else value / peer_value
    row = {
        "name": name,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peerValue": peer_value,
        "ratio": ratio,
    }
    rows_file = os.environ.get("GATESCOPE_BENCH_ROWS")
    if rows_file:
        with open(rows_file, "a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    text = f"{name}: {value:.4g} {unit}"
    beside = "" if ratio is None else f"{peer}: {peer_value:.4g}, ratio {ratio:.4g}"
    print(f"{text}  ({beside or peer})" if peer else text, flush=True)
    return row
