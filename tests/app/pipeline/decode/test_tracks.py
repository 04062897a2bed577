"""Which of several tracks counts as the video."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition

from app.pipeline.decode.video_file import iter_video
from tests.media import probe_video

PREVIEW, WHOLE = (32, 24), (64, 48)


def two_videos(path: Path, *tracks: tuple[tuple[int, int], Disposition]) -> Path:
    with av.open(str(path), "w") as container:
        streams: list[Any] = []
        for size, disposition in tracks:
            stream: Any = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            stream.disposition = disposition
            streams.append(stream)
        for _ in range(5):
            for stream in streams:
                image = np.zeros((stream.height, stream.width, 3), np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_the_default_one_is_the_video(tmp_path: Path, suffix: str) -> None:
    tracks = (PREVIEW, Disposition(0)), (WHOLE, Disposition.default)
    path = two_videos(tmp_path / f"in{suffix}", *tracks)
    assert (probe_video(path).width, next(iter_video(path)).size) == (64, WHOLE)


def test_a_smaller_one_is_the_video_where_the_file_says_so(tmp_path: Path) -> None:
    path = two_videos(tmp_path / "in.mkv", (WHOLE, Disposition(0)), (PREVIEW, Disposition.default))
    assert next(iter_video(path)).size == PREVIEW


@pytest.mark.parametrize("all_are", [Disposition(0), Disposition.default])
def test_of_equals_the_largest_is_the_video(tmp_path: Path, all_are: Disposition) -> None:
    path = two_videos(tmp_path / "in.mkv", (PREVIEW, all_are), (WHOLE, all_are))
    assert next(iter_video(path)).size == WHOLE
