"""What the documents say is so: links lead somewhere, the dependency page has every pin."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md", "docs/README.md"]


def documented() -> dict[str, str]:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!package )(\S+) +\| ([^|]+?) +\| ([^|]+?) +\|$", page, re.MULTILINE)
    assert all(why for _name, _version, why in rows)
    return {name: version for name, version, _why in rows if re.match(r"[@a-z]", name)}


def test_every_npm_package_is_documented_with_its_version():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    pins = {**package["dependencies"], **package["devDependencies"]}
    known = documented()
    assert {name: known.get(name) for name in pins} == pins


def test_every_npm_package_is_used():
    """By an import, by the name of a file in it, or by a tool's own settings."""
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    folders = ("src", "scripts", "tests", "bench", "style")
    code = [
        file.read_text("utf-8")
        for folder in folders
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".ts", ".mjs", ".css", ".py"} and "generated" not in file.parts
    ]
    settings = ("eslint.config.mjs", "stylelint.config.mjs", "jest.config.mjs", "typedoc.json")
    code += [(ROOT / name).read_text("utf-8") for name in (*settings, "tsconfig.json")]
    code.append(json.dumps(package["scripts"]))
    # A peer that another package asks for by name, and an environment that a comment of a test names.
    found = set(re.findall(r"@jest-environment (\w+)", "\n".join(code)))
    peers = {
        "@swc/core": "@swc/jest",
        "jest-environment-jsdom": "jsdom" if "jsdom" in found else "",
    }

    def used(name: str) -> bool:
        if name.startswith("@types/"):
            return name == "@types/jest" or any(names(name.removeprefix("@types/")))
        return bool(peers.get(name)) or any(names(name))

    def names(name: str):
        # 'd3-scale', 'd3-scale/x', "node_modules/jest/bin", but not another package's beginning.
        # A part of a scoped name may stand alone where a path is put together of its parts.
        part = re.escape(name)
        if name.startswith("@"):
            scope, inner = name.split("/")
            part = f"(?:{part}|{re.escape(scope)}['\"], ?['\"]{re.escape(inner)})"
        pattern = re.compile(rf"(?:['\"`/ ]){part}(?=['\"`/])")
        return (pattern.search(text) is not None for text in code)

    pins = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name in pins if not used(name)] == []


def test_every_python_package_is_documented_with_its_version():
    known = documented()
    for name in ("lab", "test"):
        wanted = (ROOT / "requirements" / f"{name}.in").read_text("utf-8")
        pins = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        for package in re.findall(r"^([a-z][\w-]*)", wanted, re.MULTILINE):
            versions = set(re.findall(rf"^{package}==(\S+)", pins, re.MULTILINE))
            shown = {known[package]}
            assert shown == versions or shown == {"by Python version"}, package


