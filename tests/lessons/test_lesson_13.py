"""What lesson 13 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, number, text_of

LESSON = "13-a-day-off"
SEEDS = (1, 2, 3)
FORECASTS = ("as a week ago", "usual", "linear")
NETWORKS = tuple(f"network, seed {seed}" for seed in SEEDS)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def words_of(notebook, id_: str) -> list[list[str]]:
    """The rows of all tables of a notebook cell, as words; rules and headings are left out."""
    lines = [line for line in text_of(cell_of(notebook, id_)).splitlines() if "  " in line]
    rows = [[word.strip() for word in line.split("  ") if word.strip()] for line in lines]
    return [row for row in rows if not row[0].startswith("─")]


def tables_of(notebook, id_: str) -> list[dict[str, list[float]]]:
    """The tables of a notebook cell that shows several, by the words of their first columns."""
    tables: list[dict[str, list[float]]] = []
    for line in text_of(cell_of(notebook, id_)).splitlines():
        if line.startswith("─"):
            tables.append({})
        elif tables and "  " in line:
            row = [word.strip() for word in line.split("  ") if word.strip()]
            try:
                tables[-1][row[0]] = [number(word) for word in row[1:]]
            except ValueError:
                continue  # The heading of the next table.
    return tables


def test_the_eight_largest_drops_are_at_a_day_off_and_four_days_of_the_law_hardly_show(done):
    rows = words_of(done, "ten-table")
    heads = [at for at, row in enumerate(rows) if row[0] in ("day", "by law off")]
    largest, law = rows[heads[0] + 1 : heads[1]], rows[heads[1] + 1 :]
    assert [len(largest), len(law)] == [10, 10]
    assert [row[3] for row in largest].count("off") == 6
    for row in largest[:8]:
        assert row[3] == "off" or row[2].startswith(("the day before", "the day after"))
    assert [row[3] for row in largest[:8]].count("off") == 6
    hardly = [row for row in law if number(row[-1]) > 10]
    assert len(hardly) == 4
    assert max(number(row[2]) for row in hardly) < 0.5 * number(largest[7][4])


def test_all_are_more_wrong_on_days_off_and_networks_are_level_with_usual(done):
    rows = named_rows(done, "saying-train")
    assert set(rows) == {*FORECASTS, *NETWORKS}
    for _, off, others in rows.values():
        assert off > 5 * others
    for network in NETWORKS:
        for rival in ("usual", "linear"):
            assert abs(rows[network][0] / rows[rival][0] - 1) < 0.05
        assert rows[network][0] < 0.95 * rows["as a week ago"][0]


def test_an_echo_goes_when_days_off_are_taken_out_of_what_is_read(done):
    echo, new_year = tables_of(done, "echo-table")
    plain, after, taken_out = echo["as a week ago"]
    assert after > 3000
    assert taken_out < 1.2 * plain
    plain, after, taken_out = echo["linear"]
    assert 0.25 < after / echo["as a week ago"][1] < 0.45
    assert taken_out < 0.5 * after
    for name in ("usual", *NETWORKS):
        plain, after, _ = echo[name]
        assert after < 1.3 * plain
    as_it_was, without = new_year["as a week ago"]
    assert as_it_was < 0
    assert without > 3000


def test_a_budget_of_three_finds_six_days_and_no_network_is_needed(done):
    rows = named_rows(done, "budget-table")
    assert rows["as a week ago: budget 3"][0] == 5
    for name in ("usual", "linear", *NETWORKS):
        assert rows[f"{name}: budget 3"][0] == 6
    scores = [rows[f"{name}: budget 3"][-1] for name in NETWORKS]
    usual = rows["usual: budget 3"][-1]
    assert sum(score > usual for score in scores) == 1
    assert sum(score < usual for score in scores) == 2
    assert max(rows[f"{name}: budget 3"][1] for name in NETWORKS) > 3
    for name in NETWORKS:
        found = {each: rows[f"{name}: budget {each}"] for each in (0, 3, 12, 24)}
        assert found[0][0] < found[3][0] <= found[12][0] <= found[24][0]
        assert found[24][0] == found[3][0] + 3
        assert found[24][3] < 0.5 * found[3][3]


def test_the_day_before_christmas_is_false_by_the_list_and_found_by_all(done):
    rows = {row[0]: row for row in words_of(done, "false-table")}
    assert rows["12-24"][2] == "the day before Christmas"
    assert rows["12-24"][3] == "6 of 6"


def test_a_threshold_at_the_maximum_sleeps_and_wakes_without_the_days_off(done):
    rows = named_rows(done, "break-table")
    for name in ("linear", *NETWORKS):
        maximum, without, one_less, _ = [
            rows[f"{name}: {threshold}"]
            for threshold in (
                "maximum",
                "maximum, days off left out",
                "the same without its largest day",
                "budget 3 in 2013",
            )
        ]
        assert maximum[1:3] == [0, 0]
        assert without[1] >= 2
        assert one_less[0] < without[0] - 500
        assert one_less[1] == 6
        assert one_less[2] <= 1


def test_a_limit_is_ahead_while_the_level_stays_and_a_maximum_loses_readings(done):
    rows = named_rows(done, "sensors-table")
    for mote in (1, 4):
        limit = rows[f"limit on humidity, mote {mote}"]
        forecasts = [rows[f"{name}, mote {mote}"] for name in ("as before", "linear", *NETWORKS)]
        assert limit[3] > max(row[3] for row in forecasts) + 0.05
        watches = [row for name, row in rows.items() if name.endswith(f"mote {mote}")]
        assert all(0 <= row[4] <= 10 for row in watches)
        maximum = rows[f"as before, learning maximum, mote {mote}"]
        without = rows[f"as before, its largest left out, mote {mote}"]
        assert maximum[2] < 0.5
        assert without[2] > maximum[2] + 0.1
    before, straight = rows["as before, mote 4"][3], rows["linear, mote 4"][3]
    networks = [rows[f"{name}, mote 4"][3] for name in NETWORKS]
    assert min(networks) > max(before, straight)
    level = [rows[f"{name}, mote 1"][3] - rows["as before, mote 1"][3] for name in NETWORKS]
    assert all(abs(each) < 0.05 for each in level)
    assert rows["limit, first half, mote 1"][3] > 0.9
    assert rows["limit, first half, mote 4"][1] < 0.1


def test_a_day_at_a_time_the_network_says_the_same(done):
    one, all_ = named_rows(done, "stream-table").values()
    assert one[0] == all_[0] > 2000
    assert one[1] == 16
    assert one[2] < 1e-5


def test_ten_days_do_not_tell_the_watches_apart(done):
    rows = {row[0]: row[1:] for row in words_of(done, "interval-table")}
    for name in (*FORECASTS, *NETWORKS):
        found, recall, _, false, more = rows[name]
        low, high = map(int, recall.split(" to "))
        assert low < int(found) < high and high - low == 6
        least, most = map(int, false.split(" to "))
        assert least <= int(rows[name][2]) <= most
        if name != "usual":
            low, high = (number(word) for word in more.split(" to "))
            assert low <= 0 <= high


def test_a_carried_state_is_ahead_where_a_window_is_short(done):
    rows = {row[0]: [float(word) for word in row[-3:]] for row in words_of(done, "fed-table")[1:]}
    for batch in (4, 16):
        carried, reset, shuffled = (
            rows[f"{state}; 7 days, batch of {batch}"]
            for state in ("carried", "reset", "carried, shuffled")
        )
        assert sum(carried) < 0.9 * min(sum(reset), sum(shuffled))
        carried, reset = (
            rows[f"{state}; 28 days, batch of {batch}"] for state in ("carried", "reset")
        )
        assert abs(sum(carried) - sum(reset)) < 0.15 * sum(reset)
    few, many = (sum(rows[f"reset; 28 days, batch of {batch}"]) for batch in (16, 4))
    assert few > many
    above = rows["the networks above; 56 days, batch of 16"]
    short = [row for name, row in rows.items() if "7 days" in name]
    assert sum(above) < min(map(sum, short))
