"""The npm package: what `npm install` of the packed file gives to Node, to a page and to a compiler."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VERSION = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
FILE = ROOT / "dist" / f"gatescope-{VERSION}.tgz"
PAGE = (ROOT / "docs" / "npm.md").read_text("utf-8")
BLOCKS = dict(
    zip(
        ["node", "page", "observable"],
        (body for _, body in re.findall(r"```(js|html)\n(.*?)```", PAGE, re.DOTALL)),
        strict=True,
    )
)


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """An empty folder into which the packed file was installed, without a network."""
    assert FILE.exists(), f"dist/ lacks {FILE.name}: run make package"
    folder = tmp_path_factory.mktemp("npm")
    (folder / "package.json").write_text('{ "private": true, "type": "module" }', "utf-8")
    run(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", str(FILE))
    return folder


def test_it_needs_nothing_else(installed):
    assert [path.name for path in (installed / "node_modules").iterdir() if path.is_dir()] == [
        "gatescope"
    ]
    package = installed / "node_modules" / "gatescope"
    assert (package / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "d3-color" in (package / "THIRD-PARTY.txt").read_text("utf-8")
    assert (package / "README.md").read_text("utf-8") == PAGE


def test_node_trains_and_evaluates(installed):
    (installed / "evaluate.mjs").write_text(BLOCKS["node"], "utf-8")
    told, _, gates = run(installed, "node", "evaluate.mjs").strip().split("\n")
    assert int(re.findall(r"(\d+) %", told)[0]) >= 95
    assert all(0 < float(value) < 1 for value in gates.split())
    assert len(gates.split()) == 20


def opened(folder: Path, name: str, page: str) -> dict:
    """What a page of the folder says and draws in Chromium, which has no errors and asks nobody else."""
    (folder / name).write_text(page, "utf-8")
    command = ["node", "tests/python/npm/page.mjs", str(folder), name]
    said = json.loads(run(ROOT, *command).splitlines()[-1])
    assert said["errors"] == [] and said["elsewhere"] == []
    return said


def test_a_page_trains_and_draws(installed):
    # The page as it stands, and a word when its script has ended.
    done = "document.body.dataset.done = 'yes';\n    </script>\n  </body>"
    page = re.sub(r"</script>\s*</body>", lambda _: done, BLOCKS["page"])
    said = opened(installed, "page.html", page)
    losses = [
        float(told.removeprefix("loss ")) for told in said["told"] if told.startswith("loss ")
    ]
    assert len(losses) == 4 and losses[-1] < losses[0] / 2
    assert "Gates" in said["words"] and "not live" not in said["words"].lower()


@pytest.fixture(scope="module")
def saved(installed) -> str:
    """What `run.save('run.json')` writes in Node."""
    (installed / "save.mjs").write_text(
        "import { lstm } from 'gatescope';\n"
        "await lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).save('run.json');\n",
        "utf-8",
    )
    run(installed, "node", "save.mjs")
    return (installed / "run.json").read_text("utf-8")


def page_of(inside: str, head: str = "", script: str = "") -> str:
    """A page with something to draw in it, and a word when its script has ended."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8" />{head}</head>\n<body>\n'
        f'<p id="told"></p>\n<div id="picture">{inside}</div>\n<script type="module">\n{script}\n'
        "document.body.dataset.done = 'yes';\n</script>\n</body>\n</html>\n"
    )


def test_the_element_of_the_package_draws_what_node_saved(installed, saved):
    # The two that the page speaks of, in their words.
    [element] = re.findall(r"`(<gatescope-view src.*?)`", PAGE)
    [imported] = re.findall(r"`(import 'gatescope/element')`", PAGE)
    places = {"imports": {"gatescope/element": "./node_modules/gatescope/element.js"}}
    head = (
        '<link rel="stylesheet" href="node_modules/gatescope/style.css" />'
        f'<script type="importmap">{json.dumps(places)}</script>'
    )
    said = opened(installed, "element.html", page_of(element, head, f"{imported};"))
    assert "River" in said["words"] and json.loads(saved)["kind"] == "trace"


