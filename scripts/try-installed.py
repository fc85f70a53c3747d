"""Install the wheel of a folder and do what a user does first, on any system.

python scripts/try-installed.py dist

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


def main() -> None:
    """Make an environment, install, look, list, run a cell."""
    (wheel,) = Path(sys.argv[1]).glob("gatescope-*.whl")
    with tempfile.TemporaryDirectory() as scratch:
        environment = Path(scratch) / "environment"
        venv.create(environment, with_pip=True)
        programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
        python = programs / "python"

        def run(*words: str | Path) -> None:
            subprocess.run([str(word) for word in words], check=True, cwd=scratch)

        run(python, "-m", "pip", "install", "--quiet", wheel.resolve())
        run(python, "-m", "gatescope", "doctor")
        run(python, "-m", "gatescope", "lessons", "lessons")
        assert len(list((Path(scratch) / "lessons").glob("*.ipynb"))) >= 14
        run(python, "-c", RUN_IT)


if __name__ == "__main__":
    main()
