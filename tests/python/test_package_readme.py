"""README.md on the package's page: no link of it leads nowhere there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location(
    "package_readme", ROOT / "scripts" / "package_readme.py"
)
assert _spec is not None and _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "repository", ["github:someone/gatescope", "git+https://github.com/someone/gatescope.git"]
)
def test_links_and_pictures_lead_into_the_repository_at_the_version(repository):
    text = _module.package_readme(README, repository, "0.2.0")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert len(targets) == len(re.findall(r"\]\(([^)]+)\)", README)) > 5
    for target in targets:
        match = re.fullmatch(
            r"https://(?:github\.com/someone/gatescope/blob|raw\.githubusercontent\.com/someone/gatescope)/v0\.2\.0/(.+)",
            target,
        )
        assert match and (ROOT / match[1]).exists(), target
    assert re.search(r"!\[[^\]]+\]\(https://raw\.", text)


def test_without_an_address_words_stay_and_nothing_leads_nowhere():
    text = _module.package_readme(README, None, "0.2.0")
    assert "](" not in text
    assert "a PyTorch, Keras or JAX model" in text
