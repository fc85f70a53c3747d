"""Install the wheel of a folder and do what a user does first, on any system.

python scripts/try-installed.py dist          in an environment of its own
python scripts/try-installed.py --installed   in the one that runs it

Needs nothing but Python: the wheel brings Node where there is none.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

CELL = """
import { lstm } from 'gatescope';
lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).h.shape
"""

RUN_IT = f"""
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="gatescope", startup_timeout=120)
said = []
reply = client.execute_interactive({CELL!r}, timeout=120, output_hook=said.append)
client.stop_channels()
manager.shutdown_kernel(now=True)
assert reply["content"]["status"] == "ok", reply
shown = [one["content"]["data"]["text/plain"] for one in said if one["msg_type"] == "execute_result"]
assert shown == ["[ 3, 2 ]"], shown
print("the kernel answers", *shown)
"""


def first_steps(python: str | Path, scratch: str) -> None:
    """Look, list, run a cell."""

    def run(*words: str) -> None:
        subprocess.run([str(python), *words], check=True, cwd=scratch)

    run("-m", "gatescope", "doctor")
    run("-m", "gatescope", "lessons", "--with-solutions", "lessons")
    assert len(list((Path(scratch) / "lessons").rglob("*.ipynb"))) >= 15
    run("-c", RUN_IT)


def main() -> None:
    """Make an environment and install, unless it is there, and take the first steps."""
    with tempfile.TemporaryDirectory() as scratch:
        if sys.argv[1] == "--installed":
            first_steps(sys.executable, scratch)
            return
        (wheel,) = Path(sys.argv[1]).glob("gatescope-*.whl")
        environment = Path(scratch) / "environment"
        venv.create(environment, with_pip=True)
        programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
        python = programs / "python"

        install = ["-m", "pip", "install", "--quiet", str(wheel.resolve())]
        subprocess.run([str(python), *install], check=True)
        first_steps(python, scratch)


if __name__ == "__main__":
    main()
