"""The list of the library's names from A to Z, for scripts/build_docs.py."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

#: The folder and the word of each kind of name, by the numbers that typedoc gives kinds.
KINDS = {
    32: ("variables", "object"),
    64: ("functions", "function"),
    128: ("classes", "class"),
    256: ("interfaces", "interface"),
    2097152: ("type-aliases", "type"),
}
#: A part of an object, as the object's page has it.
MEMBER = re.compile(r"^### (\w+)(?:\(\))?$", re.MULTILINE)
#: The headings of such a page that are no parts.
NO_MEMBERS = {"Example", "Examples", "Parameters", "Returns", "Throws", "See"}


def first_sentence(described: dict[str, Any]) -> str:
    """What a name does in one sentence, as a cell of a table; empty where nothing says it."""
    own = described.get("type", {}).get("declaration", {}).get("signatures", [])
    called = described.get("signatures") or own
    call = described if described.get("comment") or not called else called[0]
    words = "".join(part["text"] for part in call.get("comment", {}).get("summary", []))
    return re.sub(r"(?<!\\)\|", r"\\|", beginning(words.replace("\n", " ")))


def beginning(words: str) -> str:
    """The first sentence of a text, or what it says before a colon or a semicolon; a bracket is whole."""
    for end in re.finditer(r"[.:;](?=\s|$)", words):
        before = words[: end.start()]
        is_short = end[0] == "." and re.search(r"\b(?:al|e\.g|i\.e|vs|cf)$", before)
        if before.count("(") == before.count(")") and not is_short:
            return before + "."
    return words


def members(described: dict[str, Any], page: str) -> list[dict[str, Any]]:
    """The parts of an object, such as each layer of `layers`, that have a heading on its page."""
    inside = described.get("type", {}).get("declaration", {}).get("children", [])
    headings = MEMBER.findall(page)
    return [
        each
        for each in inside
        # A heading that comes twice has no anchor of its own.
        if [name.lower() for name in headings].count(each["name"].lower()) == 1
        and each["name"] not in NO_MEMBERS
    ]


def rows_of(children: list[dict[str, Any]], out: Path) -> list[tuple[str, str]]:
    """Each name with its row: what a reader knows by name has a page or an anchor there."""
    rows = []
    for each in children:
        if each["kind"] not in KINDS:
            continue
        folder, word = KINDS[each["kind"]]
        name = each["name"]
        place = f"{folder}/{name}.md"
        rows.append((name, f"| [`{name}`]({place}) | {word} | {first_sentence(each)} |"))
        if word != "object":
            continue
        for part in members(each, (out / place).read_text("utf-8")):
            link = f"[`{part['name']}`]({place}#{part['name'].lower()})"
            rows.append((part["name"], f"| {link} | of `{name}` | {first_sentence(part)} |"))
    return sorted(rows, key=lambda row: (row[0].lower(), row[1]))


def by_name(children: list[dict[str, Any]], out: Path, python: Path) -> str:
    """The page that lists all names, the engine's under their letters and then Python's."""
    letters: dict[str, list[str]] = {}
    for name, row in rows_of(children, out):
        letters.setdefault(name[0].upper(), []).append(row)
    head = "| name | what it is | what it does |\n| --- | --- | --- |\n"
    parts = [f"## {letter}\n\n{head}" + "\n".join(rows) for letter, rows in letters.items()]
    own = [
        f"- [`{page.stem}`](../python/{page.parent.name}/{page.name})"
        for page in sorted(python.glob("*/*.md"), key=lambda page: page.stem.lower())
    ]
    return (
        "# The library, by name\n\nEvery name that `import … from 'gatescope'` gives, and the parts "
        "of its objects. [By task](index.md) the functions alone.\n\n"
        + " ".join(f"[{letter}](#{letter.lower()})" for letter in letters)
        + " [Python](#in-python)\n\n"
        + "\n\n".join(parts)
        + "\n\n## In Python\n\n"
        + "\n".join(own)
        + "\n"
    )
