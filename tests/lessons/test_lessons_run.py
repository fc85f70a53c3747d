"""Every lesson runs from top to bottom, with its solutions and as students get it."""

from __future__ import annotations

import json
import re
import time
from functools import cache

import nbformat
import pytest
from jsonschema import Draft202012Validator
from lesson_kernel import (
    LESSONS,
    ROOT,
    Lesson,
    number,
    run,
    run_by,
    student_version,
    table_of,
    text_of,
)
from referencing import Registry, Resource

by_name = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
SCHEMAS = ROOT / "src" / "trace" / "schema"


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory):
    """Each lesson, run once by nbconvert for all tests of it: with its outputs, and the seconds."""

    @cache
    def execute(lesson: Lesson) -> tuple[nbformat.NotebookNode, float]:
        began = time.monotonic()
        done = run_by("nbconvert", lesson.read(), tmp_path_factory.mktemp(lesson.name))
        return done, time.monotonic() - began

    return execute


@by_name
def test_a_lesson_is_kept_without_outputs_and_with_names_for_its_cells(lesson):
    cells = lesson.read().cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    generated = [id_ for id_ in ids if re.fullmatch(r"[0-9a-f]{8,}(-[0-9a-f]{4,}){0,4}", id_)]
    assert generated == [], "give these notebook cells names, so that `needs` can be read"
    assert all(not cell.get("outputs") for cell in cells)
    assert all(cell.get("execution_count") is None for cell in cells)


@by_name
def test_opening_a_lesson_does_not_change_it(lesson, finished):
    """Front ends write into a notebook what the kernel says of its language, if it is not there."""
    done, _ = finished(lesson)
    assert lesson.read().metadata.language_info == done.metadata.language_info
    assert set(lesson.read().metadata.kernelspec) == {"display_name", "language", "name"}


@by_name
def test_a_lesson_has_all_its_parts(lesson):
    notebook = lesson.read()
    metadata = [cell.metadata.get("gatescope", {}) for cell in notebook.cells]
    assert notebook.metadata.gatescope.lesson.id == lesson.name, "set it to the file's name"
    assert notebook.metadata.kernelspec.name == "gatescope"
    predictions = [
        cell for cell in notebook.cells if "prediction" in cell.metadata.get("gatescope", {})
    ]
    # At least one is drawn, and each says in words what the distance means.
    assert any("form: 'bars'" in cell.source or "given:" in cell.source for cell in predictions)
    assert all("verdicts: [" in cell.source for cell in predictions)
    assert len(lesson.exercises()) >= 2
    assert any(part.get("flashcards") for part in metadata)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "The question of this lesson" in text
    assert "view: 'cell'" in text, "the mechanism is shown by the wired cell"
    assert "## Break it" in text
    assert "## What you can now explain" in text


@by_name
def test_the_flashcards_in_the_text_are_those_of_the_panel(lesson):
    for cell in lesson.read().cells:
        for card in cell.metadata.get("gatescope", {}).get("flashcards", []):
            assert f"<summary>{card.front}</summary>" in cell.source
            assert card.back in cell.source


@by_name
def test_a_lesson_runs_from_top_to_bottom(lesson, finished):
    notebook, seconds = finished(lesson)
    errors = {
        cell.id: text_of(cell)
        for cell in notebook.cells
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    }
    # Also in cells whose errors do not stop a run: with the solutions every test passes.
    assert errors == {}
    # For the reader of the log; a busy machine is no fault of the lesson.
    print(f"{lesson.name}: {seconds:.0f} s")


@by_name
def test_papermill_runs_a_lesson_and_shows_the_same(lesson, finished, tmp_path):
    """Trained from seeds: what lessons print is the same wherever they run, times aside."""
    done = run_by("papermill", lesson.read(), tmp_path)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    by_nbconvert = {cell.id: cell for cell in finished(lesson)[0].cells}
    for cell in code:
        assert not any(output.output_type == "error" for output in cell.outputs)
        kinds = [output.output_type for output in cell.outputs]
        assert kinds == [output.output_type for output in by_nbconvert[cell.id].outputs], cell.id
        assert timeless(text_of(cell)) == timeless(text_of(by_nbconvert[cell.id])), cell.id


def timeless(text: str) -> str:
    """A text without the seconds that something took: those of a table stand in a column."""
    number = r"\d+(\.\d+)?" if "seconds" in text else r"\d+(\.\d+)? (?=(s|ms)\b)"
    return re.sub(r"\s+", " ", re.sub(number, "… ", text))


