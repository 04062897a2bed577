from __future__ import annotations

import pytest

from app.pipeline.decode.demux.continuity import Continuity

VIDEO, SOUND = 0, 1
GAP = 0.04


def play(continuity: Continuity, begin: float, count: int = 50, track: int = VIDEO) -> float:
    """Plays packets from begin on; returns the shift of the last one."""
    return [continuity.shift(track, begin + GAP * index, GAP) for index in range(count)][-1]


@pytest.mark.parametrize("may_jump", [True, False])
def test_an_ordinary_file_is_left_alone(may_jump: bool) -> None:
    continuity = Continuity(may_jump=may_jump)
    assert play(continuity, -0.02) == play(continuity, 0.1, track=SOUND) == play(continuity, 1.98) == 0.0


def test_times_that_start_again_follow_the_end() -> None:
    continuity = Continuity(may_jump=False)
    play(continuity, 0.0)
    assert play(continuity, 0.0) == pytest.approx(2.0)
    assert play(continuity, 1.0) == pytest.approx(3.0)


def test_all_tracks_of_a_piece_are_shifted_alike_whichever_comes_first() -> None:
    for first, second in ((VIDEO, SOUND), (SOUND, VIDEO)):
        continuity = Continuity(may_jump=True)
        play(continuity, 0.0), play(continuity, 0.0, 52, track=SOUND)
        by = continuity.shift(first, 0.0, GAP)
        assert continuity.shift(second, 0.05, GAP) == by
        assert by == pytest.approx(2.0 if first == VIDEO else 2.08)


def test_what_comes_late_from_the_piece_before_stays_there() -> None:
    """A transport stream delivers the last sound after the first frame of the next piece."""
    continuity = Continuity(may_jump=True)
    play(continuity, 5.0), play(continuity, 5.0, 49, track=SOUND)
    assert continuity.shift(VIDEO, 0.0, GAP) == pytest.approx(7.0)
    assert continuity.shift(SOUND, 6.96, GAP) == 0.0
    assert continuity.shift(SOUND, 0.0, GAP) == pytest.approx(7.0)


def test_an_hour_ahead_is_another_clock_in_a_stream_and_a_pause_in_a_file() -> None:
    for may_jump, shift in ((True, -3600.0), (False, 0.0)):
        continuity = Continuity(may_jump=may_jump)
        play(continuity, 0.0)
        assert play(continuity, 3602.0) == pytest.approx(shift)


def test_a_track_that_pauses_while_another_continues_does_not_jump() -> None:
    continuity = Continuity(may_jump=True)
    play(continuity, 0.0), play(continuity, 0.0, 1000, track=SOUND)
    assert play(continuity, 39.0) == 0.0


def test_after_seeking_any_time_is_right() -> None:
    continuity = Continuity(may_jump=True)
    play(continuity, 100.0)
    continuity.forget()
    assert play(continuity, 0.0) == 0.0
