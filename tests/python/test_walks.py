"""The walks of CONTRIBUTING.md: their code compiles where they put it, and runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def of_walks() -> list[tuple[str, str]]:
    """The blocks of the walks of CONTRIBUTING.md, each with the file that its step names first."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = []
    for block in re.finditer(r"^( +)(`{3,})ts\n(.*?)^\1\2\n", page, re.MULTILINE | re.DOTALL):
        step = re.split(r"^\d+\. ", page[: block.start()], flags=re.MULTILINE)[-1]
        found.append((re.findall(r"`([\w/.]+\.ts)`", step)[0], textwrap.dedent(block[3])))
    return found


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Path:
    """A copy of the sources in which somebody has walked all of CONTRIBUTING.md."""
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
            assert not file.exists(), f"CONTRIBUTING.md has {name} written, which is there"
            file.parent.mkdir(exist_ok=True)
            file.write_text(code, "utf-8")
            continue
        parts.add(name)
        if code.startswith("export interface"):
            interface, code = code.split("\n\n", 1)
            put(name, f"{interface}\n\n", "import { sgdRule } from './rules/sgd';\n\n")
        put(name, code.rstrip().removesuffix(",") + ",\n", opens[name])
    assert parts == set(opens)
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    # Three more that stand in the words of a step: two are put at the end of their file.
    said = re.findall(r"`([\w/.]+\.ts)`(?:: |, a call .*?: )`(.+?)`", page)
    ends = ["src/engine/index.ts", "tests/unit/engine/publicCalls.ts"]
    views = "src/views/runViews.ts"
    assert [name for name, _ in said] == [*ends, views]
    for name, code in said[:2]:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{code}\n")
    put(training, "import { lionRule } from './rules/lion';\n", "'./rules/adamax';\n")
    rows = "export const optimizerRows: Record<OptimizerName, object> = {\n"
    lion = "  lion: { ...shared, beta1: 0.9, beta2: 0.99 },\n"
    put("tests/unit/engine/optimizerRows.ts", lion, rows)
    view = "import { stateSizeView } from './stateSize/stateSizeView';\n"
    put(views, f"  {said[2][1]},\n", "export const runViews = {\n")
    put(views, view, "import type { AnyView } from '../scene/view';\n")
    put("src/trace/schema/common.json", ',\n"stateSize"', '"influence"')
    done = subprocess.run(
        ["node", "scripts/generate-schemas.mjs"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_code_of_the_walks_compiles_where_they_put_it(walked):
    """With all that walks touch: a row that a table lacks is told, too."""
    tests = [name for name, _ in of_walks() if name.startswith("tests/")]
    tests += ["tests/unit/engine/mistakes.test.ts", "tests/unit/engine/fused/training.test.ts"]
    sources = [f"src/{name}/**/*" for name in ("engine", "trace", "scene", "views", "widgets")]
    settings = {
        "extends": "./tests/tsconfig.json",
        "compilerOptions": {"rootDir": "."},
        "include": [*sources, *tests],
    }
    (walked / "walks.json").write_text(json.dumps(settings), "utf-8")
    tsc = ["node", "node_modules/typescript-native/bin/tsc", "-p", "walks.json"]
    done = subprocess.run(tsc, cwd=walked, capture_output=True, text=True)
    assert done.returncode == 0, f"CONTRIBUTING.md\n{done.stdout}"


#: What runs of the walks that has no test of its own in them: the picture of the view, and the notebook cells.
RUNS = """/** @jest-environment jsdom */
import * as engine from '../../../../src/engine';
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import { traceViews } from '../../../../src/widgets/trace/traceViews';
import { lstmTrace } from '../../widgets/cells';
import { openView } from '../../widgets/viewPage';

const run = lstmTrace({ steps: 4, units: 2 });
const asked = 'At which step is the state largest?';
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

test.each(%s)('mgu: %%s', code => {
  const shown: unknown[] = [];
  const names = [...Object.keys(engine), 'show'];
  const values = [...Object.values(engine), (value: unknown) => shown.push(value)];
  new Function(...names, code)(...values);
  expect(shown).toHaveLength(1);
});
"""


def test_the_code_of_the_walks_runs(walked):
    """Their tests, the view that they draw, what they type into a notebook cell."""
    tests = [name for name, _ in of_walks() if name.endswith(".test.ts")]
    assert len(tests) == 2
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    cells = re.findall(r"`import \{.*?\} from 'gatescope'; (.+?)`", page)
    assert cells
    drawn = "tests/unit/views/stateSize/drawn.test.ts"
    (walked / drawn).write_text(RUNS % json.dumps(cells), "utf-8")
    # And those that derive what they try: the example of each function, the kernels beside the tape by
    # the row of an optimizer, a call with each of its options spoilt.
    derived = ["examples", "fused/training", "mistakes"]
    tests += [drawn, *(f"tests/unit/engine/{name}.test.ts" for name in derived)]
    ours = r"mgu|minimal gated unit|lion|optimizers\.ts|stateSize"
    jest = ["node", "node_modules/jest/bin/jest.js", "--silent", "--verbose", "-t", ours]
    done = subprocess.run(
        [*jest, "--runTestsByPath", *tests], cwd=walked, capture_output=True, text=True
    )
    assert done.returncode == 0, f"CONTRIBUTING.md\n{done.stderr}"
