from pathlib import Path

import av
import numpy as np
import pytest

from app.pipeline.encode.recorded_sound import RecordedSound
from app.pipeline.sound.chunk import RATE, Samples
from tests.app.pipeline.sound.hearing import loudness


def tone(samples: int) -> Samples:
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(samples) / RATE)
    return wave.astype(np.float32)[None]


def write(path: Path, chunks: list[tuple[float, int]]) -> Path:
    with av.open(str(path), "w") as container:
        sound = RecordedSound(container)
        for seconds, samples in chunks:
            for packet in sound.encode(tone(samples), seconds):
                container.mux(packet)
        for packet in sound.finish():
            container.mux(packet)
    return path


def test_a_gap_becomes_silence_and_what_follows_stays_in_step(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(0.0, RATE), (2.0, RATE)])
    loud = loudness(path) > 0.05
    assert loud[1:9].all()
    assert not loud[11:19].any()
    assert loud[21:29].all()


def test_minutes_of_silence_are_caught_up_with_frame_by_frame(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    most = 0
    with av.open(str(path), "w") as container:
        sound = RecordedSound(container)
        container.mux(sound.encode(tone(RATE), 0.0))
        for picture in range(30, 1800):
            packets = sound.keep_up(picture / 30)
            most = max(most, len(packets))
            container.mux(packets)
        last = sound.encode(tone(RATE), 1800 / 30)
        container.mux([*last, *sound.finish()])
    assert most <= 50
    assert len(last) < 200
    loud = loudness(path) > 0.05
    assert loud[1:9].all()
    assert not loud[11:597].any()
    assert loud[602:609].all()


def test_jitter_is_not_heard(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(i / 10 + (0.03 if i % 2 else -0.03 * (i > 0)), RATE // 10) for i in range(20)])
    assert (loudness(path)[1:19] > 0.12).all()


def test_sound_from_before_the_first_picture_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(-0.5, RATE // 2), (0.0, RATE // 2)])
    with av.open(str(path)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == pytest.approx(RATE // 2, abs=2100)


def test_a_clock_that_runs_too_fast_is_held_back(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(i * 0.05, RATE // 10) for i in range(40)])  # twice as much sound as time
    with av.open(str(path)) as container:
        seconds = sum(frame.samples for frame in container.decode(audio=0)) / RATE
    assert seconds == pytest.approx(2.0, abs=0.4)


@pytest.mark.parametrize("ppm", [-300, 300])
def test_a_clock_that_is_a_little_off_stays_in_step(tmp_path: Path, ppm: int) -> None:
    """Half a minute of clicks, one per second of true time; each stays within a few milliseconds of its second."""
    seconds, piece = 30, RATE // 10
    path = tmp_path / "a.mp4"
    true_rate = RATE * (1 + ppm * 1e-6)
    wave = np.zeros(round(seconds * true_rate) + piece, np.float32)
    for second in range(1, seconds):
        start = round(second * true_rate)
        wave[start : start + 480] = 0.5
    with av.open(str(path), "w") as container:
        sound = RecordedSound(container)
        for start in range(0, len(wave) - piece, piece):
            container.mux(sound.encode(wave[None, start : start + piece], start / true_rate))
        container.mux(sound.finish())
    with av.open(str(path)) as container:
        heard = np.abs(np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]))
    for second in range(2, seconds - 1):
        around = heard[second * RATE - RATE // 10 : second * RATE + RATE // 10]
        assert abs(int(np.argmax(around > 0.2)) - RATE // 10) < RATE // 100, f"second {second}"


def test_a_delay_beyond_the_pictures_moves_the_sound(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(0.3 + i / 10, RATE // 10) for i in range(10)])
    loud = loudness(path) > 0.05
    assert not loud[:3].any()
    assert loud[4:12].all()


def test_a_microphone_that_is_silent_at_first_does_not_keep_frames_from_the_disk(tmp_path: Path) -> None:
    """A fragmented MP4 has nothing on the disk until each of its tracks has something."""
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        sound = RecordedSound(container)
        packets = [packet for picture in range(15) for packet in sound.keep_up(picture / 30)]
        assert packets
        container.mux([*packets, *sound.finish()])
