"""The commands of `gatescope-grading` that are its own: init, draw, validate, mark, rubric, map."""

from __future__ import annotations

import argparse
import os
import secrets
import shlex
import sys
from pathlib import Path

from gatescope.grading.course import CourseError, make_course
from gatescope.grading.limits import Limits
from gatescope.grading.notebook_file import NotebookError
from gatescope.grading.options import add_limits, positive, seed

#: As a course goes on. Every other word after `gatescope-grading` is a program to run.
COMMANDS = {
    "init": "make a course for nbgrader, with the lessons as its assignments",
    "draw": "let exercises of the lessons ask something else in an assignment of yours",
    "validate": "try a teacher's notebooks before they go out",
    "mark": "mark a class, each answer walled off",
    "rubric": "a table of a class's wrong answers, in which each kind gets its points and a comment",
    "map": "one page of what a class believes, from its notebooks",
}

#: The table beside the marks, and what it has given in a grade book.
RUBRIC, GIVEN = "rubric.csv", "rubric.given"


def run(arguments: list[str]) -> int:
    """Run one of the commands; gives back its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (NotebookError, CourseError, RuntimeError, ValueError, OSError) as error:
        print(f"gatescope-grading {options.command}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gatescope-grading")
    commands = parser.add_subparsers(dest="command", required=True)

    mark = commands.add_parser("mark", description=COMMANDS["mark"])
    mark.add_argument(
        "source", type=Path, help="the teacher's folder of notebooks, or one notebook"
    )
    mark.add_argument(
        "submitted",
        type=Path,
        help="a folder with a folder for each student (nbgrader's `submitted` is one), or what Moodle or "
        "Canvas hands out, unpacked",
    )
    mark.add_argument("--out", type=Path, default=Path("marks"), help="./marks unless given")
    mark.add_argument("--csv", type=Path, help="the table; marks.csv in the folder of --out")
    mark.add_argument(
        "--csv-for",
        choices=("canvas", "moodle"),
        action="append",
        default=[],
        help="a table as this system imports it: canvas.csv or moodle.csv in the folder of --out, which later "
        "runs write anew",
    )
    mark.add_argument("--gradebook", metavar="URL", help="nbgrader's: sqlite:///gradebook.db")
    mark.add_argument("--feedback", type=Path, metavar="DIR", help="a notebook and HTML a student")
    mark.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="EXERCISE",
        help="mark this exercise again; may be given several times",
    )
    mark.add_argument(
        "--of",
        action="append",
        default=[],
        metavar="STUDENT",
        help="mark this student again: everything, or what --again names",
    )
    mark.add_argument(
        "--seed",
        type=seed,
        help="what cases are drawn from, for each student others; each mark in --out names its own, and "
        "with it is made again; drawn unless given",
    )
    add_limits(mark)
    mark.add_argument("--jobs", type=positive, default=os.cpu_count() or 1)
    mark.add_argument("--dask", metavar="ADDRESS", help="of the scheduler of a Dask cluster")
    mark.set_defaults(run=_mark)

    rubric = commands.add_parser("rubric", description=COMMANDS["rubric"])
    rubric.add_argument(
        "marks",
        type=Path,
        nargs="?",
        default=Path("marks"),
        help="of mark, ./marks unless given; or nbgrader's `autograded`",
    )
    rubric.add_argument("--assignment", help="of the folder `autograded`, where there are several")
    rubric.add_argument(
        "--gradebook",
        metavar="URL",
        help="put the rows' points and comments into nbgrader's: sqlite:///gradebook.db",
    )
    rubric.set_defaults(run=_rubric)

    chart = commands.add_parser("map", description=COMMANDS["map"])
    chart.add_argument(
        "submitted",
        type=Path,
        help="a folder with a folder for each student (nbgrader's `submitted` or `autograded`)",
    )
    chart.add_argument("--output", type=Path, help="the page; map.html beside SUBMITTED")
    chart.add_argument("--marks", type=Path, metavar="DIR", help="of mark; marks beside SUBMITTED")
    chart.add_argument("--without-names", action="store_true", help="number the students")
    chart.set_defaults(run=_map)

    validate = commands.add_parser("validate", description=COMMANDS["validate"])
    validate.add_argument("source", type=Path)
    add_limits(validate)
    validate.set_defaults(run=_validate)

    draw = commands.add_parser("draw", description=COMMANDS["draw"])
    draw.add_argument(
        "source", type=Path, help="the teacher's folder of notebooks, or one notebook"
    )
    draw.add_argument(
        "--variant",
        help="names the assignment: the same name draws the same; made up and told unless given",
    )
    draw.add_argument(
        "--exercise",
        action="append",
        default=[],
        metavar="EXERCISE",
        help="draw only this one; may be given several times",
    )
    draw.set_defaults(run=_draw)

    init = commands.add_parser("init", description=COMMANDS["init"])
    init.add_argument("course", type=Path, help="a folder; made when it is not there")
    init.add_argument("--no-lessons", action="store_true", help="only the settings")
    init.set_defaults(run=_init)
    return parser


def _mark(options: argparse.Namespace) -> int:
    from gatescope.grading.mark import mark_class, progress
    from gatescope.grading.marks_on_disk import write_table

    limits = Limits(options.seconds, options.megabytes)
    _tell_of_shared(options)
    results = mark_class(
        options.source,
        options.submitted,
        options.out,
        limits=limits,
        jobs=options.jobs,
        dask=options.dask,
        trust=options.trust,
        again=tuple(options.again),
        of=tuple(options.of),
        seed=options.seed,
        tell=progress,
        apart=_written_beside(options),
    )
    odd = [(result, note) for result in results for note in result["odd"]]
    # No mark is better than one of 0 that nobody earned.
    total = len(results)
    results = [result for result in results if not result.get("lost")]
    plain, rows = results, {}
    rubric = options.out / RUBRIC
    if rubric.exists():
        from gatescope.grading.rubric import read_rubric, with_rubric

        rows = read_rubric(rubric)
        results = with_rubric(plain, rows)
    tables = [options.csv or options.out / "marks.csv"]
    write_table(results, tables[0])
    from gatescope.grading.learning_systems import SYSTEMS, write_for

    missing: list[str] = []
    for system in SYSTEMS:
        wanted = options.out / f"{system}.csv"
        # One from an earlier run would go on to say what was true then.
        if system in options.csv_for or wanted.exists():
            unknown = write_for(system, results, options.source, wanted)
            if unknown:
                missing.append(
                    f"in no row of {wanted.name}, since {system.title()} did not hand out their work: "
                    f"{', '.join(unknown)}"
                )
            tables.append(wanted)
    if options.gradebook:
        from gatescope.grading import gradebook
        from gatescope.grading.mark import assignment

        gradebook.write_gradebook(options.gradebook, options.source, plain)
        record = options.out / GIVEN
        if rows or record.exists():
            gradebook.give_rubric(
                options.gradebook,
                gradebook.assignment_of(options.source),
                gradebook.with_answers(plain, assignment(options.source)),
                rows,
                record,
            )
    without: list[str] = []
    if options.feedback:
        from gatescope.grading.feedback import write_feedback

        without = write_feedback(options.feedback, options.source, options.submitted, results)
    for result, note in odd:
        print(printable(f"odd: {result['student']}, {result['notebook']}: {note}"))
    print(f"{len(results)} marked, {len(odd)} odd: {', '.join(map(str, tables))}")
    _tell_by_hand(options.source)
    for each in (*missing, *(f"no feedback: {each}" for each in without)):
        print(printable(each))
    if len(results) < total:
        print(f"{total - len(results)} not marked, and in no table: run the command again")
        return 1
    return 1 if without else 0


def _written_beside(options: argparse.Namespace) -> tuple[Path, ...]:
    """What marking writes in other places, some of it of other students."""
    book = (options.gradebook or "").removeprefix("sqlite:///")
    return tuple(Path(each) for each in (options.csv, options.feedback, book) if each)


def _tell_of_shared(options: argparse.Namespace) -> None:
    """Says where data beside the notebook are not given to answers, as the class's work stands there, too."""
    from gatescope.grading.judge import is_shared

    folder = options.source if options.source.is_dir() else options.source.parent
    apart = (options.submitted, options.out, *_written_beside(options))
    beside = (
        each
        for each in folder.iterdir()
        if each.suffix != ".ipynb" and not each.name.startswith(".") and not is_shared(each, apart)
    )
    if is_shared(folder, apart) and any(beside):
        print(
            "What stands beside the notebook is given to no answer, as work of the class stands in the same "
            "folder: an assignment that needs data has a folder of its own"
        )


