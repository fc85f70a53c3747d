"""The rules of a lesson, held over all notebooks: docs/contribute/lesson.md says why."""

from __future__ import annotations

import re

import pytest
from lesson_kernel import EXAMPLES, LESSONS, ROOT, Lesson

by_name = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
examples_too = pytest.mark.parametrize(
    "lesson", [*LESSONS, *EXAMPLES], ids=lambda lesson: lesson.name
)
VISIBLE_LINES = 60
#: Ends what a question closes; a subsection stays closed with its section.
SECTION = r"#{1,2}\s"


def ours(cell) -> dict:
    return cell.metadata.get("gatescope", {})


def folded(cell) -> bool:
    return cell.metadata.get("jupyter", {}).get("source_hidden") is True


def predictions(lesson: Lesson) -> list:
    return [cell for cell in lesson.read().cells if "prediction" in ours(cell)]


@examples_too
def test_nothing_of_a_lesson_is_left_to_be_written(lesson):
    """As `scripts/new-lesson.mjs` marks it."""
    left = [cell.id for cell in lesson.read().cells if re.search(r"TODO|\{\{\w+\}\}", str(cell))]
    assert left == [], f"TODO in {lesson.path.name}"


@by_name
def test_a_lesson_is_no_copy_of_what_students_get(lesson):
    """There terms are marked, solutions cut out and digests kept: `make` does that, of these."""
    assert set(lesson.read().metadata.gatescope) == {"lesson"}
    assert set(lesson.read().metadata.gatescope.lesson) == {"id", "number", "title"}
    for cell in lesson.read().cells:
        assert "jp-gatescope-term-" not in cell.source, cell.id
        # Guesses and answers are kept there, too.
        assert set(ours(cell)) <= {"exercise", "flashcards", "prediction", "questions"}, cell.id


@by_name
def test_the_source_of_a_prediction_is_folded_for_it_holds_the_answer(lesson):
    assert predictions(lesson)
    for cell in predictions(lesson):
        assert folded(cell), cell.id
        first = cell.source.splitlines()[0]
        assert first.startswith("// Asks for "), f"{cell.id}: {first}"


@by_name
def test_what_follows_a_prediction_is_closed_so_a_heading_ends_it(lesson):
    """Everything up to the next heading is closed in the lab; the next question must not be."""
    cells = lesson.read().cells
    for at, cell in enumerate(cells):
        if "prediction" not in ours(cell):
            continue
        rest = cells[at + 1 :]
        end = next(
            index
            for index, each in enumerate(rest)
            if (each.cell_type == "markdown" and re.match(SECTION, each.source))
            or "prediction" in ours(each)
        )
        assert 1 <= end <= 12, cell.id
        hidden = rest[:end]
        assert not any("exercise" in ours(each) for each in hidden), cell.id
        assert not any("**Draw" in each.source for each in hidden), cell.id


def fields(lesson: Lesson) -> list[str]:
    """The notebook cells of answer fields: neither the tests nor the inventories."""
    return [
        cell.id
        for cell in lesson.read().cells
        if ours(cell).get("questions", {"purpose": ""}).get("purpose", "field") == "field"
    ]


def ends_what_is_closed(lesson: Lesson, cell) -> bool:
    heading = cell.cell_type == "markdown" and re.match(SECTION, cell.source)
    return bool(heading) or "prediction" in ours(cell) or cell.id in fields(lesson)


@by_name
def test_what_follows_an_answer_field_is_closed_and_holds_no_other_task(lesson):
    cells = lesson.read().cells
    for at, cell in enumerate(cells):
        if cell.id not in fields(lesson):
            continue
        hidden = []
        for each in cells[at + 1 :]:
            if ends_what_is_closed(lesson, each):
                break
            hidden.append(each)
        assert len(hidden) <= 12, cell.id
        assert not any("exercise" in ours(each) for each in hidden), cell.id
        assert not any(re.search(r"\*\*(Draw|Which)\b", each.source) for each in hidden), cell.id


ASKS = r"Answer (before|below|first[^,])|Guess first|[Ww]rite (it|your answer) down|Type your"


@by_name
def test_no_output_stands_between_the_text_that_asks_and_the_place_to_answer(lesson):
    """A picture or a table there is read before the question can be answered."""
    cells = lesson.read().cells
    asking = [
        at
        for at, cell in enumerate(cells)
        if cell.cell_type == "markdown" and re.search(ASKS + r"|\*\*Draw", cell.source)
    ]
    assert asking
    for at in asking:
        for cell in cells[at + 1 :]:
            if "prediction" in ours(cell) or cell.id in fields(lesson):
                break
            # What the student changes and runs is theirs to see; what is folded only sets up.
            assert cell.cell_type == "code", f"{cells[at].id} asks, {cell.id} tells"
            if folded(cell):
                shown = re.search(r"^(show|table)\(", cell.source, re.MULTILINE)
                assert not shown, f"{cells[at].id} asks, {cell.id} shows"