def test_no_page_names_a_package_that_is_gone():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    pins = {**package["dependencies"], **package["devDependencies"]}
    wanted = "\n".join(
        (ROOT / "requirements" / f"{name}.in").read_text("utf-8") for name in ("lab", "test")
    )
    python = set(re.findall(r"^([a-z][\w-]*)", wanted, re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    python |= set(re.findall(r'^\w+ = \["([a-z][\w-]*)[>=]', project, re.MULTILINE))
    assert set(documented()) - set(pins) - python == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_to_files(page):
    file = ROOT / page
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", file.read_text("utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_what_the_built_pages_link_has_all_its_files_with_it(tmp_path, monkeypatch):
    """Sphinx copies a linked file that is no page into a folder of its own."""
    path = ROOT / "scripts" / "build_docs.py"
    spec = importlib.util.spec_from_file_location("build_docs", path)
    build_docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build_docs)
    monkeypatch.setattr(build_docs, "SOURCE", tmp_path / "source")
    build_docs.lay_out()
    linked = {
        (page.parent / target).resolve()
        for page in (tmp_path / "source").rglob("*.md")
        for target in re.findall(r"\]\(([^)#:\s]+\.html)", page.read_text("utf-8"))
    }
    loaded = r"""<(?:script|link|img)[^>]* (?:src|href)=["'](?!data:|https?:)([^"']+)"""
    needs = {
        page.name: re.findall(loaded, page.read_text("utf-8")) for page in linked if page.exists()
    }
    assert {name: files for name, files in needs.items() if files} == {}
    # The words of the link stay.
    assert "`docs/living-picture.html`, opens" in (tmp_path / "source/site.md").read_text("utf-8")


def test_the_lock_files_hold_no_download_addresses():
    for lock in ("package-lock.json", "bench/package-lock.json", "tests/hub/package-lock.json"):
        packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
        assert [name for name, entry in packages.items() if "resolved" in entry] == []
        assert all("integrity" in entry for name, entry in packages.items() if name)


def test_the_lengths_of_the_lessons_are_as_they_are_counted():
    counted = subprocess.run(
        ["node", "scripts/lesson-lengths.mjs"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rows = [
        [word.strip() for word in line.split("|")[1:-1]] for line in counted.stdout.splitlines()
    ]
    assert len(rows) == len(list((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))) > 0
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    table = re.findall(r"^\| (\d\d) +\|((?:[ \d]*\|){6})$", page, re.MULTILINE)
    course = page.split("\n## The course\n")[1]
    minutes = dict(re.findall(r"^\| (\d\d) .+? +\| (\d+) +\|", course, re.MULTILINE))
    told = [
        [name, *(cells.split("|")[at].strip() for at in (1, 3, 5)), minutes[name]]
        for name, cells in table
    ]
    assert told == rows, "node scripts/lesson-lengths.mjs --write docs/teaching.md"


def test_the_table_of_the_lessons_has_a_row_for_each():
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    part = page.split("\n## The lessons\n")[1].split("\nEach takes ")[0]
    told = re.findall(r"^\| (\d\d .+?) +\|(?: .+? +\|){3}$", part, re.MULTILINE)
    titles = [
        json.loads(file.read_text("utf-8"))["metadata"]["gatescope"]["lesson"]["title"]
        for file in sorted((ROOT / "notebooks").glob("*.ipynb"))
    ]
    lessons = [f"{number:02} {title}" for number, title in enumerate(titles, 1)]
    assert told == lessons, "docs/teaching.md, The lessons"
    left = [line[:40] for line in page.splitlines() if "TODO" in line]
    assert left == [], "docs/teaching.md"


def test_the_table_of_the_course_says_what_the_lessons_say():
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    part = page.split("\n## The course\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| (\d\d) (.+?) +\| (\d+) +\| (.+?) +\| .+ \|$", part, re.MULTILINE)
    lessons = {
        file.name[:2]: "".join(json.loads(file.read_text("utf-8"))["cells"][0]["source"])
        for file in (ROOT / "notebooks").glob("*.ipynb")
    }
    assert [number for number, *_ in told] == sorted(lessons), "docs/teaching.md, The course"
    for number, title, minutes, needs in told:
        opening = lessons[number]
        assert opening.startswith(f"# {title}\n")
        assert f"About {minutes} minutes." in opening
        [needed] = re.findall(r"You need (.+?)[.:]", opening)
        assert re.findall(r"\d\d", needs) == re.findall(r"\d\d", needed), number


def test_the_table_of_examples_names_every_example():
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    part = page.split("\n## Examples\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| (.+?) +\| (.+?) +\| .+?\| ([\d, –]+?) +\|$", part, re.MULTILINE)
    files = sorted((ROOT / "notebooks" / "examples").glob("*.ipynb"))
    openings = {
        "".join(json.loads(file.read_text("utf-8"))["cells"][0]["source"]) for file in files
    }
    titles = {opening.splitlines()[0].removeprefix("# "): opening for opening in openings}
    assert {title for title, *_ in told} == set(titles)
    for title, _, needs in told:
        [needed] = re.findall(r"You need (.+?)[.]", titles[title])
        assert re.findall(r"\d\d", needs) == re.findall(r"\d\d", needed), title


#: How much older than what it shows a picture of the repository may be.
MOST_DAYS = 21
SHOWN = {
    "lesson-03.png": ("src/widgets", "style"),
    "playground.png": ("src/play", "style"),
    "preview.png": ("src/play", "style"),
}


def last_change(*paths: str) -> int:
    """When one of these was committed last, in seconds."""
    return int(
        subprocess.run(
            ["git", "log", "-1", "--format=%ct", "--", *paths],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )


@pytest.mark.parametrize("picture", SHOWN)
def test_a_picture_is_hardly_older_than_what_it_shows(picture):
    """`make pictures ONLY=readme` takes all of them anew."""
    assert set(SHOWN) == {file.name for file in (ROOT / "docs" / "images").iterdir()}
    history = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=ROOT, capture_output=True, text=True
    )
    if history.stdout.strip() != "false":
        pytest.skip("the history is not here: no clone, or a shallow one")
    days = (last_change(*SHOWN[picture]) - last_change(f"docs/images/{picture}")) / 86400
    assert days <= MOST_DAYS, f"{picture} is {days:.0f} days older than what it shows"
