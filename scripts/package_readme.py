"""README.md as the page of the package on PyPI: there a link beside the file leads nowhere.

Hatchling calls it (`tool.hatch.metadata.hooks.custom` in pyproject.toml).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

try:
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:  # for tests, which may run without it
    MetadataHookInterface = object  # type: ignore[assignment,misc]

LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!\w+:|#)([^)]+)\)")


def package_readme(text: str, repository: str | None, version: str) -> str:
    """The text with its links and pictures where they lie in the repository, at this version.

    As long as the repository has no address, words stay without their link, and pictures are left out.
    """
    found = re.search(r"github(?:\.com)?[:/]([^/]+/[^/]+?)(?:\.git)?$", repository or "")
    place = found[1] if found else ""

    def resolved(link: re.Match[str]) -> str:
        is_picture, words, target = link.groups()
        if not place:
            return "" if is_picture else words
        host = (
            f"https://raw.githubusercontent.com/{place}"
            if is_picture
            else f"https://github.com/{place}/blob"
        )
        return f"{is_picture}[{words}]({host}/v{version}/{target})"

    return re.sub(r"\n{3,}", "\n\n", LINK.sub(resolved, text))


class PackageReadme(MetadataHookInterface):
    """Gives the package its description."""

    def update(self, metadata: dict[str, object]) -> None:
        root = Path(self.root)
        package = json.loads((root / "package.json").read_text("utf-8"))
        repository = package.get("repository")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": package_readme(
                (root / "README.md").read_text("utf-8"),
                repository.get("url") if isinstance(repository, dict) else repository,
                package["version"],
            ),
        }
