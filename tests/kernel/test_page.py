"""The kernel in a page beside the one of Node: the same programs, the same digits, and what it asks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from queue import Empty

import pytest
from hosts import only_pages
from session import KERNEL_NAME, ROOT, SEED, Session, Starter
from test_search import NUMBERS, SETUP

pytestmark = only_pages("compares a page with Node")

#: Cut programs and such whose cells run again; a kernel starts for each, slowly in Firefox.
PROGRAMS = {"chromium": (24, 8), "firefox": (2, 1)}


def test_random_programs_print_what_they_print_on_node(
    starter: Starter, host: str, tmp_path: Path
) -> None:
    cut, reruns = PROGRAMS[host]
    print(f"GATESCOPE_SEED={SEED}")
    run = ROOT / "tests" / "kernel" / "programs" / "run.mjs"
    done = subprocess.run(
        ["node", str(run), str(cut), str(reruns), "list"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    programs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(programs) == cut + reruns
    for program in programs:
        with starter(tmp_path) as session:
            printed = ""
            for cell in program["cells"]:
                result = session.run(cell)
                printed += result.stdout
                if result.status == "error":
                    printed += f"thrown: {result.reply['ename']}: {result.reply['evalue']}\n"
                    if not program["goesOn"]:
                        break
        assert printed.removesuffix("\n") == program["expected"], program["cells"]


TRAINED = """
import { layers, optimizers, sequential, windows } from 'gatescope';
const days = Array.from({ length: 400 }, (_, day) => Math.sin(day / 58) + Math.sin(day * 12.9898) / 3);
const { x, y } = windows(days, { steps: 14 });
const rows = [];
for (const layer of [layers.lstm, layers.gru, layers.simpleRNN]) {
  const model = sequential([layer({ units: 8, inputShape: [14, 1] }), layers.dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'meanSquaredError' });
  const { history } = await model.fit(x, y, { epochs: 3, verbose: 0 });
  const said = model.predict(x);
  rows.push([JSON.stringify(history), Array.from(said.values).join()]);
}
rows.flat().join('\\n')
"""


def test_a_training_ends_with_the_digits_of_node(session: Session, tmp_path: Path) -> None:
    here = session.run(TRAINED)
    assert here.status == "ok", here.traceback
    with Session.started(KERNEL_NAME, tmp_path) as node:
        there = node.run(TRAINED)
    assert here.value is not None and len(here.value) > 1000
    assert here.value == there.value


@pytest.mark.hosts("chromium", because="what it asks of the page is the same in Firefox")
def test_a_search_for_threads_scores_as_on_node_and_says_that_a_page_has_none(
    session: Session, tmp_path: Path
) -> None:
    code = f"{SETUP}const found = await search({{ threads: 2 }}); {NUMBERS}"
    request = session.send(code)
    with Session.started(KERNEL_NAME, tmp_path) as node:
        there = node.run(code)
    here = session.collect(request)
    assert here.status == "ok", here.traceback
    assert here.value is not None and here.value.count("[") > 6
    assert here.value == there.value
    how = session.run("found.toString().split('\\n').at(-1)").value
    assert how == "'trained one after the other: where this runs there are no threads'"


def test_what_nothing_cuts_short_asks_whether_to_restart(session: Session) -> None:
    request = session.send("console.log('begun'); /(a+)+b/.test('a'.repeat(60));")
    session.until(request, "stream")
    session.interrupt()
    assert session.client.event() == "stuck"


def test_a_loop_that_is_stopped_asks_nobody(session: Session) -> None:
    result = session.interrupted("console.log('here'); while (true);")
    assert result.reply["ename"] == "Interrupted"
    # The first that asks is the next.
    request = session.send("console.log('here'); /(a+)+b/.test('a'.repeat(60));")
    session.until(request, "stream")
    session.interrupt()
    assert session.client.event() == "stuck"
    with pytest.raises(Empty):
        session.client.browser.heard[session.client.kernel]["events"].get_nowait()


@pytest.mark.hosts("chromium", because="what it asks of the page is the same in Firefox")
def test_the_data_that_ship_with_the_site_are_read(session: Session) -> None:
    result = session.run("import { data } from 'gatescope';\n(await data.weather()).length > 100")
    assert result.value == "true", result.traceback
