"""The library's pages: every name is in the list from A to Z, every example shows its value.

The pages themselves come of `make docs`, which the setup of the tests runs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import docs_examples  # noqa: E402
import docs_names  # noqa: E402

SOURCE = ROOT / "build" / "docs-source"
#: What shows a picture alone.
NO_VALUE = docs_examples.NOT_RUN | {"show", "whereItHolds"}


@pytest.fixture
def built() -> Path:
    assert (SOURCE / "api" / "names.md").exists(), "run make docs"
    return SOURCE / "api"


def ends_with_value(code: str) -> bool:
    """Whether the last statement is an expression: its last line begins none of another kind."""
    last = code.strip().splitlines()[-1]
    return not re.match(r"(?:const|let|function|class|for|if|\}|\))", last)


def test_every_name_is_in_the_list_with_its_page(built):
    children = json.loads((ROOT / "build" / "api.json").read_text("utf-8"))["children"]
    text = (built / "names.md").read_text("utf-8")
    listed = re.findall(r"^\| \[`(\w+)`\]\(([^)#]+)\) \|", text, re.MULTILINE)
    names = sorted(each["name"] for each in children)
    assert sorted(name for name, _ in listed) == names
    assert len(names) > 400
    assert [place for _, place in listed if not (built / place).exists()] == []


def test_every_name_of_python_is_in_the_list(built):
    import gatescope

    own = (built / "names.md").read_text("utf-8").split("\n## In Python\n")[1]
    assert set(re.findall(r"^- \[`(\w+)`\]", own, re.MULTILINE)) == set(gatescope._PLACES)


@pytest.mark.parametrize("folder", ["functions", "variables"])
def test_an_example_that_ends_with_an_expression_shows_its_value(built, folder):
    silent = []
    count = 0
    for page in sorted((built / folder).glob("*.md")):
        text = page.read_text("utf-8")
        for example in docs_examples.EXAMPLE.finditer(text):
            if page.stem in NO_VALUE | {"check", "comm"} or not ends_with_value(example[1]):
                continue
            count += 1
            if not text[example.end() :].startswith('\n<div class="gatescope-output">\n<p>Out</p>'):
                silent.append(f"{page.stem}: {example[1]}")
    assert silent == []
    assert count > 80


def test_the_value_is_what_comes_last_and_is_no_picture():
    outputs = [{"text/plain": "said\n"}, {"text/html": "<b>3</b>", "text/plain": "3"}]
    assert docs_examples.printed([*outputs, {"text/plain": "[ 1 ]\n"}]) == "[ 1 ]"
    assert docs_examples.printed(outputs) == "said"
    assert docs_examples.printed([]) == ""
    assert "&lt;" in docs_examples.value_below("a < b")
    assert docs_examples.value_below("") == ""


def test_a_part_of_an_object_leads_to_its_heading(tmp_path):
    (tmp_path / "variables").mkdir()
    (tmp_path / "variables" / "layers.md").write_text("# layers\n\n### minGru\n", "utf-8")
    comment = {"summary": [{"kind": "text", "text": "A layer. More."}]}
    part = {"name": "minGru", "kind": 1024, "comment": comment}
    layers = {"name": "layers", "kind": 32, "type": {"declaration": {"children": [part]}}}
    assert docs_names.rows_of([layers], tmp_path)[1] == (
        "minGru",
        "| [`minGru`](variables/layers.md#mingru) | of `layers` | A layer. |",
    )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("A cell (Feng et al. 2024). It is small.", "A cell (Feng et al. 2024)."),
        ("As Schlag et al. have it; more here.", "As Schlag et al. have it."),
        ("A function of each number: `f(x)`.", "A function of each number."),
        (
            "A scan (Hillis and Steele 1986; Blelloch). Fast.",
            "A scan (Hillis and Steele 1986; Blelloch).",
        ),
        ("No end", "No end"),
        ("", ""),
    ],
)
def test_a_name_is_told_in_one_whole_sentence(words, first):
    assert docs_names.beginning(words) == first
