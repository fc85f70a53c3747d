"""Exercises of the lessons, each answered with each kind of wrong value: see docs/fault-cases.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lesson_kernel import LESSONS, Lesson

from gatescope.grading.exercises import answered, job_of, read_exercises
from gatescope.grading.notebook_file import read_notebook

#: Exercises that ask for a function of its arguments, and what it gives.
EXERCISES = {
    "memory-of": "number",
    "clip-global": "list",
    "step-back": "list",
    "bias-for": "number",
    "realign": "list",
    "sentence-vector": "list",
    "past-padding": "list",
    "early-stop": "number",
    "join-steps": "list",
}


@dataclass(frozen=True)
class Fault:
    """What is done to the right value `r`, and for which kinds of value full points are earned."""

    name: str
    told: str
    #: The statement that ends the answer; it sees the right value `r` and the arguments `args`.
    ends: str
    right_for: tuple[str, ...] = ()
    #: Stands above the answer.
    above: str = ""

    def earns(self, exercise: str, points: float) -> float:
        return points if EXERCISES[exercise] in self.right_for else 0


BOTH = ("number", "list")
EACH = (
    "const each = (v: any, to: (n: number) => any): any =>\n"
    "  Array.isArray(v) ? v.map((part: any) => each(part, to)) : to(v);\n"
)

FAULTS = [
    Fault("NaN", "NaN in place of each number", "return each(r, () => NaN);"),
    Fault("Infinity", "∞ in place of each number", "return each(r, () => Infinity);"),
    Fault("nothing", "undefined", "return undefined;"),
    Fault("zero", "0 in place of each number", "return each(r, () => 0);"),
    Fault("wrong shape", "the right value in one more list", "return [r];"),
    Fault("wrong sign", "each number with the other sign", "return each(r, n => -n);"),
    Fault("off by one", "each number and 1", "return each(r, n => n + 1);"),
    Fault(
        "off by a thousandth",
        "each number and a thousandth of it",
        "return each(r, n => n * 1.001 + 1e-3);",
    ),
    Fault(
        "constant",
        "what was right for the first arguments",
        "first ??= r; return first;",
        above="let first: any;\n",
    ),
    Fault("echo", "its own first argument", "return args[0];"),
    Fault("texts", "each number as a text", "return each(r, String);"),
    Fault("booleans", "each number as true or false", "return each(r, n => n > 0);"),
    Fault("a promise", "a promise of the right value", "return Promise.resolve(r);"),
    Fault(
        "a getter",
        "an object that gives the right value when it is read",
        "return { get value() { return r; }, valueOf: () => r, toString: () => String(r) };",
    ),
    Fault(
        "a huge list",
        "six million numbers",
        "return new Array(6e6).fill(0);",
    ),
    Fault(
        "throws the second time",
        "the right value once, then an error",
        "if (called++ > 0) { throw new Error('once is enough'); } return r;",
        above="let called = 0;\n",
    ),
    Fault("null", "null in place of each number", "return each(r, () => null);"),
    Fault(
        "whole numbers of any size",
        "each number as a bigint",
        "return each(r, n => BigInt(Math.round(n)));",
    ),
    Fault("empty", "an empty list", "return [];"),
    Fault(
        "a list of its own class",
        "the right value in a list that gives zeros when it is iterated",
        "class Zeros extends Array { *[Symbol.iterator](): any { for (let n = 0; n < this.length; n++) yield 0; } }\n"
        "  return Array.isArray(r) ? Zeros.from(r as any) : Zeros.of(r);",
    ),
    Fault(
        "changes its arguments",
        "the right value, and its arguments emptied",
        "args.forEach(arg => { if (Array.isArray(arg)) { arg.length = 0; } }); return r;",
        right_for=BOTH,
    ),
    Fault(
        "a proxy",
        "a proxy of the right value",
        "return typeof r === 'object' ? new Proxy(r, {}) : new Proxy({}, { get: () => r });",
        right_for=("list",),
    ),
    Fault(
        "frozen",
        "the right value, which cannot be changed",
        "return Object.freeze(r);",
        right_for=BOTH,
    ),
]


def lesson_of(exercise: str) -> Lesson:
    return next(lesson for lesson in LESSONS if exercise in lesson.exercises())


def answer(exercise: str, fault: Fault | None) -> str:
    """The lesson's solution, and below it a function of its name that spoils what it gives."""
    solution = lesson_of(exercise).solution(exercise)
    if fault is None:
        return solution
    name = re.search(r"function (\w+)\(", solution)
    assert name is not None, exercise
    inner = solution.replace(f"function {name[1]}(", "function rightly(", 1)
    # A copy: what is frozen or emptied is not what the solution goes on with.
    return (
        f"{inner}\n{EACH}{fault.above}function {name[1]}(...args: any[]): any {{\n"
        f"  const r: any = structuredClone((rightly as any)(...args));\n  {fault.ends}\n}}"
    )


def request(exercise: str, fault: Fault | None) -> dict[str, Any]:
    return lesson_of(exercise).request(exercise, answer(exercise, fault))


def points_of(exercise: str) -> float:
    return sum(cell.get("points", 0) for cell in request(exercise, None)["cells"])


def job(exercise: str, fault: Fault | None) -> dict[str, Any]:
    lesson = lesson_of(exercise)
    asked = read_exercises(read_notebook(lesson.path), lesson.name)
    [one] = [each for each in asked if each.id == exercise]
    return job_of(one, answered(answer(exercise, fault)), "ada", 1)
