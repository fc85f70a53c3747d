"""Where the cache folder lies on each system."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope import folders


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path) -> Path:
    """A home folder of its own; none of the variables that name another place."""
    for name in ("GATESCOPE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", classmethod(lambda _cls: tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, ".cache/gatescope"),
        ("linux", {"XDG_CACHE_HOME": "{home}/elsewhere"}, "elsewhere/gatescope"),
        ("linux", {"XDG_CACHE_HOME": ""}, ".cache/gatescope"),
        ("darwin", {}, "Library/Caches/gatescope"),
        # The variable is of the freedesktop world; macOS keeps its own place.
        ("darwin", {"XDG_CACHE_HOME": "{home}/elsewhere"}, "Library/Caches/gatescope"),
        ("win32", {}, "AppData/Local/gatescope/Cache"),
        ("win32", {"LOCALAPPDATA": "{home}/Lokal"}, "Lokal/gatescope/Cache"),
        ("win32", {"GATESCOPE_CACHE": "{home}/mine"}, "mine"),
    ],
)
def test_the_cache_folder_lies_where_the_system_wants_it(
    monkeypatch, home, platform, environment, expected
):
    monkeypatch.setattr("gatescope.folders.sys.platform", platform)
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(home=home))
    assert folders.cache_folder() == home / expected
    assert (home / expected).is_dir()


def test_a_place_that_cannot_be_made_is_no_cache_folder(monkeypatch, home):
    (home / "file").write_text("", "utf-8")
    monkeypatch.setenv("GATESCOPE_CACHE", str(home / "file" / "below"))
    assert folders.cache_folder() is None
