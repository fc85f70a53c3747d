"""Builds the pages of documentation into build/docs: what docs/ says, with the code of docs/learn,
docs/do and docs/understand run by the kernel, and a page for each function of the library.

    .venv/bin/python scripts/build_docs.py

Needs the kernel (make setup) and requirements/docs.txt. With the extension built, the pages are put
beside it, where the lab's Help leads to them.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
from docs_examples import EXAMPLE, NOT_RUN, Run, shown_by, value_below  # noqa: E402
from docs_names import by_name, first_sentence  # noqa: E402

from gatescope.exporting.pictures import Pictures, network_beside, own_types  # noqa: E402

DOCS = ROOT / "docs"
#: Pages that lie beside the folder, and come along.
FROM_ROOT = ("CONTRIBUTING.md", "CHANGELOG.md")
SOURCE = ROOT / "build" / "docs-source"
TREES = ROOT / "build" / "docs-trees"
PAGES = ROOT / "build" / "docs"
IN_LAB = ROOT / "gatescope" / "labextension" / "static" / "docs"
#: What stays in the repository: an article loads built files beside it, which a folder of pages has not.
NOT_ALONG = ("class", "living-picture.html")
#: Pages whose blocks of TypeScript run, one page a kernel.
RUN = ("learn", "do", "understand")
BLOCK = re.compile(r"^```ts\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
#: Where an output stands that is saved beside the page, since what draws it does not run here.
SAVED = re.compile(r"^<!-- picture: (\S+\.json) -->\n", re.MULTILINE)
SECONDS = 180
#: What a picture of a cell is drawn from lies beside all pages.
DRAWN_BY = ("page.js", "style.css")
#: And what answers where its network stands beside it; docs/conf.py names it to the page.
NETWORKS = "gatescope-networks.js"

#: How the functions are listed: the sources of each part by the beginnings of their paths.
TASKS = {
    "Cells": ("engine/cells/", "engine/recurrence/"),
    "Networks": ("engine/layers/", "engine/models/", "engine/seq2seq/"),
    "Training": ("engine/training/", "engine/tensor/reg", "engine/tensor/con", "engine/tensor/ini"),
    "Looking inside": ("engine/run/", "engine/analysis/", "engine/models/health"),
    "Data": ("engine/data/", "engine/files/"),
    "Choosing and judging": ("engine/study/",),
    "In the notebook": ("kernel/",),
    "Exercises": ("exercises/",),
    "Tensors": ("engine/tensor/",),
    "The machine": ("engine/base/",),
}


class CellError(Exception):
    """A block of a page that fails."""


def outputs_of(page: Path) -> Iterator[list[dict[str, Any]]]:
    """What each block of a page shows, as a notebook would keep it.

    Raises CellError, naming page and block, when one fails.
    """
    blocks = BLOCK.findall(page.read_text("utf-8"))
    if not blocks:
        return
    with kernel() as run:
        for code in blocks:
            kept, content = run(code)
            if content["status"] != "ok":
                raise CellError(f"{page.name}: {content.get('evalue')}\n\n{code}")
            yield kept


@contextmanager
def kernel() -> Iterator[Run]:
    """A kernel in a folder of its own, as what runs code in it."""
    from jupyter_client.manager import start_new_kernel

    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "gatescope" / "data" / "births.csv", folder)
        manager, client = start_new_kernel(
            kernel_name="gatescope",
            cwd=folder,
            env={**os.environ, "GATESCOPE_KEEP_NETWORKS": "1"},
        )

        def run(code: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
            kept: list[dict[str, Any]] = []
            reply = client.execute_interactive(
                code, timeout=SECONDS, output_hook=lambda message: keep(kept, message)
            )
            return kept, reply["content"]

        try:
            yield run
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def draw_examples(pages: Path, known: set[str], with_pictures: bool) -> None:
    """Puts below each example of the pages the value that it gives, and what the first one draws."""
    with kernel() as run:
        for page in sorted(pages.glob("*.md")):
            if page.stem in NOT_RUN:
                continue
            # Each way to call a function has its example, which is often the same one.
            known_values: dict[str, str] = {}

            def below(example: re.Match[str], values: dict[str, str] = known_values) -> str:
                code = example[1]
                if code in values:
                    return example[0] + values[code]
                pictures, text = shown_by(run, code, known)
                is_first = with_pictures and not values
                values[code] = value_below(text)
                return example[0] + values[code] + drawn(pictures[:is_first], Pictures())

            page.write_text(EXAMPLE.sub(below, page.read_text("utf-8")), "utf-8")


def keep(kept: list[dict[str, Any]], message: dict[str, Any]) -> None:
    """Adds what a message shows; a display that is updated takes the place of the one before."""
    kind, content = message["header"]["msg_type"], message["content"]
    if kind == "stream":
        kept.append({"text/plain": content["text"]})
    elif kind in ("display_data", "execute_result", "update_display_data"):
        of = content.get("transient", {}).get("display_id")
        if of is not None:
            kept[:] = [each for each in kept if each.get("display_id") != of]
        kept.append({**content["data"], "display_id": of})


def drawn(outputs: list[dict[str, Any]], pictures: Pictures) -> str:
    """The outputs of a block as HTML."""
    parts = []
    for data in outputs:
        own = own_types(data)
        if own:
            inside = pictures.script(data[own[0]]) + network_beside(data)
            parts.append(f"<gatescope-view>{inside}</gatescope-view>")
        elif "text/html" in data:
            # Made by our own kernel from our own pages.
            parts.append(str(data["text/html"]))
        elif data.get("text/plain"):
            parts.append(f"<pre>{escape(str(data['text/plain']).rstrip())}</pre>")
    inside = "\n".join(parts)
    # A blank line would end the HTML block of Markdown.
    inside = re.sub(r"\n\s*\n", "\n", inside)
    return f'\n<div class="gatescope-output">\n{inside}\n</div>\n' if parts else ""


def with_outputs(page: Path) -> str:
    """The text of a page, each block with what it shows below it."""
    pictures = Pictures()
    shown = outputs_of(page)
    text = BLOCK.sub(lambda block: block[0] + drawn(next(shown), pictures), page.read_text("utf-8"))
    return SAVED.sub(
        lambda name: drawn([json.loads((page.parent / name[1]).read_text("utf-8"))], pictures), text
    )


def write_api() -> None:
    """A page for each name of the library, and the list of its functions by task."""
    out = SOURCE / "api"
    described = ROOT / "build" / "api.json"
    subprocess.run(
        [
            *("node", "node_modules/typedoc/bin/typedoc", "--router", "member", "--out", out),
            # From where each name comes, to list it by task.
            *("--json", described, "--disableSources", "false", "--sourceLinkTemplate", "{path}"),
            *("--gitRevision", "none", "--logLevel", "Warn"),
        ],
        cwd=ROOT,
        check=True,
    )
    (out / "README.md").unlink()
    back = "[The library, by task](../index.md)"
    for page in out.rglob("*.md"):
        text = re.sub(r"^Defined in: .*\n+", "", page.read_text("utf-8"), flags=re.MULTILINE)
        # No page of the sidebar: the lists below lead there, and the search.
        text = re.sub(r"^# .*\n", lambda title: f"{title[0]}\n{back}\n", text, count=1)
        page.write_text(f"---\norphan: true\n---\n\n{text}", "utf-8")
    tasks: dict[str, list[str]] = {task: [] for task in TASKS}
    children = json.loads(described.read_text("utf-8"))["children"]
    known = {each["name"] for each in children if each["kind"] in (32, 64)}
    draw_examples(out / "functions", known, True)
    draw_examples(out / "variables", known, False)
    for each in children:
        folder = {64: "functions", 32: "variables"}.get(each["kind"])
        if folder is None:
            continue
        call = (each.get("signatures") or [each])[0]
        first = first_sentence(each)
        source = (each.get("sources") or call["sources"])[0]["fileName"]
        # The longest beginning that fits: a file of a folder may belong elsewhere.
        task = max(
            (begin, task)
            for task, begins in TASKS.items()
            for begin in begins
            if source.removeprefix("gatescope/src/").startswith(begin)
        )[1]
        tasks[task].append(f"| [`{each['name']}`]({folder}/{each['name']}.md) | {first} |")
    parts = [
        f"## {task}\n\n| name | what it does |\n| --- | --- |\n" + "\n".join(sorted(rows))
        for task, rows in tasks.items()
        if rows
    ]
    (out / "index.md").write_text(
        "# The library, by task\n\nEvery function and object that `import … from 'gatescope'` gives. "
        "[By name](names.md) these and the classes and types, from A to Z.\n\n"
        + "\n\n".join(parts)
        + "\n",
        "utf-8",
    )


def write_python_api() -> None:
    """A page for each name of the Python package, from its docstring, and their list."""
    out = SOURCE / "python"
    kinds: dict[str, list[str]] = {"Functions": [], "Classes": [], "Errors": []}
    from sphinx.ext.autodoc.mock import mock

    import gatescope

    for name in sorted(gatescope._PLACES, key=str.lower):
        with mock(runpy.run_path(str(SOURCE / "conf.py"))["autodoc_mock_imports"]):
            value = getattr(gatescope, name)
        kind, directive = "Functions", "autofunction"
        if isinstance(value, type):
            kind = "Errors" if issubclass(value, Exception) else "Classes"
            directive = "autoclass"
        elif not isinstance(value, FunctionType):
            directive = "autodata"
        # Not side by side: `run` and `Run` are one name to some file systems.
        page = out / kind.lower() / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f"---\norphan: true\n---\n\n# gatescope.{name}\n\n"
            "[The Python package, by name](../index.md)\n\n```{eval-rst}\n"
            f".. {directive}:: gatescope.{name}\n"
            + ("" if kind == "Functions" else "   :members:\n")
            + "```\n",
            "utf-8",
        )
        [first, *_] = (value.__doc__ or "").strip().split("\n\n")
        kinds[kind].append(f"| [`{name}`]({kind.lower()}/{name}.md) | {' '.join(first.split())} |")
    (out / "index.md").write_text(
        "# The Python package, by name\n\nEverything that `import gatescope` gives.\n\n"
        + "\n\n".join(
            f"## {kind}\n\n| name | what it does |\n| --- | --- |\n" + "\n".join(rows)
            for kind, rows in kinds.items()
        )
        + "\n",
        "utf-8",
    )


def write_names() -> None:
    """The list of all names from A to Z, when each has its page."""
    described = json.loads((ROOT / "build" / "api.json").read_text("utf-8"))
    text = by_name(described["children"], SOURCE / "api", SOURCE / "python")
    (SOURCE / "api" / "names.md").write_text(text, "utf-8")


def lay_out() -> None:
    """The pages of docs/ and the two beside it, with links that hold where they come to lie."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(DOCS, SOURCE, ignore=shutil.ignore_patterns(*NOT_ALONG))
    for name in FROM_ROOT:
        shutil.copy(ROOT / name, SOURCE / name)

    def moved(link: re.Match[str], page: Path) -> str:
        words, target, anchor = link.groups()
        inside = page.relative_to(SOURCE).parent
        is_of_root = inside == Path() and page.name in FROM_ROOT
        there = ((ROOT if is_of_root else DOCS) / inside / target).resolve()
        if there.parent == ROOT and there.name in FROM_ROOT:
            place = SOURCE / there.name
        else:
            place = SOURCE / there.relative_to(DOCS) if DOCS in there.parents else None
        if place is None or not place.exists():
            # A file of the repository, which does not come along.
            return words if there.exists() else link[0]
        up = "../" * len(inside.parts)
        return f"[{words}]({up}{place.relative_to(SOURCE).as_posix()}{anchor})"

    (SOURCE / "README.md").rename(SOURCE / "index.md")
    for page in SOURCE.rglob("*.md"):
        text = re.sub(
            r"\[([^\]]*)\]\(([^)#:\s]+)((?:#[^)]*)?)\)",
            lambda link, page=page: moved(link, page),
            page.read_text("utf-8"),
        )
        page.write_text(text, "utf-8")


