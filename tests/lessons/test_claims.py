"""The ledger of claims: every sentence stands in its lesson, and its stored rows bear it out."""

from __future__ import annotations

import json
import math
import re
import subprocess
from functools import cache
from statistics import fmean

import pytest
from claim_words import found
from lesson_kernel import EXAMPLES, LESSONS, ROOT

FOLDER = ROOT / "notebooks" / "claims"
LEDGER = sorted(path.stem for path in FOLDER.glob("*.mjs"))
REVIEWED = json.loads((FOLDER / "reviewed.json").read_text("utf-8"))
#: What a person who read the sentence may have said of it.
JUDGED = {
    "asked": "a question, or an answer among which one chooses: a reply judges it",
    "exact": "follows from a definition, or is proven",
    "known": "of the world, or of others’ networks: common knowledge, or its source is named",
    "limits": "says what was not shown",
    "row": "says no more than a table of the lesson shows, of its seeds or days: its tests hold it to that",
    "swept": "an entry of the ledger says it, in part or in other words",
    "words": "no claim: what nobody read, met, asked for or can pay",
}
#: Of all seeds, where a table has a few: the ledger may say so, over ten.
ALL_SEEDS = re.compile(r"\b(?:for|from|in|with) (?:every|each|any) seed\b", re.IGNORECASE)
by_lesson = pytest.mark.parametrize("lesson", LEDGER)