@by_name
def test_every_picture_of_a_lesson_is_a_bundle_by_its_schema_and_has_a_text(lesson, finished):
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    resolvable = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    bundles = 0
    for cell in finished(lesson)[0].cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for mime, bundle in data.items():
                if not mime.startswith("application/vnd.gatescope."):
                    continue
                bundles += 1
                schema = schemas[f"{bundle['kind']}.json"]
                Draft202012Validator(schema, registry=resolvable).validate(bundle)
                assert data["text/plain"].strip()
                assert data["image/svg+xml"].lstrip().startswith("<svg")
                assert len(json.dumps(bundle)) <= 1_000_000
    assert bundles > 0


@by_name
def test_no_number_of_the_text_is_promised_before_it_is_computed(lesson):
    """What depends on training stands in tables; the text names no measured decimals."""
    allowed = {
        # Values that the text itself sets, and which the code below it uses.
        value
        for cell in lesson.read().cells
        if cell.cell_type == "code"
        for value in re.findall(r"\d+\.\d+", cell.source)
    }
    for cell in lesson.read().cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"<[^>]*>", " ", cell.source)
            stray = set(re.findall(r"\d+\.\d+", prose)) - allowed
            assert not stray, f"{cell.id}: {stray}"


@by_name
def test_the_student_version_runs_to_its_end_and_only_its_tests_fail(lesson, tmp_path):
    notebook = student_version(lesson.read())
    assert not any("SOLUTION" in cell.source for cell in notebook.cells)
    done = run(notebook, tmp_path)
    failed = [
        cell
        for cell in done.cells
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]
    tests = [cell.id for cell in done.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [cell.id for cell in failed] == tests
    assert all("This part is not written yet." in text_of(cell) for cell in failed)


def test_lesson_01_the_counting_networks_beat_an_answer_without_memory(finished):
    notebook, _ = finished(lesson_called("01-networks-that-remember"))
    *networks, without = (number(row[-1]) for row in table_of(cell_of(notebook, "counting-train")))
    assert len(networks) == 3
    assert max(networks) < 0.2 * without


def test_lesson_01_the_state_falls_with_each_dry_day(finished):
    notebook, _ = finished(lesson_called("01-networks-that-remember"))
    rows = table_of(cell_of(notebook, "look-table"))
    unit = [[number(word) for word in row if word.strip()][-2] for row in counted(rows)]
    assert unit == sorted(unit, reverse=True)


def counted(rows: list[list[str]]) -> list[list[str]]:
    """The rows with the words of their first column left out."""
    return [row[1:] for row in rows]


def test_lesson_01_more_units_remember_more_days(finished):
    notebook, _ = finished(lesson_called("01-networks-that-remember"))
    rows = table_of(cell_of(notebook, "bottleneck-table"))
    # Of how many of the six days each network is sure.
    sure = [sum(number(word) >= 99 for word in row[1:] if word.strip()) for row in rows]
    assert sure == sorted(set(sure))
    assert sure[-1] == 6


def test_lesson_01_without_order_there_is_nothing_to_remember(finished):
    notebook, _ = finished(lesson_called("01-networks-that-remember"))
    rows = table_of(cell_of(notebook, "break-train"))
    shuffled, without = ([number(word) for word in row[1:] if word.strip()] for row in rows)
    assert shuffled[0] < 0.2 * shuffled[1]
    assert without[0] > 0.9 * without[1]


LESSON_02 = "02-why-memories-fade"


def test_lesson_02_the_product_of_the_factors_is_the_engines_gradient(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    rows = [words(row) for row in table_of(cell_of(notebook, "one-unit"))]
    assert all(row[3] == row[4] for row in rows)
    assert len({row[3] for row in rows}) == len(rows)


def test_lesson_02_the_product_of_the_jacobians_is_the_engines_gradient(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    rows = table_of(cell_of(notebook, "matrix-table"))
    assert len(rows) == 6
    # Each row ends with the sums of the product's rows and the gradient, two numbers each.
    ends = [re.findall(r"−?\d+\.\d+", " ".join(row))[-4:] for row in rows[:-1]]
    assert all(end[:2] == end[2:] for end in ends)
    assert len({tuple(end) for end in ends}) == len(ends)


def test_lesson_02_effective_memory_grows_with_the_spectral_radius(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    rows = [words(row) for row in table_of(cell_of(notebook, "radius-table"))]
    assert number(rows[0][1]) < 30
    assert [row[1] for row in rows[1:]] == ["more than 59", "more than 59"]
    below, at, above = (power(row[2]) for row in rows)
    assert below < 1e-4 < 0.1 < at < 10 < above


def test_lesson_02_all_three_cells_vanish_untrained_and_two_can_be_opened(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    rows = [words(row) for row in table_of(cell_of(notebook, "gated-table"))]
    assert all(power(row[2]) < 1e-9 for row in rows)
    opened = [words(row) for row in table_of(cell_of(notebook, "open-show"))]
    assert power(opened[0][2]) < 1e-9
    assert all(power(row[2]) > 1e-3 for row in opened[1:])


def test_lesson_02_a_plain_network_stops_learning_at_some_length(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    rows = [words(row) for row in table_of(cell_of(notebook, "learn-train"))]
    (shortest, longest) = ([number(word) for word in rows[at]] for at in (0, -1))
    assert shortest[1] < 0.2 * shortest[3]
    assert longest[1] > 0.8 * longest[3]


def test_lesson_02_clipping_makes_training_possible(finished):
    notebook, _ = finished(lesson_called(LESSON_02))
    text = text_of(cell_of(notebook, "clipping-table"))
    free = number(re.search(r"not clipped +([\d.−]+|NaN)$", text, re.M)[1])
    clipped = number(re.search(r"clipped to 0.3 +([\d.]+)$", text, re.M)[1])
    assert clipped < 3.5
    assert not free < 2 * clipped


def words(row: list[str]) -> list[str]:
    return [word.strip() for word in row if word.strip()]


def power(text: str) -> float:
    """A number, also when it is written as m × 10^n."""
    mantissa, _, exponent = text.replace("−", "-").partition(" × 10^")
    return float(mantissa) * 10 ** int(exponent or 0)


def test_lesson_03_the_network_beats_the_last_value_on_days_never_seen(finished):
    notebook, _ = finished(lesson_called("03-inside-the-lstm"))
    rows = table_of(cell_of(notebook, "errors"))
    errors = {row[0]: [number(word) for word in row[1:] if word.strip()] for row in rows}
    naive = errors.pop("as warm as today")[0]
    assert len(errors) == 3
    # A hair's breadth would not be an honest gain.
    assert all(error < 0.97 * naive for error, _ in errors.values())


def test_lesson_03_the_forget_gate_is_worth_something(finished):
    notebook, _ = finished(lesson_called("03-inside-the-lstm"))
    rows = table_of(cell_of(notebook, "break-table"))
    trained, closed, open_ = (number(row[-1]) for row in rows[:3])
    assert trained < closed < open_


def test_lesson_03_closing_the_output_gate_leaves_the_cell_state(finished):
    notebook, _ = finished(lesson_called("03-inside-the-lstm"))
    rows = table_of(cell_of(notebook, "closed-table"))
    day = [number(word) for word in rows[0] if word.strip()]
    assert day[1] == day[2]
    assert day[4] == 0


def lesson_called(name: str) -> Lesson:
    return next(lesson for lesson in LESSONS if lesson.name == name)


def cell_of(notebook: nbformat.NotebookNode, id_: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == id_)


def test_no_exercise_has_the_id_of_another():
    ids = [id_ for lesson in LESSONS for id_ in lesson.exercises()]
    assert sorted(set(ids)) == sorted(ids)


def test_every_notebook_is_a_lesson():
    names = [path.name for path in (ROOT / "notebooks").iterdir()]
    assert sorted(names) == sorted(lesson.path.name for lesson in LESSONS)
    assert all(re.fullmatch(r"\d\d-[a-z-]+\.ipynb", name) for name in names)


LESSON_04 = "04-gru-or-lstm"


def scores(notebook: nbformat.NotebookNode, id_: str) -> dict[str, list[float]]:
    """Mean, deviation, best and worst by the name in the first column."""
    rows = [words(row) for row in table_of(cell_of(notebook, id_))]
    return {row[0]: [number(word) for word in row[1:]] for row in rows}


def test_lesson_04_every_cell_beats_the_same_day_last_week_on_births(finished):
    found = scores(finished(lesson_called(LESSON_04))[0], "births-table")
    [last_week] = found.pop("same day last week")
    assert set(found) == {"RNN", "GRU", "LSTM"}
    assert all(mean < last_week for mean, *_ in found.values())
    # Error bars come from five seeds that differ.
    assert all(worst > best and deviation > 0 for _, deviation, best, worst in found.values())


def test_lesson_04_gates_decide_on_the_adding_problem(finished):
    found = scores(finished(lesson_called(LESSON_04))[0], "adding-table")
    [always_one] = found.pop("always 1")
    assert found["RNN"][0] > 0.8 * always_one
    assert all(found[gated][3] < 0.3 * always_one for gated in ("GRU", "LSTM"))


def test_lesson_04_a_gru_without_its_update_gate_is_worse_than_last_week(finished):
    notebook, _ = finished(lesson_called(LESSON_04))
    trained, shut, half, last_week = (
        number(words(row)[-1]) for row in table_of(cell_of(notebook, "break-table"))
    )
    assert trained < last_week < min(shut, half)
