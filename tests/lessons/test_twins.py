"""The Python beside the lessons' code is run, and gives the lessons' numbers."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pytest
from lesson_kernel import LESSONS, cell_of, lesson_called, run, text_of

PROGRAM = Path(__file__).with_name("twins_program.py")
FRAMEWORKS = ("Keras", "PyTorch")


@dataclass(frozen=True)
class Python:
    """What stands around a piece of code: what it is given first, and what it should have made."""

    result: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Twin:
    lesson: str
    cell: str
    #: Notebook cells of the lesson that run first.
    needs: tuple[str, ...]
    #: TypeScript: what the Python code is given, and the numbers that it should find.
    given: str
    expected: str
    keras: Python
    pytorch: Python


ARRAYS = "x, y, test_x = (np.array(each, dtype='float32') for each in (x, y, test_x))"
TENSORS = f"{ARRAYS}\nx, y, test_x = (torch.tensor(each) for each in (x, y, test_x))"
WEIGHTS = "Object.values(model.getWeights()).map(weight => weight.toArray())"
IN_KERAS = "model.set_weights([np.array(each) for each in weights])"


def in_pytorch(kind: str, name: str) -> str:
    return (
        f"model.{name}.load_state_dict(to_torch('{kind}', weights[:3]))\n"
        "model.read_out.load_state_dict(linear(weights[3:]))\nmodel.eval()"
    )


TWINS = [
    Twin(
        "01-networks-that-remember",
        "twin-echo",
        ("imports", "pulse-predict"),
        "{}",
        "heard",
        Python("h[0, :, 0]"),
        Python("h[0, :, 0]"),
    ),
    Twin(
        "01-networks-that-remember",
        "twin-counting",
        ("imports", "counting-data", "counting-network", "counting-train"),
        f"""(({{ model }}) => ({{
          x: counting.training.x.toArray(), y: counting.training.y.toArray(),
          test_x: counting.test.x.toArray(), truth: Array.from(counting.test.truth),
          scale: [counting.targetScaler.invert([[0]]).values[0],
                  counting.targetScaler.invert([[1]]).values[0]],
          without: withoutMemory, weights: {WEIGHTS}
        }}))(counters[0])""",
        # Trained in Python it counts too; with the lesson's weights it says what the lesson's says.
        "[1, ...counters[0].model.predict(counting.test.x).values]",
        Python(
            "[counts, *model.predict(test_x, verbose=0).reshape(-1)]",
            ARRAYS,
            "said = model.predict(test_x, verbose=0).reshape(-1)[-len(truth):]\n"
            "said = scale[0] + said * (scale[1] - scale[0])\n"
            "counts = float(np.abs(said - np.array(truth)).mean() < 0.3 * without)\n" + IN_KERAS,
        ),
        Python(
            "[counts, *model(test_x).detach().numpy().reshape(-1)]",
            TENSORS,
            "said = model(test_x).detach().numpy().reshape(-1)[-len(truth):]\n"
            "said = scale[0] + said * (scale[1] - scale[0])\n"
            "counts = float(np.abs(said - np.array(truth)).mean() < 0.3 * without)\n"
            + in_pytorch("RNN", "rnn"),
        ),
    ),
    Twin(
        "02-why-memories-fade",
        "twin-gradient",
        ("imports", "one-unit"),
        "{}",
        "Array.from(short.gradients.h.values)",
        Python("gradients"),
        Python("gradients"),
    ),
    Twin(
        "02-why-memories-fade",
        "twin-clip",
        ("imports", "clip-global"),
        "{}",
        "clip([[3, 4], [12]], 0.3).flat()",
        Python(
            "np.concatenate([-each.numpy() / 0.15 for each in weights])",
            after="weights = [keras.Variable(np.zeros(2)), keras.Variable(np.zeros(1))]\n"
            "optimizer.apply([torch.tensor([3.0, 4.0]), torch.tensor([12.0])], weights)\n"
            "weights = [each.value.detach() for each in weights]",
        ),
        Python(
            "[*(-model[0] / 0.15), *(-model[1] / 0.15)]",
            "model = torch.nn.ParameterList([torch.zeros(2), torch.zeros(1)])\n"
            "loss = 3 * model[0][0] + 4 * model[0][1] + 12 * model[1][0]",
        ),
    ),
    Twin(
        "03-inside-the-lstm",
        "twin-cell",
        ("imports", "weather-code", "cell-view"),
        "{ days: sixty.map(day => [[day]]), weights: "
        "Object.values(fresh.getWeights()).map(weight => weight.toArray()) }",
        "[...wild.h.at(-1).values, ...wild.c.at(-1).values]",
        Python(
            "[number for state in read(days) for number in state.reshape(-1)]",
            "days = np.array(days, dtype='float32')",
            IN_KERAS.replace("model.", "cell."),
        ),
        Python(
            "[number for state in read(torch.tensor(days)) for number in state.reshape(-1)]",
            after="cell.load_state_dict(\n"
            "    {k.removesuffix('_l0'): v for k, v in to_torch('LSTM', weights).items()})",
        ),
    ),
    Twin(
        "04-what-gates-are-good-for",
        "twin-model",
        ("imports", "task-code", "model-code"),
        f"(model => ({{ x: task.test.x.toArray(), weights: {WEIGHTS} }}))(makeModel(1))",
        "[makeModel(1).summary().total, ...makeModel(1).predict(task.test.x).values]",
        Python(
            "[model.count_params(), *model.predict(np.array(x), verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for n, p in model.named_parameters() if 'bias_hh' not in n), "
            "*model(torch.tensor(x)).reshape(-1)]",
            after=in_pytorch("LSTM", "lstm"),
        ),
    ),
    Twin(
        "05-gru-or-lstm",
        "twin-count",
        ("imports", "count-predict"),
        "{}",
        "[cells.RNN, cells.GRU, cells.LSTM].map(cell => cell.count.count)",
        Python("counts"),
        Python("counts"),
    ),
    Twin(
        "06-both-ways-and-deeper",
        "twin-ways",
        ("imports", "gap-data"),
        f"""(model => ({{ x: test.slice(0, 3).map(hole => hole.x), weights: {WEIGHTS} }}))(
          twin(1))""",
        "[twin(1).summary().total, ...twin(1).predict(test.slice(0, 3).map(hole => hole.x)).values]",
        Python(
            "[model.count_params(), *model.predict(np.array(x), verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for p in model.parameters()), *model(torch.tensor(x)).reshape(-1)]",
            after="model.gru.load_state_dict(to_torch('GRU', weights[:3])"
            " | to_torch('GRU', weights[3:6], '_reverse'))\n"
            "model.read_out.load_state_dict(linear(weights[6:]))\nmodel.eval()",
        ),
    ),
    Twin(
        "07-words-in-order",
        "twin-model",
        ("imports", "sentences-data", "model"),
        f"""(model => ({{ ids: ids(test.texts.slice(0, 20)).toArray(),
          vocabulary_size: vocabulary.size, weights: {WEIGHTS} }}))(maker(1))""",
        "[maker(1).summary().total, ...maker(1).predict(ids(test.texts.slice(0, 20))).values]",
        Python(
            "[model.count_params(), *model.predict(np.array(ids), verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for n, p in model.named_parameters() if 'bias_hh' not in n), "
            "*model(torch.tensor(ids, dtype=torch.int64)).reshape(-1)]",
            after="model.embedding.weight.data = torch.tensor(weights[0])\n"
            "model.lstm.load_state_dict(to_torch('LSTM', weights[1:4]))\n"
            "model.read_out.load_state_dict(linear(weights[4:]))\nmodel.eval()",
        ),
    ),
    Twin(
        "08-what-comes-next",
        "twin-model",
        ("imports", "names-data", "maker-code"),
        f"""(model => ({{ ids: vocabulary.encode('.mary.john'),
          vocabulary_size: vocabulary.size, weights: {WEIGHTS} }}))(maker(1))""",
        "[maker(1).summary().total, ...maker(1).predict([vocabulary.encode('.mary.john')]).values]",
        Python(
            "[model.count_params(), *model.predict(np.array([ids]), verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for n, p in model.named_parameters() if 'bias_hh' not in n), "
            "*model(torch.tensor([ids], dtype=torch.int64)).reshape(-1)]",
            after="model.embedding.weight.data = torch.tensor(weights[0])\n"
            "model.lstm.load_state_dict(to_torch('LSTM', weights[1:4]))\n"
            "model.read_out.load_state_dict(linear(weights[4:]))\nmodel.eval()",
        ),
    ),
    Twin(
        "09-forecasts",
        "twin-text",
        ("imports", "co2-data", "made-code"),
        f"""(model => {{
          model.predict([[[0.1], [0.4], [-0.3]]]);
          return {{ weights: {WEIGHTS} }};
        }})(made(1, 12).network!)""",
        """(model => {
          const said = model.predict([[[0.1], [0.4], [-0.3]]]);
          return [model.summary().total, ...said.values];
        })(made(1, 12).network!)""",
        Python(
            "[model.count_params(), *model.predict(np.array([[[0.1], [0.4], [-0.3]]]), "
            "verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for p in model.parameters()), "
            "*model(torch.tensor([[[0.1], [0.4], [-0.3]]])).detach().reshape(-1)]",
            after=in_pytorch("GRU", "gru"),
        ),
    ),
    Twin(
        "11-choosing",
        "twin-scaling",
        ("imports", "years-data"),
        """(from => ({ training: from.slice(0, 1000).map(value => [value]), validation: from.slice(1000, 1100).map(value => [value]) }))(Array.from(y.values))""",
        """(() => {
          const scaler = standardScaler().fit(y.slice(0, 1000));
          return scaler.apply(y.slice(1000, 1100)).toArray().flat();
        })()""",
        Python(
            "keras.ops.convert_to_numpy(scaled).reshape(-1)",
            "training, validation = "
            "(np.array(each, dtype='float32') for each in (training, validation))",
        ),
        Python(
            "scaled.reshape(-1)",
            "training, validation = (torch.tensor(each).double() for each in (training, validation))",
        ),
    ),
    Twin(
        "10-one-vector-for-a-sentence",
        "twin-attend",
        ("imports", "attend-code"),
        "{ query: [[query]], keys: [keys] }",
        "[...looked.context.values]",
        Python(
            "keras.ops.convert_to_numpy(context).reshape(-1)",
            "query, keys = (np.array(each, dtype='float32') for each in (query, keys))",
        ),
        Python(
            "context.reshape(-1)",
            "query, keys = (torch.tensor(each, dtype=torch.float32) for each in (query, keys))",
        ),
    ),
    Twin(
        "12-which-one-when",
        "twin-convolution",
        ("imports", "tasks-data", "contenders-code"),
        f"""((model, waves) => {{
          model.build([8, 8]);
          return {{ x: waves.toArray(), weights: {WEIGHTS} }};
        }})(network('convolution', {{ outputs: 10, classes: true }} as Task, 0.02, 1),
        tensor(Float64Array.from({{ length: 256 }}, (_, at) => Math.sin(at)), {{ shape: [4, 8, 8] }}))""",
        """((model, waves) => {
          model.build([8, 8]);
          return [model.summary().total, ...model.predict(waves).values];
        })(network('convolution', { outputs: 10, classes: true } as Task, 0.02, 1),
        tensor(Float64Array.from({ length: 256 }, (_, at) => Math.sin(at)), { shape: [4, 8, 8] }))""",
        Python(
            "[model.count_params(), *model.predict(np.array(x), verbose=0).reshape(-1)]",
            after=IN_KERAS,
        ),
        Python(
            "[sum(p.numel() for p in model.parameters()), *model(torch.tensor(x)).reshape(-1)]",
            after="model.conv.weight.data = torch.tensor(np.array(weights[0], dtype='float32')).permute(2, 1, 0)\n"
            "model.conv.bias.data = torch.tensor(np.array(weights[1], dtype='float32'))\n"
            "model.read_out.load_state_dict(linear(weights[2:]))\nmodel.eval()",
        ),
    ),
    Twin(
        "13-a-day-off",
        "twin-stream",
        ("imports", "marked-code", "days-data", "made-code"),
        f"""(model => ({{ values: scaled(births.slice(0, 20)), weights: {WEIGHTS} }}))(made(1))""",
        """(live => scaled(births.slice(0, 20)).map(value => live.step(value).item()))(
          made(1).stream())""",
        Python("follow(values)", after=IN_KERAS),
        Python("follow(values)", after=in_pytorch("GRU", "gru")),
    ),
    Twin(
        "14-the-gate-comes-back",
        "twin-loop",
        ("imports", "scan-code"),
        """{ x: x.slice(0, 40), units: small.units, weights: [Wf, bf, Wi, bi, Wg, bg].map(each => each.toArray()) }""",
        "Array.from(atOnce.values).slice(0, 40 * small.units)",
        Python(
            "np.stack([keras.ops.convert_to_numpy(h) for h in states]).reshape(-1)",
            "x, Wf, bf, Wi, bi, Wg, bg = "
            "(np.array(each, dtype='float32') for each in (x, *weights))",
        ),
        Python(
            "torch.stack(states).reshape(-1)",
            "x, Wf, bf, Wi, bi, Wg, bg = (torch.tensor(each) for each in (x, *weights))",
        ),
    ),
    Twin(
        "15-a-state-that-learns",
        "twin-delta",
        ("imports", "descent-code"),
        """(([queries, keys, values, betas]) => ({
          units: 3, key_dim: 4, queries, keys, values, betas: betas.flat()
        }))((['q', 'k', 'v', 'beta'] as const).map(name => steps.channel(name).toArray<number[][]>()))""",
        "steps.channel('h').toArray<number[][]>().flat()",
        Python(
            "np.concatenate([ops.convert_to_numpy(each) for each in read])",
            "from keras import ops\nqueries, keys, values, betas = "
            "(ops.convert_to_tensor(each, 'float32') for each in (queries, keys, values, betas))",
        ),
        Python(
            "torch.cat(read)",
            "queries, keys, values, betas = "
            "(torch.tensor(each) for each in (queries, keys, values, betas))",
        ),
    ),
    Twin(
        "16-attention-without-recurrence",
        "twin-look",
        ("imports", "look-show", "one-step-code", "wired-show", "at-once-code"),
        "({ d: 2, ...Object.fromEntries(Object.entries({ q, k, v }).map(([name, each]) => [name, each.toArray()])) })",
        "h.toArray<number[][]>().flat()",
        Python(
            "ops.convert_to_numpy(h).ravel()",
            "from keras import ops\nq, k, v = "
            "(ops.convert_to_tensor(each, 'float32') for each in (q, k, v))",
        ),
        Python("h.ravel()", "import torch\nq, k, v = (torch.tensor(each) for each in (q, k, v))"),
    ),
]

#: TypeScript that a probe needs besides the notebook cells.
HELPERS = {
    "06-both-ways-and-deeper": """
      const twin = (seed: number) => sequential(
        [layers.bidirectional({ layer: layers.gru({ units: 12, returnSequences: true }), inputShape: [LENGTH, 2] }),
         layers.dense({ units: 1 })], { seed });
    """
}


def pieces_of(source: str) -> dict[str, str]:
    """The code in each fold of a notebook cell, by its framework."""
    folds = re.findall(
        r"<details><summary>The same in (\w+)</summary>\s*```python\n(.*?)```\s*</details>",
        source,
        re.DOTALL,
    )
    return dict(folds)


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    """What the lessons' own code finds: for each twin what Python is given, and what is expected."""
    found: dict[tuple[str, str], tuple[dict, list[float]]] = {}
    for name in sorted({twin.lesson for twin in TWINS}):
        mine = [twin for twin in TWINS if twin.lesson == name]
        notebook = lesson_called(name).read()
        needs = {id_ for twin in mine for id_ in twin.needs}
        notebook.cells = [cell for cell in notebook.cells if cell.id in needs]
        probes = ", ".join(f"[{twin.given}, {twin.expected}]" for twin in mine)
        source = f"{HELPERS.get(name, '')}\nconsole.log(JSON.stringify([{probes}]))"
        notebook.cells.append(nbformat.v4.new_code_cell(source, id="probe"))
        done = run(notebook, tmp_path_factory.mktemp(name))
        # A long line comes in parts.
        said = json.loads("".join(part.text for part in cell_of(done, "probe").outputs))
        for twin, (given, expected) in zip(mine, said, strict=True):
            found[twin.lesson, twin.cell] = (given, expected)
    return found


