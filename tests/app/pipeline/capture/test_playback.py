from __future__ import annotations

import threading
from collections.abc import Callable

from app.pipeline.capture.playback import Playback

WAIT_S = 60.0


def test_the_latest_request_wins_and_is_taken_once() -> None:
    playback = Playback()
    assert playback.take_wish() is None
    playback.seek(3.0)
    playback.seek(7.5)
    assert playback.position_s == 7.5, "the seek bar follows at once"
    assert playback.take_wish() == 7.5
    assert playback.take_wish() is None


def test_another_source_plays_from_its_start() -> None:
    playback = Playback()
    playback.pause(True)
    playback.seek(3.0)
    playback.reset()
    assert (playback.paused, playback.position_s, playback.take_wish()) == (False, 0.0, None)


def test_a_request_wakes_the_reading_thread() -> None:
    requests: list[Callable[[Playback], None]] = [lambda video: video.pause(False), lambda video: video.seek(1.0)]
    for request in requests:
        playback = Playback()
        reading = threading.Thread(target=playback.wait, args=(WAIT_S,), daemon=True)
        reading.start()
        request(playback)
        reading.join(WAIT_S / 2)
        assert not reading.is_alive()
