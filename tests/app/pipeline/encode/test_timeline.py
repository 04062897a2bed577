import pytest

from app.pipeline.encode.timeline import TICKS_PER_SECOND, Timeline


def stamps(times: list[tuple[float, float]]) -> list[float]:
    timeline = Timeline()
    return [timeline.stamp(time, now) / TICKS_PER_SECOND for time, now in times]


def test_starts_at_zero_and_keeps_true_gaps() -> None:
    assert stamps([(100.0, 7.0), (100.033, 7.1), (100.5, 7.6)]) == pytest.approx([0, 0.033, 0.5], abs=1e-4)


def test_equal_and_backward_times_still_grow() -> None:
    got = stamps([(1.0, 0), (1.0, 0.1), (0.99, 0.2), (1.5, 0.5)])
    assert got == sorted(set(got))
    assert got[-1] == pytest.approx(0.5, abs=1e-4)


def test_a_pause_of_the_source_stays_a_pause() -> None:
    assert stamps([(0, 0), (60, 60)])[-1] == pytest.approx(60)


@pytest.mark.parametrize("other_clock", [0.0, 1e6])
def test_another_clock_is_bridged_by_the_time_that_passed(other_clock: float) -> None:
    got = stamps([(5000.0, 10.0), (5001.0, 11.0), (other_clock, 11.4), (other_clock + 0.5, 11.9)])
    assert got == pytest.approx([0, 1, 1.4, 1.9], abs=1e-4)


def test_frames_that_are_handed_over_faster_than_they_play_keep_their_times() -> None:
    assert stamps([(i / 25, 0.0) for i in range(50)])[-1] == pytest.approx(49 / 25, abs=1e-4)


def test_after_a_pause_the_next_frame_follows_as_the_frames_before_did() -> None:
    timeline = Timeline()
    for index in range(60):
        timeline.stamp(index / 25, index / 25)
    end = timeline.end
    timeline.pause()
    assert timeline.stamp(1000.0, 1000.0) / TICKS_PER_SECOND == pytest.approx(60 / 25, abs=1e-3)
    assert end == pytest.approx(60 / 25, abs=1e-3)
    assert timeline.stamp(1000.04, 1000.04) / TICKS_PER_SECOND == pytest.approx(61 / 25, abs=1e-3)


def test_a_pause_before_the_first_frame_means_nothing() -> None:
    timeline = Timeline()
    timeline.pause()
    assert (timeline.end, timeline.stamp(7.0, 7.0)) == (0.0, 0)
