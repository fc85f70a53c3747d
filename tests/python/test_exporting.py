"""Notebooks as pages with living pictures."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter

from gatescope.exporting import LivingExporter, inside_script, own_types, still_picture

TRACE = "application/vnd.gatescope.trace+json"


def notebook(*outputs: dict[str, Any]) -> Any:
    """A notebook with one cell, whose outputs hold these types."""
    shown = [nbformat.v4.new_output("display_data", data=data) for data in outputs]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show(run)", outputs=shown)])


def page_of(*outputs: dict[str, Any]) -> str:
    page, _ = LivingExporter().from_notebook_node(notebook(*outputs))
    return str(page)


def test_nbconvert_and_the_lab_know_the_exporter_by_its_name() -> None:
    exporter = get_exporter("gatescope")
    assert exporter is LivingExporter
    assert exporter.export_from_notebook == "HTML with living pictures"


def test_a_picture_keeps_its_numbers_and_its_still() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>1 < 2</text></svg>'
    page = page_of(
        {TRACE: {"kind": "trace", "id": "r1"}, "image/svg+xml": svg, "text/plain": "a run"}
    )
    (view,) = re.findall(r"<gatescope-view>.*?</gatescope-view>", page, re.S)
    assert json.loads(re.search(r'json">(.*?)</script>', view, re.S)[1])["id"] == "r1"  # type: ignore[index]
    assert 'alt="a run"' in view
    assert "data:image/svg+xml;base64," in view


def test_the_program_of_the_views_comes_once_and_only_where_it_is_needed() -> None:
    trace = {TRACE: {"kind": "trace"}, "text/plain": "a run"}
    assert page_of(trace, trace).count("customElements.define(") == 1
    assert page_of({"text/plain": "3"}).count("customElements.define(") == 0


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
    addresses = r'(?:src|href)="(https?:[^"]*)"'
    assert re.findall(addresses, with_views) == re.findall(addresses, without)
    assert "require.min.js" not in with_views