@by_name
def test_what_trains_before_a_prediction_shows_no_curve(lesson):
    """A live loss curve above a question of how good a network is answers it."""
    cells = lesson.read().cells
    for at, cell in enumerate(cells):
        asks = re.search(r"quantity: \{ name: '(mean error|right)'", cell.source)
        if "prediction" in ours(cell) and asks and "given:" not in cell.source:
            above = next(
                each for each in reversed(cells[:at]) if re.search(r"\.fit\(|study\(", each.source)
            )
            fits = re.findall(r"(?:\.fit|\bstudy)\([^;]*;", above.source)
            assert fits, above.id
            assert all("verbose: 2" in fit for fit in fits), above.id


@examples_too
def test_no_training_is_silent(lesson):
    """Where its curve would tell too much, or one is drawn already, a line says how far it is."""
    silent = [
        cell.id
        for cell in lesson.read().cells
        # A lesson's first picture is there before its code has run.
        if cell.cell_type == "code" and cell.id != "opening" and "verbose: 0" in cell.source
    ]
    assert silent == [], f"verbose: 2 shows one line: {lesson.path.name}"


@by_name
def test_a_verdict_of_a_prediction_names_a_shape_and_one_is_right(lesson):
    for cell in predictions(lesson):
        assert "quality: 'right'" in cell.source, cell.id
        one_number = "form: 'bars'" not in cell.source and "given:" not in cell.source
        assert one_number or "shape: '" in cell.source, cell.id


@by_name
def test_a_wrong_guess_comes_alive(lesson):
    """Beside the real network runs one that behaves as was guessed, before the verdict."""
    for cell in predictions(lesson):
        assert re.search(r"^ +(rivals|factor): [\[{]", cell.source, re.MULTILINE), cell.id


@by_name
def test_the_tests_of_an_exercise_are_folded_and_hold_no_solution(lesson):
    notebook = lesson.read()
    for cell in notebook.cells:
        exercise = ours(cell).get("exercise", {})
        if exercise.get("role") != "test":
            continue
        assert folded(cell), cell.id
        solution = lesson.solution(exercise["id"])
        body = solution.split("/// BEGIN SOLUTION")[1].split("/// END SOLUTION")[0]
        lines = [line.strip() for line in body.splitlines() if len(line.strip()) > 12]
        assert not any(line in cell.source for line in lines), cell.id
        assert "Math." not in cell.source, f"{cell.id} computes the answer: use check.answer"
        # What answers otherwise at each call would give each line of a test what this line wants.
        names = re.findall(r"(?:function|const) (\w+)", solution)
        code = re.sub(r"'(?:[^'\\\n]|\\.)*'", "''", cell.source)
        calls = re.findall(rf"\b(?:{'|'.join(names)})\(", code)
        assert len(calls) <= 1, f"{cell.id} asks its answer again: {calls}"


@by_name
def test_hints_hold_no_line_of_the_solution(lesson):
    for exercise in lesson.exercises():
        solution = re.sub(r"\s", "", lesson.solution(exercise))
        metadata = lesson.request(exercise, "")["metadata"]
        for hint in metadata.exercise.get("hints", []):
            calls = re.findall(r"\w+\([^.]*\)\)", hint)
            assert not any(re.sub(r"\s", "", call) in solution for call in calls), hint


@by_name
def test_hints_tell_no_place_by_a_formula(lesson):
    """`T − 1 − t` is the solution in other letters."""
    for exercise in lesson.exercises():
        for hint in lesson.request(exercise, "")["metadata"].exercise.get("hints", []):
            assert not re.search(r"\w\s[−+*-]\s\d\s[−+*-]\s\w", hint), hint


@by_name
def test_a_place_that_is_not_right_is_told_why(lesson):
    for cell in lesson.read().cells:
        for place in re.findall(r"^ +place: \{\n(.*?)^ {6}\}", cell.source, re.M | re.S):
            assert "replies:" in place, cell.id


