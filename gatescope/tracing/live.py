"""The live link: what the views of a notebook ask of the runs behind them, over one comm.

The protocol is that of the gatescope kernel (`src/trace/protocol.ts`). ipykernel 7 answers from a
thread beside the one that runs cells, which is why runs keep a copy of their model.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .answers import ANSWERS
from .arrays import pack
from .errors import GatescopeError
from .registry import shown_results

COMM_TARGET = "gatescope"
PROTOCOL = 1
_log = logging.getLogger("gatescope")


class Link:
    """The kernel's end of the line; `start` is told whether there is a kernel at all."""

    def __init__(self) -> None:
        self._pages: dict[str, Any] = {}
        self._started: bool | None = None

    def start(self) -> bool:
        """Registers the comm target and the look after each cell; False outside a Jupyter kernel."""
        if self._started is None:
            self._started = self._register()
        return self._started

    @property
    def connected(self) -> bool:
        return bool(self._pages)

    def event(self, name: str, data: Mapping[str, Any]) -> None:
        """Tells every page something."""
        for comm in list(self._pages.values()):
            with _answered_as_before(comm):
                _send(comm, {"type": "event", "name": name, "data": dict(data)})

    def _register(self) -> bool:
        try:
            from IPython import get_ipython

            shell = get_ipython()
            kernel = getattr(shell, "kernel", None)
            manager = getattr(kernel, "comm_manager", None)
            if manager is None:
                return False
            manager.register_target(COMM_TARGET, self._opened)
            shell.events.register("post_run_cell", self._after_cell)
        except Exception as error:
            _log.debug("no live link: %s", error)
            return False
        return True

    def hear(self, page: Any, data: Any) -> None:
        """What a page says, over whatever line; it is a page from then on, by its `comm_id`."""
        self._pages[page.comm_id] = page
        self._receive(page, data)

    def leave(self, page: Any) -> None:
        """The page is gone."""
        self._pages.pop(page.comm_id, None)

    def _opened(self, comm: Any, message: Mapping[str, Any]) -> None:
        comm.on_msg(lambda next_message: self._receive(comm, next_message["content"]["data"]))
        comm.on_close(lambda _: self.leave(comm))
        self.hear(comm, message["content"]["data"])

    def _after_cell(self, *_: object) -> None:
        for identity in shown_results.newly_stale():
            self.event("stale", {"id": identity, "reason": "model retrained"})

    def _receive(self, comm: Any, data: Any) -> None:
        number = data.get("number") if isinstance(data, dict) else 0
        number = number if isinstance(number, int) and not isinstance(number, bool) else 0
        try:
            if not isinstance(data, dict) or data.get("type") not in ("hello", "request"):
                raise GatescopeError("a message must be a hello or a request")
            if data["type"] == "hello":
                _send(comm, self._welcome())
                return
            method, params = data.get("method"), data.get("params")
            answer = ANSWERS.get(method) if isinstance(method, str) else None
            if answer is None:
                raise GatescopeError(f"a Python notebook does not know {str(method)[:40]!r}")
            if not isinstance(params, dict):
                raise GatescopeError("params must be an object")
            _send(comm, {"type": "reply", "number": number, "result": answer(params)})
        except (Exception, KeyboardInterrupt) as error:
            # A page whose question was interrupted would wait for its answer.
            _send(
                comm,
                {
                    "type": "failure",
                    "number": number,
                    "name": type(error).__name__,
                    "message": str(error) or type(error).__name__,
                },
            )

    def _welcome(self) -> dict[str, Any]:
        import gatescope

        return {
            "type": "welcome",
            "protocol": PROTOCOL,
            "version": gatescope.__version__,
            "session": shown_results.session,
        }


def _send(comm: Any, message: Mapping[str, Any]) -> None:
    data, buffers = pack(dict(message))
    try:
        comm.send(data=data, buffers=buffers)
    except Exception as error:  # a page that is gone must not break the cell that runs
        _log.debug("a page is gone: %s", error)


@contextmanager
def _answered_as_before(page: Any) -> Iterator[None]:
    """Leaves it to the page in which of the kernel's threads its next question is answered.

    ipykernel 7 sends what comes in on a comm to the thread that spoke on it last. An event is spoken
    by the thread that runs cells: the page would then wait for the end of a training of which it hears.
    """
    comm = getattr(page, "comm", page)
    before = vars(comm).get(_ROUTE, _NO_ROUTE) if hasattr(comm, "__dict__") else _NO_ROUTE
    try:
        yield
    finally:
        if before is not _NO_ROUTE:
            setattr(comm, _ROUTE, before)


_ROUTE, _NO_ROUTE = "_reply_subshell_id", object()
link = Link()


def live_bundle(result: Any, *, linked: bool = False) -> dict[str, Any]:
    """The bundle as a view needs it; live where the result can be asked.

    A page asks over the comm where there is a Jupyter kernel, else over a line of its own, where it is
    `linked` by one.
    """
    bundle: dict[str, Any] = result.to_bundle()
    if link.start() or linked:
        shown_results.add(result)
        bundle["live"] = {
            "session": shown_results.session,
            "revision": getattr(result, "revision", 0),
        }
    return bundle
