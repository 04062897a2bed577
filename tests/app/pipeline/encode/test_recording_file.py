"""Pauses, to the sample: what was seen and heard meanwhile is not in the file, and nothing else is missing."""
import os
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from app.pipeline.encode.recording_file import RecordingFile
from app.pipeline.encode.take_format import take_format
from app.pipeline.frame import Frame
from app.pipeline.sound.chunk import RATE, Chunk
from app.settings import RecordSettings

FPS = 25
PIECE = RATE // 50  # samples of a chunk, 20 ms
LATE_S = 0.03  # sound arrives this much later than it is heard
FORMAT = take_format(RecordSettings())


def sound(start: float) -> Chunk:
    """20 ms of a tone whose pitch encodes the second in which it is heard: 400 Hz, 500 Hz and so on."""
    times = start + np.arange(PIECE) / RATE
    wave = 0.3 * np.sin(2 * np.pi * (400 + 100 * np.floor(times + 1e-6)) * times)
    return Chunk(wave.astype(np.float32)[None], start)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "take.mp4"


@pytest.fixture
def descriptor(path: Path) -> Iterator[int]:
    number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
    yield number
    os.close(number)


def record(file: RecordingFile, seconds: int, paused: range) -> None:
    """Records frames and chunks as they arrive in real time; nothing is written in the paused seconds."""
    heard = 0.0
    for tick in range(seconds * FPS):
        now = tick / FPS
        if int(now) in paused:
            file.pause()
        else:
            file.write(Frame(np.full((48, 64, 3), tick % 250, np.uint8), now, tick), now)
        while heard + PIECE / RATE + LATE_S <= now:
            file.write_sound(sound(heard))
            heard += PIECE / RATE


def pitches(path: Path) -> list[float]:
    """For each tenth of a second, Hz; 0 where it is silent."""
    with av.open(str(path)) as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    found = []
    for start in range(0, len(samples) - RATE // 10, RATE // 10):
        piece = samples[start : start + RATE // 10]
        crossings = np.count_nonzero((piece[:-1] < 0) & (piece[1:] >= 0))
        found.append(0.0 if np.abs(piece).max() < 0.02 else crossings * 10.0)
    return found


def test_a_pause_is_cut_out_of_pictures_and_sound_alike(path: Path, descriptor: int) -> None:
    file = RecordingFile(descriptor, FORMAT, tracks=["Microphone"])
    record(file, 5, range(2, 4))
    file.close()
    with av.open(str(path)) as container:
        times = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert np.diff(times[1:]) == pytest.approx(np.full(3 * FPS - 2, 1 / FPS), abs=0.002)
    heard = pitches(path)
    assert 28 <= len(heard) <= 30
    assert [round(pitch, -2) for pitch in heard[1:9]] == [400] * 8
    assert [round(pitch, -2) for pitch in heard[11:19]] == [500] * 8
    assert [round(pitch, -2) for pitch in heard[21:28]] == [800] * 7


def test_a_recording_that_ends_paused_has_all_of_its_sound(path: Path, descriptor: int) -> None:
    file = RecordingFile(descriptor, FORMAT, tracks=["Microphone"])
    record(file, 3, range(1, 3))
    assert file.complete
    file.close()
    with av.open(str(path)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples / RATE == pytest.approx(1.0, abs=0.045)
    assert file.end == pytest.approx(1.0, abs=0.002)


def test_a_pause_before_the_first_picture_means_nothing(path: Path, descriptor: int) -> None:
    file = RecordingFile(descriptor, FORMAT)
    file.pause()
    file.write(Frame(np.zeros((48, 64, 3), np.uint8), 9.0, 0), 9.0)
    file.close()
    assert (file.frames, file.seconds) == (1, 0.0)


def test_an_opaque_composite_in_a_transparent_take_stays_opaque(tmp_path: Path) -> None:
    """Another background was chosen in the middle of it."""
    path = tmp_path / "take.mov"
    number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
    file = RecordingFile(number, take_format(RecordSettings(container="mov")))
    file.write(Frame(np.zeros((48, 64, 4), np.uint8), 0.0, 0), 0.0)
    file.write(Frame(np.full((48, 64, 3), 99, np.uint8), 0.1, 1), 0.1)
    file.close()
    os.close(number)
    with av.open(str(path)) as container:
        images = [frame.to_ndarray(format="bgra") for frame in container.decode(video=0)]
    assert images[0].max() < 8
    assert images[1][:, :, 3].min() > 250
    assert images[1][24, 32, :3] == pytest.approx(99, abs=8)
