"""What the examples of the library's pages show, for scripts/build_docs.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from gatescope.exporting.pictures import own_types

#: Runs code; gives what it shows and how it ended.
Run = Callable[[str], tuple[list[dict[str, Any]], dict[str, Any]]]
#: An example of a name, as its page has it.
EXAMPLE = re.compile(r"^#{2,6} Example\n\n```ts\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
#: What would wait for an answer, or take the kernel's files away.
NOT_RUN = {"prompt", "setHost"}


def is_picture(data: dict[str, Any]) -> bool:
    """Whether an output is drawn rather than printed."""
    return bool(own_types(data)) or "text/html" in data


def printed(outputs: list[dict[str, Any]]) -> str:
    """The value of the last expression among the outputs of an example; empty without one."""
    texts = [str(data.get("text/plain") or "") for data in outputs if not is_picture(data)]
    return texts[-1].rstrip() if texts else ""


def value_below(value: str) -> str:
    """A printed value as HTML, to stand below the code that gives it."""
    if not value:
        return ""
    # A blank line would end the HTML block of Markdown.
    inside = re.sub(r"\n\s*\n", "\n", escape(value))
    return f'\n<div class="gatescope-output">\n<p>Out</p>\n<pre>{inside}</pre>\n</div>\n'


def shown_by(run: Run, code: str, known: set[str]) -> tuple[list[dict[str, Any]], str]:
    """The pictures of an example, and the value that it ends with.

    Where it draws nothing, the last of what it makes that can be shown is its picture. One that
    names what it does not make shows its first line. `known` are the names of the library.
    """
    declared = re.findall(r"^(?:const|let) (\w+) =", code, re.MULTILINE)
    taken = re.findall(r"^(?:const|let) [{\[]([^=]*)[}\]] =", code, re.MULTILINE)
    own = {*declared, *re.findall(r"\w+", " ".join(taken))}
    used = (known & set(re.findall(r"\w+", code)) | {"show"}) - own
    head = f"import {{ {', '.join(sorted(used))} }} from 'gatescope';\n"
    kept, content = run(head + code)
    value = printed(kept) if content["status"] == "ok" else ""
    if content["status"] != "ok":
        kept, content = run(head + code.split("\n", 1)[0])
    shown = [data for data in kept if is_picture(data)]
    if shown or content["status"] != "ok":
        return shown, value
    made = re.findall(r"^(.*\.run\(.*?\]\))", code, re.MULTILINE)[-1:]
    for name in [*(each for each in made if " = " not in each), *reversed(declared)]:
        # What cannot be shown is refused by the types, before it runs.
        kept, _ = run(f"show({name});")
        shown = [data for data in kept if is_picture(data)]
        if shown:
            return shown, value
    return [], value
