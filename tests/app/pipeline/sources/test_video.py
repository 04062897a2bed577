from __future__ import annotations

from collections import deque
from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.video_file import iter_video
from app.pipeline.sources.video import VideoSource
from tests.media import plain, shade, shades, write_video


def test_a_source_starts_again_and_its_times_grow_on(tmp_path: Path) -> None:
    source = VideoSource(write_video(tmp_path / "short.mp4", shades(4)))
    frames = [source.read() for _ in range(10)]
    source.close()
    source.close()
    assert [shade(frame) for frame in frames] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    times = [frame.time for frame in frames if frame]
    assert np.diff(times) == pytest.approx(0.04, abs=2e-3)
    assert [frame.index for frame in frames if frame] == list(range(10))
    assert (source.info.name, source.info.is_live, source.info.is_demo) == ("short.mp4", False, False)


def test_a_big_video_is_shrunk_for_eyes_and_not_for_files(tmp_path: Path) -> None:
    path = write_video(tmp_path / "big.mp4", [plain((0, 0, 200), (2560, 1440))])
    source = VideoSource(path)
    frame = source.read()
    source.close()
    assert frame is not None
    assert frame.size == (source.info.width, source.info.height) == (1920, 1080)
    assert next(iter_video(path)).size == (2560, 1440)


def test_a_source_whose_file_is_taken_away(tmp_path: Path) -> None:
    path = write_video(tmp_path / "short.mp4", shades(3))
    source = VideoSource(path)
    path.unlink()
    with pytest.raises(AppError, match="There is no file"):
        deque((source.read() for _ in range(10)), maxlen=0)


def refuse(_decoder: VideoDecoder, _seconds: float) -> None:
    raise OSError("not seekable")


@pytest.mark.parametrize("can_seek", [True, False])
def test_it_continues_from_any_place_and_its_times_grow_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_seek: bool
) -> None:
    """Also in an unseekable file, by reading up to the position."""
    if not can_seek:
        monkeypatch.setattr(VideoDecoder, "seek", refuse)
    source = VideoSource(write_video(tmp_path / "long.mp4", shades(20)))
    begin = [source.read() for _ in range(3)]
    source.seek(12 / 25)
    there = [source.read() for _ in range(3)]
    source.seek(0.0)
    again = [source.read() for _ in range(2)]
    position = source.position_s
    source.seek(1000.0)
    last = source.read()
    source.close()
    assert [shade(frame) for frame in (*begin, *there, *again)] == [0, 1, 2, 12, 13, 14, 0, 1]
    assert position == pytest.approx(0.04, abs=0.011)
    assert shade(last) >= 18
    times = [frame.time for frame in (*begin, *there, *again, last) if frame]
    assert (np.diff(times) > 0).all()
