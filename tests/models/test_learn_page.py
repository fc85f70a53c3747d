"""What the pages have in Python runs, and the one that looks into a model shows what it draws."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from gatescope.tracing.files import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "learn" / "pytorch-model.md"
TRACE = "application/vnd.gatescope.trace+json"
NETWORK = "application/x-gatescope-network+json"


def test_its_code_runs_from_top_to_bottom(capsys):
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        exec(block, names)
    said = capsys.readouterr().out
    # The page says that nothing is wrong with a model that has learned its task.
    assert "feels 12 of 12 steps" in said and "Cure:" not in said
    [held], [free] = names["held"], names["run"]  # type: ignore[misc]
    assert held.f.min() == 1 and 0 < free.f.min() < 1


def test_the_calls_for_language_models_give_what_is_written_behind_them(capsys):
    """Those in TypeScript: tests/kernel/test_code_of_docs.py."""
    part = (ROOT / "docs" / "llms.txt").read_text("utf-8").split("\n## ")[1]
    assert part.startswith("Python\n")
    names: dict[str, object] = {}
    [given] = re.findall(r"^Given `(.*)`$", part, re.MULTILINE)
    exec(given, names)
    calls = re.findall(r"^- `(.*)` → `(.*)`$", part, re.MULTILINE)
    assert len(calls) == 6
    for call, gives in calls:
        *before, last = call.split("; ")
        exec("; ".join(before), names)
        assert repr(eval(last, names)) == gives, call


def test_its_picture_is_of_the_model_that_it_trains(tmp_path):
    """The saved one, a new one, and what the weights beside it compute on the page."""
    subprocess.run(
        ["node", "scripts/pytorch-picture.mjs", str(tmp_path / "new.json")], cwd=ROOT, check=True
    )
    runs = []
    for file in (PAGE.with_suffix(".json"), tmp_path / "new.json"):
        data = json.loads(file.read_text("utf-8"))
        [network] = data[NETWORK]["runs"]
        assert network["id"] == data[TRACE]["id"]
        (tmp_path / "trace.json").write_text(json.dumps(data[TRACE]), "utf-8")
        runs.append(load(tmp_path / "trace.json")["lstm"])
    for channel in "fcgh":
        saved, new = (getattr(run, channel) for run in runs)
        # Three hundred steps of training in float32 end a little elsewhere on another processor.
        assert abs(saved - new).max() < 0.05 * max(1, abs(saved).max()), channel


#: Blocks of pages about models, by how they begin: what the words around one take for granted, and what
#: holds when it has run.
OF_MODELS = {
    "import gatescope\n\ngatescope.show(": (
        """
import torch
torch.manual_seed(0)
class Answer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(2, 3, batch_first=True)
        self.out = torch.nn.Linear(3, 1)
    def forward(self, x):
        return self.out(self.lstm(x)[0])
model = Answer()
x, y = torch.randn(4, 6, 2), torch.randn(4, 6, 1)
""",
        "assert 'LSTM lstm, 3 units' in said and 'MSELoss' in said",
    ),
    "training = gatescope.Training(": (
        """
import gatescope
loader = [(0, 0)] * 3
loss = 0.5
validate = lambda model: 0.25
model = None
""",
        "assert training.to_numpy()['val_loss'].tolist() == [0.25] * 8",
    ),
    "class Named(": (
        """
