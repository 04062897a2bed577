from __future__ import annotations

import numpy as np
import pytest

from sinet_core.benchmark.lag import AFTER, BEFORE, StepResponse, StepWatch, half_way

SIZE = (40, 200)


def visit(index: int) -> np.ndarray:
    """Somebody is there from frame 10 to 29."""
    truth = np.zeros(SIZE, np.float32)
    truth[:, 40:160] = float(10 <= index < 30)
    return truth


def response(alphas: list[np.ndarray], truths: list[np.ndarray]) -> StepResponse:
    watch = StepWatch()
    for alpha, truth in zip(alphas, truths, strict=True):
        watch.add(alpha, truth)
    return watch.response


TRUTHS = [visit(index) for index in range(50)]


@pytest.mark.parametrize("delay", [0, 1, 2, 5])
def test_a_delayed_alpha_lags_by_its_delay(delay: int) -> None:
    late = [visit(index - delay) for index in range(50)]
    assert response(late, TRUTHS).lag == pytest.approx(delay)


def test_an_average_over_time_lags_by_the_frames_until_half() -> None:
    average, alphas = TRUTHS[0], []
    for truth in TRUTHS:
        average = 0.75 * average + 0.25 * truth
        alphas.append(np.asarray(average, np.float32))
    lag = response(alphas, TRUTHS).lag
    assert lag is not None
    # 1 - 0.75^n passes one half (of what it reaches) between the second and the third frame.
    assert 1.5 < lag < 2.5


def test_an_edge_that_is_off_is_not_lag() -> None:
    def moving(index: int, grown: int = 0) -> np.ndarray:
        truth = np.zeros(SIZE, np.float32)
        truth[:, 8 * (index - 4) - grown : 8 * (index - 4) + 100 + grown] = 1.0 if index > 4 else 0.0
        return truth

    truths = [moving(index) for index in range(30)]
    grown = [moving(index, 4) for index in range(30)]
    lag = response(grown, truths).lag
    assert lag is not None
    assert abs(lag) < 0.35


def test_where_nothing_steps_there_is_no_lag() -> None:
    still = [visit(15)] * 40
    assert response(still, still).lag is None


def test_a_mask_that_does_not_follow_at_all_has_no_lag() -> None:
    asleep = [visit(0)] * 50
    assert response(asleep, TRUTHS).lag is None
    assert response(asleep, TRUTHS).pixels > 0


def test_responses_add_up() -> None:
    one = response(TRUTHS, TRUTHS)
    assert (one + one).pixels == 2 * one.pixels
    assert (one + one).lag == pytest.approx(0)


def test_half_way_between_two_frames_is_found() -> None:
    curve = np.array([0.0] * BEFORE + [0.25, 0.75] + [1.0] * (AFTER - 1))
    assert half_way(curve) == pytest.approx(BEFORE + 0.5)
    assert half_way(np.full(5, 0.5)) is None
