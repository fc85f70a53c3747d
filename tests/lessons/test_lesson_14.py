"""What lesson 14 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, text_of

LESSON = "14-the-gate-comes-back"
#: Columns of the tables of copying: parameters, 14, 30, 62 blanks, and each seed at 62.
PARAMETERS, TRAINED, LONGER, LONGEST, SEEDS = 0, 1, 2, 3, slice(4, 7)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def test_gates_that_read_the_input_copy_at_four_times_the_length_and_the_lstm_does_not(done):
    lstm, *today = named_rows(done, "copy-table").values()
    [places] = named_rows(done, "rivals-table")["linear, a weight for each place"]
    assert len(today) == 2
    assert lstm[TRAINED] > places + 5
    for cell in today:
        assert cell[TRAINED] > 97
        assert min(cell[SEEDS]) > 90
        assert max(lstm[SEEDS]) < min(cell[SEEDS]) - 30
        assert cell[PARAMETERS] < lstm[PARAMETERS]


def test_the_minlstm_writes_letters_and_lets_blanks_pass(done):
    for letter, blank in named_rows(done, "write-table").values():
        assert letter > 5 * blank
        assert blank < 0.1


def test_the_scan_gives_the_numbers_of_the_loop(done):
    loop, scan = (line.split() for line in text_of(cell_of(done, "scan-table")).splitlines()[2:4])
    assert loop[:2] == ["loop", "1000"]
    assert scan[:2] == ["scan", "10"]
    assert float(scan[2]) < 1e-10


def test_what_a_state_space_keeps_is_one_minus_a_sigmoid(done):
    rows = named_rows(done, "ssm-table")
    assert len(rows) == 8
    assert all(kept == gate for _, kept, gate in rows.values())
    assert max(kept for _, kept, _ in rows.values()) > 0.7


def test_a_higher_rate_open_gates_and_longer_sequences_each_help_the_lstm(done):
    first, rate, opened, longer, today = named_rows(done, "copy-again").values()
    assert all(tried[LONGEST] > first[LONGEST] + 10 for tried in (rate, opened, longer))
    assert all(tried[LONGEST] > 3 * first[LONGEST] for tried in (opened, longer))
    assert max(tried[LONGEST] for tried in (rate, opened, longer)) < today[LONGEST]


def test_odd_and_even_take_a_sign_and_not_a_gate_that_reads_the_state(done):
    rows = named_rows(done, "parity-table")
    for name in ("LSTM", "sLSTM", "keep between −1 and 1"):
        assert min(rows[name]) > 90
    for name in (
        "minLSTM",
        "minLSTM, 24 units",
        "selective state space",
        "keep between 0 and 1",
    ):
        assert len(rows[name]) == 5
        assert all(35 < right < 65 for right in rows[name])


def test_a_scan_with_a_sign_counts_a_thousand_tosses(done):
    assert "right after 1000 of 1000 tosses" in text_of(cell_of(done, "parity-scan"))


def test_with_its_gates_frozen_the_cell_is_not_selective_any_more(done):
    reads, frozen, lstm = named_rows(done, "break-table").values()
    bag = named_rows(done, "rivals-table")["linear, letters counted"]
    assert frozen[PARAMETERS] > reads[PARAMETERS]
    assert bag[0] < frozen[TRAINED] < reads[TRAINED] - 10
    assert frozen[LONGEST] < frozen[LONGER] - 10 < frozen[TRAINED] - 20
    assert abs(frozen[LONGEST] - lstm[LONGEST]) < 15
    assert all(a < b - 40 for a, b in zip(frozen[SEEDS], reads[SEEDS], strict=True))


def test_the_cache_grows_and_states_do_not(done):
    attention, *states = zip(*named_rows(done, "memory-table").values(), strict=True)
    assert attention == (384, 24_000, 2_400_000)
    assert [set(each) for each in states] == [{24}, {12}, {24}]