@pytest.fixture(scope="module")
def python(numbers):
    """What the Python code makes, by twin and framework: one process runs all of it."""
    runs = [(twin, framework) for twin in TWINS for framework in FRAMEWORKS]
    pieces = []
    for twin, framework in runs:
        around = twin.keras if framework == "Keras" else twin.pytorch
        cell = cell_of(lesson_called(twin.lesson).read(), twin.cell)
        pieces.append(
            {
                "code": pieces_of(cell.source)[framework],
                "given": numbers[twin.lesson, twin.cell][0],
                "before": around.before,
                "after": around.after,
                "result": around.result,
            }
        )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(PROGRAM)],
        input=json.dumps(pieces),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    made = json.loads(done.stdout.splitlines()[-1])
    return {
        (twin.lesson, twin.cell, framework): each
        for (twin, framework), each in zip(runs, made, strict=True)
    }


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.lesson[:2]}-{twin.cell}")
def test_the_same_code_in_python_gives_the_lessons_numbers(twin, framework, numbers, python):
    _, expected = numbers[twin.lesson, twin.cell]
    got = python[twin.lesson, twin.cell, framework]
    assert len(got) == len(expected) > 0
    # Both frameworks compute in single precision.
    assert np.allclose(got, expected, rtol=1e-3, atol=2e-5)
    assert all(math.isfinite(each) for each in got)


