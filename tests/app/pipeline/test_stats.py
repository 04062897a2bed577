import pytest

from app.pipeline.stats import Ages, CpuShare, Meter, percentile


def test_nothing_measured_is_zero() -> None:
    pace = Meter().read(5.0)
    assert (pace.fps, pace.latency_ms, dict(pace.stage_ms)) == (0.0, 0.0, {})


@pytest.mark.parametrize("fps", [5.0, 24.0, 60.0])
def test_a_steady_rate_is_reported_exactly(fps: float) -> None:
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


def test_the_percentile_is_a_value_that_was_there() -> None:
    assert percentile([], 95) == 0.0
    assert percentile([7.0], 95) == 7.0
    assert percentile(range(100, 0, -1), 95) == 95
    assert percentile([1.0] * 94 + [9.0] * 6, 95) == 9.0


def test_one_late_picture_of_ten_shows_in_the_percentile() -> None:
    meter = Meter()
    for index in range(100):
        meter.add(index / 30, index / 30 - (0.2 if index % 10 == 0 else 0.02), {})
    assert meter.read(99 / 30).latency_p95_ms == pytest.approx(200)


def test_a_picture_that_stands_too_long_is_repeated() -> None:
    meter = Meter()
    for now in (0.0, 0.1, 0.2):
        meter.add(now, now, {})
    assert meter.read(0.2).repeated == 0  # the source's rate is unknown
    meter.interval_s = 0.1
    for now in (0.3, 0.42, 0.72):
        meter.add(now, now, {})
    assert meter.read(0.72).repeated == 2


def test_frames_that_rest_do_not_count_as_the_time_of_a_moving_one() -> None:
    meter = Meter()
    assert meter.moving(0.0) is None
    for index in range(30):
        moved = index % 2 == 0
        meter.add(index / 30, index / 30, {"segment": 20.0 if moved else 1.0, "matte": 5.0}, moved=moved)
    assert meter.moving(1.0) == pytest.approx((25.0, 20.0))
    assert meter.moving(9.0) is None
    assert meter.read(1.0).resting == pytest.approx(0.5)


def test_the_age_on_screen() -> None:
    ages = Ages()
    assert ages.p95_ms() == 0.0
    ages.add(1.05, 1.0)
    assert ages.p95_ms() == pytest.approx(50)


def test_cores_are_reported_over_a_second_at_least() -> None:
    share = CpuShare()
    assert share.read(10.0, 3.0) is None
    assert share.read(10.5, 9.0) is None
    assert share.read(12.0, 4.0) == pytest.approx(0.5)
    assert share.read(12.1, 9.0) == pytest.approx(0.5)
