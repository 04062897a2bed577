from pathlib import Path

import numpy as np
import pytest

from app.pipeline.replay.sound_output import RATE, _feed, open_sound, sound_of
from tests.app.pipeline.replay.test_export import take_with_sound
from tests.kept import make_take


def test_the_sound_from_a_place_on(tmp_path: Path) -> None:
    path = take_with_sound(tmp_path / "a.backdrop")
    for start, tone in ((0.0, 1.0), (0.7, 0.3)):
        samples = np.concatenate(list(sound_of(path, start)))
        assert samples.shape[1] == 2
        assert np.argmax(np.abs(samples[:, 0]) > 0.1) / RATE == pytest.approx(tone, abs=0.06)


def test_a_device_is_given_what_it_asks_for_and_silence_at_the_end() -> None:
    ramp = np.arange(200, dtype=np.float32).reshape(100, 2)
    feed = _feed(iter([ramp[:30], ramp[30:]]))
    next(feed)
    given = np.concatenate([np.frombuffer(feed.send(40), np.float32) for _ in range(4)]).reshape(-1, 2)
    assert np.array_equal(given[:100], ramp)
    assert not given[100:].any()


def test_without_sound_there_is_nothing_to_open(tmp_path: Path) -> None:
    assert open_sound(make_take(tmp_path / "a.backdrop", 3), 0.0) is None
    assert list(sound_of(tmp_path / "gone.backdrop", 0.0)) == []
