"""Every encoder that can be chosen writes files that play, buffers no more than a few frames, and tags its colours."""
import os
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.pipeline.encode.codecs.software import software_codecs
from app.pipeline.encode.recording_file import RecordingFile
from app.pipeline.encode.take_format import take_format
from app.pipeline.frame import Frame
from app.settings import RecordSettings

COUNT = 20


def record(path: Path, settings: RecordSettings, held: list[int] | None = None) -> Path:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
    what = take_format(settings)
    file = RecordingFile(descriptor, what)
    for index in range(COUNT):
        image = np.full((96, 128, 4 if what.transparent else 3), 40 + 9 * index, np.uint8)
        file.write(Frame(image, index / 30, index), index / 30)
        if held is not None and file._video is not None:
            held.append(file.frames - file._video.pictures)
    file.close()
    os.close(descriptor)
    return path


@pytest.mark.parametrize("quality", ["standard", "high", "best"])
@pytest.mark.parametrize(("container", "codec", "most"), [
    ("mp4", "h264", 7), ("mp4", "h265", 1), ("mp4", "av1", 1), ("mkv", "h264", 7), ("mkv", "h265", 1),
    ("mkv", "av1", 1), ("webm", "h264", 1), ("mov", "h264", 1),
])  # fmt: skip
def test_every_frame_plays_and_few_are_held_back(
    tmp_path: Path, container: Any, codec: Any, most: int, quality: Any
) -> None:
    held: list[int] = []
    settings = RecordSettings(container=container, codec=codec, quality=quality)
    path = record(tmp_path / f"take.{container}", settings, held)
    with av.open(str(path)) as opened:
        greys = [int(frame.to_ndarray(format="gray8")[48, 64]) for frame in opened.decode(video=0)]
    assert greys == pytest.approx([40 + 9 * index for index in range(COUNT)], abs=8)
    assert max(held) <= most


def test_h265_wears_the_tag_that_apples_players_look_for(tmp_path: Path) -> None:
    assert b"hvc1" in record(tmp_path / "take.mp4", RecordSettings(codec="h265")).read_bytes()


def test_what_can_be_chosen_is_there() -> None:
    assert software_codecs() == ("h264", "h265", "av1")
