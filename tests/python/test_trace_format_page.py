"""The page of the trace format and the schemas name the same keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "src" / "trace" / "schema"
PAGE = (ROOT / "docs" / "trace-format.md").read_text("utf-8")
KINDS = sorted(
    path.stem for path in SCHEMAS.glob("*.json") if path.stem not in ("common", "protocol")
)

Keys = dict[str, bool]


def schema(name: str) -> dict:
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


def keys(node: dict, place: str = "", whole: dict | None = None) -> Iterator[tuple[str, bool]]:
    """Each key below a schema, with whether it must be there; not into what other schemas describe."""
    whole = node if whole is None else whole
    for name, value in node.get("properties", {}).items():
        if name == "kind":
            continue
        must = name in node.get("required", [])
        items = value.get("items", {})
        # Entries that two lists have alike; what stands in several places has a table of its own.
        if items.get("$ref", "").startswith("#/$defs/"):
            items = whole["$defs"][items["$ref"].removeprefix("#/$defs/")]
        below = [
            *keys(value, f"{place}{name}.", whole),
            *keys(items, f"{place}{name}[].", whole),
            *keys(items.get("items", {}), f"{place}{name}[][].", whole),
        ]
        # The page leaves out a key that only groups others and is always there.
        if not (must and "properties" in value):
            yield f"{place}{name}", must
        yield from below


def section(heading: str) -> str:
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def documented(text: str) -> Keys:
    """The keys in the first column of a table; those that may be absent are in italics."""
    column = re.findall(r"^\| (_?)`([^`]+)`_? +\|", text, re.MULTILINE)
    return {name: italic == "" for italic, name in column}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("trace", "predictions")])
def test_every_key_of_a_bundle_is_on_the_page(kind):
    assert documented(section(f"### `{kind}`")) == dict(keys(schema(kind)))


def test_every_key_of_a_trace_is_on_the_page():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) +\|", section("## A trace"), re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    roles = {"gate", "candidate", "state", "gradient", "term", "value"}
    assert names - roles - {"role"} == set(schema("trace")["properties"]) - {"kind"}
    common = schema("common")["$defs"]
    assert roles == set(common["role"]["enum"])


def test_every_form_of_predictions_is_on_the_page():
    rows = re.findall(r"^\| `(\w+)` +\| (.+) \|$", section("### `predictions`"), re.MULTILINE)
    told = {form: set(re.findall(r"`(\w+)`", text)) for form, text in rows if form != "form"}
    forms = schema("predictions")["properties"]["content"]["oneOf"]
    for form in forms:
        name = form["properties"].pop("form")["const"]
        wanted = {path.split(".")[-1].removesuffix("[]") for path, _must in keys(form)} | {
            key for key in form["properties"]
        }
        assert told[name] == wanted
    assert len(told) == len(forms)


def test_the_header_is_on_the_page():
    block = section("## What all bundles share").split("Letters below")[0]
    assert set(re.findall(r'^ {6}"(\w+)":', block, re.MULTILINE)) == set(
        schema("common")["$defs"]["header"]["properties"]
    )


def test_every_kind_has_its_schema_and_its_mime_type_on_the_page():
    rows = re.findall(
        r"^\| `(\w+)` +\| `([\w./+-]+)` +\| `(\w+)\.json` +\|",
        section("## Where it stands"),
        re.MULTILINE,
    )
    assert sorted(kind for kind, _mime, _schema in rows) == KINDS
    assert all(kind == name for kind, _mime, name in rows)
    source = (ROOT / "src" / "trace" / "mime.ts").read_text("utf-8")
    in_code = re.findall(r"^  (\w+): '([^']+)'", source, re.MULTILINE)
    assert {kind: mime for kind, mime, _schema in rows} == dict(in_code)


def test_every_method_of_the_live_link_is_on_the_page():
    methods = set(schema("protocol")["$defs"]) - {"id"}
    assert set(documented(section("## The live link"))) == methods
    events = (
        (ROOT / "src" / "trace" / "protocol.ts").read_text("utf-8").split("interface Events")[1]
    )
    names = re.findall(r"^  (\w+): \{", events.split("\n}")[0], re.MULTILINE)
    assert names
    assert all(f"`{name}`" in section("## The live link") for name in names)
