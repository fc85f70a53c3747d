"""What was shown in this session and can still be asked."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Any

#: Results beyond these are forgotten, the oldest first.
MOST_RESULTS = 200


class Registry:
    """What was shown in this session and can still be asked, by id."""

    def __init__(self) -> None:
        self.session = secrets.token_hex(8)
        self._results: OrderedDict[str, Any] = OrderedDict()
        self._known_stale: set[str] = set()
        self._lock = threading.RLock()

    def add(self, result: Any) -> None:
        with self._lock:
            self._results[result.id] = result
            self._results.move_to_end(result.id)
            while len(self._results) > MOST_RESULTS:
                self._results.popitem(last=False)

    def get(self, identity: str) -> Any | None:
        with self._lock:
            return self._results.get(identity)

    def newly_stale(self) -> list[str]:
        """Runs whose model was trained since they were made, each once."""
        with self._lock:
            results = list(self._results.items())
        found = []
        for identity, result in results:
            if identity not in self._known_stale and getattr(result, "stale", False):
                self._known_stale.add(identity)
                found.append(identity)
        return found


shown_results = Registry()
