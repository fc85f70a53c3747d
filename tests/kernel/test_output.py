"""What cells print: whole, in order, bounded, and in the cell that caused it."""

from __future__ import annotations

import subprocess

from hosts import NODE_ITSELF, PROCESS, only_node
from session import TIMEOUT, Session

#: A timer of a cell that does this once a later cell says so, when its own has long been answered.
LATE = "let go = false;\nconst timer = setInterval(() => {{ if (go) {{ clearInterval(timer); {0} }} }}, 5);\n1"


def test_many_small_prints_arrive_whole_and_in_order(session: Session) -> None:
    result = session.run("for (let i = 0; i < 20000; i++) console.log(i);")
    assert result.stdout == "".join(f"{n}\n" for n in range(20000))
    assert len(result.of("stream")) < 200


def test_streams_and_displays_keep_their_order(session: Session) -> None:
    result = session.run(
        'import { html } from "gatescope";\n'
        "for (let i = 0; i < 5; i++) { console.log('out', i); console.error('err', i); html(`<i>${i}</i>`); }"
    )
    heard = []
    for message in result.messages:
        content = message["content"]
        if message["msg_type"] == "stream":
            heard.append((content["name"], content["text"]))
        elif message["msg_type"] == "display_data":
            heard.append(("html", content["data"]["text/html"]))
    expected = []
    for i in range(5):
        expected += [("stdout", f"out {i}\n"), ("stderr", f"err {i}\n"), ("html", f"<i>{i}</i>")]
    assert heard == expected


def test_a_busy_cell_is_heard_while_it_works(session: Session) -> None:
    request = session.send("console.log('begun');\nfor (;;) {}")
    session.until(request, "stream")
    session.interrupt()
    assert session.collect(request).reply["ename"] == "Interrupted"


def test_endless_output_is_cut_with_a_notice(session: Session) -> None:
    result = session.run("for (let i = 0; i < 60000; i++) console.log('x'.repeat(99));")
    assert result.status == "ok"
    assert result.stdout.count("x") < 2_000_001
    assert "prints nothing more" in result.stdout
    assert session.run("console.log('again')").stdout == "again\n"


def test_output_stays_below_the_rates_of_the_server(session: Session) -> None:
    """Within three seconds, which all of it may take: fewer than 3,000 messages and 3,000,000 characters."""
    result = session.run("for (let i = 0; i < 19000; i++) console.log('y'.repeat(99));")
    assert len(result.stdout) == 1_900_000
    assert len(result.of("stream")) < 3_000


@PROCESS
def test_memory_is_bounded_while_a_cell_prints_without_end(session: Session) -> None:
    # Half a gigabyte, where it were kept.
    session.interrupted(
        "import { display } from 'gatescope'; const said = 'z'.repeat(1000);"
        "for (let k = 0; ; k++) { console.log(said + k); if (k === 500_000) display({ 'text/plain': '' }); }",
        "display_data",
    )
    used = int(session.run("process.memoryUsage().rss").value or 0)
    assert used < 400_000_000


def held(session: Session) -> int:
    """Bytes that the kernel holds once its garbage is collected."""
    collected = session.run(
        "import v8 from 'node:v8'; import vm from 'node:vm';\n"
        "v8.setFlagsFromString('--expose-gc'); vm.runInNewContext('gc')();\n"
        "process.memoryUsage().heapUsed"
    )
    return int(collected.value or 0)


def test_endless_displays_are_cut_with_a_notice_and_fill_no_memory(
    session: Session, host: str
) -> None:
    session.run('import { html } from "gatescope";\nconst text = "<p>" + "x".repeat(50_000);')
    before = held(session) if host == "node" else 0
    stopped = session.interrupted(
        "for (let k = 0; ; k++) { html(text); if (k === 20_000) console.error('a gigabyte'); }"
    )
    assert stopped.reply["ename"] == "Interrupted"
    if host == "node":
        assert held(session) - before < 20_000_000
    result = session.run("for (let i = 0; i < 5_100; i++) html('.');\n'went on'")
    assert len(result.of("display_data")) == 5000
    assert "has shown 5,000 outputs" in result.stdout
    assert result.value == "'went on'"


