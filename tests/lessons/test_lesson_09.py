"""What lesson 09 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import lesson_called, named_rows

LESSON = "09-forecasts"
SEEDS = (1, 2, 3)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def seeds(rows: dict[str, list[float]], name: str) -> list[list[float]]:
    return [rows[f"{name}, seed {seed}"] for seed in SEEDS]


def test_networks_on_changes_beat_the_simple_forecasts_and_not_the_linear_model(done):
    rows = {name: row[0] for name, row in named_rows(done, "changes-train").items()}
    networks = [rows[f"network on changes, seed {seed}"] for seed in SEEDS]
    assert max(networks) < 0.5 * min(rows["as last month"], rows["as the same month last year"])
    assert min(networks) > rows["linear, changes of 24 months"] + 0.02


def test_networks_on_levels_stay_behind_and_each_control_follows(done):
    rows = named_rows(done, "levels-table")
    came = rows["what came"]
    for error, at_the_end, highest in seeds(rows, "network on levels"):
        assert error > 6
        assert at_the_end < came[1] - 15
        assert highest < came[2] - 15
    controls = [
        *seeds(rows, "the same, all years learned"),
        *seeds(rows, "network on changes"),
        rows["linear on levels"],
    ]
    for error, at_the_end, _ in controls:
        assert error < 2.5
        assert abs(at_the_end - came[1]) < 2.5


def test_a_network_on_levels_is_near_its_ends_and_could_hardly_say_what_came(done):
    came = named_rows(done, "levels-table")["what came"][2]
    for highest, most, before, after in named_rows(done, "ends-table").values():
        assert highest < most < came
        assert before < 0.5
        assert after > before + 0.3


def test_how_far_ahead_differs_from_series_to_series(done):
    rows = named_rows(done, "horizon-table")
    season = rows["weather: mean of the season"]
    for tomorrow, _, four, seven, twelve, _ in seeds(rows, "weather: network"):
        lead = season[0] - tomorrow
        assert lead > 0.8
        assert season[2] - four < 0.25 * lead
        assert season[3] - seven < 0.25 * lead
        assert twelve > season[4]
    for births in seeds(rows, "births: network"):
        assert max(births[:5]) < 1.35 * min(births[:5])
    unchanged, week = rows["births: as the last one"], rows["births: as last season"]
    assert unchanged[0] > 1000 and unchanged[4] > 1000
    assert max(week) < 1.2 * min(week)
    for carbon in seeds(rows, "carbon dioxide: network"):
        assert carbon[:5] == sorted(carbon[:5])
        assert carbon[4] < 0.6 * rows["carbon dioxide: as last season"][4]
        assert carbon[4] < rows["carbon dioxide: linear"][4]


def test_on_no_series_is_every_network_ahead_of_the_linear_model(done):
    rows = named_rows(done, "horizon-table")
    for name in ("carbon dioxide", "births", "weather"):
        networks = [row[-1] for row in seeds(rows, f"{name}: network")]
        assert max(networks) > 1.01 * rows[f"{name}: linear"][-1]
        if name != "births":
            assert min(networks) > rows[f"{name}: linear"][-1]


def test_a_band_holds_what_it_promises_where_the_errors_are_like_the_calibrations(done):
    rows = named_rows(done, "bands-table")
    for name in ("weather", "births"):
        for covered in seeds(rows, name):
            assert all(73 <= share <= 88 for share in covered)
    for own, narrow in zip(seeds(rows, "weather"), seeds(rows, "weather, width of 1"), strict=True):
        assert narrow[0] == own[0]
        assert all(share < 73 for share in narrow[1:])
    for covered in seeds(rows, "carbon dioxide"):
        assert covered[-1] < 70
        assert max(covered) < 80
        assert covered[-1] < min(covered[:-1])
    by_lot = seeds(rows, "carbon dioxide by lot")
    for at in range(5):
        assert 75 <= sum(row[at] for row in by_lot) / len(by_lot) <= 87


def test_a_band_is_kept_on_average_and_not_in_each_season_nor_over_a_path(done):
    every, fewest, most, path = (share for [share] in named_rows(done, "bands-when").values())
    assert 75 <= every <= 87
    assert fewest < 66 < 90 < most
    assert path < every / 2


def test_the_years_after_the_calibration_are_others(done):
    rows = named_rows(done, "bands-why")
    for calibration, test in seeds(rows, "carbon dioxide, ppm"):
        assert abs(calibration) < 0.4
        assert test > calibration + 0.4
    before, after = rows["growth of a year, ppm"]
    assert after > 1.3 * before


def test_the_days_heat_helps_with_the_night_and_dice_do_not(done):
    rows = named_rows(done, "variables-table")

    def each(name: str) -> list[float]:
        """The linear model and the three networks."""
        return [rows[name][0], *rows[name][2:]]

    alone, helped = each("lowest: alone"), each("lowest: and highest")
    assert all(more < one - 0.015 for one, more in zip(alone, helped, strict=True))
    for control in ("dice", "highest of another day", "rain", "wind"):
        assert rows["lowest: and highest"][1] < rows[f"lowest: and {control}"][1] - 0.01
    for control in ("dice", "highest of another day"):
        assert rows[f"lowest: and {control}"][1] > rows["lowest: alone"][1]
    # Rain and wind help a little: the linear model, and the networks in their mean.
    for helper in ("rain", "wind"):
        for model in (0, 1):
            assert rows[f"lowest: and {helper}"][model] < rows["lowest: alone"][model] - 0.005
    linear, networks = rows["highest: alone"][:2]
    assert rows["highest: and lowest"][0] > linear
    assert abs(rows["highest: and lowest"][1] - networks) < 0.03


def test_a_network_on_prices_says_what_it_has_just_read(done):
    rows = named_rows(done, "price-table")
    still = rows["as the day before"][0]
    assert abs(rows["linear, 20 days"][0] - still) < 0.02 * still
    for came, before in seeds(rows, "network"):
        assert came > still
        assert before < came


def test_of_returns_a_leak_finds_as_much_in_noise_and_honest_networks_nothing(done):
    rows = named_rows(done, "returns-table")
    still, noise = (
        rows["baseline: no change (directions: always up)"][0],
        rows["baseline on shuffled: no change"][0],
    )
    for of, least in (("returns", still), ("shuffled", noise)):
        for leak in ("honest", "scaled by all years"):
            error, _, low, high = rows[f"{of}: {leak}"]
            assert error > 0.99 * least
            assert low < 50 < high
        for leak, right in (("smoothed", 80), ("a day late", 99)):
            error, _, low, _ = rows[f"{of}: {leak}"]
            assert error < 0.5 * least
            assert low > right
