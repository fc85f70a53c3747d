"""What is printed where the console or the pipe lacks letters of it."""

from __future__ import annotations

import io
import sys


def spell_what_it_lacks() -> None:
    """From now on print `\\u674e` for a 李 that a console of Windows or a `LC_ALL=C` lacks, and no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