def test_values_of_the_library_print_as_a_person_would_want(session: Session) -> None:
    session.run(
        "import { lstm, layers, sequential, tensor } from 'gatescope';\n"
        "const cell = lstm({ inputSize: 1, units: 2, seed: 1 });\n"
        "const model = sequential([layers.dense({ units: 1, inputShape: [2] })], { seed: 1 });"
    )
    assert (session.run("tensor([[1, 2], [3, 4]])").value or "").startswith("Tensor [2, 2]\n")
    printed = session.run("console.log(tensor([1, 2]), { W: tensor([[1, 2]]) }, [cell], model)")
    assert printed.status == "ok", printed.traceback
    assert printed.stdout.startswith("Tensor [2]\n")
    assert "W: Tensor [1, 2]" in printed.stdout
    for inner in ("values:", "tracked", "[Function", "definition"):
        assert inner not in printed.stdout
    parameters = session.run("cell.parameters").value or ""
    assert "Wf: Tensor [1, 2]" in parameters and len(parameters.split("\n")) < 20
    assert len(session.run("tensor(new Float64Array(1e6))").value or "") < 2000


CONSOLE = """
console.log('%s is %d and %o', 'a', 4.5, { b: 1 }, 'rest');
console.log({ a: { b: { c: { d: 1 } } } });
console.group('outer'); console.log('inner'); console.groupEnd(); console.log('back');
console.table([{ a: 1, b: 2 }]);
console.table([['x', 10n], [undefined]]);
console.table({ first: { wide: 'text' }, second: 3 });
console.table([{ kept: 1, dropped: 2 }], ['kept']);
console.table(new Map([['key', { inner: [1, 2] }]]));
console.table(new Set(['one']));
console.table([]);
console.table('no table');
console.count(); console.count();
console.assert(true, 'not shown');
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.log();
console.info('info'); console.debug('debug');
"""


def test_console_formats_as_node_does(session: Session) -> None:
    result = session.run(CONSOLE)
    plain = subprocess.run(["node", "-e", CONSOLE], capture_output=True, text=True, check=True)
    assert result.status == "ok", result.traceback
    assert result.stdout == plain.stdout


def test_levels_can_be_told_apart(session: Session) -> None:
    result = session.run(
        "console.log('log'); console.warn('warn'); console.error('error'); console.trace('here');"
    )
    assert result.stdout == "log\n"
    assert "\x1b[33mwarn\x1b[39m\n" in result.stderr
    assert "error\n" in result.stderr and "\x1b[33merror" not in result.stderr
    assert "Trace: here" in result.stderr


@NODE_ITSELF
def test_what_is_written_to_a_stream_is_printed_as_it_stands(session: Session) -> None:
    result = session.run("process.stderr.write('raw\\n'); process.stdout.write('no newline');")
    assert (result.stdout, result.stderr) == ("no newline", "raw\n")


def test_late_output_belongs_to_the_cell_that_caused_it(session: Session) -> None:
    first = session.send(
        "let go = false;\nconst turn = () => new Promise(r => setTimeout(r, 5));\n"
        "const timer = setInterval(() => { if (go) { clearInterval(timer); console.log('from the timer'); } }, 5);\n"
        "(async () => { while (!go) await turn(); console.log('from the promise'); })();\n"
        "const later = (): Promise<unknown> => turn().then(() => go || later());\n"
        "Promise.resolve().then(later).then(() => console.log('from then'));\n1"
    )
    session.collect(first)
    second = session.send(
        "go = true; await new Promise(r => setTimeout(r, 50)); console.log('mine')"
    )
    heard: dict[str, list[str]] = {}
    while True:
        message = session.client.get_iopub_msg(timeout=TIMEOUT)
        parent = message["parent_header"].get("msg_id")
        if message["msg_type"] == "stream":
            heard.setdefault(parent, []).extend(message["content"]["text"].splitlines())
        if parent == second and message["content"].get("execution_state") == "idle":
            break
    assert heard.pop(second) == ["mine"]
    assert {request: sorted(lines) for request, lines in heard.items()} == {
        first: ["from the promise", "from the timer", "from then"]
    }


def test_late_errors_land_in_their_cell_and_do_not_end_the_kernel(session: Session) -> None:
    first = session.send(LATE.format("throw new Error('late')"))
    assert session.collect(first).status == "ok"
    session.send("go = true;")
    error = session.until(first, "error")
    assert error["content"]["ename"] == "Error"
    assert "Cell In[1], line 2" in error["content"]["traceback"][1]
    assert session.run("2").value == "2"
    third = session.send(
        "go = false;\nasync function fails() { while (!go) await new Promise(r => setTimeout(r, 5)); throw new TypeError('nobody waits') }\nvoid fails();"
    )
    assert session.collect(third).status == "ok"
    session.send("go = true;")
    assert session.until(third, "error")["content"]["evalue"] == "nobody waits"
    assert session.run("3").value == "3"