import gatescope, torch
# As those of ncps: it answers the output and the state that goes on.
class Cell(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(5, 3)
    def forward(self, x, h):
        h = torch.tanh(self.linear(torch.cat([x, h], -1)))
        return h, h
class Loop(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn_cell = Cell()
    def forward(self, x):
        h = x.new_zeros(len(x), 3)
        for step in range(x.shape[1]):
            out, h = self.rnn_cell(x[:, step], h)
        return out
model = Loop()
""",
        "assert gatescope.trace(model, torch.randn(1, 6, 2))['rnn_cell'].h.shape == (6, 3)",
    ),
    "run = gatescope.trace(model, x, target=y": (
        """
import gatescope, torch
class Answer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(2, 3, batch_first=True)
    def forward(self, x):
        return self.lstm(x)[0]
model, loss = Answer(), torch.nn.MSELoss()
x, y = torch.randn(4, 6, 2), torch.zeros(4, 6, 3)
""",
        "assert arrays['lstm.dL/df'].shape == (6, 3) and at_end.shape == (4, 3);"
        " assert open_gates[2] == many['lstm'].f[:, :, 2].mean()",
    ),
    "from safetensors.torch import": (
        "import torch; model = torch.nn.LSTM(2, 6)",
        # The package is not among those of the tests: its place is taken below.
        "assert saved == [(list(model.state_dict()), 'model.safetensors')]",
    ),
    "class Network(nn.Module)": (
        "import torch; from torch import nn",
        "assert Network()(torch.zeros(2, 3, 2)).shape == (2, 3, 1)",
    ),
    "class RnnLayer(nn.Module)": (
        "import torch; from torch import nn",
        # Its numbers are loaded after it.
        "assert RnnLayer().step(torch.zeros(4, 2), torch.zeros(4, 3))[0].shape == (4, 3)",
    ),
    "import gatescope\n\nhealth = gatescope.check(": (
        """
import torch
class Answer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = torch.nn.GRU(2, 3, batch_first=True)
    def forward(self, x):
        return self.gru(x)[0]
model = Answer()
loader = [(torch.randn(4, 6, 2), torch.zeros(4, 6, 3)) for _ in range(3)]
""",
        "assert '12 sequences' in said",
    ),
    "watch = gatescope.HealthWatch(": (
        """
import gatescope, torch
model = torch.nn.GRU(2, 3, batch_first=True)
x = torch.randn(4, 6, 2)
loader = [(x, None)] * 3
""",
        "assert watch.steps == 3 and open('health.jsonl').read()",
    ),
}

#: Those of which another test knows better what they need, and where it is.
ELSEWHERE = {
    "c = get_config()": "tests/python/test_docs.py: settings of nbgrader",
    "c.ClearSolutions": "tests/lessons/test_marking.py: settings of nbgrader",
    "c.JupyterHub": "tests/python/test_docs.py: settings of a hub",
    "from nbgrader.api": "tests/python/test_late.py: a grade book",
    "import base64, numpy": "tests/kernel/test_code_of_docs.py: of a run of the kernel",
    "import torch\nfrom torch import nn\nimport gatescope": "above, in one page of three blocks",
    "loader = torch.utils.data.DataLoader(x": "above",
    "run = gatescope.trace(model, x[0])": "above",
}


def blocks() -> list[str]:
    """Every block of Python of the pages, those in lists too."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    fence = re.compile(r"^( *)```(?:python|py)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
    return [
        textwrap.dedent(found[2])
        for page in pages
        for found in fence.finditer(page.read_text("utf-8"))
    ]


def test_each_block_of_the_pages_is_known():
    begins = [*OF_MODELS, *ELSEWHERE]
    assert [code for code in blocks() if not code.startswith(tuple(begins))] == []
    for begin in begins:
        assert len([code for code in blocks() if code.startswith(begin)]) == 1, begin


@pytest.mark.parametrize("begin", OF_MODELS, ids=lambda begin: begin.strip().splitlines()[-1])
def test_a_block_runs_after_what_its_page_takes_for_granted(begin, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    saved: list[object] = []
    writes = SimpleNamespace(save_file=lambda tensors, file: saved.append((list(tensors), file)))
    monkeypatch.setitem(sys.modules, "safetensors", SimpleNamespace(torch=writes))
    monkeypatch.setitem(sys.modules, "safetensors.torch", writes)
    given, holds = OF_MODELS[begin]
    [code] = [code for code in blocks() if code.startswith(begin)]
    names: dict[str, object] = {"saved": saved}
    exec(given, names)
    exec(compile(code, "a page", "exec"), names)
    names["said"] = capsys.readouterr().out
    exec(holds, names)
