"""Links of a notebook as links of its page: to pages that are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup
from traitlets.config import Application

#: Gives a file's address for the path that a notebook knows it by; None where nothing is there.
Find = Callable[[str], str | None]


def linked(html: str, find: Find) -> str:
    """HTML whose links to files beside the notebook lead where `find` says; others become words."""
    if "<a" not in html:
        return html
    soup = BeautifulSoup(html, features="html.parser")
    for link in soup.select("a[href]"):
        scheme, host, path, query, anchor = urlsplit(str(link["href"]))
        if scheme or host or not path:
            continue
        address = find(unquote(path))
        if address is None:
            link.name = "span"
            del link["href"]
        else:
            link["href"] = (
                address + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")
            )
    return str(soup)


def finder(resources: Any, site: str) -> Find:
    """What is there for the page that is being written.

    A notebook has a page where it is converted by the same command, or was before; otherwise on the
    site of lessons, if one is known. A page that a server hands out stands alone.
    """
    # The command itself imports the exporters.
    from nbconvert.nbconvertapp import NbConvertApp

    # In a lab the program that runs is the server.
    running: Any = Application.instance() if Application.initialized() else None
    app = running if isinstance(running, NbConvertApp) else None
    writer = getattr(app, "writer", None)
    folder = (
        Path(getattr(writer, "build_directory", "") or resources["metadata"].get("path", "."))
        if writer is not None
        else None
    )
    converted = {Path(name).stem for name in app.notebooks} if app is not None else set()

    def find(path: str) -> str | None:
        target = Path(path)
        if target.suffix == ".ipynb":
            page = target.with_suffix(".html")
            beside = target.parent == Path() and target.stem in converted
            if beside or (folder is not None and (folder / page).is_file()):
                return quote(page.as_posix())
            if site:
                return f"{site.rstrip('/')}/notebooks/index.html?path={quote(path)}"
            return None
        if folder is not None and (folder / target).exists():
            return quote(target.as_posix())
        # The site has the documentation beside its lessons, under the name that these have for it.
        if site and target.parent == Path("docs"):
            return f"{site.rstrip('/')}/{quote(target.as_posix())}"
        return None

    return find
