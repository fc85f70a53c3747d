"""The misconception map reads what strangers wrote: nothing of it runs, hangs or breaks the page."""

from __future__ import annotations

import json
import math
import os
import statistics
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.grading import commands
from gatescope.grading.classmap import answers, collect, drawing, guesses, reports, style, write
from gatescope.grading.classmap.guesses import Asked
from gatescope.grading.classmap.misconceptions import exercises_of, lessons_of
from gatescope.grading.classmap.sentences import guess_sentence
from gatescope.grading.classmap.values import array, plain
from gatescope.grading.notebook_file import NotebookError
from gatescope.tracing.hues import RAMPS

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202eevil\x1b[31m'


class Tags(HTMLParser):
    """The tags of a page, and whether each is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def hand_in(course: Path, student: str, content: object, name: str = "one.ipynb") -> Path:
    folder = course / "submitted" / student
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def page_of(course: Path) -> str:
    page, _ = write.write_map(course / "submitted")
    text = page.read_text("utf-8")
    tags = Tags(text)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "iframe", "object", "link", "form", "input"}
    assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}
    return text


def check_cell(bundle: object, exercise: object = "step") -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": "",
        "metadata": {"gatescope": {"exercise": {"role": "test", "id": exercise}}},
        "outputs": [{"output_type": "display_data", "data": {reports.CHECK: bundle}}],
    }


def answer_cell(title: object = "The step") -> dict[str, Any]:
    ours = {"exercise": {"role": "answer", "id": "step", "title": title}}
    return {"cell_type": "code", "source": "", "metadata": {"gatescope": ours}, "outputs": []}


def bundle(**more: Any) -> dict[str, Any]:
    return {"kind": "check", "status": "notYet", "message": "Your c_t is wrong.", **more}


def test_an_empty_folder_gives_a_page_that_says_so(tmp_path):
    (tmp_path / "submitted").mkdir()
    assert "No submission is in the folder." in page_of(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert commands.run(["map", str(tmp_path / "nothing")]) == 1
    assert "nothing: no such folder" in capsys.readouterr().err
    (tmp_path / "submitted").mkdir()
    words = ["map", str(tmp_path / "submitted"), "--marks", str(tmp_path / "none")]
    assert commands.run(words) == 1
    assert "--marks" in capsys.readouterr().err


def test_hostile_names_and_words_are_shown_as_text(tmp_path):
    channel = {"name": EVIL, "label": EVIL, "role": "state", "range": [-1, 1]}
    wrong = bundle(
        message=EVIL,
        details=[EVIL],
        first={"channel": EVIL, "step": 1, "unit": 0, "expected": 1, "got": {"number": "NaN"}},
        channels=[{**channel, "firstDifference": 1}],
        equations={"got": {"channel": EVIL, "expression": symbol(EVIL)}},
    )
    hand_in(tmp_path, "<script>alert(2)<%2fscript>", notebook(answer_cell(EVIL), check_cell(wrong)))
    os.makedirs(os.fsencode(tmp_path / "submitted") + b"/\xff\xfe")
    text = page_of(tmp_path)
    assert "&lt;script&gt;alert(1)" in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_what_one_student_of_a_kind_has_drawn_is_not_said_of_all(tmp_path):
    for student, drawn in {"ada": "0.1, 0.2", "ben": "0.3, 0.4"}.items():
        wrong = bundle(message="Not right: “Draw.”.", details=[f"Answered: {drawn}"])
        hand_in(tmp_path, student, notebook(answer_cell(), check_cell(wrong)))
        text = page_of(tmp_path)
        assert ("Answered: 0.1, 0.2" in text) == (student == "ada")
    assert "Not right: “Draw.”." in text and "Answered: 0.3, 0.4" not in text


def symbol(name: str) -> dict[str, Any]:
    return {"kind": "symbol", "name": name, "role": "state"}


@pytest.mark.parametrize(
    "content",
    ["", "null", "[]", "{", '{"cells": 3}', "[" * 100_000, '{"cells": [1' + "1" * 5000 + "]}"],
    ids=["empty", "null", "list", "cut", "no cells", "deep", "long number"],
)
def test_a_broken_notebook_is_listed_and_the_others_stand(tmp_path, content):
    hand_in(tmp_path, "broken", content)
    hand_in(tmp_path, "whole", notebook(answer_cell(), check_cell(bundle())))
    text = page_of(tmp_path)
    assert "Not read" in text
    assert "broken/one.ipynb" in text
    assert "Your c_t is wrong." in text


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [None], [[1]], {"a": None}, True, 1e999])
def test_a_part_of_another_form_is_passed_over(tmp_path, odd):
    parts = [
        {"cell_type": "code", "metadata": odd, "outputs": odd, "source": odd},
        {"metadata": {"gatescope": odd}, "outputs": [odd]},
        {"metadata": {"gatescope": {"exercise": odd, "predictions": odd, "answers": odd}}},
        {"metadata": {"gatescope": {"predictions": {"p": odd}, "answers": {"k": odd}}}},
        {"metadata": {"gatescope": {"predictions": {"p": {"values": odd, "committed": True}}}}},
        {"metadata": {"gatescope": {"answers": {"k": {"answers": odd, "done": odd}}}}},
        {"outputs": [{"data": odd}, {"output_type": "error", "ename": odd, "evalue": odd}]},
        check_cell(odd),
        check_cell(bundle(), odd),
        *(
            check_cell(bundle(**{name: odd}))
            for name in ("message", "status", "details", "first", "channels", "equations")
        ),
        check_cell(bundle(first={"channel": "c", "step": odd, "unit": odd}, channels=[odd])),
        check_cell(bundle(equations={"expected": {"channel": "c", "expression": odd}})),
    ]
    for kind, name in (("prediction", guesses.PREDICTION), ("questions", "questions")):
        mime = name if kind == "prediction" else f"application/vnd.gatescope.{name}+json"
        for key in ("key", "form", "axis", "quantity", "truth", "given", "sheets", "items"):
            data = {mime: {"kind": kind, "purpose": "test", key: odd}}
            parts.append({"outputs": [{"data": data}]})
    content = notebook(answer_cell(), *parts)
    content["metadata"] = {"gatescope": {"lesson": odd}}
    hand_in(tmp_path, "odd", content)
    page_of(tmp_path)


def test_a_notebook_of_70_megabytes_is_not_read(tmp_path):
    hand_in(tmp_path, "large", "x" * (70 << 20))
    hand_in(tmp_path, "whole", notebook(answer_cell(), check_cell(bundle())))
    text = page_of(tmp_path)
    assert "70 MB; at most 64 are read" in text
    assert "Your c_t is wrong." in text


def test_ten_thousand_cells_and_a_thousand_files_are_capped(tmp_path):
    hand_in(tmp_path, "many", notebook(*[check_cell(bundle(), f"e{at}") for at in range(10_000)]))
    for at in range(1000):
        (tmp_path / "submitted" / "many" / f"junk-{at}").touch()
    read = collect.read_course(tmp_path / "submitted")
    assert len(read.works) <= 1
    assert any("more than 500 files" in each.reason for each in read.unread)


def test_links_and_pipes_are_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(notebook(answer_cell(), check_cell(bundle(message="A secret.")))))
    folder = tmp_path / "submitted" / "sly"
    folder.mkdir(parents=True)
    (folder / "link.ipynb").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "submitted" / "all").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe.ipynb")
    text = page_of(tmp_path)
    assert "A secret." not in text
    assert text.count("which is not read") == 2


def test_the_same_lesson_twice_counts_once(tmp_path):
    cells = notebook(answer_cell(), check_cell(bundle()))
    hand_in(tmp_path, "twice", cells)
    hand_in(tmp_path, "twice/inner", cells)
    read = collect.read_course(tmp_path / "submitted")
    assert len(read.works) == 1
    assert "is the same lesson" in read.unread[0].reason


def test_an_expression_that_never_ends_is_no_equation():
    tree: dict[str, Any] = symbol("x")
    for _ in range(500):
        tree = {"kind": "call", "name": "tanh", "args": [tree]}
    assert reports.equation({"channel": "c", "expression": tree}) is None
    negated = {"kind": "operation", "name": "negate", "args": [symbol("x")]}
    assert reports.equation({"channel": "c", "expression": negated}) == "c = −(x)"


def test_an_array_is_read_when_its_bytes_fit_and_it_is_not_large():
    small = {"dtype": "f32", "shape": [2], "data": "AACAPwAAAEA="}
    assert array(small) == ((2,), (1.0, 2.0))
    assert array({**small, "shape": [3]}) is None
    assert array({**small, "shape": [10**9, 10**9]}) is None
    assert array({**small, "data": "????????===="}) is None
    assert array({**small, "dtype": "f16"}) is None


def test_words_are_plain_and_cut():
    assert plain("a\x00b\n\u202ec\ud800") == "a b c?"
    assert len(plain("x" * 1000)) == 300


def test_a_submission_may_be_a_notebook_without_a_folder(tmp_path):
    (tmp_path / "submitted").mkdir()
    file = tmp_path / "submitted" / "ada.ipynb"
    file.write_text(json.dumps(notebook(answer_cell(), check_cell(bundle()))))
    assert "ada" in page_of(tmp_path)


def test_a_single_notebook_is_no_folder_of_submissions(tmp_path):
    file = hand_in(tmp_path, "ada", notebook())
    with pytest.raises(NotebookError, match="no such folder"):
        write.write_map(file)


def test_until_it_is_marked_the_map_has_the_points_of_check(tmp_path):
    source = "const step = 1;"
    answer = {**answer_cell(), "source": source}
    receipt = {"answer": sha256(source.encode()).hexdigest(), "points": 2, "maxPoints": 4}
    for student, its in (
        ("ann", receipt),
        ("bob", {**receipt, "answer": "of another text"}),
        ("eve", {**receipt, "points": 10**400, "maxPoints": 10**401}),
    ):
        own = notebook(answer, check_cell(bundle()))
        own["metadata"]["gatescope"] = {"checked": {"step": its}}
        hand_in(tmp_path, student, own)
    course = collect.read_course(tmp_path / "submitted")
    points = [(work.reports["step"].points, work.reports["step"].most) for work in course.works]
    assert points == [(2, 4), (None, None), (None, None)]
    page = page_of(tmp_path)
    assert "2 of 4 points by Check" in page
    assert page.count("points by Check") == 1


def test_an_exercise_has_the_share_right_and_what_it_tells_apart(tmp_path):
    # Points of five exercises of four each: those who are good at the others pass the first, and fail
    # the last.
    given = {
        "ann": (4, 4, 3, 4, 0),
        "bob": (4, 3, 4, 4, 1),
        "cid": (1, 2, 1, 4, 4),
        "dan": (0, 1, 0, 4, 4),
    }
    ids = [f"step-{at}" for at in range(5)]
    for student, points in given.items():
        cells = []
        receipts = {}
        for id_, one in zip(ids, points):
            source = f"const answer = '{id_}';"
            exercise = {"role": "answer", "id": id_, "title": id_}
            status = "passed" if one == 4 else "notYet"
            cells.append(
                {
                    **answer_cell(),
                    "source": source,
                    "metadata": {"gatescope": {"exercise": exercise}},
                }
            )
            cells.append(check_cell(bundle(status=status), id_))
            digest = sha256(source.encode()).hexdigest()
            receipts[id_] = {"answer": digest, "points": one, "maxPoints": 4}
        own = notebook(*cells)
        own["metadata"]["gatescope"] = {"checked": receipts}
        hand_in(tmp_path, student, own)
    course = collect.read_course(tmp_path / "submitted")
    [lesson] = lessons_of(course)
    found = {each.id: each for each in exercises_of(course, lesson)}
    assert [found[id_].right for id_ in ids] == [0.5, 0.25, 0.25, 1, 0.5]
    for at, id_ in enumerate(ids):
        own_points = [float(points[at]) for points in given.values()]
        others = [float(sum(points) - points[at]) for points in given.values()]
        if at == 3:
            assert found[id_].discrimination is None, "where all are right nothing is told apart"
        else:
            assert found[id_].discrimination == pytest.approx(
                statistics.correlation(own_points, others)
            )
    assert found["step-0"].discrimination > 0.3 > 0 > found["step-4"].discrimination
    page = page_of(tmp_path)
    assert f"{found['step-4'].discrimination:.2f}".replace("-", "−") in page


def test_the_tries_of_an_exercise_are_the_median_of_what_check_counted(tmp_path):
    given = {"ann": 1, "bob": 4, "cid": 2, "dan": 9, "eve": None, "fay": "many", "gus": 10**9}
    for student, tries in given.items():
        own = notebook(answer_cell(), check_cell(bundle()))
        own["metadata"]["gatescope"] = {"checked": {"step": {"tries": tries}}}
        hand_in(tmp_path, student, own)
    course = collect.read_course(tmp_path / "submitted")
    [lesson] = lessons_of(course)
    [exercise] = exercises_of(course, lesson)
    assert exercise.tries == np.median([1, 4, 2, 9])
    page = page_of(tmp_path)
    assert '<th scope="col" class=number>tries</th>' in page
    assert "<td class=number>3</td>" in page


def test_share_and_discrimination_of_a_class_are_those_of_numpy(tmp_path):
    draw = np.random.default_rng(5)
    skill = draw.normal(size=60)
    ids = [f"step-{at}" for at in range(4)]
    points = np.clip(np.round(2 + skill[:, None] + draw.normal(size=(60, 4))), 0, 4)
    for student, row in enumerate(points):
        marks = [{"exercise": i, "points": p, "maxPoints": 4} for i, p in zip(ids, row.tolist())]
        for mark in marks:
            mark |= {"status": "passed" if mark["points"] == 4 else "notYet", "message": "No."}
        hand_in(tmp_path, f"s{student}", notebook())
        (tmp_path / "marks").mkdir(exist_ok=True)
        one = {"student": f"s{student}", "notebook": "one.ipynb", "exercises": marks}
        (tmp_path / "marks" / f"s{student}.json").write_text(json.dumps(one))
    course = collect.read_course(tmp_path / "submitted", tmp_path / "marks")
    [lesson] = lessons_of(course)
    found = exercises_of(course, lesson)
    assert [each.id for each in found] == ids
    for at, each in enumerate(found):
        others = np.delete(points, at, axis=1).mean(axis=1)
        assert each.right == pytest.approx((points[:, at] == 4).mean())
        assert each.share == pytest.approx(points[:, at].mean() / 4)
        assert each.discrimination == pytest.approx(np.corrcoef(points[:, at], others)[0, 1])


def test_every_form_of_question_of_the_trace_format_is_on_the_map():
    file = Path(__file__).resolve().parents[2] / "src" / "trace" / "schema" / "questions.json"
    forms = json.loads(file.read_text())["properties"]["items"]["items"]["properties"]["form"]
    for form in forms["enum"]:
        options = [{"text": "It is.", "right": True, "reply": ""}]
        item = {"id": "one", "question": "Is it?", "form": form, "choice": {"options": options}}
        read = answers.read_quiz(
            {
                "kind": "questions",
                "purpose": "field",
                "sheets": [{"key": "field"}],
                "items": [item],
            }
        )
        assert read is not None and read.items[0].form == form


DRAWN = Path(__file__).parents[1] / "fixtures" / "guessShapes.json"


@pytest.mark.parametrize("drawn", json.loads(DRAWN.read_text("utf-8")), ids=str)
def test_the_shapes_of_a_guess_are_those_that_the_view_sees(drawn):
    """The view's test reads the same file."""
    given, truth = drawn.get("given", []), drawn["truth"]
    asked = guesses.Asked(
        "key",
        "Draw it.",
        drawn["form"],
        (0.0, 1.0),
        "c",
        "",
        "step",
        (),
        tuple(truth),
        (*given, *[math.nan] * (len(truth) - len(given))),
        (),
    )
    guess = guesses.Guess((*[None] * len(given), *drawn["guess"]), True, False, "certain", None)
    assert sorted(guesses.shapes(asked, guess)) == drawn["shapes"]


def test_the_copy_that_was_marked_is_the_one_on_the_map(tmp_path):
    for name in ("ps1.ipynb", "ps1-Copy1.ipynb"):
        hand_in(tmp_path, "anna", notebook(), name)
    hand_in(tmp_path, "bert", notebook(), "ps1 (1).ipynb")
    (tmp_path / "marks").mkdir()
    for student, file in (("anna", "ps1-Copy1.ipynb"), ("bert", "ps1 (1).ipynb")):
        mark = {
            "exercise": "step",
            "points": 2,
            "maxPoints": 4,
            "status": "notYet",
            "message": "No.",
        }
        one = {"student": student, "notebook": "ps1.ipynb", "file": file, "exercises": [mark]}
        (tmp_path / "marks" / f"{student}.json").write_text(json.dumps(one))
    course = collect.read_course(tmp_path / "submitted", tmp_path / "marks")
    assert [(work.student, work.lesson.id, work.marked) for work in course.works] == [
        ("anna", "ps1", True),
        ("bert", "ps1", True),
    ]
    [unread] = course.unread
    assert "is the same lesson; it counts" in unread.reason


def test_whom_a_learning_system_names_is_one_student_of_the_map(tmp_path):
    hand_in(tmp_path, "Anna_7_assignsubmission_file_", notebook(), "ps1.ipynb")
    hand_in(tmp_path, "Anna_7_assignsubmission_onlinetext_", "<p>", "onlinetext.html")
    for name in ("bert_8_3_ps1.ipynb", "bert_8_10_ps1-1.ipynb", "ps1_carl.ipynb"):
        hand_in(tmp_path, "", notebook(), name)
    (tmp_path / "marks").mkdir()
    marked = {"carl": "ps1_carl.ipynb", "bert (Canvas 8)": "bert_8_10_ps1-1.ipynb"}
    for student, file in marked.items():
        one = {"student": student, "notebook": "ps1.ipynb", "file": file, "exercises": []}
        (tmp_path / "marks" / f"{student}.json").write_text(json.dumps(one))
    course = collect.read_course(tmp_path / "submitted", tmp_path / "marks")
    assert course.students == ["Anna (Participant 7)", "bert (Canvas 8)", "carl"]
    assert [(work.student, work.lesson.id, work.marked) for work in course.works] == [
        ("Anna (Participant 7)", "ps1", False),
        ("bert (Canvas 8)", "ps1", True),
        ("carl", "ps1", True),
    ]
    [unread] = course.unread
    assert unread.file == "bert_8_3_ps1.ipynb" and "is the same lesson" in unread.reason


def test_what_the_map_shows_is_said_on_the_page_and_in_the_terminal(tmp_path, capsys):
    def exercise(id_: str, title: str, status: str, message: str) -> list[dict[str, Any]]:
        answer = answer_cell()
        answer["metadata"]["gatescope"]["exercise"] |= {"id": id_, "title": title}
        return [answer, check_cell(bundle(status=status, message=message), id_)]

    given = {
        "ann": ("passed", "Passed."),
        "bob": ("notYet", "Your g_t uses σ."),
        "cid": ("passed", "Passed."),
    }
    for student, (status, message) in given.items():
        easy = exercise("easy", "Write a step", "passed", "Passed.")
        hand_in(tmp_path, student, notebook(*easy, *exercise("hard", "Undo it", status, message)))
    said = [
        "Of all exercises most pass “Write a step”: 3 of the 3 who checked it.",
        "Fewest pass “Undo it”: 2 of the 3 who checked it.",
        "The commonest wrong answer, by 1 student, is in “Undo it”: Your g_t uses σ.",
    ]
    overview = page_of(tmp_path).split('<section id="overview"')[1].split("</section>")[0]
    assert overview.split("<details")[0].split("<p>")[1:] == [f"{words}</p>" for words in said]
    assert commands.run(["map", str(tmp_path / "submitted")]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == said


class Outline(HTMLParser):
    """Headings, landmarks, tables and pictures of a page, as a screen reader lists them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.landmarks: list[str] = []
        self.tables: list[dict[str, list[str]]] = []
        self.unnamed: list[str] = []
        self.folds: list[str] = []
        self.ids: list[str] = []
        self.into: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        self.into = None
        if has.get("id"):
            self.ids.append(str(has["id"]))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.levels.append(int(tag[1]))
        if tag in ("header", "nav", "main") or has.get("role") == "region":
            self.landmarks.append(tag)
        if tag == "section":
            self.landmarks.append(str(has["aria-labelledby"]))
        if tag == "table":
            self.tables.append({"caption": [], "col": [], "row": [], "none": [], "rows": []})
        if tag == "caption":
            self.into = self.tables[-1]["caption"]
        if tag == "th":
            self.tables[-1][has.get("scope") or "none"].append(tag)
        if tag == "tr":
            self.tables[-1]["rows"].append(tag)
        if tag == "summary":
            self.into = self.folds
        if tag == "svg" and not (has.get("aria-label") or has.get("aria-hidden")):
            self.unnamed.append(tag)

    def handle_data(self, data: str) -> None:
        if self.into is not None:
            self.into.append(data)


def test_the_map_can_be_walked_by_headings_landmarks_and_the_heads_of_its_tables(tmp_path):
    for student, message in {"ann": "Your g_t uses σ.", "bob": "Your c_t is wrong."}.items():
        cells = [answer_cell("Easy"), check_cell(bundle(message=message))]
        hand_in(tmp_path, student, notebook(*cells))
    hand_in(tmp_path, "cid", "{", "two.ipynb")
    page = page_of(tmp_path)
    outline = Outline(page)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.levels, outline.levels[1:]))
    # One landmark a part, each named by its heading; tables are none.
    titles = [f"{part}-title" for part in ("overview", "lesson-0", "progress", "unread")]
    assert outline.landmarks == ["header", "nav", "main", *titles]
    assert set(titles) <= set(outline.ids)
    assert len(outline.tables) >= 3
    for table in outline.tables:
        assert "".join(table["caption"]) != ""
        assert table["none"] == []
        assert len(table["col"]) >= 2
        # Each row but that of the heads has one of its own.
        assert len(table["row"]) == len(table["rows"]) - 1
    assert outline.unnamed == []


def test_exercises_are_listed_in_other_orders_that_keys_open(tmp_path):
    """ann, bob and cid pass 3, 1 and 2 of three exercises."""
    passes = {"one": "abc", "two": "a", "three": "ab"}
    wrong = {"two": "Your g_t uses σ.", "three": "Your c_t is wrong."}
    for student in ("ann", "bob", "cid"):
        cells = []
        for id_, who in passes.items():
            answer = answer_cell()
            answer["metadata"]["gatescope"]["exercise"] |= {"id": id_, "title": f"Write {id_}"}
            passed = student[0] in who
            found = bundle(
                status="passed" if passed else "notYet",
                message="Passed." if passed else wrong[id_],
            )
            cells += [answer, check_cell(found, id_)]
        hand_in(tmp_path, student, notebook(*cells))
    page = page_of(tmp_path)
    overview = page.split('<section id="overview"')[1].split("</section>")[0]
    orders = [each.split("</details>")[0] for each in overview.split("<details>")[1:3]]
    link = '<a href="#exercise-0-{0}">Write {0}</a>: '.format
    assert orders == [
        "<summary>By the share who pass, lowest first</summary><ol>"
        f"<li>{link('two')}1 of the 3 who checked it</li>"
        f"<li>{link('three')}2 of the 3 who checked it</li>"
        f"<li>{link('one')}3 of the 3 who checked it</li></ol>",
        "<summary>Only those with wrong answers, the most shared first</summary><ol>"
        f"<li>{link('two')}2 students: Your g_t uses σ.</li>"
        f"<li>{link('three')}1 student: Your c_t is wrong.</li></ol>",
    ]
    assert {f"exercise-0-{id_}" for id_ in passes} <= set(Outline(page).ids)


def test_what_was_not_drawn_is_on_the_line_between_its_neighbors_and_held_at_the_ends():
    nan = math.nan
    asked = Asked("k", "?", "curve", (0, 1), "h", "", "step", (), (0,) * 6, (nan,) * 6, ())
    for drawn, whole in (
        ((None, 0.2, None, None, 0.8, None), [0.2, 0.2, 0.4, 0.6, 0.8, 0.8]),
        ((None, None, 0.5, None, None, 2), [0.5, 0.5, 0.5, 2 / 3, 5 / 6, 1]),
    ):
        guess = guesses.Guess(drawn, True, False, "certain", None)
        assert guesses.filled(asked, guess) == pytest.approx(whole)
    assert np.isnan(guesses.filled(asked, replace(guess, values=(None,) * 6))).all()


def test_a_wrong_channel_is_drawn_beside_the_one_asked_for_with_a_rectangle_a_number():
    steps, units = 20, 8
    numbers = tuple(at / (steps * units - 1) for at in range(steps * units))
    report = reports.Report(
        "step",
        "notYet",
        "",
        channel="c",
        step=3,
        unit=2,
        maps=reports.Maps(steps, units, (0, 1), numbers, tuple(reversed(numbers))),
    )
    picture = drawing.wrong_equation(report)
    maps = picture[picture.index("c, asked for") :]
    # 200 pixels of steps and 64 of units; the first and the last number have the ends of the ramp.
    shape = 'width="10.0" height="8.0"'
    found = [f'x="30.0" y="{y}" {shape} class="found"' for y in (32.0, 120.0)]
    assert maps.count(shape) == 2 * steps * units + len(found)
    assert all(each in maps for each in found)
    assert f'x="0.0" y="16.0" {shape} class="g0"' in maps
    assert f'x="190.0" y="72.0" {shape} class="g23"' in maps


@pytest.mark.parametrize("letter, ramp", [("g", "gates"), ("s", "states")])
@pytest.mark.parametrize("place, theme", [(0, "light"), (1, "dark")])
def test_each_shade_of_the_page_is_another_from_end_to_end_of_its_ramp(letter, ramp, place, theme):
    css = style.style_sheet()
    shades = [
        css.split(f"--{letter}{at}:")[1 + place].split(";")[0] for at in range(drawing.SHADES)
    ]
    assert len(set(shades)) == drawing.SHADES
    assert [shades[0], shades[-1]] == [RAMPS[theme][ramp][0], RAMPS[theme][ramp][-1]]


def test_of_guesses_it_is_said_where_they_miss_most():
    nan = math.nan
    asked = Asked(
        "k", "?", "curve", (0, 1), "h", "", "step", (), (0, 0.5, 0.9, 0.4), (0, nan, nan, nan), ()
    )
    # The medians are 0.5, 0.3 and 0.6; the first step was given, and an open position is no guess.
    drawn = ((0, 0.4, 0.2, 0.6), (0, 0.5, 0.3, 0.7), (0, 0.6, nan, 0.1), (0, 0.5, 0.4, 0.6))
    said = "The guesses miss most at step 2: their median is 0.3, the truth is 0.9."
    assert guess_sentence(asked, drawn) == said
    named = replace(asked, labels=("a", "b", "c", "d"), unit="°C")
    assert "at c: their median is 0.3 °C, the truth is 0.9 °C." in guess_sentence(named, drawn)
    one = replace(asked, truth=(0.7,), given=(nan,))
    assert guess_sentence(one, ((0.2,), (0.4,))) == "The median guess is 0.3, the truth is 0.7."
    assert guess_sentence(asked, ()) == ""