@by_name
def test_a_level_curve_is_not_told_that_it_has_the_right_form(lesson):
    """A level line can lie as near as a right one where the truth bends little."""
    for cell in predictions(lesson):
        if "form: 'curve'" in cell.source and "shape: 'flat'" in cell.source:
            level = cell.source.index("shape: 'flat'")
            assert level < cell.source.index("quality: 'right'"), cell.id


@by_name
def test_an_exercise_that_asks_for_a_step_closes_the_code_of_it_in_pictures(lesson):
    for cell in lesson.read().cells:
        exercise = ours(cell).get("exercise", {})
        asked = re.search(r": (Rnn|Lstm|Gru)Step =", cell.source)
        if exercise.get("role") == "answer" and asked:
            assert exercise.get("stepOf") == asked[1].lower(), cell.id


@examples_too
def test_a_folded_cell_says_in_its_first_line_what_it_does(lesson):
    for cell in lesson.read().cells:
        if cell.cell_type == "code" and folded(cell):
            first = cell.source.splitlines()[0]
            assert re.match(r"// \S.{10,100}$", first), f"{cell.id}: {first}"


@examples_too
def test_a_lesson_has_at_most_sixty_visible_lines_of_set_up(lesson):
    """Lines that the student neither writes nor is asked to read: neither answers nor pictures."""
    lines = [
        line
        for cell in lesson.read().cells
        if cell.cell_type == "code" and not folded(cell) and "exercise" not in ours(cell)
        for line in cell.source.splitlines()
        if line.strip()
    ]
    assert len(lines) <= VISIBLE_LINES, len(lines)


@by_name
def test_a_flashcard_waits_for_the_notebook_cell_that_shows_its_answer(lesson):
    cells = {cell.id: cell for cell in lesson.read().cells}
    cards = [card for cell in cells.values() for card in ours(cell).get("flashcards", [])]
    assert cards
    for card in cards:
        assert cells[card["after"]].cell_type == "code", card["id"]


@by_name
def test_a_lesson_ends_with_a_link_to_the_next(lesson):
    if lesson is LESSONS[-1]:
        return
    following = LESSONS[LESSONS.index(lesson) + 1]
    assert f"]({following.path.name})" in lesson.read().cells[-1].source


def asked(lesson: Lesson) -> list[dict]:
    return [ours(cell)["questions"] for cell in lesson.read().cells if "questions" in ours(cell)]


@by_name
def test_a_lesson_asks_in_its_text_and_keys_are_its_own(lesson):
    fields = [each for each in asked(lesson) if each.get("purpose", "field") == "field"]
    assert len(fields) >= 3
    keys = [key for each in asked(lesson) for key in each["keys"]]
    assert len(set(keys)) == len(keys)
    for cell in lesson.read().cells:
        if "questions" in ours(cell):
            assert folded(cell), cell.id
            assert cell.source.startswith("// Asks "), cell.id


@by_name
def test_a_lesson_ends_with_a_test_of_three_questions(lesson):
    cells = lesson.read().cells
    at = next(
        index
        for index, cell in enumerate(cells)
        if ours(cell).get("questions", {}).get("purpose") == "test"
    )
    assert len(re.findall(r"^ {6}question:", cells[at].source, re.MULTILINE)) == 3
    rest = [cell for cell in cells[at + 1 :] if "exercise" in ours(cell)]
    assert rest == []


def test_the_inventory_comes_piece_by_piece_before_what_it_is_about_and_whole_after_the_fifth():
    """Never before the first picture, nor more than three questions at a time."""
    before, after = [], []
    for lesson in LESSONS:
        number = lesson.path.name[:2]
        cells = lesson.read().cells
        for at, cell in enumerate(cells):
            keys = ours(cell).get("questions", {}).get("keys", [])
            if ours(cell).get("questions", {}).get("purpose") != "inventory":
                continue
            if "inventory('after')" in cell.source:
                after.append((number, keys))
                continue
            ids = re.findall(r"'([^']+)'", re.search(r"'before', \[(.+?)\]", cell.source)[1])
            assert keys == [f"inventory-before-{ids[0]}"], cell.id
            assert 1 <= len(ids) <= 3, cell.id
            assert any("opening" in each.metadata.get("tags", []) for each in cells[:at])
            before += [(number, each) for each in ids]
    assert after == [("05", ["inventory-after", "inventory-later"])]
    items = (ROOT / "src/exercises/questions/inventoryItems.ts").read_text("utf-8")
    known = re.findall(r"^    id: '([^']+)'", items, re.MULTILINE)
    assert len(known) == 12
    assert sorted(each for _, each in before) == sorted(known)
    assert max(number for number, _ in before) < "05"


