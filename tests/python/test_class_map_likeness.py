"""Answers that are alike by their equations: shown where that is surprising, and nowhere else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from test_class_map import answer_cell, bundle, check_cell, hand_in, notebook, page_of

from gatescope.grading.classmap import collect, write
from gatescope.grading.classmap.likeness import (
    MOST_PARTS,
    MOST_SHOWN,
    Likenesses,
    canonical,
    likenesses_of,
)
from gatescope.tracing.expressions import Expression, call, number, operation, symbol

X, H, C = symbol("x", "input"), symbol("h", "state", lag=-1), symbol("c", "state", lag=-1)
Step = dict[str, Expression]


def letter(name: str, below: str = "") -> Expression:
    return symbol(name, "parameter" if below else "channel", below=below)


def gate(below: str, squash: str = "sigmoid") -> Expression:
    weighted = (
        operation("matmul", letter("W", below), X),
        operation("matmul", letter("U", below), H),
    )
    return call(squash, operation("add", *weighted, letter("b", below)))


def lstm(**changes: Expression) -> Step:
    f, i, g, o, c = map(letter, "figoc")
    kept, new = operation("multiply", f, C), operation("multiply", i, g)
    right = {
        **{name: gate(name) for name in "fio"},
        "g": gate("g", "tanh"),
        "c": operation("add", kept, new),
        "h": operation("multiply", o, call("tanh", c)),
    }
    return {**right, **changes}


def turned(tree: Expression) -> Expression:
    """The same with every sum and product turned around."""
    if "args" not in tree:
        return tree
    args = [turned(each) for each in tree["args"]]
    swaps = tree["name"] in ("add", "multiply")
    return {**tree, "args": args[::-1] if swaps else args}


def written(step: Step) -> list[dict[str, Any]]:
    return [{"channel": name, "expression": tree} for name, tree in step.items()]


def of_class(place: Any, steps: dict[str, Step]) -> Likenesses:
    for student, step in steps.items():
        report = bundle(written=written(step))
        hand_in(place, student, notebook(answer_cell(), check_cell(report)))
    return likenesses_of("step", collect.read_course(place / "submitted").works)


#: Slips in three equations, which hardly anybody makes together.
ODD = lstm(f=gate("f", "tanh"), g=gate("g"), h=operation("multiply", letter("o"), letter("c")))


def a_class(number_of: int) -> dict[str, Step]:
    """Right answers, and the common slip of a tenth."""
    slip = lstm(h=operation("multiply", letter("o"), letter("c")))
    return {f"s{at:03}": slip if at % 10 == 0 else lstm() for at in range(number_of)}


def test_right_answers_and_a_common_slip_are_alike_and_not_shown(tmp_path):
    found = of_class(tmp_path, a_class(40))
    assert (found.of, found.shown, found.more) == (40, (), 0)
    assert "Alike and unusual" not in page_of(tmp_path)


def test_one_rare_slip_that_two_make_is_not_shown(tmp_path):
    odd = lstm(f=gate("f", "tanh"))
    found = of_class(tmp_path, {**a_class(40), "ann": odd, "bob": odd})
    assert found.shown == ()


def test_a_copy_in_another_order_is_shown_with_its_equations_and_without_an_accusation(tmp_path):
    copy = {name: turned(tree) for name, tree in ODD.items()}
    assert copy != ODD
    found = of_class(tmp_path, {**a_class(30), "ann": ODD, "bob": copy})
    [likeness] = found.shown
    assert likeness.students == ("ann", "bob")
    assert [line[:4] for line in likeness.equations] == ["f = ", "g = ", "h = "]
    page = page_of(tmp_path)
    part = page[page.index('<section id="alike"') :]
    assert "f = tanh(W_f x + U_f h[t−1] + b_f)" in part
    assert "<details><summary>Who: 2</summary><p>ann, bob</p></details>" in part
    for word in ("copied", "cheat", "plagiar", "suspicious", "suspect"):
        assert word not in part


#: As a library might write it, and hardly anybody who writes it themselves.
LIBRARY = lstm(
    i=call("exp", gate("i")),
    o=call("exp", gate("o")),
    h=operation("multiply", call("exp", letter("o")), letter("c")),
)


def with_library(place: Any, steps: dict[str, Step], right: set[str]) -> Likenesses:
    """A class in which the reports of right answers tell the library's own step."""
    for student, step in steps.items():
        told = {"status": "passed", "library": written(LIBRARY)} if student in right else {}
        report = bundle(written=written(step), **told)
        hand_in(place, student, notebook(answer_cell(), check_cell(report)))
    return likenesses_of("step", collect.read_course(place / "submitted").works)


def test_an_answer_like_the_librarys_own_step_is_shown_and_not_accused(tmp_path):
    others = a_class(30)
    found = with_library(tmp_path, {**others, "ann": LIBRARY}, {"ann", *others})
    [likeness] = found.shown
    assert (likeness.students, likeness.is_library, found.of) == (("ann",), True, 31)
    part = page_of(tmp_path).partition('<section id="alike"')[2]
    assert "1 student and the library, 3 unusual equations" in part
    assert "everybody may read that" in part
    assert "own process tells them" in part
    for word in ("copied", "cheat", "plagiar", "suspicious", "suspect"):
        assert word not in part


