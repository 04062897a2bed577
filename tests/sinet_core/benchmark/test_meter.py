from __future__ import annotations

import numpy as np
import pytest

from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.meter import Figures, Meter, mean_figures
from tests.sinet_core.benchmark.people import moment_of
from tests.sinet_core.scenes import person_alpha

SIZE = (160, 96)
RNG = np.random.default_rng(5)


def walk(index: int) -> Moment:
    """Stands, moves to the side, stands."""
    shift = 4 * min(10, max(0, index - 8))
    return moment_of(person_alpha(SIZE, shift), seed=index)


def measured(alphas: list[np.ndarray], moments: list[Moment], **kwargs: int) -> Figures:
    meter = Meter(**kwargs)
    for alpha, moment in zip(alphas, moments, strict=True):
        meter.add(alpha, moment)
    return meter.score().figures


MOMENTS = [walk(index) for index in range(36)]
TRUTHS = [moment.truth for moment in MOMENTS if moment.truth is not None]


def test_a_perfect_matte_scores_nothing() -> None:
    figures = measured(TRUTHS, MOMENTS)
    assert (figures.mad, figures.mse, figures.grad, figures.conn, figures.dtssd) == (0, 0, 0, 0, 0)
    assert figures.boundary_f1 == 1
    assert figures.flicker == pytest.approx(0, abs=0.1)
    assert figures.lag == pytest.approx(0)


def test_a_delayed_matte_lags_and_is_off_where_it_moves() -> None:
    late = [TRUTHS[max(0, index - 2)] for index in range(len(TRUTHS))]
    figures = measured(late, MOMENTS)
    assert figures.lag == pytest.approx(2, abs=0.3)
    assert figures.mad is not None
    assert figures.mad > 1
    assert figures.dtssd is not None
    assert figures.dtssd > 1
    assert figures.flicker is not None
    assert figures.flicker > 1, "what comes late comes where the frame stands still again"


def test_a_noisy_matte_flickers_without_lagging() -> None:
    noisy = [np.clip(truth + RNG.normal(0, 0.1, truth.shape), 0, 1).astype(np.float32) for truth in TRUTHS]
    figures = measured(noisy, MOMENTS)
    assert figures.flicker is not None
    assert 30 < figures.flicker < 120
    assert figures.lag == pytest.approx(0, abs=0.2)


def test_a_constant_error_does_not_flicker() -> None:
    thin = [np.asarray(0.9 * TRUTHS[0], np.float32)] * 5
    figures = measured(thin, [MOMENTS[0]] * 5)
    assert figures.mad is not None
    assert figures.mad > 10
    assert (figures.flicker, figures.dtssd) == (0, 0)


def test_units_are_those_of_the_field() -> None:
    truth = np.zeros((10, 10), np.float32)
    alpha = truth + np.float32(0.1)
    figures = measured([truth, alpha], [moment_of(truth), moment_of(truth)])
    assert figures.mad == pytest.approx(50)
    assert figures.mse == pytest.approx(5)
    assert figures.dtssd == pytest.approx(10)
    assert figures.flicker == pytest.approx(100)


def test_without_truth_only_flicker_is_reported() -> None:
    blind = [Moment(moment.frame, None) for moment in MOMENTS[:4]]
    figures = measured([TRUTHS[0], 1 - TRUTHS[0]] * 2, blind)
    assert figures.flicker is not None
    assert figures.flicker > 500
    assert figures == Figures(flicker=figures.flicker)


def test_slow_figures_can_be_taken_now_and_then() -> None:
    wrong = [np.zeros_like(truth) for truth in TRUTHS]
    wrong[0] = TRUTHS[0]
    assert measured(wrong[:5], MOMENTS[:5], every=5).grad == 0
    assert measured(wrong[:5], MOMENTS[:5]).grad != 0


def test_means_count_each_clip_the_same_and_take_one_lag_from_all_steps() -> None:
    scores = []
    for delay in (0, 4):
        meter = Meter()
        for index, moment in enumerate(MOMENTS):
            meter.add(TRUTHS[max(0, index - delay)], moment, step_ms=float(1 + delay))
        scores.append(meter.score())
    mean = mean_figures(scores)
    assert mean.mad == pytest.approx((scores[1].figures.mad or 0) / 2)
    assert mean.step_ms == 3
    assert mean.lag is not None
    assert 0.5 < mean.lag < 4
    assert mean_figures([]) == Figures()


def test_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="same size"):
        Meter().add(np.zeros((4, 4), np.float32), MOMENTS[0])


def test_an_empty_room_is_measured_too() -> None:
    nobody = moment_of(np.zeros(SIZE[::-1], np.float32))
    assert nobody.truth is not None
    right = measured([nobody.truth] * 2, [nobody] * 2)
    assert (right.mad, right.grad, right.conn, right.boundary_f1, right.lag) == (0, 0, 0, 1, None)
    wrong = measured([nobody.truth + np.float32(0.5)] * 2, [nobody] * 2)
    assert wrong.mad == pytest.approx(500)