def test_every_kind_of_question_is_asked_somewhere():
    sources = "\n".join(cell.source for lesson in LESSONS for cell in lesson.read().cells)
    for form in ("number", "place", "table", "order", "text", "cell", "bench"):
        assert re.search(rf"^ +{form}: {{", sources, re.MULTILINE), form
    assert re.search(r"^ +choice: \[", sources, re.MULTILINE)


#: What a lesson may only use where it needs the one that explains it first: in its text, or in its code.
EXPLAINED = {
    "01": r"read-out|bottleneck",
    "02": r"spectral radius|back-propagation through time|clip(ped|ping)",
    "03": r"\bLSTM\b|forget gate|layers\.lstm|\blstm\(",
    "05": r"\bGRU\b|layers\.gru|\bgru\(|encoderDecoder",
    "07": r"embedding|dropout|early stopping|bag of words",
    "08": r"perplexity|n-gram",
    "10": r"\battention\b|teacher forcing",
    "11": r"validation curve",
    "14": r"minLSTM|selective state space|\bscan\b",
}


def needs_of(lesson: Lesson) -> set[str]:
    """The lessons that a lesson says it needs, and those that these need."""
    by_number = {each.name[:2]: each for each in [*LESSONS, lesson]}

    def named(number: str) -> set[str]:
        found = re.search(r"You need lessons? (.+?)[.,]? *(?:$|\n|[A-Z]|or )", title(number))
        spans = re.findall(r"(\d\d)(?: to (\d\d))?", found[1]) if found else []
        return {f"{n:02}" for a, b in spans for n in range(int(a), int(b or a) + 1)}

    def title(number: str) -> str:
        return by_number[number].read().cells[0].source

    waiting, known = [lesson.name[:2]], set()
    while waiting:
        new = named(waiting.pop()) - known
        known |= new
        waiting += new
    return known


@by_name
def test_a_lesson_needs_those_that_explain_what_it_uses(lesson):
    """Not in its first notebook cell, which says what is to come, nor in the last, which names the next."""
    cells = lesson.read().cells[1:-1]
    used = "\n".join(cell.source for cell in cells if cell.source[:20] != "show(await whereItHo")
    number = lesson.name[:2]
    lacking = {
        each: found[0]
        for each, pattern in EXPLAINED.items()
        if each != number and (found := re.search(pattern, used)) and each not in needs_of(lesson)
    }
    assert lacking == {}, f"{lesson.path.name}: {lacking}"


#: A link of a lesson to a work of the bibliography: its words, and the anchor.
CITED = re.compile(r"\[([^\]]+)\]\(docs/bibliography\.html#([\w-]+)\)")


def works() -> dict[str, str]:
    """The authors of each work of the bibliography, by its anchor."""
    page = (ROOT / "docs" / "bibliography.md").read_text("utf-8")
    entries = re.findall(r'^- <a id="([^"]+)"></a>(.+?) \((\d{4})\)\. ', page, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^- ", page, re.MULTILINE)), "a work without an anchor"
    assert all(anchor.endswith(f"-{year}") for anchor, _, year in entries)
    known = {anchor: authors for anchor, authors, _ in entries}
    assert len(known) == len(entries)
    return known


@examples_too
def test_a_work_that_a_lesson_names_is_a_link_into_the_bibliography(lesson):
    known = works()
    surnames = {
        each for authors in known.values() for each in re.findall(r"([^\W\d_]{2,}), \w\.", authors)
    }
    named = rf"(?:{'|'.join(sorted(surnames))}|others),? \(?(?:19|20)\d\d"
    for cell in lesson.read().cells:
        if cell.cell_type != "markdown":
            continue
        for words, anchor in CITED.findall(cell.source):
            assert anchor in known, f"{cell.id}: {anchor}"
            first, year = known[anchor].split(",")[0], anchor[-4:]
            said = re.findall(r"\d{4}", words)
            assert said in ([], [year]), f"{cell.id}: {words}"
            # Authors, the year alone, or what they called it.
            assert said or first in words, f"{cell.id}: {words}"
        # Data have their source beside their license.
        lines = [line for line in cell.source.splitlines() if "CC BY" not in line]
        bare = re.findall(named, CITED.sub("", "\n".join(lines)))
        within = re.findall(r"\[\[[^\[\]]*\]\(", cell.source)
        assert within == [], f"{cell.id}: a link within a link"
        assert bare == [], f"{cell.id}: {bare}"


def test_lessons_link_to_works():
    linked = [found for lesson in LESSONS for found in CITED.findall(str(lesson.read()))]
    assert len(linked) > 25
