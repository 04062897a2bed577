from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest

from app.pipeline.decode.tracks import ALL_SOUND
from app.pipeline.decode.video_file import open_video
from app.pipeline.encode.opening import open_writer
from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame
from tests.app.pipeline.encode.composites import decoded
from tests.media import plain, write_video


@contextmanager
def with_sound_of(source: Path, target: Path, limit_s: float = math.inf) -> Iterator[Writer]:
    opened = open_video(source, sound=ALL_SOUND)
    with open_writer(target, companions=opened.companions, limit_s=limit_s) as writer:
        yield writer
    opened.close()


@pytest.mark.parametrize(
    ("suffix", "sound", "expected"),
    [
        (".mp4", "aac", "aac"),
        (".mp4", "flac", "aac"),
        (".mkv", "flac", "flac"),
        (".mkv", "pcm_mulaw", "aac"),
        (".mov", "aac", "aac"),
        (".webm", "aac", "opus"),
        (".webm", "libopus", "opus"),
    ],
)
def test_sound_is_carried_over(tmp_path: Path, suffix: str, sound: str, expected: str) -> None:
    name = "in.mov" if sound == "pcm_mulaw" else "in.mkv"
    source = write_video(tmp_path / name, [plain((9, 9, 9))] * 50, sound=sound)
    with with_sound_of(source, tmp_path / f"out{suffix}") as writer:
        for index in range(50):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    with av.open(str(writer.path)) as container:
        track = container.streams.audio[0]
        assert track.codec_context.name.removeprefix("lib") == expected
        frames = [frame.to_ndarray() for frame in container.decode(track)]
    seconds = sum(frame.shape[-1] for frame in frames) / track.codec_context.sample_rate
    assert seconds == pytest.approx(2.0, abs=0.1)
    assert max(float(np.abs(frame).max()) for frame in frames[4:-4]) > 0.1  # a tone, not silence


def test_sound_ends_with_the_pictures(tmp_path: Path) -> None:
    source = write_video(tmp_path / "in.mp4", [plain((9, 9, 9))] * 100, sound="aac")
    with with_sound_of(source, tmp_path / "out.mp4", limit_s=1.0) as writer:
        for index in range(25):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    with av.open(str(writer.path)) as container:
        track = container.streams.audio[0]
        assert track.duration is not None
        assert track.time_base is not None
        assert float(track.duration * track.time_base) == pytest.approx(1.0, abs=0.06)


def test_sound_that_cannot_be_decoded_to_its_end_does_not_end_the_pictures(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "in.mkv", [plain((9, 9, 9))] * 50, sound="flac")
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with with_sound_of(cut, tmp_path / "out.mp4") as writer:
        for index in range(50):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    assert len(decoded(writer.path)) == 50
