"""Builds the pages of documentation into build/docs: what docs/ says, with the code of docs/learn and
docs/do run by the kernel, and a page for each function of the library.

    .venv/bin/python scripts/build_docs.py

Needs the kernel (make setup) and requirements/docs.txt. With the extension built, the pages are put
beside it, where the lab's Help leads to them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from gatescope.exporting.pictures import Pictures, own_types  # noqa: E402

DOCS = ROOT / "docs"
#: Pages that lie beside the folder, and come along.
FROM_ROOT = ("CONTRIBUTING.md", "CHANGELOG.md")
SOURCE = ROOT / "build" / "docs-source"
TREES = ROOT / "build" / "docs-trees"
PAGES = ROOT / "build" / "docs"
IN_LAB = ROOT / "gatescope" / "labextension" / "static" / "docs"
#: Pages whose blocks of TypeScript run, one page a kernel.
RUN = ("learn", "do")
BLOCK = re.compile(r"^```ts\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
SECONDS = 180
#: What a picture of a cell is drawn from lies beside all pages.
DRAWN_BY = ("page.js", "style.css")

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
    from jupyter_client.manager import start_new_kernel

    blocks = BLOCK.findall(page.read_text("utf-8"))
    if not blocks:
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "gatescope" / "data" / "births.csv", folder)
        manager, client = start_new_kernel(kernel_name="gatescope", cwd=folder)
        try:
            for code in blocks:
                kept: list[dict[str, Any]] = []
                reply = client.execute_interactive(
                    code,
                    timeout=SECONDS,
                    output_hook=lambda message, kept=kept: keep(kept, message),
                )
                content = reply["content"]
                if content["status"] != "ok":
                    raise CellError(f"{page.name}: {content.get('evalue')}\n\n{code}")
                yield kept
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


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
            parts.append(f"<gatescope-view>{pictures.script(data[own[0]])}</gatescope-view>")
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
    text = page.read_text("utf-8")
    return BLOCK.sub(lambda block: block[0] + drawn(next(shown), pictures), text)


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
    for page in out.rglob("*.md"):
        text = re.sub(r"^Defined in: .*\n+", "", page.read_text("utf-8"), flags=re.MULTILINE)
        # No page of the sidebar: the lists below lead there, and the search.
        page.write_text(f"---\norphan: true\n---\n\n{text}", "utf-8")
    tasks: dict[str, list[str]] = {task: [] for task in TASKS}
    for each in json.loads(described.read_text("utf-8"))["children"]:
        folder = {64: "functions", 32: "variables"}.get(each["kind"])
        if folder is None:
            continue
        call = (each.get("signatures") or [each])[0]
        words = "".join(part["text"] for part in call.get("comment", {}).get("summary", []))
        [first, *_] = re.split(r"(?<=[.:;])\s", words.replace("\n", " "))
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
        "# The library, by task\n\nEverything that `import … from 'gatescope'` gives.\n\n"
        + "\n\n".join(parts)
        + "\n",
        "utf-8",
    )


def lay_out() -> None:
    """The pages of docs/ and the two beside it, with links that hold where they come to lie."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(DOCS, SOURCE, ignore=shutil.ignore_patterns("class"))
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
        "- [The library, by task](api/index.md): a page for each function.",
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
    for name in DRAWN_BY:
        shutil.copy(ROOT / "gatescope" / "_widget" / name, PAGES / "_static" / f"gatescope-{name}")
    if IN_LAB.parent.exists():
        shutil.rmtree(IN_LAB, ignore_errors=True)
        shutil.copytree(PAGES, IN_LAB)
    print(f"The pages are in {PAGES}")


if __name__ == "__main__":
    main()
