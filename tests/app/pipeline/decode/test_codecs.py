"""A codec that cannot be decoded is named."""
from __future__ import annotations

from pathlib import Path

import av
import pytest

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render import render
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.fakes import ConstantSegmenter
from tests.media import plain, probe_video, write_video

FRAMES = [plain((0, 0, 255))] * 5


def renamed(path: Path, *pairs: tuple[bytes, bytes]) -> Path:
    content = path.read_bytes()
    for old, new in pairs:
        place = content.rindex(old)
        content = content[:place] + new + content[place + len(old) :]
    path.write_bytes(content)
    return path


def test_the_codec_of_a_video_is_named(tmp_path: Path) -> None:
    path = renamed(write_video(tmp_path / "a.mp4", FRAMES), (b"avc1", b"zzzz"))
    with pytest.raises(AppError, match=r"'a\.mp4': zzzz cannot be decoded") as caught:
        probe_video(path)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(("name", "content"), [("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')])
def test_a_picture_that_cannot_be_decoded_is_reported(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AppError, match=f"Cannot read '{name}'"):
        probe_video(tmp_path / name)


def test_sound_that_cannot_be_decoded_is_left_out_and_reported(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", FRAMES, sound="aac")
    renamed(path, (b"mp4a", b"apac"), (b"esds", b"dapa"))
    settings = Settings(CameraSettings(str(path)), BackgroundSettings("color", "#00ff00"))
    report = render(RenderJob(tmp_path / "out.mp4", settings), lambda _: ConstantSegmenter(1.0))
    assert report.frames_out == 5
    assert any("Apple spatial audio" in warning for warning in report.warnings)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert not container.streams.audio
