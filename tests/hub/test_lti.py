"""A hub that is opened from a learning system by LTI 1.3: who comes, and the way that grades take back."""

from __future__ import annotations

import re
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hub import HANGS, ROOT, running_hub
from learning_system import LearningSystem, learning_system

from gatescope.grading.learning_systems import canvas, moodle


def name_on_hub(system: LearningSystem, hub: str, who: str) -> str:
    browser, said = system.opens(hub, who)
    assert said.status_code == 302, said.text
    page = browser.get(f"{hub}hub/home", timeout=HANGS).text
    found = re.search(r'user: "([^"]+)"', page)
    assert found is not None, page
    return found[1]


def result(student: str) -> dict[str, Any]:
    return {
        "student": student,
        "notebook": "ps1.ipynb",
        "points": 2,
        "maxPoints": 3,
        "exercises": [],
    }


def test_who_comes_by_lti_has_the_name_that_the_tables_of_grades_are_mapped_by(
    tmp_path: Path,
) -> None:
    for key, name, column in (
        ("email", "anna@school.example", "Email address"),
        ("custom_login", "anna", "Username"),
    ):
        with (
            learning_system() as system,
            running_hub(tmp_path / key, tmp_path / "exchange", system.settings(key)) as hub,
        ):
            assert name_on_hub(system, hub, "anna") == name
            refuses_what_is_not_from(system, hub)
            # The hub asks who it is, and for the keys: nothing is sent where grades would go.
            assert set(system.asked) == {"/authorize", "/keys"}
        head, row = moodle([result(name)], "ps1")
        assert (head[0], row[:2]) == (column, [name, "2"])
        assert canvas([result(name)], "ps1")[2][3] == name


def refuses_what_is_not_from(system: LearningSystem, hub: str) -> None:
    long_ago = int(time.time()) - 7200
    for other, status in (
        ({"aud": "another tool"}, 401),
        ({"iss": "http://elsewhere.example"}, 400),
        ({"iat": long_ago, "exp": long_ago + 300}, 400),
        ({"nonce": "of another launch"}, 400),
    ):
        browser, said = system.opens(hub, "eve", **other)
        assert said.status_code == status, other
        page = browser.get(f"{hub}hub/home", timeout=HANGS, allow_redirects=False)
        assert page.status_code == 302 and "login" in page.headers["Location"]


def test_the_page_names_the_versions_that_were_tried() -> None:
    page = (ROOT / "docs" / "classroom.md").read_text("utf-8")
    for package in ("jupyterhub-ltiauthenticator", "jupyterhub"):
        locked = (ROOT / "requirements" / "test.txt").read_text("utf-8")
        assert f"\n{package}=={version(package)}\n" in locked
    assert f"ltiauthenticator {version('jupyterhub-ltiauthenticator')}" in page
    assert f"JupyterHub {version('jupyterhub')}" in page.partition("### Through LTI 1.3")[2]
