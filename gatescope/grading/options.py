"""Options that commands of `gatescope-grading` share, and what their values may be."""

from __future__ import annotations

import argparse

from gatescope.grading.limits import ANSWER, LEAST


def add_limits(parser: argparse.ArgumentParser) -> None:
    """What an answer may use, and whether it may run without a wall."""
    parser.add_argument(
        "--seconds",
        type=positive,
        default=ANSWER.seconds,
        help=f"for each answer, all its tests together; one thing that a test asks of it may take a "
        f"third; {ANSWER.seconds} unless given",
    )
    parser.add_argument(
        "--megabytes",
        type=megabytes,
        default=ANSWER.megabytes,
        help=f"for each answer; {ANSWER.megabytes} unless given",
    )
    parser.add_argument(
        "--trust", action="store_true", help="go on where this system cannot wall answers off"
    )


def positive(given: str) -> int:
    """Raises ArgumentTypeError, as all of these do, for what is no whole number from 1."""
    if not (given.isascii() and given.isdecimal()) or int(given) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {given!r}")
    return int(given)


def seed(given: str) -> int:
    if not (given.isascii() and given.isdecimal()) or int(given) >= 2**31:
        raise argparse.ArgumentTypeError(
            f"expected a whole number from 0 to 2147483647, got {given!r}"
        )
    return int(given)


def megabytes(given: str) -> int:
    if positive(given) < LEAST.megabytes:
        raise argparse.ArgumentTypeError(f"expected at least {LEAST.megabytes}, got {given!r}")
    return int(given)
