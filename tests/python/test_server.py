"""What `gatescope lab` starts."""

from __future__ import annotations

import subprocess
import sys

STARTED = """
import sys
from gatescope.server import without_iri_grammar
without_iri_grammar()
import jupyterlab.labapp
import jsonschema
assert "lark" not in sys.modules, "the grammar of addresses was compiled"
checker = jsonschema.FormatChecker()
assert checker.conforms("https://example.org/a", "uri")
assert not checker.conforms("no address", "uri")
print("started")
"""


def test_the_server_starts_without_the_grammar_of_addresses_and_checks_formats_as_before():
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True)
    assert done.stdout == "started\n", done.stderr


def test_the_server_is_jupyterlab():
    command = [sys.executable, "-m", "gatescope.server", "--version"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    from jupyterlab import __version__

    assert done.stdout.strip() == __version__