def test_every_piece_of_python_in_a_lesson_is_run():
    listed = {(twin.lesson, twin.cell) for twin in TWINS}
    for lesson in LESSONS:
        for cell in lesson.read().cells:
            if "jp-gatescope-twins" in cell.source:
                assert (lesson.name, cell.id) in listed
                assert tuple(pieces_of(cell.source)) == FRAMEWORKS
    assert {lesson for lesson, _ in listed} == {lesson.name for lesson in LESSONS}


def test_both_columns_of_the_card_say_the_same(tmp_path):
    """Each line of "TypeScript for readers of Python" is computed in both languages."""
    lesson = lesson_called("01-networks-that-remember")
    card = cell_of(lesson.read(), "typescript").source
    rows = re.findall(r"^\| `(.+?)` \| (?:`` (.+?) ``|`(.+?)`) \|$", card, re.MULTILINE)
    assert len(rows) >= 18
    typescript = [quoted or plain for _, quoted, plain in rows]
    source = "\n".join(f"console.log(JSON.stringify({each}));" for each in typescript)
    notebook = nbformat.v4.new_notebook(metadata=lesson.read().metadata)
    notebook.cells = [nbformat.v4.new_code_cell(source, id="card")]
    said = text_of(cell_of(run(notebook, tmp_path), "card")).split("\n")
    for (python, *_), answer in zip(rows, filter(None, said), strict=True):
        mine = json.loads(json.dumps(eval(python, {"math": math})))
        assert mine == json.loads(answer), python


def test_the_card_is_one_click_away_in_every_lesson():
    link = "](01-networks-that-remember.ipynb#TypeScript-for-readers-of-Python)"
    first, *others = LESSONS
    heading = cell_of(first.read(), "typescript").source.splitlines()[0]
    assert heading.lstrip("# ").replace(" ", "-") == "TypeScript-for-readers-of-Python"
    assert all(link in cell_of(lesson.read(), "typescript").source for lesson in others)
