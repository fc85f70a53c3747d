"""Serves the playground's page, which computes by itself, to this machine."""

from __future__ import annotations

import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from gatescope.folders import PACKAGE

PLAY = PACKAGE / "_widget" / "play"


class _Page(SimpleHTTPRequestHandler):
    # Windows reads types from its registry, which may call a module plain text.
    extensions_map = {
        ".html": "text/html",
        ".js": "text/javascript",
        ".css": "text/css",
        "": "application/octet-stream",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each file that is asked for."""


def make_server(port: int) -> ThreadingHTTPServer:
    """A server of the page on this machine's own address; 0 is any free port.

    Raises FileNotFoundError where this installation was built without the page, and OSError where
    the port is taken.
    """
    if not (PLAY / "index.html").is_file():
        raise FileNotFoundError(f"this installation has no playground: {PLAY} is not there")
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Page, directory=str(PLAY)))


def serve_play(port: int, opens: bool) -> None:
    """Serve until Ctrl+C; says the address, and opens it in a browser where asked to."""
    with make_server(port) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(f"Playground: {address}  (Ctrl+C ends it)", flush=True)
        if opens:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
