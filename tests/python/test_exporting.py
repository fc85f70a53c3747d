"""Notebooks as pages with living pictures."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from jupyter_core.application import JupyterApp
from nbconvert.exporters import get_exporter

from gatescope.exporting import LivingExporter
from gatescope.exporting.abstract import description_of, title_of
from gatescope.exporting.formulas import Unreadable, mathml, with_formulas
from gatescope.exporting.links import linked
from gatescope.exporting.packing import packed
from gatescope.exporting.pictures import Pictures, inside_script, own_types, still_picture
from gatescope.folders import PACKAGE

TRACE = "application/vnd.gatescope.trace+json"


PICTURE = {
    TRACE: {"kind": "trace", "id": "r1"},
    "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><text>1 < 2</text></svg>',
    "text/plain": "a run",
}


def notebook(*outputs: dict[str, Any]) -> Any:
    """A notebook with one cell, whose outputs hold these types."""
    shown = [nbformat.v4.new_output("display_data", data=data) for data in outputs]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show(run)", outputs=shown)])


def page_of(*outputs: dict[str, Any]) -> str:
    page, _ = LivingExporter().from_notebook_node(notebook(*outputs))
    return unpacked(page)


def unpacked(page: str) -> str:
    """A page with its numbers, its style and its program as text, as a browser makes it."""
    parts = {
        name: gzip.decompress(b64decode(text))
        for name, text in re.findall(
            r'<script data-(\w+)[^>]* type="application/gzip">(.*?)</script>', page
        )
    }
    if not parts:
        return page
    told, _, arrays = parts["numbers"].partition(b"\n")
    bundles = iter(filled(json.loads(told), arrays))
    page = re.sub(
        r"(<script [^>]*data-run[^>]*>)</script>",
        lambda found: f"{found[1]}{inside_script(next(bundles))}</script>",
        page,
    )
    for name in ("views", "program"):
        page = re.sub(
            rf"(<script data-{name}[^>]*>)[^<]*</script>",
            lambda found, name=name: f"{found[1]}{parts[name].decode()}</script>",  # type: ignore[misc]
            page,
        )
    return page


def filled(value: Any, arrays: bytes) -> Any:
    """A bundle with its arrays, by their places among all."""
    if isinstance(value, list):
        return [filled(each, arrays) for each in value]
    if not isinstance(value, dict):
        return value
    if "packed" not in value:
        return {key: filled(each, arrays) for key, each in value.items()}
    start, length = value.pop("packed")
    width = {"f32": 4, "f64": 8, "u8": 1}[value["dtype"]]
    count = length // width
    array = bytes(arrays[start + at % width * count + at // width] for at in range(length))
    return {**value, "data": b64encode(array).decode()}


def test_nbconvert_and_the_lab_know_the_exporter_by_its_name() -> None:
    exporter = get_exporter("gatescope")
    assert exporter is LivingExporter
    assert exporter.export_from_notebook == "HTML with living pictures"


def test_a_picture_keeps_its_numbers_and_its_words() -> None:
    page = page_of(PICTURE)
    (view,) = re.findall(r"<gatescope-view>.*?</gatescope-view>", page, re.S)
    assert json.loads(re.search(r"data-run[^>]*>(.*?)</script>", view, re.S)[1])["id"] == "r1"  # type: ignore[index]
    assert "a run" in view
    assert "data:image" not in view


def test_a_page_for_places_without_scripts_holds_the_stills_too() -> None:
    page, _ = LivingExporter(stills=True).from_notebook_node(notebook(PICTURE))
    assert 'alt="a run"' in page
    assert "data:image/svg+xml;base64," in page


def test_pictures_of_one_run_share_its_numbers() -> None:
    pictures = Pictures()
    first = {"kind": "trace", "id": "r1", "layers": ["long"], "unit": 2}
    texts = [
        re.sub("<[^>]*>", "", pictures.script(each))
        for each in (first, {**first, "view": "cell", "unit": 2}, {**first, "id": "r2"})
    ]
    assert json.loads(texts[1]) == {"set": {"view": "cell"}, "unset": []}
    assert [json.loads(text)["layers"] for text in (texts[0], texts[2])] == [["long"], ["long"]]
    del first["unit"]
    assert json.loads(re.sub("<[^>]*>", "", Pictures().script(first)))["id"] == "r1"


def test_the_program_of_the_views_comes_once_and_only_where_it_is_needed() -> None:
    trace = {TRACE: {"kind": "trace"}, "text/plain": "a run"}
    assert page_of(trace, trace).count("customElements.define(") == 1
    assert page_of({"text/plain": "3"}).count("customElements.define(") == 0


@pytest.mark.parametrize("none", ["</script>", [1, {"packed": [0, 4]}], 7, None])
def test_an_output_that_is_no_bundle_travels_as_it_is_for_the_views_to_refuse(none: Any) -> None:
    page = page_of(PICTURE, {TRACE: none, "text/plain": "a run"}, PICTURE)
    told = re.findall(r"<script [^>]*data-run[^>]*>(.*?)</script>", page, re.S)
    first, unlike, again = [json.loads(each) for each in told]
    assert first == PICTURE[TRACE]
    assert again == {"set": {}, "unset": []}
    # What is named as our packed arrays are is none.
    assert unlike == ([1, {}] if isinstance(none, list) else none)


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_json_has_not_takes_no_other_picture_with_it(number: float) -> None:
    page = page_of({TRACE: {**PICTURE[TRACE], "title": number}, "text/plain": "a run"}, PICTURE)
    told = re.findall(r"<script [^>]*data-run[^>]*>(.*?)</script>", page, re.S)
    assert [json.loads(each, parse_constant=pytest.fail) for each in told] == [None, PICTURE[TRACE]]


def test_other_outputs_are_as_nbconvert_writes_them() -> None:
    page = page_of({"text/plain": "3"}, {"text/html": "<table><tr><td>7</td></tr></table>"})
    assert "<pre>3" in page
    assert "<td>7</td>" in page


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;"])
def test_texts_of_a_bundle_cannot_leave_their_script(text: str) -> None:
    written = inside_script({"title": text})
    assert "<" not in written
    assert json.loads(written) == {"title": text}


def test_words_of_an_output_are_never_html() -> None:
    words = '"><script>alert(1)</script>'
    assert "<script>" not in still_picture({"text/plain": words, "image/svg+xml": "<svg/>"})
    assert "<script>" not in still_picture({"text/plain": words})
    assert "<script>" not in still_picture({"image/png": words})


def test_only_types_of_ours_are_drawn() -> None:
    assert own_types({"text/plain": "", "application/vnd.other+json": {}, TRACE: {}}) == [TRACE]


def test_nothing_of_ours_is_loaded_from_elsewhere() -> None:
    with_views = page_of({TRACE: {"kind": "trace"}, "text/plain": "a run"})
    without = page_of({"text/plain": "3"})
    assert not re.findall(r'(?:src|href)="(https?:[^"]*)"', with_views + without)


def code(source: str, *, outputs: Any = (), **metadata: Any) -> Any:
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def export(*cells: Any, **options: Any) -> str:
    page, _ = LivingExporter(**options).from_notebook_node(
        nbformat.v4.new_notebook(cells=list(cells))
    )
    return str(page)


FOLDED = {"jupyter": {"source_hidden": True}}


def test_a_folded_cell_stays_shut_below_its_first_line() -> None:
    page = export(code("// Reads the weather\nconst secret = 1;", **FOLDED))
    (fold,) = re.findall(r"<details[^>]*>.*?</details>", page, re.S)
    assert "<summary>Reads the weather</summary>" in fold
    assert "secret" in fold
    assert "secret" not in page.replace(fold, "")
    assert "<details open" not in page


def test_folded_outputs_and_sections_stay_shut() -> None:
    stream = nbformat.v4.new_output("stream", text="many lines")
    page = export(
        nbformat.v4.new_markdown_cell("## Shut", metadata={"jp-MarkdownHeadingCollapsed": True}),
        code("1", outputs=[stream], jupyter={"outputs_hidden": True}),
        nbformat.v4.new_markdown_cell("### Inside"),
        nbformat.v4.new_markdown_cell("## Open"),
    )
    body = page[page.index("<main") :]
    depth = {}
    open_folds = 0
    for part in re.split(r"(<details|</details>)", body):
        open_folds += (part == "<details") - (part == "</details>")
        depth |= {word: open_folds for word in ("many lines", "Inside", "Open<") if word in part}
    assert depth == {"many lines": 2, "Inside": 1, "Open<": 0}
    assert open_folds == 0


def test_the_key_of_a_question_does_not_travel() -> None:
    asked = "application/vnd.gatescope.questions+json"
    key = {"kind": "questions", "items": [{"number": {"answer": 40.125}}]}
    words = {asked: key, "text/plain": "How much is left?", "text/html": "<b>40.125</b>"}
    shown = nbformat.v4.new_output("display_data", data=words)
    failed = nbformat.v4.new_output("error", ename="E", evalue="no", traceback=["answer: 40.125"])
    ours = {"gatescope": {"questions": {"keys": ["k"]}}, **FOLDED}
    for cell in (
        code("// Asks\nanswer: 40.125", outputs=[shown], **ours),
        code("// Asks\nanswer: 40.125", outputs=[shown]),
        code("// Asks\nanswer: 40.125", outputs=[failed], **ours),
        code("// Checks\nanswer: 40.125", gatescope={"exercise": {"id": "e", "role": "test"}}),
    ):
        page = export(cell)
        # No script holds it, either; in what is packed no dot can stand by chance.
        assert "40.125" not in page
        assert ("How much is left?" in page) == (shown in cell.outputs)


@pytest.mark.parametrize(
    ("checked", "closed"),
    [
        (None, {"lstm": "Write the step"}),
        ({"points": 2, "maxPoints": 3}, {"lstm": "Write the step"}),
        ({"points": 3, "maxPoints": 3}, {}),
    ],
)
def test_a_page_keeps_a_step_closed_until_the_exercise_that_asks_for_it_is_passed(
    checked: dict[str, int] | None, closed: dict[str, str]
) -> None:
    made = notebook(PICTURE)
    made.metadata["gatescope"] = {"checked": {"lstm-step": checked} if checked else {}}
    answer = {"id": "lstm-step", "role": "answer", "title": "Write the step", "stepOf": "lstm"}
    made.cells.append(
        nbformat.v4.new_code_cell("const step = 1;", metadata={"gatescope": {"exercise": answer}})
    )
    page, _ = LivingExporter().from_notebook_node(made)
    told = re.search(r"data-closed-code=(['\"])(.*?)\1", page)
    assert told
    assert json.loads(unescape(told[2])) == closed


def test_solutions_and_hidden_tests_do_not_travel() -> None:
    page = export(
        code("function f() {\n  /// BEGIN SOLUTION\n  return 417;\n  /// END SOLUTION\n}"),
        code("check(f);\n/// BEGIN HIDDEN TESTS\ncheck(418);\n/// END HIDDEN TESTS"),
        nbformat.v4.new_markdown_cell("### BEGIN SOLUTION\nbecause 419\n### END SOLUTION"),
    )
    text = re.sub("<[^>]*>", "", page[page.index("<main") :])
    assert not re.search("41[789]|SOLUTION|HIDDEN", text)
    assert "// YOUR CODE HERE" in text
    assert "YOUR ANSWER HERE" in text


def test_links_lead_to_pages_that_are_there() -> None:
    there = {"b.ipynb": "b.html", "data.csv": "data.csv"}
    html = '<a href="b.ipynb#At-last">b</a> <a href="c.ipynb">c</a> <a href="data.csv">d</a>'
    assert linked(html, there.get) == (
        '<a href="b.html#At-last">b</a> <span>c</span> <a href="data.csv">d</a>'
    )
    for kept in ('<a href="#here">x</a>', '<a href="https://example.org/c.ipynb">x</a>'):
        assert linked(kept, there.get) == kept


def test_a_page_alone_names_other_notebooks_without_a_link_or_links_the_site() -> None:
    text = nbformat.v4.new_markdown_cell("Next: [the GRU](04.ipynb).")
    assert "<span>the GRU</span>" in export(text)
    page = export(text, site="https://a.class/lessons/")
    assert 'href="https://a.class/lessons/notebooks/index.html?path=04.ipynb"' in page


def test_a_work_is_linked_where_the_site_has_the_documentation() -> None:
    text = nbformat.v4.new_markdown_cell(
        "As [Gers (2000)](docs/bibliography.html#gers-2000) has it."
    )
    assert "<span>Gers (2000)</span>" in export(text)
    page = export(text, site="https://a.class/lessons")
    assert 'href="https://a.class/lessons/docs/bibliography.html#gers-2000"' in page


def test_a_formula_is_set_where_it_stands_and_code_and_prices_stay() -> None:
    page = with_formulas(
        "<p>$h_{t-1}$ and <code>$x$</code>, for $5</p><p>$$\\tfrac{1}{2} < x$$</p>"
    )
    assert "<msub><mi>h</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>" in page
    assert "<code>$x$</code>, for $5" in page
    assert re.search(r'<div class="read-formula"[^>]*><math[^>]*display="block"', page)
    assert "<mo>&lt;</mo>" in page


@pytest.mark.parametrize("latex", [r"\unknown{x}", "{", r"x_", r"\begin{aligned} a", "a & b"])
def test_a_formula_that_cannot_be_read_stays_as_it_was_written(latex: str) -> None:
    with pytest.raises(Unreadable):
        mathml(latex)
    page = with_formulas(f"<p>${latex}$</p>".replace("&", "&amp;"))
    assert f"${latex}$".replace("&", "&amp;") in page


def test_words_of_a_formula_keep_their_spaces() -> None:
    assert "<mtext>what&#x000A0;is&#x000A0;kept</mtext>" in mathml(r"c_t \text{what is kept}")


def test_a_page_says_what_its_notebook_is_called_and_asks() -> None:
    words = "# Inside *it*\n\n**The question of this lesson: what do the <b>gates</b> do?**"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words)])
    assert (title_of(nb), description_of(nb)) == ("Inside it", "What do the gates do?")
    page, _ = LivingExporter().from_notebook_node(nb)
    assert "<title>Inside it</title>" in page
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A\n\nOf *words*.")])
    assert description_of(plain) == "Of words."


def test_a_page_of_a_site_has_the_sites_program_and_the_networks_beside_its_pictures() -> None:
    network = {"application/x-gatescope-network+json": {"runs": []}}
    shown = nbformat.v4.new_output("display_data", data={**PICTURE, **network})
    page = export(code("show(run)", outputs=[shown]), reading=".")
    assert "customElements.define(" not in page
    assert 'src="./read.js"' in page
    assert '<script data-network=""' in page
    assert "<script data-network" not in export(code("show(run)", outputs=[shown]))


def array(dtype: str, values: Any) -> dict[str, Any]:
    raw = b64encode(np.asarray(values, {"f32": "<f4", "f64": "<f8", "u8": "u1"}[dtype]).tobytes())
    return {"dtype": dtype, "shape": [len(values)], "data": raw.decode()}


def test_program_style_and_numbers_travel_packed_and_are_whole() -> None:
    waves = np.sin(np.arange(500) / 7)
    bundles = [
        {
            "id": "r",
            "words": 'é "\n<',
            "layers": [{"h": array("f32", waves), "c": waves[:3].tolist()}],
        },
        {
            "id": "s",
            "h": array("f32", waves),
            "g": array("f64", waves),
            "mask": array("u8", [0, 1]),
        },
        {"id": "t", "none": array("f32", [])},
    ]
    page = "".join(
        (
            '<style data-views="">a { }</style><p>a</p>',
            *(
                f'<script data-run="{each["id"]}" type="application/json">{inside_script(each)}</script>'
                for each in bundles
            ),
            '<script data-program="">draw("é");</script>',
        )
    )
    made = packed(page)
    assert made == packed(page)
    assert len(made) < len(page)
    whole = unpacked(made)
    numbers = re.findall(r'data-run="\w" type="application/json">(.*?)</script>', whole)
    assert [json.loads(each) for each in numbers] == bundles
    assert '<script data-program type="application/gzip">draw("é");</script>' in whole
    assert '<script data-views type="application/gzip">a { }</script>' in whole
    # An array that two pictures have in common travels once.
    told = gzip.decompress(b64decode(re.search(r"data-numbers[^>]*>([^<]*)", made)[1]))  # type: ignore[index]
    assert len(told.partition(b"\n")[2]) == 500 * 4 + 500 * 8 + 2


@pytest.mark.parametrize(
    "broken",
    [
        {"dtype": "f32", "packed": [0, 10**9]},
        {"dtype": "f32", "shape": [1], "data": "AAA"},
        {"dtype": "f32", "shape": [1], "data": "no base64 …"},
        {"dtype": "f64", "shape": [1], "data": "AAAAAA=="},
    ],
)
def test_what_is_no_array_is_left_to_the_views_to_refuse(broken: dict[str, Any]) -> None:
    page = (
        "<style data-views></style>"
        f"<script data-run>{json.dumps({'h': broken})}</script><script data-program></script>"
    )
    whole = unpacked(packed(page))
    [found] = re.findall(r"<script data-run>(.*?)</script>", whole)
    assert json.loads(found) == {
        "h": {name: each for name, each in broken.items() if name != "packed"}
    }


def test_code_keeps_the_marks_that_have_a_color_and_no_others() -> None:
    given = nbformat.v4.new_notebook(
        cells=[code("// how\nconst rate: number = 0.5; // of `x`")],
        metadata={"language_info": {"name": "typescript"}},
    )
    page, _ = LivingExporter().from_notebook_node(given)
    style = page[: page.index("</style>")]
    marks = set(re.findall(r'<span class="(\w+)">', page[page.index("highlight") :]))
    assert {"kd", "mf", "c1"} <= marks
    for mark in marks:
        assert re.search(rf"\.highlight :is\([^)]*\.{mark}[,)]", style)
    text = re.sub(r"<[^>]*>", "", page[page.index("<pre>") : page.index("</pre>")])
    assert unescape(text).strip() == "// how\nconst rate: number = 0.5; // of `x`"


@pytest.mark.parametrize(
    "lesson", sorted((PACKAGE / "_lessons").glob("*.ipynb")), ids=lambda p: p.stem
)
def test_a_lesson_as_a_page_keeps_its_folds_shut_and_its_keys_back(lesson: Path) -> None:
    given = nbformat.read(lesson, as_version=4)
    page, _ = LivingExporter().from_notebook_node(given)
    # Small enough for a mail, and whole without a network: nothing is loaded from elsewhere.
    assert len(page.encode()) <= 700_000
    assert not re.search(r'(?:src|href)="https?:[^"]*\.(?:js|css)', page)
    assert "$$" not in re.sub("<(script|pre|code).*?</\\1>", "", page, flags=re.S)
    body = re.sub(
        r"<script(?: data-(?:program|views|numbers)[^>]*)?>.*?</script>",
        "",
        unpacked(page[page.index("<main") :]),
        flags=re.S,
    )
    text = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", body))
    for cell in given.cells:
        ours = cell.metadata.get("gatescope", {})
        if cell.cell_type == "code" and ("prediction" in ours or "questions" in ours):
            key = re.sub(r"[\s<>&]+", "", cell.source.partition("\n")[2])
            assert key[-80:] not in text, cell.id
    assert "<details open" not in body
    anchors = set(re.findall(r'id="([^"]*)"', body))
    for target in re.findall(r'<a[^>]*href="([^"]*)"', body):
        assert re.match(r"https?:", target) or (target[:1] == "#" and target[1:] in anchors), target


def test_a_page_that_a_server_hands_out_leads_to_no_file_beside_it() -> None:
    class Server(JupyterApp):
        """As the lab's, which exports in its own process."""

    Server.instance()
    try:
        text = nbformat.v4.new_markdown_cell("[next](02-next.ipynb) [out](https://example.org)")
        page, _ = LivingExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[text]))
    finally:
        Server.clear_instance()
    assert "<span>next</span>" in page
    assert 'href="https://example.org"' in page
