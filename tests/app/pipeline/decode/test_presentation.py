from fractions import Fraction

import pytest
from av.video.frame import VideoFrame

from app.pipeline.decode.presentation import PresentationTimes

MS = Fraction(1, 1000)


def frame(pts: int | None, *, dts: int | None = None) -> VideoFrame:
    made = VideoFrame(16, 16, "yuv420p")
    made.pts, made.time_base = pts, MS
    made.dts = dts
    return made


def times(stamps: list[int | None], fps: float = 25.0) -> list[float]:
    presented = PresentationTimes(fps)
    return [round(presented.next(frame(stamp)), 3) for stamp in stamps]


def test_times_count_from_the_first_frame() -> None:
    presented = PresentationTimes(25.0)
    assert presented.start == 0.0
    assert [presented.next(frame(stamp)) for stamp in (1000, 1040, 1100)] == pytest.approx([0.0, 0.04, 0.1])
    assert presented.start == 1.0


def test_a_frame_without_a_stamp_follows_the_one_before() -> None:
    assert times([0, None, None, 120]) == [0.0, 0.04, 0.08, 0.12]
    assert times([None, None]) == [0.0, 0.04]


def test_the_decoding_stamp_serves_if_there_is_no_other() -> None:
    presented = PresentationTimes(25.0)
    presented.next(frame(500))
    assert presented.next(frame(None, dts=580)) == pytest.approx(0.08)


def test_a_stamp_that_stands_still_or_goes_back_becomes_one_frame_later() -> None:
    assert times([0, 40, 40, 20]) == [0.0, 0.04, 0.08, 0.12]


def test_an_overlap_is_caught_up_with_at_four_times_the_speed() -> None:
    assert times([0, 40, 80, 0, 10, 20, 200]) == [0.0, 0.04, 0.08, 0.12, 0.13, 0.14, 0.2]


def test_after_a_seek_the_next_frame_may_be_earlier() -> None:
    presented = PresentationTimes(25.0)
    for stamp in (1000, 2000):
        presented.next(frame(stamp))
    presented.forget()
    assert presented.next(frame(1200)) == pytest.approx(0.2)
