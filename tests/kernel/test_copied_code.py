"""The code that views copy: in a fresh kernel it gives what the view showed, for every kind of layer."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hosts import PROCESS
from session import KERNEL_NAME, ROOT, Session
from test_live import Page, trace_of

pytestmark = PROCESS

# One run of each kind of layer, under a name.
RUNS = """
import { add, cell, encoderDecoder, gru, layers, lstm, matmul, mul, oneMinus, rnn, sequential, sigmoid, show, tanh } from 'gatescope';
const wave = Array.from({ length: 12 }, (_, step) => [Math.sin(step), step / 12]);
const ends = { inputNames: ['wave', 'clock'], gradientsOf: ({ h }: { h: any }) => h.at(-1).sum() };
const ofLstm = lstm({ inputSize: 2, units: 5, seed: 7 }).run(wave, ends);
const ofGru = gru({ inputSize: 2, units: 5, seed: 7 }).run(wave, ends);
const ofRnn = rnn({ inputSize: 2, units: 5, seed: 7 }).run(wave, ends);
const ofBatch = lstm({ inputSize: 2, units: 5, seed: 7 }).run([wave, wave.toReversed()], ends);
const deep = sequential([
  layers.bidirectional({ layer: layers.lstm({ units: 4, returnSequences: true }), inputShape: [null, 2] }),
  layers.gru({ units: 3, returnSequences: true }),
  layers.dense({ units: 1 })
], { seed: 2 });
deep.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
const ofDeep = deep.trace(wave, { target: wave.map(([value]) => [value]) });
const own = cell({
  name: 'minimal gated unit',
  state: ['h'],
  parameters: ['Wf', 'Uf', 'bf', 'Wn', 'Un', 'bn'],
  inputSize: 2,
  units: 4,
  seed: 7,
  step({ x, h: before }, { Wf, Uf, bf, Wn, Un, bn }) {
    const f = sigmoid(add(matmul(x, Wf), matmul(before, Uf), bf));
    const n = tanh(add(matmul(x, Wn), matmul(mul(f, before), Un), bn));
    return { f, n, h: add(mul(oneMinus(f), before), mul(f, n)) };
  }
});
const ofOwn = own.run(wave, ends);
const write = (attention: 'none' | 'additive') => encoderDecoder({ sourceSize: 8, targetSize: 8, units: 4, attention, seed: 4 }).trace([3, 4, 5], { target: [5, 4, 2] });
const { encoder: ofEncoder, decoder: ofDecoder } = write('none');
const { decoder: ofAttention } = write('additive');
"""


@pytest.fixture(scope="module")
def what_if_code(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """What the What-if view copies for changes of a run: its own function, built for Node."""
    file = tmp_path_factory.mktemp("views") / "operations.cjs"
    build = ["node_modules/esbuild/bin/esbuild", "src/widgets/whatIf/operations.ts", "--bundle"]
    subprocess.run(
        ["node", *build, "--platform=node", f"--outfile={file}", "--log-level=error"],
        cwd=ROOT,
        check=True,
    )
    program = (
        f"const [trace, operations, name] = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        f"process.stdout.write(require({json.dumps(str(file))}).operationsCode(trace, operations, name));"
    )

    def code(*asked: Any) -> str:
        return subprocess.run(
            ["node", "-e", program],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    return code


@pytest.fixture(scope="module")
def runs_twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Session]]:
    """The kernel that is asked for code, and a fresh one that runs it."""
    folder = tmp_path_factory.mktemp("runs")
    with (
        Session.started(KERNEL_NAME, folder) as asked,
        Session.started(KERNEL_NAME, folder) as fresh,
    ):
        for each in (asked, fresh):
            made = each.run(RUNS)
            assert made.status == "ok", made.traceback
        yield asked, fresh


def holdable(layer: dict[str, Any]) -> list[str]:
    """The channels that a step computes."""
    return [c["name"] for c in layer["channels"] if c["role"] not in ("gradient", "term")]


def changes_to_copy(trace: dict[str, Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """The edits and clamps that a reader may have made when the code is copied."""
    edit = {"step": 1, "feature": 0, "value": 0.25}
    in_row = list(range(trace["time"]["steps"]))[:6]
    clamps = [
        {"layer": layer["name"], "channel": channel, "value": value, "units": [0, 2], **at}
        for layer in trace["layers"]
        for channel in holdable(layer)
        for value, at in ((0.5, {"steps": [1, 2]}), (0.25, {"steps": in_row}), ("mean", {}))
    ]
    yield [], clamps[:1]
    yield [], clamps
    if trace["input"]["editable"]:
        yield [edit], []
        yield [edit], clamps[-1:]


@pytest.mark.parametrize(
    "name",
    [
        "ofLstm",
        "ofGru",
        "ofRnn",
        "ofBatch",
        "ofDeep",
        "ofOwn",
        "ofEncoder",
        "ofDecoder",
        "ofAttention",
    ],
)
def test_what_a_view_copies_runs_in_a_fresh_kernel_and_gives_what_the_view_showed(
    name: str, runs_twice: tuple[Session, Session], what_if_code: Callable[..., str]
) -> None:
    asked, fresh = runs_twice
    page = Page(asked)
    page.greet()
    (shown,) = asked.run(f"show({name});").of("display_data")
    trace = trace_of(shown)
    sequence = {"sequence": 1} if "batch" in trace else {}
    if sequence:
        trace["batch"]["sequence"] = 1
    for edits, clamps in changes_to_copy(trace):
        answer = page.ask("recompute", id=trace["id"], edits=edits, clamps=clamps, **sequence)[0]
        seen = answer["result"]["trace"]
        assert answer["result"]["name"] == name
        operations = [{"kind": "edit", "edit": edit, **sequence} for edit in edits]
        operations += [{"kind": "clamp", "clamp": clamp} for clamp in clamps]
        code = what_if_code(trace, operations, name)
        result = fresh.run(code)
        assert result.status == "ok", (code, result.traceback)
        again = trace_of(result.of("display_data")[0])
        assert again["clamps"] == seen["clamps"], code
        assert again["edits"] == seen["edits"], code
        assert again.get("batch") == seen.get("batch"), code
        assert again.get("loss") == seen.get("loss"), code
    for layer in trace["layers"]:
        channel = holdable(layer)[-1]
        selection = {"layer": layer["name"], "channel": channel, "units": [0, 1], "steps": [1, 2]}
        answer = page.ask("select", id=trace["id"], selection=selection, **sequence)[0]
        result = fresh.run(answer["result"]["code"])
        assert result.status == "ok", (answer["result"]["code"], result.traceback)
        again = trace_of(result.of("display_data")[0])
        assert again["clamps"] == [{**selection, "value": 0}]
