"""The examples: what lessons are held to besides stands in test_lessons_run.py and test_rules.py."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from lesson_kernel import EXAMPLES, ROOT, cell_of, number, table_of, text_of

by_name = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def scores(notebook, id_: str = "scores") -> dict[str, list[float]]:
    """The numbers of each row, the mean first, by the words before them."""
    found = {}
    for row in table_of(cell_of(notebook, id_)):
        words = [word.strip() for word in row if word.strip()]
        numbers = [word for word in words if re.fullmatch(r"[−-]?\d+(\.\d+)?", word)]
        found[", ".join(words[: len(words) - len(numbers)])] = [number(word) for word in numbers]
    return found


@by_name
def test_an_example_has_all_its_parts(example):
    notebook = example.read()
    assert notebook.metadata.gatescope.lesson.id == f"example-{example.name}"
    assert "number" not in notebook.metadata.gatescope.lesson, "it is no part of the course"
    assert notebook.metadata.kernelspec.name == "gatescope"
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "**The question: " in text
    assert re.search(r"^## The baselines?\b", text, re.MULTILINE)
    assert "## What this does not show" in text
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    named = re.search(r"CC BY 4\.0|public domain|MIT license|BSD-\d-Clause license", text)
    shown = re.search(r"const (\w+) = await data\.\w+\(.*\);\nshow\(\1\);", code)
    assert named or shown, "the license of the data, in the text or with the data"
    assert re.search(r"show\(.*\.(trace|attentionOf)\(", code), "a look inside"


@by_name
def test_an_example_is_scored_from_three_seeds_beside_a_baseline(example, finished):
    found = scores(finished(example))
    baselines = [numbers for name, numbers in found.items() if "baseline: " in name]
    networks = [numbers for name, numbers in found.items() if "baseline: " not in name]
    # One that is trained has seeds, too.
    trained = [numbers for numbers in baselines if len(numbers) > 1]
    assert len(trained) < len(baselines)
    assert networks
    for mean, *seeds in [*networks, *trained]:
        assert len(seeds) == 3
        assert mean == pytest.approx(sum(seeds) / 3, abs=0.11)


def test_students_get_every_example_beside_the_lessons():
    folder = ROOT / "gatescope" / "_lessons"
    listed = json.loads((folder / "index.json").read_text("utf-8"))["lessons"]
    examples = [entry for entry in listed if entry.get("example")]
    assert [entry["id"] for entry in examples] == [f"example-{each.name}" for each in EXAMPLES]
    # Behind the lessons, so that "the next lesson" is never one of them.
    assert listed[len(listed) - len(examples) :] == examples
    for entry in examples:
        shipped = json.loads((folder / entry["file"]).read_text("utf-8"))
        for cell in shipped["cells"]:
            links = re.findall(r"\]\(([^)#]+\.ipynb)", "".join(cell["source"]))
            assert all((folder / link).is_file() for link in links), links
    solutions = {path.stem for path in (ROOT / "gatescope" / "_solutions").iterdir()}
    assert not solutions & {entry["id"] for entry in examples}


def named(name: str):
    return next(example for example in EXAMPLES if example.name == name)


def test_tagging_neighbours_help_a_window_is_enough_and_the_direction_is_its_size(finished):
    found = scores(finished(named("tagging")))
    [counted] = found["baseline: most frequent tag"]
    alone, window, forwards, wider, both = (
        found[name]
        for name in (
            "one word at a time",
            "a window of three words",
            "LSTM, forwards",
            "LSTM, forwards, 25 units",
            "LSTM, both ways",
        )
    )
    for neighbors in (window, both):
        assert min(neighbors[1:]) > max(counted, *alone[1:])
    assert forwards[0] < both[0] - 1
    # As many numbers in one direction.
    assert abs(wider[0] - both[0]) < 2
    assert window[0] > both[0] - 1


def test_speech_the_order_of_the_frames_is_worth_nothing(finished):
    notebook = finished(named("speech"))
    found = scores(notebook)
    in_order, shuffled = found["GRU, frames in order"], found["GRU, frames shuffled"]
    [means] = found["baseline: linear on means"]
    [neighbour] = found["baseline: nearest neighbor, ten frames"]
    assert min(in_order[1:]) > means + 5
    assert abs(in_order[0] - neighbour) < 2
    assert all(abs(one - other) < 3 for one, other in zip(in_order[1:], shuffled[1:]))
    heard = [number(row[-1]) for row in table_of(cell_of(notebook, "soon"))]
    assert heard == sorted(heard)


def test_video_the_way_is_in_the_order_and_its_axis_is_not(finished):
    found = scores(finished(named("video")))
    alone, shuffled, in_order = (
        found[f"GRU, {frames}"]
        for frames in ("last frame alone", "frames shuffled", "frames in order")
    )
    assert found["baseline: matching"] == [100]
    assert all(abs(share - 25) < 5 for share in alone)
    assert all(abs(share - 50) < 5 for share in shuffled)
    assert min(in_order[1:]) > 90
    assert max(found["baseline: linear, all frames"]) < 45


def test_edge_it_keeps_the_brief_and_without_l2_one_leaves_its_rails(finished):
    notebook = finished(named("edge"))
    found = scores(notebook)
    [within] = found["baseline: linear, within the brief"]
    [network] = [numbers for name, numbers in found.items() if name.startswith("GRU")]
    assert within - 3 < min(network) and max(network) < within
    # Fitted by the error that the test counts, seventeen numbers are as good.
    by_absolute = found["baseline: linear, by absolute error"]
    assert max(by_absolute) < min(network) + 0.5
    brief = [[word.strip() for word in row] for row in table_of(cell_of(notebook, "stream"))]
    # How long an answer takes is the machine's affair; what is kept is not.
    assert [row[-1] for row in brief[:2]] == ["yes", "yes"]
    forever = scores(notebook, "forever")
    free = [numbers for name, numbers in forever.items() if "free" in name]
    assert max(runs_on for runs_on, _ in free) > 2 * within
    assert all(reset < within + 5 for _, reset in free)


def test_edge_four_bits_cost_little_and_two_bits_more_than_half_the_units(finished):
    notebook = finished(named("edge"))
    sensor = scores(notebook, "small-sensor")
    whole = sensor["10 units, 32 bits"]
    for bits in (8, 4):
        size, *errors = sensor[f"10 units, {bits} bits"]
        assert size < whole[0]
        assert max(errors) < max(whole[1:]) + 0.3
    # The question is too easy to show what rounding costs.
    assert sensor["1 unit, 32 bits"][0] < 100
    assert max(sensor["1 unit, 32 bits"][1:]) < max(whole[1:]) + 0.5
    voices = scores(notebook, "voices-table")
    mean = {name: sum(shares) / len(shares) for name, (_, *shares) in voices.items()}
    size = {name: row[0] for name, row in voices.items()}
    assert abs(mean["16 units, 8 bits"] - mean["16 units, 32 bits"]) < 1
    assert mean["16 units, 4 bits"] > mean["6 units, 32 bits"] + 1
    assert size["16 units, 4 bits"] < size["6 units, 32 bits"]
    assert mean["16 units, 2 bits"] < mean["4 units, 32 bits"] - 5
    assert size["16 units, 2 bits"] > size["4 units, 32 bits"]


def test_movement_summaries_are_ahead_and_new_people_cost_every_judge_something(finished):
    notebook = finished(named("movement"))
    assert "Licence: BSD-3-Clause" in text_of(cell_of(notebook, "recordings"))
    found = scores(notebook)
    [summaries] = found["baseline: linear on summaries"]
    in_order, shuffled = found["GRU, steps in order"], found["GRU, steps shuffled"]
    assert max(in_order[1:]) < summaries
    assert shuffled[0] < in_order[0] < shuffled[0] + 12
    people = scores(notebook, "known")
    assert all(lost > 0 for _, _, lost in people.values())
    known, _, lost = people["nearest neighbor"]
    assert known == max(of for of, _, _ in people.values())
    assert lost == max(of for _, _, of in people.values())
    # The two that differ by a direction are what it takes for one another most often.
    lines = text_of(cell_of(notebook, "confusion")).splitlines()
    names = re.split(r"\s{2,}", lines[0].strip())[1:]
    counts = Counter()
    for line in lines[1 : len(names) + 1]:
        truth, *answers = re.split(r"\s{2,}", line.strip())
        for name, count in zip(names, answers):
            if name != truth:
                counts[frozenset([truth, name])] += int(count)
    assert max(counts, key=counts.get) == {"abduction", "forward elevation"}


def test_sounds_counting_is_ahead_and_kin_flatters_every_judge(finished):
    notebook = finished(named("sounds"))
    found = scores(notebook)
    [alone] = found["baseline: each letter alone"]
    [placed] = found["baseline: letters in their place"]
    attention, few, many = (
        found[name] for name in ("attention", "told, as many epochs", "told, four times as many")
    )
    assert placed < min(many[1:])
    assert all(longer < shorter for longer, shorter in zip(many[1:], few[1:]))
    assert max(few[1:]) < min(attention[1:]) and max(attention[1:]) < alone
    kin = scores(notebook, "kin")
    assert all(with_kin < without for with_kin, without in kin.values())
    assert sorted(kin, key=lambda judge: kin[judge][0]) == sorted(
        kin, key=lambda judge: kin[judge][1]
    )


def test_translation_the_rule_is_ahead_and_coming_back_is_no_proof(finished):
    notebook = finished(named("translation"))
    found = scores(notebook)
    for direction in ("German to French", "French to German"):
        judged = {
            name.removeprefix(f"{direction}, "): numbers
            for name, numbers in found.items()
            if name.startswith(direction)
        }
        [words] = judged["baseline: word by word"]
        [halves] = judged["baseline: its two halves"]
        assert words + 30 < min(judged["attention"]) and max(judged["attention"]) < halves
    for row in table_of(cell_of(notebook, "back")):
        _, _, of_those, of_others = (number(word) for word in row if word.strip())
        assert 20 < of_others < of_those


def rows_of(notebook, id_: str) -> list[list[str]]:
    return [
        [word.strip() for word in row if word.strip()] for row in table_of(cell_of(notebook, id_))
    ]


def test_digit_strings_the_answers_alone_come_close_to_marks_and_peaks_tell_no_place(finished):
    notebook = finished(named("digit-strings"))
    bounds = dict(rows_of(notebook, "baselines"))
    best, bound = (number(bounds[cut]) for cut in ("best cuts", "cut where the digits are"))
    assert 0 < best - bound < 2
    found = scores(notebook)
    assert found["baseline: best cuts"] == [best]
    easy = [*found["baseline: equal widths, told how many"], *found["baseline: empty columns"]]
    forward, both, beam = (
        found[name]
        for name in ("LSTM, left to right", "LSTM, both ways", "LSTM, both ways, beam of 10")
    )
    assert best < min(*forward, *both, *beam)
    assert max(both) < best + 3 and max(both) < min(forward) < max(forward) < min(easy) / 2
    assert 1.5 < forward[0] / both[0] < 2.5
    assert all(abs(one - other) < 0.5 for one, other in zip(both, beam))
    peaks = scores(notebook, "peaks")
    for blank, digit, wide, *_ in peaks.values():
        assert blank > 80
        assert 8 < digit < 9 and 1 < wide < 2
    _, digit, _, begins, outside = peaks["LSTM, left to right"]
    assert begins > (digit + 1) / 2 + 0.5 and outside < 1
    *_, begins, outside = peaks["LSTM, both ways"]
    assert abs(begins - 1) < 1.5 and outside > 15
    # The first digit of the first row peaks before its ink begins.
    answers, _, read = text_of(cell_of(notebook, "collapse")).strip().splitlines()[:3]
    per_column = answers.removeprefix("each column:").strip()
    picture = text_of(cell_of(notebook, "data")).splitlines()[:8]
    ink = min(len(line) - len(line.lstrip()) for line in picture if line.strip())
    assert per_column.index(read.split()[-1][0]) < ink


def test_what_examples_ask_inside_is_answered(finished):
    moves = [number(of) for _, of in rows_of(finished(named("video")), "moves")]
    assert moves[0] == max(moves) and moves[-1] == min(moves) > 0.05
    turns = rows_of(finished(named("speech")), "turns")
    assert {number(late) > number(early) for _, early, late, _ in turns} == {True, False}
    assert max(number(change) for *_, change in turns) < 0.7
    closest = rows_of(finished(named("movement")), "follows")
    assert {follows for _, follows, _ in closest} == {"acceleration y"}
    values = [number(correlation) for *_, correlation in closest]
    assert min(values) < -0.6 and max(values) > 0.6
    assert min(map(abs, values)) > 0.6
