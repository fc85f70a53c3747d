"""How much a notebook that is being marked may use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

SECONDS = "GATESCOPE_GRADING_SECONDS"
MEGABYTES = "GATESCOPE_GRADING_MEGABYTES"


class Limits(NamedTuple):
    """`seconds` of the processor for what is run; `megabytes` of memory.

    What is run is a whole notebook, unless something else is said.
    """

    seconds: int = 600
    megabytes: int = 1024


#: For all that the tests ask of one answer: as much as Check gives.
ANSWER = Limits(seconds=60)

# Node with the compiler inside takes about 150 MB before a student's first line.
LEAST = Limits(seconds=10, megabytes=384)


def read_limits(
    environment: Mapping[str, str] = os.environ, names: Mapping[str, str] | None = None
) -> Limits:
    """The limits that the environment sets; raises ValueError that names a wrong one.

    `names` says by what name the user knows a variable: an option of the command line.
    """
    usual = Limits()
    known_as = names or {}

    def number(variable: str, usual: int, least: int) -> int:
        given = environment.get(variable)
        if given is None:
            return usual
        if not given.isdecimal() or int(given) < least:
            name = known_as.get(variable, variable)
            raise ValueError(f"{name} should be a whole number of at least {least}, got {given!r}")
        return int(given)

    return Limits(
        number(SECONDS, usual.seconds, LEAST.seconds),
        number(MEGABYTES, usual.megabytes, LEAST.megabytes),
    )
