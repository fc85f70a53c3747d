"""The code of the pages for learning and doing runs as it stands, one page a kernel."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
assert _spec is not None and _spec.loader is not None
build_docs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build_docs)

PAGES = [
    page
    for folder in build_docs.RUN
    for page in sorted((ROOT / "docs" / folder).glob("*.md"))
    if build_docs.BLOCK.search(page.read_text("utf-8"))
]

#: What the last block of a page shows.
SHOWS = {
    "compare": "application/vnd.gatescope.comparison+json",
    "first-cell": "application/vnd.gatescope.trace+json",
    "hold-a-gate": "application/vnd.gatescope.trace+json",
    "inside": "text/plain",
    "save": "text/plain",
    "search": "application/vnd.gatescope.search+json",
    "your-csv": "application/vnd.gatescope.trace+json",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_runs_as_it_stands(page):
    outputs = list(build_docs.outputs_of(page))
    assert len(outputs) == len(build_docs.BLOCK.findall(page.read_text("utf-8")))
    assert SHOWS[page.stem] in outputs[-1][-1]


def test_a_block_that_fails_is_named(tmp_path):
    page = tmp_path / "wrong.md"
    page.write_text("```ts\nconst answer: number = 'four';\n```\n", "utf-8")
    with pytest.raises(build_docs.CellError, match=r"wrong\.md: .*not assignable"):
        list(build_docs.outputs_of(page))


def test_the_network_of_the_csv_beats_both_forecasts_that_need_none():
    """The page says to look at the table; it would be a poor advertisement otherwise."""
    outputs = list(build_docs.outputs_of(ROOT / "docs" / "learn" / "your-csv.md"))
    [shown] = [each for each in outputs[3] if "text/plain" in each]
    errors = {
        line.rsplit(maxsplit=1)[0].strip(): float(line.split()[-1])
        for line in shown["text/plain"].splitlines()
        if line.strip() and line.split()[-1].isdigit()
    }
    assert len(errors) == 3
    network = next(error for name, error in errors.items() if name.startswith("GRU"))
    assert network == min(errors.values())
