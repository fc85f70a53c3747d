"""What the tests of Python models share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from gatescope.tracing.arrays import encode

ROOT = Path(__file__).resolve().parents[2]

_READ = """
const { readFileSync } = require('node:fs');
const { decodeBundle } = require(process.argv[1]);
const bundles = JSON.parse(readFileSync(0, 'utf8'));
const faults = bundles.flatMap((bundle, at) => {
  try { decodeBundle(bundle); return []; } catch (error) { return [`${at}: ${error.message}`]; }
});
process.stdout.write(JSON.stringify(faults));
"""


#: Keras's back ends; of TensorFlow not every machine has a build (requirements/models.txt).
BACK_ENDS = [
    "torch",
    "jax",
    pytest.param(
        "tensorflow",
        marks=pytest.mark.skipif(
            find_spec("tensorflow") is None, reason="no TensorFlow is built for this machine"
        ),
    ),
]


@pytest.fixture(scope="module", params=BACK_ENDS)
def found(request):
    """What the PROGRAM of a test's module finds, in a process for each back end of Keras."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(request.module.PROGRAM)],
        env={**os.environ, "KERAS_BACKEND": request.param},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def one_file(tmp_path_factory):
    """Makes a TypeScript program into one file that Node runs."""

    def make(program: str) -> Path:
        file = tmp_path_factory.mktemp("program") / "program.cjs"
        subprocess.run(
            [
                "node",
                "node_modules/esbuild/bin/esbuild",
                program,
                "--bundle",
                "--platform=node",
                f"--outfile={file}",
                "--log-level=error",
            ],
            cwd=ROOT,
            check=True,
        )
        return file

    return make


@pytest.fixture(scope="session")
def decoder(one_file) -> Path:
    """The views' own reader of bundles."""
    return one_file("src/trace/index.ts")


@pytest.fixture(scope="session")
def engine(one_file):
    """Does jobs with the TypeScript engine."""
    file = one_file("tests/models/engineProgram.ts")

    def run(jobs):
        done = subprocess.run(
            ["node", str(file)], input=json.dumps(jobs), capture_output=True, text=True, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def faults(decoder):
    """What the views' reader finds wrong with bundles; nothing for good ones."""

    def read(*bundles: dict) -> list[str]:
        done = subprocess.run(
            ["node", "-e", _READ, str(decoder)],
            input=json.dumps([encode(bundle) for bundle in bundles]),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return read