def _tell_by_hand(source: Path) -> None:
    """Names what these tables leave out: a teacher who adds up points would miss it."""
    from gatescope.grading.exercises import by_hand
    from gatescope.grading.mark import assignment
    from gatescope.grading.notebook_file import read_notebook

    for name, file in assignment(source).items():
        ids = by_hand(read_notebook(file))
        if ids:
            print(
                f"{name}: {', '.join(ids)} {'is' if len(ids) == 1 else 'are'} marked by hand, and in "
                "no table here; Formgrader of nbgrader has a place for those points"
            )


def _rubric(options: argparse.Namespace) -> int:
    from gatescope.grading.autograded import assignments_in, read_autograded
    from gatescope.grading.marks_on_disk import read_mark
    from gatescope.grading.rubric import read_rubric, write_rubric

    found = [mark for file in sorted(options.marks.glob("*.json")) if (mark := read_mark(file))]
    assignments = assignments_in(options.marks)
    if found:
        table, given = options.marks / RUBRIC, options.marks / GIVEN
        if options.gradebook:
            raise ValueError(
                f"--gradebook: expected nbgrader's folder `autograded`, got {options.marks}: its rows "
                "reach the grade book by mark --gradebook"
            )
    elif assignments:
        name = options.assignment or assignments[0]
        if name not in assignments or (options.assignment is None and len(assignments) > 1):
            raise ValueError(
                f"--assignment: expected one of {', '.join(assignments)}, got {options.assignment!r}"
            )
        found = read_autograded(options.marks, name)
        beside = options.marks.resolve().parent
        table, given = beside / f"rubric-{name}.csv", beside / f"rubric-{name}.given"
    else:
        raise ValueError(
            f"MARKS {options.marks}: expected the folder that mark writes, or nbgrader's "
            "`autograded`, got no mark"
        )
    count = write_rubric(found, table)
    print(f"{count} kinds of wrong answers: {table}")
    if options.gradebook:
        from gatescope.grading.gradebook import give_rubric, renew_penalties

        scores, comments = give_rubric(options.gradebook, name, found, read_rubric(table), given)
        print(f"{scores} scores and {comments} comments of it are in the grade book")
        late = renew_penalties(options.gradebook, name, found, table.parent)
        for student, penalty in late.items():
            print(printable(f"late: {student}, who loses {penalty:g} points"))
    elif assignments:
        print("set points and comments there, and run this again with --gradebook")
    else:
        print("set points and comments there, and run mark again")
    return 0


