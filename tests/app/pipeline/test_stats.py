import pytest

from app.pipeline.stats import Meter


def test_nothing_measured_is_zero() -> None:
    pace = Meter().read(5.0)
    assert (pace.fps, pace.latency_ms, dict(pace.stage_ms)) == (0.0, 0.0, {})


@pytest.mark.parametrize("fps", [5.0, 24.0, 60.0])
def test_a_steady_rate_is_told_exactly(fps: float) -> None:
    meter = Meter()
    for index in range(20):
        meter.add(index / fps, index / fps - 0.03, {"segment": 6.0})
    pace = meter.read(19 / fps)
    assert pace.fps == pytest.approx(fps)
    assert pace.latency_ms == pytest.approx(30.0)
    assert pace.stage_ms["segment"] == pytest.approx(6.0)


def test_three_samples_are_not_four_intervals() -> None:
    meter = Meter()
    for now in (0.0, 0.1, 0.2):
        meter.add(now, now, {})
    assert meter.read(0.2).fps == pytest.approx(10.0)


def test_it_follows_a_change_within_about_a_second() -> None:
    meter = Meter()
    for index in range(60):
        meter.add(index / 30, index / 30, {"matte": 1.0})
    for index in range(20):
        meter.add(2 + index / 10, 2 + index / 10, {"matte": 3.0})
    pace = meter.read(3.9)
    assert 10.0 < pace.fps < 12.5
    assert 2.6 < pace.stage_ms["matte"] < 3.0


def test_it_falls_to_zero_when_nothing_comes() -> None:
    meter = Meter()
    for index in range(30):
        meter.add(index / 30, index / 30, {})
    assert meter.read(1.5).fps < 3.0
    assert meter.read(10.0).fps == 0.0