def test_a_class_that_writes_as_the_library_does_is_not_shown(tmp_path):
    steps = {f"s{at:03}": LIBRARY for at in range(30)}
    assert with_library(tmp_path, steps, set(steps)).shown == ()


def test_the_library_alone_is_like_nobody(tmp_path):
    others = a_class(30)
    found = with_library(tmp_path, others, set(others))
    assert (found.of, found.shown) == (30, ())


def test_one_report_that_lies_of_the_library_changes_nothing(tmp_path):
    others = a_class(30)
    steps = {**others, "ann": LIBRARY}
    with_library(tmp_path, steps, {"ann", *others})
    lie = bundle(status="passed", written=written(ODD), library=written(ODD))
    hand_in(tmp_path, "liar", notebook(answer_cell(), check_cell(lie)))
    found = likenesses_of("step", collect.read_course(tmp_path / "submitted").works)
    assert [each.students for each in found.shown] == [("ann",)]


def test_a_form_that_many_have_is_what_a_class_believes(tmp_path):
    found = of_class(tmp_path, {**a_class(30), **{f"z{at}": ODD for at in range(6)}})
    assert found.shown == ()


def test_an_unusual_right_form_counts_as_an_unusual_wrong_one(tmp_path):
    i, f, g = map(letter, "ifg")
    one = number(1)
    form = lstm(
        f=operation("subtract", one, operation("subtract", one, gate("f"))),
        c=operation(
            "subtract", operation("multiply", i, g), operation("multiply", C, call("−", f))
        ),
        h=operation("divide", operation("multiply", letter("o"), call("tanh", letter("c"))), one),
    )
    found = of_class(tmp_path, {**a_class(30), "ann": form, "bob": form})
    assert [each.students for each in found.shown] == [("ann", "bob")]


@pytest.mark.parametrize("seed", range(5))
def test_of_three_hundred_who_slip_by_themselves_none_is_shown(tmp_path, seed):
    draw = random.Random(seed)
    slips = {
        "f": [gate("f", "tanh"), gate("i"), call("relu", gate("f"))],
        "i": [gate("i", "tanh"), gate("o")],
        "g": [gate("g"), gate("c", "tanh")],
        "c": [operation("add", letter("f"), C), operation("multiply", letter("f"), C)],
        "h": [letter("c"), call("tanh", letter("c")), operation("add", letter("o"), letter("c"))],
    }
    steps = {
        f"s{at:03}": lstm(**{n: draw.choice(k) for n, k in slips.items() if draw.random() < 0.1})
        for at in range(300)
    }
    found = of_class(tmp_path, steps)
    assert (found.of, found.shown) == (300, ())
    # Two of them are made alike: they are found among all the others.
    both = {name: lstm(f=gate("f", "exp"), g=gate("g", "exp")) for name in "ab"}
    assert [each.students for each in of_class(tmp_path, both).shown] == [("a", "b")]


def test_of_many_groups_the_rest_is_counted(tmp_path):
    steps = a_class(300)
    for at in range(MOST_SHOWN + 3):
        own = lstm(**{name: call(f"q{at}", gate(name)) for name in "fio"})
        steps |= {f"x{at}-{half}": own for half in "ab"}
    found = of_class(tmp_path, steps)
    assert (len(found.shown), found.more) == (MOST_SHOWN, 3)
    assert "3 more groups." in page_of(tmp_path)


def test_a_step_without_end_is_not_compared(tmp_path):
    long = operation("add", *[call(f"q{at}", X) for at in range(9)])
    for _ in range(3):
        long = operation("multiply", *[long] * 9)
    steps = {**a_class(30), "ann": lstm(f=long), "bob": lstm(f=long)}
    assert MOST_PARTS < 9**4
    found = of_class(tmp_path, steps)
    assert (found.of, found.shown) == (30, ())


def test_without_names_the_students_are_numbered_here_too(tmp_path):
    of_class(tmp_path, {**a_class(30), "ann": ODD, "bob": ODD})
    page, _ = write.write_map(tmp_path / "submitted", names=False)
    part = page.read_text("utf-8").partition('<section id="alike"')[2]
    assert "Who: 2" in part and "ann" not in part


def test_the_order_of_sums_and_products_is_no_difference_and_that_of_weights_is():
    a, b, c = map(letter, "abc")
    same = [
        (operation("add", a, b, c), operation("add", operation("add", c, b), a)),
        (operation("multiply", a, b), operation("multiply", b, a)),
        (operation("subtract", a, b), operation("add", call("−", b), a)),
        (a, call("−", call("−", a))),
    ]
    for one, other in same:
        assert canonical(one) == canonical(other)
    assert canonical(operation("matmul", a, b)) != canonical(operation("matmul", b, a))
    assert canonical(operation("subtract", a, b)) != canonical(operation("subtract", b, a))
    assert canonical(H) != canonical(symbol("h", "channel"))
