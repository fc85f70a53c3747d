"""Run by test_wheel.py with the clean environment's Python: one notebook session, as JSON."""

import json
import shutil
import sys

from jupyter_client.manager import start_new_kernel

CELLS = {
    "node": "import process from 'node:process';\nprocess.execPath",
    "steps": (
        "import { lstm } from 'gatescope';\n"
        "const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([[0.5], [-1], [0.25]]);\n"
        "String(run).length > 0"
    ),
    "shown": "import { show } from 'gatescope';\nshow(run);",
}


def main() -> None:
    manager, client = start_new_kernel(kernel_name="gatescope", startup_timeout=60)
    told = {"nodeOnPath": shutil.which("node"), "npmOnPath": shutil.which("npm")}
    try:
        for name, code in CELLS.items():
            messages = []
            reply = client.execute_interactive(code, timeout=60, output_hook=messages.append)
            told[name] = {
                "status": reply["content"]["status"],
                "said": [
                    message["content"]
                    for message in messages
                    if message["msg_type"] in ("execute_result", "display_data", "error", "stream")
                ],
            }
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
