"""Networks that learn side by side: drawn while they do, and waited for by their notebook cell."""

from __future__ import annotations

from session import Session
from test_live import Page

RACE = """
import { layers, race, random, sequential, show } from 'gatescope';
const draws = random(1);
const many = (count: number): [number[][], number[]] => {
  const all = Array.from({ length: count }, () => [draws.uniform(), draws.uniform(), draws.uniform()]);
  return [all, all.map(([first]) => (first > 0.5 ? 1 : 0))];
};
const make = (layer: ReturnType<typeof layers.gru>) => {
  const model = sequential([layer, layers.dense({ units: 1, activation: 'sigmoid' })], { seed: 1 });
  model.compile({ loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  return model;
};
const [x, y] = many(64);
const testData = { 1: many(20), 2: many(20) };
const lanes = () => ({ RNN: make(layers.simpleRNN({ units: 3 })), GRU: make(layers.gru({ units: 3 })) });
"""
#: Says that it learns.
LEARNS = "subscribe(({ epochs }) => { if (epochs > 0) console.log(epochs); });"


def test_a_race_is_drawn_live_and_its_cell_ends_when_it_does(session: Session) -> None:
    assert session.run(RACE).status == "ok"
    page = Page(session)
    page.greet()
    done = session.run(
        "const found = race({ models: lanes(), x, y, testData, epochs: 12 }); show(found);"
    )
    assert done.status == "ok"
    race = "application/vnd.gatescope.race+json"
    shown, *saved = [
        each["content"] for each in done.messages if race in each["content"].get("data", {})
    ]
    assert shown["data"][race]["status"] == "running"
    assert shown["data"][race]["epochs"] == {"done": 0, "planned": 12}
    final = saved[-1]
    assert final["transient"] == shown["transient"]
    assert final["data"][race]["status"] == "finished"
    assert [each["name"] for each in final["data"][race]["networks"]] == ["RNN", "GRU"]
    # A map a network, and both ends of their colors.
    assert final["data"]["image/svg+xml"].count("<image ") == 4
    events = [
        each["content"]["data"]["data"]["race"]
        for each in done.messages
        if each["msg_type"] == "comm_msg" and each["content"]["data"].get("name") == "race"
    ]
    assert events[-1]["status"] == "finished"
    counts = [event["epochs"]["done"] for event in events]
    assert counts == sorted(counts)
    # The first goes out at once and so does the last; of those between as many as a second has room for.
    assert counts[0] < counts[-1] == 12
    # The next cell finds it as it ended, with the scores that evaluate gives.
    same = session.run(
        "const { accuracy } = await found.network('GRU').model.evaluate(...testData[2]);"
        "[found.status, found.epochs, found.network('GRU').scores[11][1] === accuracy].join()"
    )
    assert same.value == "'finished,12,true'"


def test_a_race_on_a_last_line_is_shown_once_and_waited_for(session: Session) -> None:
    assert session.run(RACE).status == "ok"
    race = "application/vnd.gatescope.race+json"

    def pictures(code: str) -> list[str]:
        return [
            each["msg_type"]
            for each in session.run(code).messages
            if race in each["content"].get("data", {}) and each["msg_type"] != "update_display_data"
        ]

    assert pictures("const first = race({ models: lanes(), x, y, testData }); first") == [
        "display_data"
    ]
    assert pictures("show(first); first") == ["display_data"]
    assert session.run("first.status").value == "'finished'"


def test_a_race_that_is_interrupted_says_so_and_goes_on(session: Session) -> None:
    assert session.run(RACE).status == "ok"
    stopped = session.interrupted(
        "const long = race({ models: lanes(), x, y, testData, epochs: 10000 });"
        f"long.{LEARNS} show(long);"
    )
    assert stopped.status == "error"
    assert (
        session.run(
            "await long.finished.catch(() => null); `${long.status} ${long.reason} ${long.epochs > 0}`"
        ).value
        == "'stopped interrupted true'"
    )
    session.run("await long.resume({ epochs: 1 })")
    assert session.run("long.status").value == "'finished'"


def test_a_race_that_goes_on_is_waited_for_and_interrupted_by_the_cell_that_shows_it(
    session: Session,
) -> None:
    assert session.run(RACE).status == "ok"
    assert (
        session.run(
            "const again = race({ models: lanes(), x, y, testData, epochs: 40 });"
            "again.subscribe(({ epochs, stop }) => { if (epochs === 2) again.stop(); });"
            "await again.finished; [again.status, again.epochs].join()"
        ).value
        == "'stopped,2'"
    )
    # Begun by one cell, it is shown by the next.
    shown = session.run("void again.resume(); show(again);")
    assert shown.status == "ok"
    assert session.run("[again.status, again.epochs].join()").value == "'finished,40'"
    goes_on = session.send("void again.resume({ epochs: 9000 }).catch(() => undefined);")
    session.collect(goes_on)
    waits = session.send(f"again.{LEARNS} show(again);")
    # What it tells is of the cell that let it go on; a page does not know whose a callback is.
    session.until((goes_on, waits), "stream")
    session.interrupt()
    stopped = session.collect(waits)
    assert stopped.status == "error"
    # On a busy machine its last batch may end after the cell.
    assert session.run("await again.finished.catch(() => null); again.status").value == "'stopped'"
    session.run("await again.resume({ epochs: 1 })")
    assert session.run("again.status").value == "'finished'"
