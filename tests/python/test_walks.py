"""The walks of contributors: their code compiles where they put it, and runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


PAGES = ["CONTRIBUTING.md", "docs/contribute/optimizer.md"]
WALKS = "\n".join((ROOT / page).read_text("utf-8") for page in PAGES)


def of_walks() -> list[tuple[str, str]]:
    """The blocks of the walks, each with the file that its step names first."""
    found = []
    for block in re.finditer(r"^( +)(`{3,})ts\n(.*?)^\1\2\n", WALKS, re.MULTILINE | re.DOTALL):
        step = re.split(r"^\d+\. ", WALKS[: block.start()], flags=re.MULTILINE)[-1]
        found.append((re.findall(r"`([\w/.]+\.ts)`", step)[0], textwrap.dedent(block[3])))
    return found


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Path:
    """A copy of the sources in which somebody has walked all of them."""
    folder = tmp_path_factory.mktemp("walked")
    for name in (
        "src",
        "tests/unit",
        "tests/parity",
        "scripts",
        "gatescope/tracing",
        "gatescope/health",
    ):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("package.json", "tsconfig.json", "tests/tsconfig.json", "jest.config.mjs"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")

    def put(name: str, code: str, after: str) -> None:
        file = folder / name
        text = file.read_text("utf-8")
        assert text.count(after) == 1, f"{name}: {after!r}"
        file.write_text(text.replace(after, after + code), "utf-8")

    # Where a block goes that is a part of a file, and what an editor or the compiler asks for besides.
    training = "src/engine/training/optimizers.ts"
    opens = {
        "src/engine/spec/optimizers.ts": "export const optimizerOptions = {\n",
        training: "export const optimizers = family('optimizers', {\n",
    }
    parts = set()
    for name, code in of_walks():
        if name not in opens:
            file = folder / name
            assert not file.exists(), f"a walk has {name} written, which is there"
            file.parent.mkdir(exist_ok=True)
            file.write_text(code, "utf-8")
            continue
        parts.add(name)
        if code.startswith("export interface"):
            interface, code = code.split("\n\n", 1)
            put(name, f"{interface}\n\n", "import { sgdRule } from './rules/sgd';\n\n")
        put(name, code.rstrip().removesuffix(",") + ",\n", opens[name])
    assert parts == set(opens)
    # Four more that stand in the words of a step: two are put at the end of their file.
    said = re.findall(r"`([\w/.]+\.ts)`(?:: |, a call .*?: )`(.+?)`", WALKS)
    ends = ["src/engine/index.ts", "tests/unit/engine/publicCalls.ts"]
    views = "src/views/runViews.ts"
    bundle = "src/engine/run/traceBundle.ts"
    assert [name for name, _ in said] == [*ends, views, bundle]
    for name, code in said[:2]:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{code}\n")
    put(training, "import { lionRule } from './rules/lion';\n", "'./rules/adagrad';\n")
    rows = "export const optimizerRows: Record<OptimizerName, object> = {\n"
    lion = "  lion: { ...shared, beta1: 0.9, beta2: 0.99 },\n"
    put("tests/unit/engine/optimizerRows.ts", lion, rows)
    view = "import { stateSizeView } from './stateSize/stateSizeView';\n"
    put(views, f"  {said[2][1]},\n", "export const runViews = {\n")
    put(views, view, "import type { AnyView } from '../scene/view';\n")
    schema = "src/trace/schema/common.json"
    put(schema, ',\n"stateSize"', '"influence"')
    # The field of the trace: in the schema, the engine, Python and the check.
    [field] = re.findall(r"of `timeAxis`: `(.+?)`", WALKS)
    [of_python] = re.findall(r"`gatescope/tracing/bundle\.py`: `(.+?)`", WALKS)
    [checked] = re.findall(r"in `checkTime`: ``(.+?)``", WALKS)
    axis = '"description": "The time axis that all channels of a trace share.",'
    head, tail = (folder / schema).read_text("utf-8").split(axis)
    tail = tail.replace('"properties": {', f'"properties": {{ {field},', 1)
    (folder / schema).write_text(head + axis + tail, "utf-8")
    put(bundle, f"\n      {said[3][1]}", "      steps: record.steps,")
    check = "checkTime(time: TimeAxis, place: string): void {"
    put("src/trace/traceConsistency.ts", f"\n  {checked}", check)
    put("gatescope/tracing/bundle.py", f"\n            {of_python}", '"name": record.step_name,')
    done = subprocess.run(
        ["node", "scripts/generate-schemas.mjs"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_code_of_the_walks_compiles_where_they_put_it(walked):
    """With all that walks touch: a row that a table lacks is told, too."""
    tests = ["tests/unit/engine/mistakes.test.ts", "tests/unit/engine/fused/training.test.ts"]
    sources = [f"src/{name}/**/*" for name in ("engine", "trace", "scene", "views", "widgets")]
    settings = {
        "extends": "./tests/tsconfig.json",
        "compilerOptions": {"rootDir": "."},
        "include": [*sources, *tests],
    }
    (walked / "walks.json").write_text(json.dumps(settings), "utf-8")
    tsc = ["node", "node_modules/typescript-native/bin/tsc", "-p", "walks.json"]
    done = subprocess.run(tsc, cwd=walked, capture_output=True, text=True)
    assert done.returncode == 0, f"{PAGES}\n{done.stdout}"


#: What runs of the walks that has no test of its own in them: the picture of the view, and the notebook cells.
RUNS = """/** @jest-environment jsdom */
import * as engine from '../../../../src/engine';
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import { traceViews } from '../../../../src/widgets/trace/traceViews';
import { lstmTrace } from '../../widgets/cells';
import { openView } from '../../widgets/viewPage';
import { gradientError } from '../../engine/finiteDifferences';

