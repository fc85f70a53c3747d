"""A thousand cells with errors, interrupts and floods: the kernel lives and stays small."""

from __future__ import annotations

from hosts import PROCESS
from session import Session

pytestmark = PROCESS

HEAP = """
require("v8").setFlagsFromString("--expose_gc");
const collect: () => void = require("vm").runInNewContext("gc");
collect(); collect();
process.memoryUsage().heapUsed
"""


def heap(session: Session) -> float:
    """Megabytes of living values after a forced collection."""
    result = session.run(HEAP)
    assert result.status == "ok", result.traceback
    return int(result.value or 0) / 1e6


def test_a_thousand_cells_leave_the_kernel_small(session: Session) -> None:
    for number in range(20):
        session.run(f"let warm{number} = {number}; warm{number}")
    start = heap(session)
    for number in range(1000):
        kind = number % 20
        if kind == 3:
            assert session.run("throw new Error('on purpose')").status == "error"
        elif kind == 7:
            assert session.run("const wrong: string = 5;").status == "error"
        elif kind == 11:
            text = session.run("for (let i = 0; i < 300; i++) console.log(i, 'of a flood');").stdout
            assert text.count("flood") == 300
        elif number % 100 == 13:
            result = session.interrupted("console.log('here'); for (;;) {}")
            assert result.reply["ename"] == "Interrupted"
        elif kind == 17:
            code = f"class Thing {{ v = {number} }}; function make() {{ return new Thing() }}; make().v"
            assert session.run(code).value == str(number)
        else:
            name = f"n{number % 150}"
            result = session.run(
                f"let {name} = {number};\nfunction f{name}() {{ return {name} }}\nf{name}()"
            )
            assert result.value == str(number)
    assert session.run("1 + 1").value == "2"
    end = heap(session)
    print("heap", start, end)
    assert end - start < 25
