import pytest

from app.pipeline.capture.reader import Pacer


def test_pictures_are_due_at_their_own_pace() -> None:
    pacer = Pacer()
    times = [0.0, 0.04, 0.10, 0.30]
    assert [pacer.due(time, 100.0) for time in times] == pytest.approx([100.0, 100.04, 100.10, 100.30])


def test_a_little_late_is_caught_up() -> None:
    pacer = Pacer()
    pacer.due(0.0, 100.0)
    assert pacer.due(0.04, 100.5) == pytest.approx(100.04)


def test_much_too_late_starts_anew() -> None:
    """After the machine slept, a video goes on and does not race."""
    pacer = Pacer()
    pacer.due(0.0, 100.0)
    assert pacer.due(0.04, 200.0) == pytest.approx(200.0)
    assert pacer.due(0.08, 200.0) == pytest.approx(200.04)