@cache
def told(option: str) -> list[dict]:
    done = subprocess.run(
        ["node", "scripts/claims.mjs", option], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def judged(lesson: str) -> dict:
    return next(each for each in told("--judge") if each["lesson"] == lesson)


def test_every_file_of_the_ledger_is_of_a_lesson_and_claims_something():
    names = {lesson.name for lesson in (*LESSONS, *EXAMPLES)}
    assert LEDGER
    assert set(LEDGER) <= names
    ids = [(each["lesson"], claim["id"]) for each in told("--judge") for claim in each["claims"]]
    assert len(set(ids)) == len(ids)
    assert {lesson for lesson, _ in ids} == set(LEDGER)


@by_lesson
def test_a_claim_stands_in_its_lesson_word_for_word(lesson):
    for claim in judged(lesson)["claims"]:
        assert claim["isSaid"], f"{claim['id']}: not in {lesson}: {claim['sentence']}"
        assert len(claim["range"]) > 20, claim["id"]


@by_lesson
def test_a_claim_holds_on_its_stored_rows(lesson):
    for claim in judged(lesson)["claims"]:
        assert claim["holds"], claim["id"]


@by_lesson
def test_a_sweep_is_whole_with_ten_seeds_and_twice_the_budget(lesson):
    for name, sweep in judged(lesson)["sweeps"].items():
        assert sweep["missing"] == 0, f"ONLY='{lesson} {name}' make claims"
        assert len(set(sweep["seeds"])) >= 10, name
        # A search draws its rates itself.
        assert len(sweep["rates"]) >= 3 or sweep["drawsRates"], name
        assert max(sweep["budgets"]) >= 2 * min(sweep["budgets"]), name
        assert set(sweep["made"]) == {"gatescope", "node", "kernels"}, name


def lower_is_better(measure: str) -> bool:
    return re.search(r"\b(error|alarms|perplexity|steps between)\b", measure) is not None


@by_lesson
def test_the_page_tells_each_row_at_the_rate_that_is_best_for_its_measure(lesson):
    """One sweep may count what is found and what is missed: more of one is better, less of the other."""
    stored = json.loads((FOLDER / f"{lesson}.json").read_text("utf-8"))
    for name, sweep in judged(lesson)["sweeps"].items():
        columns, rows = stored[name]["columns"], stored[name]["rows"]
        for table in sweep["tables"]:
            measure = table["measure"]
            best = min if lower_is_better(f"{measure}: {sweep['measure']}") else max
            for line in table["lines"]:
                mine = [row for row in rows if row[:2] == [line["row"], line["size"]]]
                for cell in line["cells"]:
                    at = columns.index(", ".join(filter(None, [str(cell["budget"]), measure])))
                    means = [
                        fmean(row[at] for row in mine if row[2] == rate)
                        for rate in {row[2] for row in mine}
                    ]
                    assert math.isclose(cell["mean"], best(means)), (name, measure, line["row"])


@by_lesson
def test_where_the_best_rate_is_the_last_that_was_tried_the_page_says_so(lesson):
    """A grid whose end is best may not have gone far enough; few places may be left like that."""
    page = (ROOT / "docs" / "claims.md").read_text("utf-8")
    for name, sweep in judged(lesson)["sweeps"].items():
        cells = [
            cell for table in sweep["tables"] for line in table["lines"] for cell in line["cells"]
        ]
        ends = [cell for cell in cells if cell["atEdge"]]
        assert len(ends) <= max(1, len(cells) // 10), f"{lesson} {name}: try rates further out"
        assert not ends or "**(edge)**" in page


def test_one_small_cell_of_each_sweep_comes_out_the_same():
    """To the last digit that is kept by the same kernels, else among the seeds that are kept."""
    swept = [f"{each['lesson']} {name}" for each in told("--judge") for name in each["sweeps"]]
    again = told("--again")
    assert [each["sweep"] for each in again] == swept
    for each in again:
        for place, value in enumerate(each["values"]):
            if each["sameKernels"]:
                assert math.isclose(value, each["kept"][place], rel_tol=1e-5), each["sweep"]
            else:
                spread = each["highest"][place] - each["lowest"][place]
                assert each["lowest"][place] - spread <= value, each["sweep"]
                assert value <= each["highest"][place] + spread, each["sweep"]


def test_the_page_is_what_the_ledger_says():
    page = (ROOT / "docs" / "claims.md").read_text("utf-8")
    plain = re.sub(r"[\s\\*_]+", "", page)
    for each in told("--judge"):
        for claim in each["claims"]:
            for text in (claim["sentence"], claim["range"]):
                assert re.sub(r"[\s\\*_]+", "", text) in plain, claim["id"]
    written = subprocess.run(
        ["node", "scripts/claims.mjs", "--page-text"], cwd=ROOT, capture_output=True, text=True
    )
    assert written.stdout == page, "make claims"


def test_what_notebooks_show_of_a_claim_is_what_the_ledger_says():
    written = subprocess.run(
        ["node", "scripts/claims.mjs", "--shipped-text"], cwd=ROOT, capture_output=True, text=True
    )
    stored = (ROOT / "gatescope" / "data" / "claims.json").read_text("utf-8")
    assert written.stdout == stored, "make claims"
    of = {name.split()[0] for name in json.loads(stored)}
    assert of == {lesson.split("-")[0] for lesson in LEDGER}


@by_lesson
def test_each_shown_claim_is_marked_behind_its_sentence(lesson):
    """The mark stands behind the sentence, so that nobody meets the answer first."""
    [found_lesson] = [each for each in (*LESSONS, *EXAMPLES) if each.name == lesson]
    cells = found_lesson.read().cells
    number = lesson.split("-")[0]
    stored = json.loads((ROOT / "gatescope" / "data" / "claims.json").read_text("utf-8"))
    shown = {name for name in stored if name.split()[0] == number}
    places = {
        asked: at
        for at, cell in enumerate(cells)
        # A bench asks the reader to referee the same trainings.
        if cell.id != "referee-ask"
        for asked in re.findall(r"whereItHolds\('([^']+)'\)", cell.source)
    }
    assert set(places) == shown
    for name, at in places.items():
        assert cells[at].id == f"holds-{name.split()[1]}"
        above = " ".join(cell.source for cell in cells[:at]).replace("*", "")
        assert stored[name]["sentence"] in re.sub(r"\s+", " ", above), name


def test_what_wants_a_control_is_in_the_ledger_or_was_read_by_a_person():
    """A new or changed sentence: make its sweep, or judge it in notebooks/claims/reviewed.json."""
    claimed = {
        (each["lesson"], re.sub(r"\s+", " ", claim["sentence"]))
        for each in told("--judge")
        for claim in each["claims"]
    }
    left = [
        f"{lesson} {cell}: {sentence}"
        for lesson, cell, sentence in found()
        if sentence not in REVIEWED.get(lesson, {})
        and not any(of == lesson and sentence in claim for of, claim in claimed)
    ]
    assert left == []


def test_every_judged_sentence_still_stands_in_its_lesson():
    standing = {(lesson, sentence) for lesson, _, sentence in found()}
    judged_ones = {(lesson, each) for lesson, some in REVIEWED.items() for each in some}
    assert judged_ones - standing == set()


def test_what_rests_on_the_seeds_of_a_lesson_says_so():
    """Three seeds are three seeds: "for every seed" is for a sentence with its sweep."""
    words = {word for some in REVIEWED.values() for word in some.values()}
    assert words <= set(JUDGED)
    general = [
        (lesson, sentence)
        for lesson, some in REVIEWED.items()
        for sentence, word in some.items()
        if word == "row" and ALL_SEEDS.search(sentence)
    ]
    assert general == []
