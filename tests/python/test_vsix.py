"""The extension of VS Code: a package that it accepts, the same from the same sources."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from gatescope.tracing.display import MIME_TYPES

ROOT = Path(__file__).resolve().parents[2]
VERSION = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
FILE = ROOT / "dist" / f"gatescope-{VERSION}.vsix"
SCHEMA = "{http://schemas.microsoft.com/developer/vsx-schema/2011}"


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    assert FILE.exists(), f"dist/ lacks {FILE.name}: run make vsix"
    with zipfile.ZipFile(FILE) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def manifest(package) -> dict:
    return json.loads(package["extension/package.json"])


def test_it_holds_the_program_its_readme_and_every_licence(package):
    assert set(package) == {
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/package.json",
        "extension/README.md",
        "extension/LICENSE.txt",
        "extension/THIRD-PARTY.txt",
        "extension/vscode.js",
    }
    assert package["extension/LICENSE.txt"] == (ROOT / "LICENSE").read_bytes()
    assert b"d3-color" in package["extension/THIRD-PARTY.txt"]


def test_it_weighs_what_the_page_of_the_site_says(package):
    page = (ROOT / "docs" / "site.md").read_text("utf-8")
    [told] = re.findall(r"\.vsix` \((\d+) kB; (\d+) kB unpacked\)", page)
    sizes = FILE.stat().st_size, sum(len(each) for each in package.values())
    assert [float(each) for each in told] == pytest.approx(
        [size / 1000 for size in sizes], rel=0.05
    )


def test_every_kind_of_file_is_declared(package):
    types = ElementTree.fromstring(package["[Content_Types].xml"])
    declared = {entry.attrib["Extension"] for entry in types}
    endings = {PurePosixPath(name).suffix for name in package if name != "[Content_Types].xml"}
    assert declared == endings


def test_both_manifests_say_the_same_and_lead_to_files(package, manifest):
    outer = ElementTree.fromstring(package["extension.vsixmanifest"])
    identity = outer.find(f".//{SCHEMA}Identity")
    assert identity is not None
    assert identity.attrib == {
        "Language": "en-US",
        "Id": manifest["name"],
        "Version": VERSION,
        "Publisher": manifest["publisher"],
    }
    assert manifest["version"] == VERSION
    properties = {p.attrib["Id"]: p.attrib["Value"] for p in outer.iter(f"{SCHEMA}Property")}
    assert properties["Microsoft.VisualStudio.Code.Engine"] == manifest["engines"]["vscode"]
    paths = [asset.attrib["Path"] for asset in outer.iter(f"{SCHEMA}Asset")]
    paths.append(outer.findtext(f".//{SCHEMA}License") or "")
    assert "extension/package.json" in paths
    assert set(paths) <= set(package)


def test_the_renderer_draws_every_type_of_ours(package, manifest):
    (renderer,) = manifest["contributes"]["notebookRenderer"]
    source = (ROOT / "src" / "trace" / "mime.ts").read_text("utf-8")
    assert renderer["mimeTypes"] == re.findall(r"'(application/vnd[^']+)'", source)
    assert set(MIME_TYPES.values()) <= set(renderer["mimeTypes"])
    program = package[str(PurePosixPath("extension", renderer["entrypoint"]))].decode("utf-8")
    assert re.search(r"export\s*\{[^}]*\bactivate\b", program)


def test_the_same_sources_give_the_same_bytes_on_any_clock(tmp_path):
    subprocess.run(
        ["node", "scripts/build-vsix.mjs", "--out", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "TZ": "Asia/Tokyo"},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / FILE.name).read_bytes() == FILE.read_bytes()
