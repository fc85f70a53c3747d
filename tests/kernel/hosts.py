"""Why some tests are for one host of the kernel alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def only_node(because: str) -> pytest.MarkDecorator:
    return pytest.mark.hosts("node", because=because)


def only_pages(because: str) -> pytest.MarkDecorator:
    return pytest.mark.hosts("chromium", "firefox", because=because)


#: Firefox has other words for the same errors, and forgets who waited for a promise.
V8 = pytest.mark.hosts("node", "chromium", because="in the words and with the stacks of V8")
FOLDER = only_node("a page has no folder with modules in it")
NODE_ITSELF = only_node("`process`, `require` and `node:` modules are Node's own")
ONE_STEP = only_node("nothing cuts one step of a page's worker short: it asks whether to restart")
PROCESS = only_node("looks at the process, its sockets and its memory")


def cases(
    given: Iterable[tuple[str, Any]], mark: pytest.MarkDecorator, names: Collection[str]
) -> list[Any]:
    """Parameters by their names; those of `names` with the mark."""
    listed = [
        pytest.param(case, id=name, marks=[mark] if name in names else []) for name, case in given
    ]
    assert sum(bool(each.marks) for each in listed) == len(names), names
    return listed
