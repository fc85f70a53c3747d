"""What the documents say is so: links lead somewhere, the dependency page has every pin."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import shlex
import subprocess
import textwrap
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

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
    page = (ROOT / "docs" / "lessons.md").read_text("utf-8")
    table = re.findall(r"^\| (\d\d) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\|$", page, re.MULTILINE)
    course = (ROOT / "docs" / "teaching.md").read_text("utf-8").split("\n## The course\n")[1]
    minutes = dict(re.findall(r"^\| (\d\d) .+? +\| (\d+) +\|", course, re.MULTILINE))
    told = [[name, *counts, minutes[name]] for name, *counts in table]
    assert told == rows, "node scripts/lesson-lengths.mjs --write"
    over = {row[0]: row[-1] for row in rows if int(row[-1]) > 45}
    assert over == {}, "fold, or mark (optional), what is needed least: --parts says where they go"


def test_the_table_of_the_lessons_has_a_row_for_each():
    page = (ROOT / "docs" / "lessons.md").read_text("utf-8")
    part = page.split("\n## How long they are\n")[0]
    told = re.findall(r"^\| (\d\d .+?) +\|(?: .+? +\|){3}$", part, re.MULTILINE)
    titles = [
        json.loads(file.read_text("utf-8"))["metadata"]["gatescope"]["lesson"]["title"]
        for file in sorted((ROOT / "notebooks").glob("*.ipynb"))
    ]
    lessons = [f"{number:02} {title}" for number, title in enumerate(titles, 1)]
    assert told == lessons, "docs/lessons.md"
    page += (ROOT / "docs" / "teaching.md").read_text("utf-8")
    left = [line[:40] for line in page.splitlines() if "TODO" in line]
    assert left == [], "docs/lessons.md or docs/teaching.md"


def test_nothing_is_installed_by_a_name_that_no_registry_has():
    """What waits for a first release stands in a comment; the page on installing names the extras."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if not json.loads((ROOT / "package.json").read_text("utf-8"))["released"]:
        told = {
            page.name: re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)
            for page in pages
            if page.name != "releasing.md"
        }
        names = re.compile(r"(?:pip|npm) install (?:-\S+ )*['\"]?gatescope(?![-_][\d@])")
        assert [page for page, text in told.items() if names.search(text)] == []
    install = (ROOT / "docs" / "do" / "install.md").read_text("utf-8")
    extras = set(re.findall(r"`(\w+)`(?=[^|\n]*\|[^|\n]*\|$)", install, re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    part = project.split("\n[project.optional-dependencies]\n")[1].split("\n[")[0]
    assert extras == set(re.findall(r"^(\w+) = ", part, re.MULTILINE))


@pytest.mark.parametrize(
    "script, told, most",
    [
        # An article bears the first two.
        ("embed.js", r"draws a saved run in any page \((\d+) kB and", 178),
        ("live.js", r"`live\.js` \((\d+) kB\)", 234),
        ("page.js", r"any saved output \((\d+) kB\)", 272),
        ("style.css", r"kB and (\d+) kB gzip\)", 9),
    ],
)
def test_a_script_for_any_page_weighs_what_the_docs_say_and_no_more(script, told, most):
    size = len(gzip.compress((ROOT / "gatescope" / "_widget" / script).read_bytes())) / 1000
    [said] = re.findall(told, (ROOT / "docs" / "site.md").read_text("utf-8"))
    assert float(said) == pytest.approx(size, rel=0.05) and size <= most


def test_a_size_stands_on_one_page():
    """What CHANGELOG.md or README.md says as well, nobody brings up to date."""
    for name in ("CHANGELOG.md", "README.md"):
        assert re.findall(r"\d kB", (ROOT / name).read_text("utf-8")) == [], name


def test_each_section_of_figures_says_how_it_is_measured():
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    opening, *sections = page.split("\n## ")
    assert len(re.findall(r"\d \w+ 20\d\d", opening)) == 1
    for section in sections:
        assert re.findall(r"20\d\d\b(?!\.)", section) == [], "one week, which the opening names"
        names = re.findall(r"`make bench ONLY=([\w-]+)`", section)
        assert names, section[:40]
        assert all(list((ROOT / "bench").glob(f"{name}*.bench.*")) for name in names), names


def test_no_page_for_users_tells_how_things_were():
    """Tables that compare today with some earlier day are for those who build it."""
    for page in sorted((ROOT / "docs").rglob("*.md")):
        heads = re.findall(r"^(\|.*\|)\n\|[ :|-]+\|$", page.read_text("utf-8"), re.MULTILINE)
        assert [head for head in heads if re.search(r"\b(?:before|now)\b", head)] == [], page.name


def test_every_page_is_reached_from_the_first_one():
    page = (ROOT / "docs" / "README.md").read_text("utf-8")
    linked = re.findall(r"\]\(([^)#]+\.md)\)", page)
    there = {
        each.relative_to(ROOT / "docs").as_posix()
        for each in (ROOT / "docs").rglob("*.md")
        if each.name != "README.md"
    }
    assert len(linked) == len(set(linked))
    assert there - set(linked) == set()


def test_the_readme_starts_where_launcher_and_map_do():
    """Both begin with the first lesson of the index, which has the notebooks in the order of their names."""
    first = min((ROOT / "notebooks").glob("*.ipynb"))
    title = json.loads(first.read_text("utf-8"))["metadata"]["gatescope"]["lesson"]["title"]
    [told] = re.findall(r"Start with _(.+?)_", (ROOT / "README.md").read_text("utf-8"))
    assert told == f"{first.name[:2]} {title}"


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
        assert re.search(rf"\bAbout {minutes} minutes\b", opening), number
        # What is counted, so that nobody finds more than was promised.
        assert "text, visible code, questions, pictures to try and exercises" in opening, number
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


def headings(notebook: Path) -> list[str]:
    """The headings of a notebook, its title first."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE)


def told_places() -> dict[str, list[tuple[str, str, str]]]:
    """Each topic of docs/topics.md with the links of its row: words, file and heading."""
    page = (ROOT / "docs" / "topics.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!topic |-)(.*?) *\| (.*?) *\|$", page, re.MULTILINE)
    told = {
        topic: re.findall(r"\[([^\]]+)\]\(([^)#]+)(?:#([^)]+))?\)", where) for topic, where in rows
    }
    assert len(told) == len(rows), "a topic stands twice in docs/topics.md"
    return told


def test_every_topic_is_taught_somewhere_under_a_heading_that_is_there():
    told = told_places()
    assert len(told) > 70
    assert [topic for topic, places in told.items() if not (topic and places)] == []
    for topic, places in told.items():
        for words, target, anchor in places:
            file = (ROOT / "docs" / target).resolve()
            if file.suffix != ".ipynb":
                slugs = [
                    re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
                    for title in re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
                ]
                assert anchor in slugs, (topic, target)
                continue
            title, *_ = there = headings(file)
            heading = {each.replace(" ", "-"): each for each in there}[unquote(anchor)]
            number = re.match(r"\d\d", file.name)
            # A lesson by its number; an example by its title.
            name = f"{number[0]} {heading}" if number else f"{title} {heading}"
            assert words in (name, heading if heading == title else name), (topic, words)


def test_every_lesson_and_example_teaches_a_topic():
    taught = {Path(target).name for places in told_places().values() for _, target, _ in places}
    folder = ROOT / "notebooks"
    files = {file.name for each in ("", "examples") for file in (folder / each).glob("*.ipynb")}
    assert files - taught == set()


def blocks(*languages: str) -> list[tuple[str, str]]:
    """Page and text of each block in these languages, those in lists too."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    fence = rf"^( *)```(?:{'|'.join(languages)})\n(.*?)^\1```$"
    return [
        (page.relative_to(ROOT).as_posix(), textwrap.dedent(found[2]))
        for page in pages
        for found in re.finditer(fence, page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ]


#: Who tries the blocks of each language, on which pages: one that stands elsewhere has nobody yet.
TRIED = {
    "tests/kernel/test_code_of_docs.py": ("ts", r"README\.md|docs/((learn|do|understand)/)?[^/]+"),
    "tests/python/test_walks.py": ("ts", r"CONTRIBUTING\.md|docs/contribute/optimizer\.md"),
    # And each block of Python has a name there, or the test that has it.
    "tests/models/test_learn_page.py": ("py|python", ".*"),
    "tests/python/test_docs.py, its commands": ("sh", ".*"),
    "tests/python/test_npm_package.py": ("js|html", r"docs/(npm|do/embed|site)\.md"),
    "tests/python/test_nbgrader_metadata.py": ("json", r"docs/teaching\.md"),
    # Read below: what it says is of Kubernetes.
    "tests/python/test_docs.py, as it stands": ("yaml", r"docs/classroom\.md"),
}


def test_each_block_of_code_is_tried_by_a_test():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        name = page.relative_to(ROOT).as_posix()
        text = page.read_text("utf-8")
        for _, language in re.findall(r"^ *(`{3,})(\S*)\n.*?^ *\1$", text, re.M | re.S):
            assert [
                file
                for file, (languages, where) in TRIED.items()
                if re.fullmatch(languages, language) and re.fullmatch(where, name)
            ], f"no test tries a block of {language or 'no language'} in {name}"
    assert [file for file in TRIED if not (ROOT / file.split(",")[0]).exists()] == []
    for _, code in blocks("yaml"):
        assert set(yaml.safe_load(code)) == {"singleuser", "cull"}


def test_the_settings_that_pages_give_are_known_where_they_go():
    """traitlets takes a setting of any name, and does nothing with one that is misspelt."""
    from jupyterhub.app import JupyterHub
    from ltiauthenticator.lti13.auth import LTI13Authenticator
    from nbconvert.preprocessors import ExecutePreprocessor
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange.default.exchange import Exchange
    from nbgrader.preprocessors import ClearSolutions
    from traitlets.config import Config

    takes = {
        each.__name__: each
        for each in (
            *(JupyterHub, LTI13Authenticator),
            *(ExecutePreprocessor, CourseDirectory, Exchange, ClearSolutions),
        )
    }
    settings = [code for _, code in blocks("py", "python") if re.match(r"c(\.\w| = )", code)]
    assert len(settings) == 3
    for code in settings:
        config = Config()
        exec(code, {"c": config, "get_config": lambda config=config: config})
        assert config
        for name, values in config.items():
            for setting in values:
                assert setting in takes[name].class_traits(), f"{name}.{setting}"


#: Commands that nobody can try here, by how they begin: why.
NOT_HERE = {
    "cd ": "goes into the folder that the line before made",
    "sudo ": "settings of The Littlest JupyterHub, which owns its machine",
    "python -m venv try && try/bin/pip install": "what it installs, tests/python/test_wheel.py does",
}


def test_the_commands_that_pages_give_are_taken():
    """Each line is parsed by what it calls: targets, options and extras that are there."""
    from nbgrader.apps import NbGraderApp

    from gatescope import cli
    from gatescope.grading import commands

    targets = (ROOT / "Makefile").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")

    def is_in(part: str, name: str) -> bool:
        return f"\n{name} = " in project.split(f"\n[project.{part}]")[1].split("\n[")[0]

    lines = [line for _, text in blocks("sh") for line in text.splitlines() if line.strip()]
    unused = [begin for begin in NOT_HERE if not any(line.startswith(begin) for line in lines)]
    assert unused == []
    for line in lines:
        if line.startswith(tuple(NOT_HERE)):
            continue
        name, *words = shlex.split(line, comments=True)
        match Path(name).name, words:
            case "make", [target]:
                assert re.search(rf"^{target}:", targets, re.MULTILINE), line
            case "gatescope-grading", _:
                # Ends the test with its usage where it does not take them.
                commands._parser().parse_args(words)
            case "gatescope", _:
                cli._parser().parse_args(words or ["lab"])
            case "nbgrader", [command, *_]:
                assert command in NbGraderApp.subcommands, line
            case "jupyter", ["nbconvert", "--to", to, _]:
                assert is_in('entry-points."nbconvert.exporters"', to), line
            case "pip", ["install", what]:
                # The wheel that `make dist` writes.
                assert re.fullmatch(r"path/to/gatescope-[\w.]+-py3-none-any\.whl", what), line
            case _:
                pytest.fail(f"no test knows what calls this: {line}")
