import pytest

from app.pipeline.render.pace import Pace


def test_the_time_left_follows_from_the_mean_so_far() -> None:
    pace = Pace()
    assert pace.left_s(0, 100, 10.0) is None
    assert pace.left_s(10, 100, 15.0) == pytest.approx(45.0)
    assert pace.left_s(50, 100, 20.0) == pytest.approx(10.0)
    assert pace.left_s(100, 100, 30.0) == 0.0


def test_nobody_can_tell_without_a_total_or_progress() -> None:
    pace = Pace()
    pace.left_s(0, None, 0.0)
    assert pace.left_s(10, None, 5.0) is None
    pace = Pace()
    pace.left_s(3, 100, 0.0)
    assert pace.left_s(3, 100, 5.0) is None


def test_a_pause_is_not_counted() -> None:
    pace = Pace()
    pace.left_s(0, 100, 0.0)
    pace.left_s(10, 100, 10.0)
    pace.pause()
    assert pace.left_s(10, 100, 1000.0) is None
    assert pace.left_s(20, 100, 1010.0) == pytest.approx(80.0)