def test_a_worker_trains_and_saves_to_the_host_that_it_is_given(installed):
    """Import maps are of pages, so a worker that no bundler made names the file."""
    (installed / "worker.js").write_text(
        "import { layers, loadModel, sequential, setHost } from './node_modules/gatescope/index.js';\n"
        "const files = new Map();\n"
        "setHost({ readFile: async path => files.get(path), writeFile: async (path, bytes) => { files.set(path, bytes); } });\n"
        "const model = sequential([layers.lstm({ units: 2, inputShape: [2, 1] }), layers.dense({ units: 1 })], { seed: 7 });\n"
        "model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });\n"
        "const { history } = await model.fit([[[1], [0]], [[0], [1]]], [[1], [0]], { epochs: 20, verbose: 0 });\n"
        "await model.save('model.safetensors');\n"
        "const again = await loadModel('model.safetensors');\n"
        "const [one, other] = [model, again].map(each => each.predict([[[1], [0]]]).item());\n"
        "postMessage([history.loss[0], history.loss.at(-1), one, other].join(' '));\n",
        "utf-8",
    )
    script = (
        "const worker = new Worker('worker.js', { type: 'module' });\n"
        "document.querySelector('#told').textContent = await new Promise((resolve, reject) => {\n"
        "  worker.onmessage = ({ data }) => resolve(data);\n"
        "  worker.onerror = ({ message }) => reject(new Error(message));\n"
        "});"
    )
    said = opened(installed, "worker.html", page_of("<svg></svg>", script=script))
    first, last, one, other = map(float, said["told"][-1].split())
    assert last < first and one == other


#: The blocks of HTML that pages of docs/ have for any page; the frame is of a site: tests/site.
ELEMENTS = [
    pytest.param(block, id=f"{name}-{at}")
    for name in ("do/embed", "site")
    for at, block in enumerate(
        re.findall(r"```html\n(.*?)```", (ROOT / "docs" / f"{name}.md").read_text("utf-8"), re.S)
    )
    if not block.startswith("<iframe")
]


@pytest.mark.parametrize("block", ELEMENTS)
def test_what_a_page_is_told_to_hold_draws_there(block, tmp_path, saved):
    for name in ("style.css", "embed.js", "live.js"):
        shutil.copy(ROOT / "gatescope" / "_widget" / name, tmp_path)
    (tmp_path / "run.json").write_text(saved, "utf-8")
    # A block without a script stands below words that name it.
    head = (
        "" if "<script " in block.split("<gatescope-view")[0] else '<script src="live.js"></script>'
    )
    said = opened(tmp_path, "article.html", page_of(block, head))
    assert "Gates" in said["words"]
    assert ("text/gatescope" not in block) or "not live" not in said["words"].lower()


def test_a_page_of_observable_computes(installed):
    code = BLOCKS["observable"].replace("npm:gatescope", "gatescope")
    shown = "const display = value => console.log(JSON.stringify(value));\n"
    (installed / "observable.mjs").write_text(shown + code, "utf-8")
    kept = json.loads(run(installed, "node", "observable.mjs"))
    assert len(kept) == 6 and abs(kept[0]) > abs(kept[5]) > 0


def test_cells_are_the_same_from_both_entries(installed):
    (installed / "same.mjs").write_text(
        "import { lstm } from 'gatescope';\nimport { lstm as alone } from 'gatescope/cells';\n"
        "console.log(lstm === alone)",
        "utf-8",
    )
    assert run(installed, "node", "same.mjs").strip() == "true"


