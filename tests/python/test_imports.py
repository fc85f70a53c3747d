"""Which module of the package imports which, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "gatescope"


def modules_of(package: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(package.rglob("*.py")):
        words = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(words[:-1] if words[-1] == "__init__" else words)] = path
    return found


def run_parts(node: ast.AST) -> Iterator[ast.AST]:
    """What is run of a module, its functions too: a type that only a checker reads is no import."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from run_parts(child)


def imports_of(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for part in run_parts(ast.parse(path.read_text())):
        if isinstance(part, ast.Import):
            found |= {each.name for each in part.names}
        elif isinstance(part, ast.ImportFrom):
            above = here[: len(here) + 1 - part.level] if part.level else []
            base = ".".join([*above, *filter(None, [part.module])])
            named = {f"{base}.{each.name}" for each in part.names}
            found |= (named & known.keys()) or {base}
    return (found & known.keys()) - {name}


def circle_in(package: Path) -> list[str]:
    known = modules_of(package)
    graph = {name: imports_of(name, path, known) for name, path in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_imports_go_in_no_circle():
    assert circle_in(PACKAGE) == []


@pytest.mark.parametrize("indent", ["", "def later():\n    "], ids=["at once", "in a function"])
def test_a_circle_is_found(tmp_path, indent):
    package = tmp_path / "house"
    (package / "room").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "room" / "__init__.py").write_text("")
    (package / "room" / "one.py").write_text("from ..two import answer\n")
    (package / "two.py").write_text(f"{indent}from house.room import one\n")
    assert set(circle_in(package)) == {"house.room.one", "house.two"}
