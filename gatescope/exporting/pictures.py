"""The pictures of a page: each one's numbers, once."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any

#: The network of a run, from which a page makes it again: then the picture answers without a kernel.
NETWORK = "application/x-gatescope-network+json"

PREFIX, SUFFIX = "application/vnd.gatescope.", "+json"


def own_types(data: Mapping[str, Any]) -> list[str]:
    """The types of an output that gatescope's views draw."""
    return [kind for kind in data if kind.startswith(PREFIX) and kind.endswith(SUFFIX)]


def inside_script(bundle: Any) -> str:
    """JSON that stays inside its script element, whatever texts it holds.

    Raises ValueError where a number is infinite or none, which JSON has not and Python writes all the same.
    """
    text = json.dumps(bundle, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


class Pictures:
    """The pictures that a page has so far. Several may show one run: its numbers travel with the first."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str], Mapping[str, Any]] = {}

    def script(self, bundle: Any) -> str:
        """What stands inside a picture: the whole bundle, or in what it differs from an earlier one."""
        try:
            whole = inside_script(bundle)
        except ValueError:
            # One such number would take all pictures of the page with it.
            bundle, whole = None, "null"
        if not isinstance(bundle, Mapping):
            # No bundle at all: the views say so in its place, as of others that cannot be drawn.
            return f'<script type="application/json" data-run>{whole}</script>'
        key = (str(bundle.get("kind")), str(bundle.get("id")))
        first = self.first.setdefault(key, bundle)
        name = escape("-".join(key))
        if first is bundle:
            return f'<script type="application/json" data-run="{name}">{whole}</script>'
        changes = {
            "set": {
                field: value
                for field, value in bundle.items()
                if field not in first or first[field] != value
            },
            "unset": [field for field in first if field not in bundle],
        }
        return f'<script type="application/json" data-run-of="{name}">{inside_script(changes)}</script>'


def network_beside(data: Mapping[str, Any]) -> str:
    """The network that stands beside a picture, for the page; empty where there is none."""
    if NETWORK not in data:
        return ""
    try:
        network = inside_script(data[NETWORK])
    except ValueError:
        return ""
    return f'<script type="application/json" data-network>{network}</script>'


def still_picture(data: Mapping[str, Any], *, drawn: bool = True) -> str:
    """What an output holds for other viewers, as HTML: a picture where one is wanted, else its text."""
    words = text_of(data.get("text/plain", ""))
    for kind in ("image/svg+xml", "image/png") if drawn else ():
        if kind in data:
            picture = text_of(data[kind])
            code = picture if kind == "image/png" else b64encode(picture.encode()).decode()
            return f'<img alt="{escape(words)}" src="data:{kind};base64,{escape(code)}">'
    return f"<pre>{escape(words)}</pre>"


def text_of(value: Any) -> str:
    """A text that a notebook may keep line by line."""
    return "".join(value) if isinstance(value, list) else str(value)
