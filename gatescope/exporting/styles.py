"""The part of a style sheet that a page can use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import tinycss2  # type: ignore[import-untyped]

#: A style element that holds JupyterLab's rules, most of them for what no page has.
STYLE = re.compile(r'(<style type="text/css">)(.*?)(</style>)', re.S)
NAME = re.compile(r"[\w-]+")
VARIABLE = re.compile(r"--[\w-]+")
READ = re.compile(r"var\(\s*(--[\w-]+)")
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
NOT = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")


def used_styles(page: str) -> str:
    """The page without what of JupyterLab's rules can match nothing in it, and variables that nothing reads.

    A name is somewhere when the page has the word, also in its scripts, which may set a class.
    """
    rest = STYLE.sub("", page)
    names = frozenset(NAME.findall(rest))
    page = STYLE.sub(lambda found: found[1] + used_rules(found[2], names) + found[3], page)
    read = frozenset(READ.findall(page)) | frozenset(VARIABLE.findall(rest))
    return STYLE.sub(lambda found: found[1] + read_variables(found[2], read) + found[3], page)


@lru_cache(maxsize=4)
def parsed(sheet: str) -> list[Any]:
    """The rules of a style sheet, once for all pages that one command writes."""
    return list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))


def used_rules(sheet: str, names: frozenset[str]) -> str:
    """The rules of a style sheet, without those whose every selector needs another class."""
    return "\n".join(filter(None, (used_rule(rule, names) for rule in parsed(sheet))))


def used_rule(rule: Any, names: frozenset[str]) -> str:
    """One rule with the selectors that can match, or nothing."""
    if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
        inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "\n".join(filter(None, (used_rule(each, names) for each in inside)))
        return f"@media{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    if rule.type != "qualified-rule":
        return str(rule.serialize())
    possible = [each for each in selectors(rule.prelude) if can_match(each, names)]
    if not possible:
        return ""
    return f"{','.join(possible)}{{{tinycss2.serialize(rule.content).strip()}}}"


def read_variables(sheet: str, read: frozenset[str]) -> str:
    """The rules of a style sheet without the variables that nothing reads."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    found = []
    for rule in rules:
        if rule.type == "qualified-rule" and ":root" in tinycss2.serialize(rule.prelude):
            kept = [
                each
                for each in tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                if each.type != "declaration" or not each.name.startswith("--") or each.name in read
            ]
            found.append(
                f"{tinycss2.serialize(rule.prelude)}{{{';'.join(each.serialize() for each in kept)}}}"
            )
        else:
            found.append(rule.serialize())
    return "\n".join(found)


def selectors(prelude: list[Any]) -> list[str]:
    """The selectors of a rule; a comma inside brackets parts none."""
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        elif token.type != "comment":
            found[-1].append(token)
    return [tinycss2.serialize(tokens).strip() for tokens in found]


def can_match(selector: str, names: frozenset[str]) -> bool:
    """Whether every class that a selector asks for is among the names."""
    if ":is(" in selector or ":where(" in selector:
        return True
    return all(name in names for name in CLASS.findall(NOT.sub("", selector)))