def printable(text: str) -> str:
    """A line in which nothing moves the terminal's cursor or ends the line: names are strangers'."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _map(options: argparse.Namespace) -> int:
    from gatescope.grading.classmap.sentences import map_sentences
    from gatescope.grading.classmap.write import write_map

    page, course = write_map(
        options.submitted, options.output, options.marks, names=not options.without_names
    )
    for each in course.unread:
        print(printable(f"not read: {each.file}: {each.reason}"))
    print(f"{len(course.students)} students, {len(course.works)} notebooks: {page}")
    for words in map_sentences(course):
        print(printable(words))
    return 0


def _validate(options: argparse.Namespace) -> int:
    from gatescope.grading.validate import unsolved, validate

    faults = validate(
        options.source, Limits(options.seconds, options.megabytes), trust=options.trust
    )
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} fault{'s' * (len(faults) > 1)}")
        return 1
    untried = unsolved(options.source)
    for exercise in untried:
        print(f"{exercise}: drawn, and without a solution of yours to try")
    rest = f"; {len(untried)} {'was' if len(untried) == 1 else 'were'} not tried" if untried else ""
    print(f"every exercise can be given out{rest}")
    return 0


def _draw(options: argparse.Namespace) -> int:
    from gatescope.grading.drawn import draw

    variant = secrets.token_hex(4) if options.variant is None else options.variant
    drawn = draw(options.source, variant, tuple(options.exercise))
    for name, exercises in drawn.items():
        print(f"{name}: {', '.join(exercises)}")
    count = sum(map(len, drawn.values()))
    print(
        f"{count} exercise{'s' * (count != 1)} drawn as {variant!r}; their solutions are yours to write"
    )
    return 0


def _init(options: argparse.Namespace) -> int:
    for file in make_course(options.course, lessons=not options.no_lessons):
        print(f"new: {file}")
    first = "03-inside-the-lstm"
    print(
        f"then, in {options.course}: nbgrader generate_assignment {first}; nbgrader release_assignment "
        f"{first}; nbgrader collect {first}; nbgrader autograde {first}; "
        f"nbgrader generate_feedback {first}; nbgrader export"
    )
    print(
        f"an assignment of your own: gatescope lab {shlex.quote(str(options.course))}, "
        "and there a notebook source/ps1/ps1.ipynb"
    )
    return 0
