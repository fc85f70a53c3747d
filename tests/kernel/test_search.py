"""Searches that train in threads: the scores of one after the other, and no thread left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hosts import PROCESS
from session import KERNEL_NAME, TIMEOUT, Session, awaited

# What a student writes: an own function that makes networks, with numbers of the cell around it.
SETUP = """
import { data, distributions, gridSearch, layers, optimizers, pipeline, randomSearch, sequential, standardScaler, timeSeriesSplit, windows } from 'gatescope';
import type { SearchProgress } from 'gatescope';
const weather = await data.weather();
const { x, y } = windows(weather.column(weather.variables[0].name).slice(0, 400), { steps: 8 });
const learningRate = 0.01;
let made = 0;
function makeModel({ units }: { units: number }, seed: number) {
  made++;
  const model = sequential([layers.lstm({ units, dropout: 0.2 }), layers.dense({ units: 1 })], { seed });
  model.compile({ optimizer: optimizers.adam({ learningRate }), loss: 'meanSquaredError' });
  return pipeline({ steps: { scaler: standardScaler() }, target: standardScaler(), model });
}
const search = (more: object = {}) => gridSearch({
  estimator: makeModel, paramGrid: { units: [6, 2, 4] }, x, y, cv: timeSeriesSplit({ splits: 2 }), seeds: 2, fit: { epochs: 2 }, ...more
});
"""

NUMBERS = "JSON.stringify(found.cvResults.map(({ params, scores }) => [params, scores])) + found.bestEstimator!.predict(x).values.slice(0, 40).join()"

# Trainings that are not over before they are stopped.
LONG = "fit: { epochs: 100000 }"


class Threads:
    """How many threads a kernel has beside those of its own."""

    def __init__(self, session: Session) -> None:
        self.process = psutil.Process(int(session.run("process.pid").value or 0))
        # The first file wakes the threads that read and write files.
        session.run("await search({ file: 'first.json' });")
        self.own = self.process.num_threads()

    def more(self) -> int:
        return self.process.num_threads() - self.own

    def gone(self) -> bool:
        return awaited(lambda: self.more() <= 0)

    def came(self) -> bool:
        return awaited(lambda: self.more() > 0)


def single_core() -> bool:
    return len(psutil.Process().cpu_affinity()) < 2


pytestmark = [
    PROCESS,
    pytest.mark.skipif(single_core(), reason="one core: searches start no threads"),
]


@pytest.fixture(scope="module")
def searching(shared: Session) -> Session:
    assert shared.run(SETUP).status == "ok"
    return shared


@pytest.fixture(scope="module")
def threads(searching: Session) -> Iterator[Threads]:
    yield Threads(searching)


def lines(result: object) -> list[str]:
    shown = result.of("display_data") + result.of("update_display_data")
    return [content["data"]["text/plain"] for content in shown]


def test_two_threads_score_as_one_after_the_other(searching: Session, threads: Threads) -> None:
    alone = searching.run(f"const found = await search(); {NUMBERS}")
    assert alone.status == "ok"
    searching.run("made = 0;")
    together = searching.run(f"const found = await search({{ threads: 2 }}); {NUMBERS}")
    assert together.value == alone.value
    # Twelve trainings and the last on all examples, each made by the student's function, in the notebook;
    # before them one, never trained, that tells whether there is a network for the options of fit.
    assert searching.run("made").value == "14"
    how = searching.run("found.toString().split('\\n').at(-1)").value
    assert how == "'trained in 2 threads'"
    assert threads.gone()


def test_a_random_search_trains_in_threads_too(searching: Session, threads: Threads) -> None:
    code = "await randomSearch({ estimator: makeModel, paramDistributions: { units: distributions.integers(2, 6) }, iterations: 3, seed: 4, x, y, cv: 2, threads: %d }).then(({ cvResults }) => JSON.stringify(cvResults.map(({ params, scores }) => [params, scores])))"
    assert searching.run(code % 2).value == searching.run(code % 1).value
    assert threads.gone()


def test_an_interrupt_ends_the_threads_and_keeps_scores_and_variables(
    searching: Session, threads: Threads, tmp_path: Path
) -> None:
    file = json.dumps(str(tmp_path / "scores.json"))
    searching.run("let told = 0;")
    # Two settings are done soon, the third would take for ever.
    code = f"await search({{ threads: 2, file: {file}, cv: 2, seeds: 1, estimator: (params: {{ units: number }}, seed: number) => pipeline({{ model: makeModel(params, seed).network!, fit: {{ epochs: params.units === 4 ? 100000 : 1 }} }}), fit: {{}}, progress: () => told++ }});"
    request = searching.send(code)
    assert threads.came()
    awaited(lambda: scores_in(tmp_path) == 4)
    searching.interrupt()
    result = searching.collect(request)
    assert result.reply["ename"] == "Interrupted"
    assert threads.gone()
    assert searching.run("told").value == "4"
    assert scores_in(tmp_path) == 4
    # With an end in sight, the same search asks for what is missing alone.
    searching.run("made = 0;")
    again = code.replace("100000", "1") + " made"
    assert searching.run(again).value == "3"
    assert threads.gone()


def scores_in(folder: Path) -> int:
    file = folder / "scores.json"
    return len(json.loads(file.read_text())["scores"]) if file.exists() else 0


def test_nothing_of_an_interrupted_search_goes_on(searching: Session, threads: Threads) -> None:
    request = searching.send(f"await search({{ threads: 2, {LONG} }});")
    assert threads.came()
    searching.interrupt()
    assert searching.collect(request).reply["ename"] == "Interrupted"
    assert threads.gone()
    searching.run("made = 0;")
    assert searching.run("(await search({ threads: 2 })).cvResults.length").value == "3"
    # Its own, as above, and none of the other.
    assert searching.run("made").value == "14"
    # Those of the next test are to be its own.
    assert threads.gone()


def test_a_cell_that_swallows_its_interrupt_has_no_threads_left(
    searching: Session, threads: Threads
) -> None:
    request = searching.send(
        f"for (;;) {{ try {{ await search({{ threads: 2, {LONG} }}); }} catch {{}} }}"
    )
    assert threads.came()
    searching.interrupt()
    assert searching.collect(request).reply["ename"] == "Interrupted"
    assert threads.gone()
    # One that goes on would have begun anew while another search ends.
    assert searching.run("(await search({ threads: 2 })).cvResults.length").value == "3"
    assert threads.gone()


def test_a_search_that_nobody_awaits_ends_at_an_interrupt_too(
    searching: Session, threads: Threads
) -> None:
    assert searching.run(f"void search({{ threads: 2, {LONG} }}); 1").value == "1"
    assert threads.came()
    searching.interrupt()
    assert threads.gone()
    assert searching.run("(await search({ threads: 2 })).cvResults.length").value == "3"
    assert threads.gone()


def test_a_setting_that_fails_ends_the_threads_and_names_its_error(
    searching: Session, threads: Threads
) -> None:
    result = searching.run(
        "await search({ threads: 2, estimator: ({ units }: { units: number }, seed: number) => makeModel({ units: units === 4 ? -1 : units }, seed) });"
    )
    assert result.status == "error"
    assert "units" in result.traceback
    assert threads.gone()
    result = searching.run("await search({ threads: 2, fit: { batchSize: 0 } });")
    assert result.status == "error"
    assert "batchSize must be a whole number of at least 1" in result.traceback
    assert threads.gone()


def test_what_cannot_be_sent_is_trained_in_the_notebook_and_said(
    searching: Session, threads: Threads
) -> None:
    own = "fit: { epochs: 2, callbacks: [{ onEpochEnd: () => { epochs++; } }] }"
    result = searching.run(
        f"let epochs = 0; const own = await search({{ threads: 2, {own} }}); epochs"
    )
    assert result.value == "26"
    why = "one after the other: callbacks of fit cannot be sent to another thread"
    assert any(why in line for line in lines(result))
    assert threads.gone()


def test_a_long_search_says_how_far_it_is_in_one_line(searching: Session) -> None:
    # Long on every machine: each of twelve networks takes a fifth of a second to be made.
    result = searching.run(
        """const slowly: typeof makeModel = (params, seed) => {
          const end = Date.now() + 200;
          while (Date.now() < end) {}
          return makeModel(params, seed);
        };
        await search({ threads: 2, estimator: slowly });"""
    )
    shown = lines(result)
    assert "12 of 12 trainings in 2 threads" in shown[-1]
    assert len(shown) > 1
    places = [
        content["transient"]["display_id"]
        for kind in ("display_data", "update_display_data")
        for content in result.of(kind)
    ]
    assert len(result.of("display_data")) == 1
    assert len(set(places)) == 1


def test_two_searches_at_once_do_not_disturb_each_other(
    searching: Session, threads: Threads
) -> None:
    alone = searching.run(f"const found = await search(); {NUMBERS}").value
    both = searching.run(
        f"const [one, two] = await Promise.all([search({{ threads: 2 }}), search({{ threads: 2 }})]); [one, two].map(found => {NUMBERS}).join(' and ')"
    )
    text = (alone or "").strip("'")
    assert both.value == f"'{text} and {text}'"
    assert threads.gone()


@pytest.mark.parametrize(
    ("given", "came"), [("0", "the number 0"), ("'many' as 'auto'", "the string 'many'")]
)
def test_a_number_of_threads_that_is_none_is_named(
    searching: Session, given: str, came: str
) -> None:
    result = searching.run(f"await search({{ threads: {given} }});")
    assert "threads must be a whole number of at least 1, or 'auto'" in result.traceback
    assert came in result.traceback


def test_a_restart_ends_the_threads(tmp_path: Path) -> None:
    with Session.started(KERNEL_NAME, tmp_path) as session:
        session.run(SETUP)
        threads = Threads(session)
        session.send(f"await search({{ threads: 2, {LONG} }});")
        assert threads.came()
        session.manager.restart_kernel(now=False)
        session.client.wait_for_ready(timeout=TIMEOUT)
        assert not threads.process.is_running()
        assert session.run("1 + 1").value == "2"
