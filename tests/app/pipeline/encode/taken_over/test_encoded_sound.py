"""Re-encoded sound: where its times are off, and how soon that is believed."""
from __future__ import annotations

import pytest

from app.pipeline.encode.taken_over.encoded_sound import CHANGED, ORDINARY, Trust, _Off

PIECE_S = 0.02


def corrected(offs: list[float], trust: Trust = ORDINARY) -> list[float]:
    """The corrections after pieces that are each late by the given amount."""
    state = _Off()
    return [state.correction(off, PIECE_S, trust, at_once=False) for off in offs]


def test_times_that_jitter_are_left_alone() -> None:
    assert not any(corrected([0.01, -0.014, 0.012, 0.0] * 50))


@pytest.mark.parametrize("off", [0.2, -0.2])
def test_a_hole_or_an_overlap_is_corrected_at_once(off: float) -> None:
    assert corrected([0.0, off, 0.0]) == [0.0, off, 0.0]


def test_a_little_is_corrected_when_it_lasts() -> None:
    answers = corrected([0.03] * 12)
    assert not any(answers[:5])
    assert sum(answer > 0 for answer in answers) == 1
    assert sum(answers) == pytest.approx(0.03)


def test_it_is_corrected_by_the_least_of_what_lasted() -> None:
    assert 0.02 in corrected([0.05, 0.02, 0.06] * 4)


def test_after_a_changed_rate_a_sawtooth_within_packets_is_left_alone() -> None:
    teeth = [-0.01 * step for step in range(12)] * 20
    assert any(corrected(teeth))
    assert not any(corrected(teeth, CHANGED))


def test_a_packet_that_was_lost_before_is_believed_at_once() -> None:
    assert _Off().correction(0.021, PIECE_S, ORDINARY, at_once=True) == 0.021
