"""What recordings and rendered videos have in common."""
from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.pipeline.encode.codecs.codec import Codec
from app.pipeline.encode.codecs.h264 import h264
from app.pipeline.encode.fragments import CRASH_SAFE, FragmentFile
from app.pipeline.encode.timeline import TICKS_PER_SECOND
from app.pipeline.encode.video_track import EncoderError, VideoFormat, VideoTrack
from tests.app.pipeline.encode.composites import decoded, half_seen
from tests.media import plain

MP4 = VideoFormat("mp4", {}, h264("ultrafast", 22), Fraction(10), key_s=1)
PRORES = Codec("prores_ks", "yuva444p10le", {"profile": "4444", "alpha_bits": "16"})


class FullDisk(FragmentFile):
    """Accepts no bytes."""

    def write(self, data: bytes) -> int:
        self.failed = OSError(28, "No space left on device")
        return len(data)


def test_frames_of_another_size_are_fitted_into_the_first(tmp_path: Path) -> None:
    video = VideoTrack(str(tmp_path / "a.mp4"), MP4, (65, 48))
    video.write(plain((200, 200, 200), (65, 48)), 0)
    video.write(plain((200, 200, 200), (20, 48)), TICKS_PER_SECOND // 2)
    video.flush()
    video.close()
    (_, first), (time, second) = decoded(tmp_path / "a.mp4")
    assert first.shape == second.shape == (48, 66)
    assert time == pytest.approx(0.5)
    assert first[:, 4].mean() == pytest.approx(200, abs=4)
    assert second[:, 4].mean() < 8
    assert second[:, 33].mean() == pytest.approx(200, abs=4)


def test_keyframes_come_at_the_requested_interval(tmp_path: Path) -> None:
    video = VideoTrack(str(tmp_path / "a.mp4"), MP4, (64, 48))
    for index in range(30):
        video.write(plain((index * 8, 20, 20), (64, 48)), index * TICKS_PER_SECOND // 10)
    video.flush()
    video.close()
    with av.open(str(tmp_path / "a.mp4")) as container:
        frames = [packet for packet in container.demux(video=0) if packet.size]
    keys = [float((packet.pts or 0) * packet.time_base) for packet in frames if packet.is_keyframe]
    assert keys == pytest.approx([0, 1, 2])
    assert 0 < video.bytes <= (tmp_path / "a.mp4").stat().st_size


@pytest.mark.parametrize("transparent", [True, False])
def test_alpha_stays_only_where_the_format_has_it(tmp_path: Path, transparent: bool) -> None:
    codec = PRORES if transparent else MP4.codec
    video = VideoTrack(str(tmp_path / "a.mov"), VideoFormat("mov", {}, codec, Fraction(10), 1, transparent), (64, 48))
    secret = half_seen()
    secret[:, :32, :3] = 255
    video.write(secret, 0)
    video.flush()
    video.close()
    ((_, image),) = decoded(tmp_path / "a.mov", "bgra")
    if transparent:
        assert image[:, :28, 3].max() < 8
    else:
        assert image[:, :28, :3].max() < 16  # hidden colours are black, not white


def test_a_disk_that_fails_is_reported_with_the_frame(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "a.mp4", os.O_CREAT | os.O_RDWR)
    live = VideoFormat("mp4", CRASH_SAFE, h264("ultrafast", 22, lookahead=0), Fraction(10), 1)
    video = VideoTrack(FullDisk(descriptor), live, (64, 48))
    noise = np.random.default_rng(0)
    pictures = [noise.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(100)]

    def write_all() -> None:
        for index, picture in enumerate(pictures):
            video.write(picture, index * 9000)

    with pytest.raises(OSError, match="No space left"):
        write_all()
    video.flush()  # raised once: what fits can still be finished
    video.close()
    os.close(descriptor)


def test_a_stream_that_cannot_be_added_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(EncoderError):
        VideoTrack(str(path), VideoFormat("mp4", {}, Codec("no-such", "yuv420p"), Fraction(10), 1), (64, 48))
    assert path.resolve() not in [file.resolve() for file in Path("/proc/self/fd").glob("*")]