def test_an_unhandled_rejection_in_a_cell_fails_the_cell(session: Session) -> None:
    result = session.run("Promise.reject(new Error('unhandled')); 1")
    assert result.status == "error"
    assert result.reply["evalue"] == "unhandled"


@only_node("timers of a page are numbers")
def test_timers_print_in_a_line(shared: Session) -> None:
    assert shared.run("setTimeout(() => {}, 20)").value == "Timeout (20 ms)"
    assert shared.run("setInterval(() => {}, 1e6)").value == "Interval (1000000 ms)"
    assert shared.run("const t = setTimeout(() => {}, 20); clearTimeout(t); t").value == (
        "Timeout (over)"
    )


def test_large_values_are_summarised(shared: Session) -> None:
    for code in (
        "Array.from({ length: 100000 }, (_, i) => i)",
        "'long'.repeat(100000)",
        "new Float32Array(1e6)",
        "Array.from({ length: 2000 }, (_, i) => ({ i, text: 'x'.repeat(100) }))",
        "Object.fromEntries(Array.from({ length: 5000 }, (_, i) => ['key' + i, i]))",
    ):
        result = shared.run(code)
        assert result.status == "ok"
        assert 0 < len(result.value or "") < 25_000, code
        assert "more" in (result.value or "")


def test_clearing_and_replacing_output(session: Session) -> None:
    result = session.run(
        'import { clearOutput, display } from "gatescope";\n'
        "const shown = display({ 'text/plain': 'first', 'text/html': '<b>first</b>' }, { id: 'place', metadata: { isolated: true } });\n"
        "shown.update({ 'text/plain': 'second' });\n"
        "clearOutput({ wait: true });\nclearOutput();"
    )
    assert result.status == "ok", result.traceback
    [shown] = result.of("display_data")
    assert shown["data"] == {"text/plain": "first", "text/html": "<b>first</b>"}
    assert shown["metadata"] == {"isolated": True}
    assert shown["transient"] == {"display_id": "place"}
    [updated] = result.of("update_display_data")
    assert updated["data"] == {"text/plain": "second"}
    assert updated["transient"] == {"display_id": "place"}
    assert result.of("clear_output") == [{"wait": True}, {"wait": False}]


def test_what_cannot_be_sent_is_an_error_in_the_cell(session: Session) -> None:
    session.run('import { display } from "gatescope";')
    for value in ("10n", "(() => { const o: any = {}; o.o = o; return o; })()"):
        result = session.run(f"display({{ 'application/json': {value} }});")
        assert result.status == "error"
        assert "display" in result.reply["evalue"]
    assert session.run("1").value == "1"


def test_objects_that_draw_themselves_are_asked(session: Session) -> None:
    result = session.run(
        "({ [Symbol.for('Jupyter.display')]() { return { 'text/html': '<b>own</b>', 'text/plain': 'own' }; } })"
    )
    assert result.of("execute_result")[0]["data"] == {
        "text/html": "<b>own</b>",
        "text/plain": "own",
    }


def test_a_data_set_is_shown_and_explained_like_a_table(session: Session) -> None:
    result = session.run(
        'import { data, show } from "gatescope";\n'
        "const days = await data.weather();\n"
        "show(days);\n"
        "show(await data.sensors(), { title: 'Motes' });\n"
        "show(data);"
    )
    shown = [content["data"] for content in result.of("display_data")]
    assert [sorted(each) for each in shown] == [["text/html", "text/plain"]] * 3
    assert shown[0]["text/plain"].startswith("Daily weather in Seattle, 2012–2015\ndata.weather()")
    assert "public domain" in shown[0]["text/html"]
    assert shown[1]["text/plain"].startswith("Motes\n")
    assert shown[0]["text/html"].count('<img alt="') == 4
    assert shown[2]["text/html"].count("<tr>") == 13
    assert "<code>data.vowels()</code>" in shown[2]["text/html"]

    # As the value of a cell it is no row of functions and arrays either.
    (value,) = session.run("days").of("execute_result")
    assert value["data"] == shown[0]

    cut = session.run("days.between('2013-01-01', '2013-12-31')").of("execute_result")
    assert cut[0]["data"]["text/plain"].startswith("weather\n\nThe first 5 of 365 rows")
    rebuilt = session.run("show({ ...days });")
    assert (
        "a data set just as data gives it (show(await data.weather()))" in rebuilt.error["evalue"]
    )
    forgotten = session.run("show(data.weather());")
    assert "Promise" in forgotten.error["evalue"]
