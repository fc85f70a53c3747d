"""The TypeScript of the pages runs as it stands, one page a kernel, and gives what they say."""

from __future__ import annotations

import importlib.util
import re
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
    "gradient": "text/plain",
    "first-cell": "application/vnd.gatescope.trace+json",
    "hold-a-gate": "application/vnd.gatescope.trace+json",
    "inside": "text/plain",
    "memory": "text/plain",
    "pictures": "application/vnd.gatescope.trace+json",
    "race": "application/vnd.gatescope.race+json",
    "save": "text/plain",
    "train": "text/plain",
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


def test_the_numbers_that_the_page_on_memory_takes_apart_are_those_it_shows():
    """0.5 a step: 0.5⁷ = 0.0078 is the first below a hundredth, and the first input counts 0.5⁹."""
    [first], [second] = build_docs.outputs_of(ROOT / "docs" / "understand" / "memory.md")
    numbers = [float(each) for each in re.findall(r"[\d.]+", first["text/plain"])]
    assert numbers == pytest.approx([*(0.5**back for back in reversed(range(10))), 7], abs=6e-4)
    assert float(second["text/plain"]) == pytest.approx(0.5**9)


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


#: The other pages that have code for a notebook, whose kernels the build of the pages does not start.
OTHERS = [
    page
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    if build_docs.BLOCK.search(page.read_text("utf-8"))
]

#: What such a page takes for granted: its words say what lies there, or what a student has written.
GIVEN = {
    "own-models": """
// The state_dict of an nn.LSTM(2, 6) and an nn.Linear(6, 1), as safetensors writes it.
import { writeFileSync } from 'node:fs';
const shapes: Record<string, number[]> = {
  'lstm.weight_ih_l0': [24, 2],
  'lstm.weight_hh_l0': [24, 6],
  'lstm.bias_ih_l0': [24],
  'lstm.bias_hh_l0': [24],
  'linear.weight': [1, 6],
  'linear.bias': [1]
};
const header: Record<string, object> = {};
let end = 0;
for (const [name, shape] of Object.entries(shapes)) {
  const begin = end;
  end += 4 * shape.reduce((a, b) => a * b);
  header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
}
const head = Buffer.from(JSON.stringify(header));
const size = Buffer.alloc(8);
size.writeBigUInt64LE(BigInt(head.length));
const numbers = new Uint8Array(new Float32Array(end / 4).fill(0.25).buffer);
writeFileSync('model.safetensors', Buffer.concat([size, head, numbers]));
""",
    "teaching": """
import { check, questions, show } from 'gatescope';
function left() {
  return 0.9 ** 10;
}
""",
}

#: Blocks that a kernel refuses, by words of them: why. What tries them stands beside.
REFUSED = {
    # tests/lessons/test_marked_questions.py answers those questions and has them marked.
    "check.answers(asked);": "the Check button reads it, and marking",
}


def python_of(page: str, begin: str) -> list[str]:
    """The blocks of Python of a page that begin so."""
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    return re.findall(rf"^```python\n({begin}.*?)^```$", text, re.S | re.M)


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.stem)
def test_code_of_another_page_runs_after_what_the_page_takes_for_granted(page):
    shown = []
    with build_docs.kernel() as run:
        for code in [GIVEN.get(page.stem, ""), *build_docs.BLOCK.findall(page.read_text("utf-8"))]:
            kept, content = run(code)
            why = next((why for words, why in REFUSED.items() if code.startswith(words)), None)
            if why is None:
                assert content["status"] == "ok", f"{page.name}: {content.get('evalue')}\n\n{code}"
            else:
                assert content["status"] == "error" and why in content["evalue"], code
            shown.append(kept)
    if page.stem == "README":
        # And what a notebook keeps of it is read as the page of the format has it.
        names = {"output": {"data": shown[-1][0]}}
        [reads] = python_of("trace-format", "import base64")
        exec(compile(reads, "trace-format.md", "exec"), names)
        assert names["read"](names["f"]["array"]).shape == (4, 4)
    if page.stem == "own-models":
        [[drawn], [told]] = shown[1:]
        [h] = [line for line in drawn["text/plain"].splitlines() if line.strip().startswith("h ")]
        assert "[3, 6]" in h
        [network] = python_of("own-models", "class Network")
        assert network in told["text/plain"]
        # What the program holds are the numbers of the file, 0.25 in little-endian base64.
        assert "AACAPgAAgD4A" in told["text/plain"]


def test_the_calls_for_language_models_give_what_is_written_behind_them():
    """Those in Python: tests/models/test_learn_page.py."""
    part = (ROOT / "docs" / "llms.txt").read_text("utf-8").split("\n## ")[2]
    assert part.startswith("TypeScript\n")
    [given] = re.findall(r"^Given `(.*)`$", part, re.MULTILINE)
    calls = re.findall(r"^- `(.*)` → `(.*)`$", part, re.MULTILINE)
    assert len(calls) == 4
    with build_docs.kernel() as run:
        assert run(given)[1]["status"] == "ok"
        for call, gives in calls:
            kept, content = run(call)
            assert content["status"] == "ok", f"{call}: {content.get('evalue')}"
            assert " ".join(kept[-1]["text/plain"].split()) == gives, call


def test_a_cell_of_ones_own_is_written_as_the_page_has_it():
    [written] = python_of("own-models", "class RnnLayer")
    code = """
import { layers, sequential, tanh } from 'gatescope';
const leaky = {
  name: 'leaky',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step({ x, h }: any, { W, U, b }: any) {
    const n = tanh(x.matmul(W).add(h.matmul(U)).add(b));
    return { n, h: h.mul(0.9).add(n.mul(0.1)) };
  }
} as any;
const model = sequential([layers.recurrent({ units: 3, cell: leaky, inputShape: [null, 2] })]);
console.log(model.toPyTorch());
"""
    with build_docs.kernel() as run:
        [told], content = run(code)
    assert content["status"] == "ok", content
    assert written in told["text/plain"]