const run = lstmTrace({ steps: 4, units: 2 });
const asked = 'When is the state largest?';
const answer = /At step \\d: ‖h‖ = 0\\.\\d+\\./;

test('stateSize: its page draws a line, answers, and follows the cursor', async () => {
  const { label, fits, load } = traceViews.stateSize;
  expect([label, fits(run)]).toEqual(['Size of the state', true]);
  const page = openView(await load(), run);
  await page.settle();
  page.cursor.move({ step: 2 }, {});
  expect(page.element.querySelectorAll('svg path').length).toBeGreaterThan(0);
  expect(page.element.textContent).toContain(asked);
  expect(page.element.textContent).toMatch(answer);
  expect(page.element.textContent).toContain('step 2');
  page.close();
});

test('stateSize: the kernel saves its picture', () => {
  const saved = bundlePicture({ ...run, view: { view: 'stateSize' } });
  expect(saved).toContain(asked);
  expect(saved).toMatch(answer);
  expect(saved).toContain('<path');
});

test('mgu: its gradient is the one that finite differences find', () => {
  const { mgu, variable } = engine as any;
  const x = variable([[1, 0.5], [-0.2, 0.3], [0.7, -1]]);
  const cell = mgu({ inputSize: 2, units: 3, seed: 1 });
  const loss = () => cell.run(x).h.square().sum();
  expect(gradientError(loss, [x])).toBeLessThan(1e-8);
});

test('real: the steps that are no padding are counted, and a bundle with more is refused', () => {
  const { decodeBundle, encode } = require('../../../../src/trace');
  const bundle = engine.gru({ inputSize: 1, units: 2 }).run([1, 2, 0], { mask: [1, 1, 0] }).toBundle();
  expect((bundle.time as any).real).toBe(2);
  const wrong = { ...bundle, time: { ...bundle.time, real: 4 } };
  const read = (each: object) => () => decodeBundle(JSON.parse(JSON.stringify(encode(each))));
  expect(read(bundle)).not.toThrow();
  expect(read(wrong)).toThrow('time.real');
});

test.each(%s)('mgu: %%s', code => {
  const shown: unknown[] = [];
  const names = [...Object.keys(engine), 'show'];
  const values = [...Object.values(engine), (value: unknown) => shown.push(value)];
  new Function(...names, code)(...values);
  expect(shown).toHaveLength(1);
});
"""


def test_the_code_of_the_walks_runs(walked):
    """The gradient of the cell, the view, the field, what is typed into a notebook cell."""
    cells = re.findall(r"`import \{.*?\} from 'gatescope'; (.+?)`", WALKS)
    assert cells
    drawn = "tests/unit/views/stateSize/drawn.test.ts"
    (walked / drawn).parent.mkdir(exist_ok=True)
    (walked / drawn).write_text(RUNS % json.dumps(cells), "utf-8")
    # And those that derive what they try: the example of each function, the kernels beside the tape by
    # the row of an optimizer, a call with each of its options spoilt.
    derived = ["examples", "fused/training", "mistakes"]
    tests = [drawn, *(f"tests/unit/engine/{name}.test.ts" for name in derived)]
    ours = r"mgu|lion|optimizers\.ts|stateSize|real:"
    jest = ["node", "node_modules/jest/bin/jest.js", "--silent", "--verbose", "-t", ours]
    done = subprocess.run(
        [*jest, "--runTestsByPath", *tests], cwd=walked, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{PAGES}\n{done.stderr}"


def test_python_writes_the_field_of_the_walk(walked):
    code = (
        "import numpy as np; from gatescope.tracing.bundle import time_axis; "
        "from gatescope.tracing.records import RunRecord; "
        "x = np.zeros((3, 1)); mask = np.array([1, 1, 0]); "
        "print(time_axis(RunRecord(layers=[], input=x, input_names=['x'], mask=mask))['real'])"
    )
    (walked / "gatescope" / "__init__.py").touch()
    done = subprocess.run([sys.executable, "-c", code], cwd=walked, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr
