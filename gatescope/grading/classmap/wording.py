"""Words and numbers as all parts of the page write them."""

from __future__ import annotations

from gatescope.tracing.percent import percent_text

WORDS = {
    "passed": "passed",
    "notYet": "not yet",
    "didNotRun": "did not run",
    "open": "not checked",
    "right": "right",
    "near": "near",
    "off": "off",
    "guess": "a guess",
    "fairlySure": "fairly sure",
    "certain": "certain",
}


def many(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def percent(share: float | None) -> str:
    return "–" if share is None else f"{percent_text(share)}%"


def discriminated(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}".replace("-", "−")