def test_a_bundle_computes_as_the_package_does(installed):
    """A bundler leaves out what nobody calls, and neither the kernels nor a digit with it."""
    (installed / "cells.mjs").write_text(
        "let kernels = 0;\nconst { Instance } = WebAssembly;\n"
        "WebAssembly.Instance = new Proxy(Instance, {\n"
        "  construct(target, args) { kernels += 1; return Reflect.construct(target, args); } });\n"
        "const { layers, lstm, sequential } = await import('./code.mjs');\n"
        "const run = lstm({ inputSize: 1, units: 2, seed: 7, dtype: 'f32' }).run([1, 0, 0]);\nconst byCells = kernels;\n"
        "const model = sequential([layers.lstm({ units: 2 }), layers.dense({ units: 1 })], { seed: 7 });\n"
        "model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });\n"
        "const { history } = await model.fit([[[1], [0]], [[0], [1]]], [[1], [0]], { epochs: 2 });\n"
        "console.log(JSON.stringify([byCells, run.h.values, history.loss]));\n",
        "utf-8",
    )
    named = "export { layers, lstm, sequential } from 'gatescope';\n"
    said = []
    for bundled in [False, True]:
        (installed / "code.mjs").write_text(named, "utf-8")
        if bundled:
            (installed / "named.mjs").write_text(named, "utf-8")
            esbuild = str(ROOT / "node_modules" / ".bin" / "esbuild")
            flags = ["--bundle", "--format=esm", "--platform=node", "--minify", "--allow-overwrite"]
            done = subprocess.run(
                [esbuild, "named.mjs", "--outfile=code.mjs", *flags],
                cwd=installed,
                capture_output=True,
                text=True,
                check=True,
            )
            assert "WARNING" not in done.stderr
        said.append(json.loads(run(installed, "node", "cells.mjs")))
    assert said[0] == said[1]
    assert said[0][0] > 0


def test_node_has_the_files_of_the_disk(installed):
    (installed / "files.mjs").write_text(
        "import { layers, loadModel, loadRun, lstm, sequential } from 'gatescope';\n"
        "const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);\n"
        "await run.save('kept/run.json');\n"
        "const model = sequential([layers.dense({ units: 1, inputShape: [1] })], { seed: 7 });\n"
        "await model.save('kept/model.safetensors');\n"
        "const again = await loadModel('kept/model.safetensors');\n"
        "const same = again.predict([[2]]).item() === model.predict([[2]]).item();\n"
        "const kept = await loadRun('kept/run.json');\n"
        "console.log(JSON.stringify([same, kept.toBundle().kind]));\n",
        "utf-8",
    )
    assert json.loads(run(installed, "node", "files.mjs")) == [True, "trace"]
    assert (installed / "kept" / "run.json").stat().st_size < 20_000


@pytest.mark.parametrize("resolution", ["bundler", "nodenext"])
def test_types_come_with_it(installed, resolution):
    (installed / "typed.ts").write_text(
        "import { lstm, type Run } from 'gatescope';\n"
        "import { gru } from 'gatescope/cells';\n"
        "import { draw, show } from 'gatescope/views';\n"
        "const run = lstm({ inputSize: 1, units: 2 }).run([1, 0]);\n"
        "const f: number[] = run.f.shape as number[];\n"
        "const remove: () => void = show(document.body, run);\n"
        "draw(document.body, {});\n"
        "// @ts-expect-error a misspelled option\n"
        "gru({ inputSize: 1, unit: 2 });\n"
        "export { f, remove };\n"
        "export type { Run };\n",
        "utf-8",
    )
    typed = BLOCKS["node"].replace("(count)", "(count: number)", 1)
    (installed / "evaluate.ts").write_text(typed, "utf-8")
    observable = BLOCKS["observable"].replace("npm:gatescope", "gatescope")
    (installed / "observable.ts").write_text(
        f"declare function display(value: unknown): void;\n{observable}", "utf-8"
    )
    (installed / "tsconfig.json").write_text(
        json.dumps(
            {
                "compilerOptions": {
                    "strict": True,
                    "noEmit": True,
                    "target": "es2022",
                    "lib": ["es2023", "dom"],
                    "types": [],
                    "module": "esnext" if resolution == "bundler" else "nodenext",
                    "moduleResolution": resolution,
                },
                "files": ["typed.ts", "evaluate.ts", "observable.ts"],
            }
        ),
        "utf-8",
    )
    run(installed, "node", str(ROOT / "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json")


def test_a_page_loads_what_the_docs_say_and_no_more():
    sizes = json.loads((ROOT / "build" / "package-sizes.json").read_text("utf-8"))
    told = {
        re.findall(r"`([^`]*)`", name)[0]: float(size)
        for name, size in re.findall(r"^\|(.*?`.*)\|\s*(\d+) kB\s*\|$", PAGE, re.MULTILINE)
    }
    assert {name: told[name] for name in sizes} == pytest.approx(sizes, rel=0.05)
    assert sizes["gatescope/cells"] <= 60
    assert sizes["sequential"] <= 210
