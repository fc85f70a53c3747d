"""The page's part on questions: each with its statistics, and the concept inventory."""

from __future__ import annotations

from gatescope.grading.classmap import drawing
from gatescope.grading.classmap.items import Inventory, ItemStatistics, SheetStatistics
from gatescope.grading.classmap.parts import (
    WORDS,
    Names,
    digits,
    discriminated,
    many,
    percent,
    safe,
    scrolled,
    section_of,
    table_of,
    who_of,
)


def sheet_part(sheet: SheetStatistics, named: Names) -> str:
    name = {"test": "Test", "inventory": "Concept inventory"}.get(sheet.purpose, "Questions")
    mean = "" if sheet.mean is None else f"; {digits(sheet.mean)} of {sheet.of} right on average"
    items = "".join(_item(each, named) for each in sheet.items if each.answered)
    return (
        f"<h3>{name}: {safe(sheet.title)}</h3><p>{many(sheet.handed_in, 'sheet')}{mean}.</p>{items}"
    )


def _item(item: ItemStatistics, named: Names) -> str:
    share = item.share
    wrong = item.sureness.get("certain", (0, 0))[1]
    facts = [f"{percent(share)} right at once, of {item.answered}"]
    if item.discrimination is None:
        facts.append("discrimination cannot be told")
    else:
        low = ": those who know the rest do no better here" if item.discrimination < 0.2 else ""
        facts.append(f"discrimination {item.discrimination:.2f}{low}".replace("-", "−"))
    if wrong:
        facts.append(f"{many(wrong, 'student')} certain and wrong")
    chosen = [
        [
            f'<span class="key {"right" if each.right else ""}">{"✓ right" if each.right else "wrong"}</span>',
            str(len(each.students)),
            safe(each.text),
            "" if each.right else who_of(each.students, named),
        ]
        for each in item.chosen
    ]
    sure = [
        [WORDS[name], str(right), str(other)]
        for name, (right, other) in item.sureness.items()
        if right + other
    ]
    tables = ""
    if chosen:
        tables += table_of(
            "What was answered", ["verdict", "students", "answer", "who"], chosen, (1,)
        )
    if sure:
        tables += table_of("How sure they were", ["how sure", "right", "wrong"], sure, (1, 2))
    return f"<h4>{safe(item.item.question)}</h4><p>{'; '.join(facts)}.</p>{tables}"


def inventory_part(inventory: Inventory, named: Names) -> str:
    sheets = inventory.sheets
    forms = ("ring", "disc", "square")
    signs = {"ring": "○", "disc": "●", "square": "■"}
    key = " ".join(
        f'<span class="key {form}">{signs[form]} {safe(sheet.title)}</span>'
        for form, sheet in zip((*forms, *["square"] * len(sheets)), sheets)
    )
    told = "".join(
        f"<p>{safe(each.before)} → {safe(each.after)}: {percent(each.first)} → "
        f"{percent(each.second)} right, by the {many(each.students, 'student')} who answered both; "
        f"gain of the class {percent(each.whole)}, mean of the students' own {percent(each.mean)}.</p>"
        for each in inventory.gains
    )
    rows = [_inventory_row(inventory, each) for each in sheets[0].items]
    heads = ["question", *(safe(sheet.title) for sheet in sheets), "gain", "discrimination"]
    numbers = range(1, len(heads))
    last = next((each for each in reversed(sheets) if each.handed_in), sheets[0])
    return section_of(
        "inventory",
        "Concept inventory",
        f"<p>{key}</p>{scrolled('Share right of each question', drawing.gains(inventory))}{told}"
        f"{table_of('Share right of each question, sheet by sheet', heads, rows, numbers)}"
        "<p class='second'>Gain: of what was not known before, the share that is known after. "
        "Discrimination: how an answer goes with the score of all other questions, from −1 to 1, on "
        "the last sheet; below 0.2 a question should be looked at.</p>"
        f"<details><summary>Every question and who believes what: {safe(last.title)}</summary>"
        f"{sheet_part(last, named)}</details>",
    )


def _inventory_row(inventory: Inventory, first: ItemStatistics) -> list[str]:
    every = [
        next((item for item in sheet.items if item.item.id == first.item.id), None)
        for sheet in inventory.sheets
    ]
    shares = [None if item is None else item.share for item in every]
    before, after = shares[0], shares[1] if len(shares) > 1 else None
    gain = (
        (after - before) / (1 - before)
        if before is not None and after is not None and before < 1
        else None
    )
    known = [item.discrimination for item in every if item is not None and item.answered]
    told = discriminated(known[-1] if known else None)
    return [
        safe(first.item.question),
        *(percent(share) for share in shares),
        percent(gain).replace("-", "−"),
        told,
    ]
