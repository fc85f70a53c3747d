"""What a notebook says of itself: its title, what it asks, how long it takes."""

from __future__ import annotations

import re
from typing import Any

TITLE = re.compile(r"^# +(.+)$", re.M)
QUESTION = re.compile(r"\*\*[^*]*question[^*:]*: *([^*]+)\*\*", re.I)
MARKUP = re.compile(r"<[^>]*>|[*`$]|\[([^\]]*)\]\([^)]*\)")


def title_of(nb: Any) -> str:
    """The first title in a notebook's texts, without markup; empty without one."""
    return next((plain(found[1]) for text in texts(nb) if (found := TITLE.search(text))), "")


def description_of(nb: Any) -> str:
    """What the notebook asks, where it says so; else its first paragraph."""
    for text in texts(nb):
        if found := QUESTION.search(text):
            asked = plain(found[1])
            return asked[:1].upper() + asked[1:]
    paragraphs = [
        plain(part)
        for text in texts(nb)
        for part in re.split(r"\n\s*\n", text)
        if part.strip() and not part.lstrip().startswith(("#", "<", "|", "```"))
    ]
    return paragraphs[0][:200] if paragraphs else ""


def texts(nb: Any) -> list[str]:
    return [cell.source for cell in nb.cells if cell.cell_type == "markdown"]


def plain(text: str) -> str:
    """Markdown as words."""
    return " ".join(MARKUP.sub(lambda found: found[1] or "", text).split())