def write_contents() -> None:
    """Puts what the sidebar lists behind the first page, part by part as that has them."""
    first = SOURCE / "index.md"
    text = first.read_text("utf-8").replace(
        "- The library by task, a page for each function, made by `make docs` from the sources.",
        "- [The library, by task](api/index.md): a page for each function.\n"
        "- [The library, by name](api/names.md): all of it from A to Z.\n"
        "- [The Python package, by name](python/index.md): a page for each name.",
    )
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        caption = part.split("\n", 1)[0]
        pages = re.findall(r"\]\(([^):]+\.md)\)", part)
        text += (
            f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(pages) + "\n```\n"
        )
    first.write_text(text, "utf-8")


def main() -> None:
    """Lays the sources of the pages out, and has Sphinx make the pages."""
    lay_out()
    write_api()
    write_python_api()
    write_names()
    write_contents()
    for folder in RUN:
        for page in (DOCS / folder).glob("*.md"):
            (SOURCE / folder / page.name).write_text(with_outputs(page), "utf-8")
    shutil.rmtree(PAGES, ignore_errors=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "--quiet",
            "-W",
            "--keep-going",
            "-d",
            TREES,
            SOURCE,
            PAGES,
        ],
        cwd=ROOT,
        check=True,
    )
    # Of use to those alone who change the theme.
    for name in [*PAGES.rglob("*.map"), PAGES / "objects.inv", PAGES / ".buildinfo"]:
        name.unlink(missing_ok=True)
    static = PAGES / "_static"
    for name in DRAWN_BY:
        shutil.copy(ROOT / "gatescope" / "_widget" / name, static / f"gatescope-{name}")
    subprocess.run(["node", "scripts/build-networks.mjs", static], cwd=ROOT, check=True)
    (static / "networks.js").rename(static / NETWORKS)
    if IN_LAB.parent.exists():
        shutil.rmtree(IN_LAB, ignore_errors=True)
        shutil.copytree(PAGES, IN_LAB)
    print(f"The pages are in {PAGES}")


if __name__ == "__main__":
    main()
