"""A page of feedback with whatever a student wrote: clean, and made in bounded time."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

from gatescope.grading import feedback as writing
from gatescope.grading.feedback import write_feedback
from gatescope.grading.feedback_page import LARGEST_PICTURES, LONGEST, FeedbackPage
from gatescope.grading.nbgrader_marking import Mark, NamedTests
from gatescope.grading.outputs import whole_text

PICTURE = base64.b64encode(b"\x89PNG small").decode()


def marks(grade_id: str, **more: Any) -> dict[str, Any]:
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **more}}


def explain(text: str, attachments: dict[str, Any] | None = None) -> Any:
    metadata = marks("why", grade=True, solution=True, locked=False, task=False, points=2)
    cell = nbformat.v4.new_markdown_cell(text, metadata=metadata)
    if attachments is not None:
        cell["attachments"] = attachments
    return cell


def teachers() -> Any:
    return nbformat.v4.new_notebook(cells=[explain("Explain.")])


def write(course: Path, **answers: Any) -> tuple[list[str], dict[str, str]]:
    """Feedback of a class that was marked; who has none, and the pages by student."""
    source = course / "source" / "ps1" / "ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(teachers(), source)
    results = []
    for student, cell in answers.items():
        file = course / "submitted" / student / "ps1.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(nbformat.v4.new_notebook(cells=[cell])), "utf-8")
        nothing: dict[str, Any] = {"exercises": [], "points": 0, "maxPoints": 0}
        results.append({"student": student, "notebook": "ps1.ipynb", **nothing})
    without = write_feedback(course / "feedback", source.parent, course / "submitted", results)
    pages = {each.parent.name: each.read_text("utf-8") for each in course.glob("feedback/*/*.html")}
    return without, {name: page.split("<body", 1)[1] for name, page in pages.items()}


def test_a_pasted_picture_is_shown_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    small = {"image/png": PICTURE}
    large = {"image/png": "A" * (LARGEST_PICTURES + 4)}
    without, pages = write(
        tmp_path,
        ada=explain("see ![a](attachment:a%20b.png)", {"a b.png": small}),
        bob=explain("![x](attachment:a.png) ![y](<attachment:b c.png>)", {"d.png": small}),
        cyd=explain("![x](attachment:a.png)", {"a.png": large}),
        dan=explain("![x](attachment:a.svg)", {"a.svg": {"image/svg+xml": "PHN2Zy8+"}}),
        eve=explain("my words"),
    )
    assert without == []
    assert f'<img alt="a" src="data:image/png;base64,{PICTURE}"' in pages["ada"]
    for student, name in (("bob", "a.png"), ("bob", "b c.png"), ("cyd", "a.png"), ("dan", "a.svg")):
        assert f"(the picture {name}, which is not shown here)" in pages[student]
        assert "base64" not in pages[student]
    assert "my words" in pages["eve"]


def test_a_picture_that_is_asked_for_many_times_is_shown_as_often_as_there_is_room(
    tmp_path: Path,
) -> None:
    half = {"image/png": "A" * (LARGEST_PICTURES // 2)}
    _, pages = write(tmp_path, ada=explain("![x](attachment:a.png)" * 400, {"a.png": half}))
    assert pages["ada"].count("data:image/png") == 2
    assert pages["ada"].count("(the picture a.png, which is not shown here)") == 398


def test_a_page_that_cannot_be_made_costs_its_own_student_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = writing.feedback

    def feedback(source: Path, submission: Path, *more: Any) -> Any:
        if submission.parent.name == "ada":
            raise ValueError("odd")
        return usual(source, submission, *more)

    monkeypatch.setattr(writing, "feedback", feedback)
    without, pages = write(tmp_path, ada=explain("mine"), bob=explain("his words"))
    assert without == ["ada, ps1.ipynb: ValueError: odd"]
    assert list(pages) == ["bob"] and "his words" in pages["bob"]


@pytest.mark.parametrize(
    "text",
    ["[" * 60_000, "[a](<" * 20_000, "<div>" * 20_000, "$$\n" * 20_000, "~" * 60_000],
    ids=["brackets", "links", "tags", "formulas", "fences"],
)
def test_a_text_that_keeps_markdown_busy_is_shown_as_it_was_typed_and_cut(
    tmp_path: Path, text: str
) -> None:
    begun = time.process_time()
    without, pages = write(tmp_path, ada=explain(text))
    # 0.5 s of it are the page itself.
    assert time.process_time() - begun < 5
    assert without == []
    more = len(text) - LONGEST
    assert f"({more} more characters were handed in, which are not shown here.)" in pages["ada"]


def page_of_nbgrader(cell: Any) -> str:
    notebook = nbformat.v4.new_notebook(cells=[cell])
    return NamedTests().from_notebook_node(notebook)[0].split("<body", 1)[1]


def test_a_long_comment_in_an_answer_is_cut_in_nbgraders_feedback_too() -> None:
    metadata = marks("double", grade=False, solution=True, locked=False, task=False)
    begun = time.process_time()
    page = page_of_nbgrader(nbformat.v4.new_code_cell('"\\' * 250_000, metadata=metadata))
    assert time.process_time() - begun < 5
    assert "(450000 more characters were handed in, which are not shown here.)" in page


HOSTILE = (
    "<script>alert(1)</script><iframe src='//evil'></iframe><style>*{display:none}</style>"
    "<img src=x onerror=alert(1)><img src='http&#58;//evil/seen.png'><svg/onload=alert(1)>"
    "<a href='javascript:alert(1)'>a</a><a href='dat&#97;:text/html,x'>b</a><a href='data:text/html,x'>c</a>"
    "<img src='\x01//evil/seen.png'><img src='\x1f//evil/seen.png'>"
    "<div class=jp-Mermaid><pre class=mermaid>A</pre></div>\n\n~~~mermaid\nA\n~~~\n\n"
    "<img src='data:image/svg+xml,x'><form action=//evil><input></form> my words"
)


@pytest.mark.parametrize("template", ["lab", "classic"])
@pytest.mark.parametrize("page", [FeedbackPage, NamedTests], ids=["mark", "nbgrader"])
def test_nothing_of_an_explain_answer_runs_or_asks_anybody(page: Any, template: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[explain(HOSTILE)])
    made = page(template_name=template).from_notebook_node(notebook)[0].split("my words")[0]
    made = made.rpartition("rendered_html" if template == "classic" else "jp-RenderedMarkdown")[2]
    for tag in ("script", "iframe", "style", "svg", "form", "input"):
        assert f"<{tag}" not in made
    for word in ("evil/seen", "onerror=alert(1)/", "href=", "data:image", "ermaid"):
        assert word not in made.replace("&lt;", "")


def test_what_turns_the_direction_of_text_is_spelled() -> None:
    assert whole_text(["a\u202eb", {"k": "\u2066"}]) == ["a\\u202eb", {"k": "\\u2066"}]
    assert whole_text("שלום \u200f") == "שלום \u200f"


def test_nbgrader_keeps_the_pictures_of_an_explain_answer_and_names_the_others() -> None:
    text = "![x](attachment:a.png) ![y](attachment:b.png)"
    theirs = nbformat.v4.new_notebook(cells=[explain(text, {"a.png": {"image/png": PICTURE}})])
    cell = Mark()._marked(explain("Explain."), theirs, {}, {})
    assert cell.attachments == {"a.png": {"image/png": PICTURE}}
    # Formgrader makes its page with nbconvert's own exporter, which refuses a picture that is not there.
    HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    page = page_of_nbgrader(cell)
    assert f"data:image/png;base64,{PICTURE}" in page and "(the picture b.png" in page
