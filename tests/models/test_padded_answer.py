"""The only answer of a padded sequence stands at the last step that is no padding, as in the engine."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.tracing.series import lines_of, place_of


@pytest.mark.parametrize(
    ("mask", "at"),
    [(None, 4), ([1, 1, 1, 0, 0], 2), ([0, 0, 1, 1, 1], 4), ([1, 0, 1, 1, 0], 3), ([0] * 5, 4)],
)
def test_the_only_answer_stands_at_the_last_step_that_is_no_padding(mask, at):
    mask = None if mask is None else np.array(mask, np.uint8)
    for answer in (np.array([[0.5, 2.0]]), np.array([0.5]), np.array(0.5)):
        line = lines_of(answer, 5, 0, "output", mask=mask)[0]
        assert np.flatnonzero(~np.isnan(line.values)).tolist() == [at]
        assert line.values[at] == 0.5
        found = [place_of(answer, 5, 0, line=0, step=step, mask=mask) for step in range(5)]
        assert [step for step, place in enumerate(found) if place is not None] == [at]
        assert answer[found[at]] == 0.5


def test_answers_at_each_step_stay_where_they_are():
    answers = np.arange(5.0)[None, :, None]
    line = lines_of(answers, 5, 0, "output", mask=np.array([1, 1, 0, 0, 0], np.uint8))[0]
    assert line.values.tolist() == [0, 1, 2, 3, 4]
