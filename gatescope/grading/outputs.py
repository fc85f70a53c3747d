"""Marks as outputs of notebook cells: what nbgrader counts, and what a student may read of them."""

from __future__ import annotations

import json
import re
from typing import Any

from gatescope.grading.exercises import Exercise, Test

HIDDEN = re.compile(r"^.*BEGIN HIDDEN TESTS.*\n(?:.*\n)*?.*END HIDDEN TESTS.*$\n?", re.M)
#: Characters after which text runs the other way.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
GENERIC = "A hidden test does not pass."


def has_hidden(source: str) -> bool:
    """Whether a test cell has lines that students do not get."""
    return HIDDEN.search(f"{source}\n") is not None


def without_hidden(source: str) -> str:
    """The text of a test cell as students see it."""
    return HIDDEN.sub("", f"{source}\n").rstrip("\n")


def is_hidden(test: Test, line: int | None) -> bool:
    """Whether what a test says of a failure on this line would give a hidden test away.

    So does all behind the first hidden line: what an answer was given there it can tell afterwards.
    """
    found = HIDDEN.search(f"{test.source}\n")
    if found is None:
        return False
    return line is None or line >= test.source.count("\n", 0, found.start())


def test_titles(exercises: list[Exercise]) -> dict[str, str]:
    """What each test is called, by its grade_id: the title of its exercise, numbered where it has several."""
    return {
        test.id: f"{each.title}, test {at}" if len(each.tests) > 1 else each.title
        for each in exercises
        for at, test in enumerate(each.tests, 1)
    }


def whole_text(value: Any) -> Any:
    """A text, or what JSON can hold, without half characters: JSON may hold them and no file can.

    What turns the direction of the text around it is spelled as code spells it.
    """
    text = TURNS.sub(
        lambda found: f"\\\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False)
    )
    return json.loads(text.encode("utf-8", "replace"))


def outputs_of(exercise: Exercise, mark: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Outputs by the grade_id of the test: an error for none of the points, a number for a part.

    The report, with its picture, is an output of the test whose words it gives.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    tests = {test.id: test for test in exercise.tests}
    failed = [each for each in mark["tests"] if each["points"] < each["maxPoints"]]
    any_hidden = any(is_hidden(test, None) for test in exercise.tests)
    speaker = (failed or mark["tests"])[0]["id"]
    for each in mark["tests"]:
        test = tests[each["id"]]
        hidden = is_hidden(test, each.get("line")) if failed else any_hidden
        if exercise.asks:
            # Which answers are right is no key: it says what was asked, and not what it was.
            hidden = False
        outputs: list[dict[str, Any]] = []
        if each["id"] == speaker:
            # A report of what passes would name what a hidden test asked for.
            passed = f"Exercise passed: {mark['points']:g} of {mark['maxPoints']:g} points"
            data = mark["outputs"] if not hidden else {} if failed else {"text/plain": passed}
            if data:
                outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
            if mark.get("comment"):
                said = {"text/plain": f"Your teacher: {mark['comment']}"}
                outputs.append({"output_type": "display_data", "data": said, "metadata": {}})
        if each["points"] >= each["maxPoints"]:
            pass
        elif each["points"] > 0:
            data = {"text/plain": str(each["points"])}
            outputs.append(
                {
                    "output_type": "execute_result",
                    "data": data,
                    "metadata": {},
                    "execution_count": 1,
                }
            )
        else:
            words = each["message"] or mark["message"]
            if hidden:
                # What a teacher wrote for those who answer so is theirs to read, and nothing after it.
                named = [said.message for said in exercise.mistakes]
                words = max(filter(words.startswith, named), key=len, default=GENERIC)
            outputs.append(
                {
                    "output_type": "error",
                    "ename": "CheckFailure",
                    "evalue": words,
                    "traceback": [words],
                }
            )
        found[each["id"]] = whole_text(outputs)
    return found
