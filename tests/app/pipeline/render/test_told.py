"""The report lists conversions of the input's frames."""
from __future__ import annotations

from pathlib import Path

import av
import pytest
from PIL import Image as Pictures

from app.pipeline.render.job import RenderJob, RenderReport
from app.pipeline.render.render import render
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.app.pipeline.decode.frames.test_interlaced import COUNT, woven
from tests.app.pipeline.decode.frames.test_interlaced import write as write_interlaced
from tests.app.pipeline.decode.frames.test_sizes import LARGE, SMALL, joined
from tests.app.pipeline.decode.test_hdr import PQ, patches
from tests.app.pipeline.decode.test_hdr import write as write_hdr
from tests.fakes import ConstantSegmenter
from tests.media import plain, write_video


def run(source: Path, output: Path, limit: int | None = None) -> RenderReport:
    settings = Settings(camera=CameraSettings(str(source)), background=BackgroundSettings("color", "#00ff00"))
    return render(RenderJob(output, settings, limit), lambda _: ConstantSegmenter(1.0))


def sizes(path: Path) -> set[tuple[int, int]]:
    with av.open(str(path)) as container:
        return {(frame.width, frame.height) for frame in container.decode(video=0)}


def test_an_interlaced_video(tmp_path: Path) -> None:
    video = write_interlaced(tmp_path / "tv.mkv", [woven(index, True) for index in range(COUNT)], True)
    report = run(video, tmp_path / "out.mp4")
    assert report.warnings == ("The video is interlaced; it was deinterlaced.",)
    assert report.frames_out == COUNT
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert not any(frame.interlaced_frame for frame in container.decode(video=0))


def test_hdr_even_if_only_its_beginning_is_wanted(tmp_path: Path) -> None:
    video = write_hdr(tmp_path / "hdr.mp4", patches(PQ), PQ, ("libx264", "yuv420p10le", None))
    assert ["HDR" in warning for warning in run(video, tmp_path / "out.mp4", 1).warnings] == [True]


def test_a_video_that_grows(tmp_path: Path) -> None:
    report = run(joined(tmp_path / "call.webm", "libvpx", [SMALL, LARGE]), tmp_path / "out.mp4")
    assert sizes(tmp_path / "out.mp4") == {LARGE}
    assert report.warnings == ("The frame size changes during the video; all frames were fitted into 128×96.",)


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_what_is_larger_than_a_file_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr("app.pipeline.decode.video_file.FILE_MAX_SIDE_PX", 48)
    monkeypatch.setattr("app.pipeline.decode.stills.picture_as_video.FILE_MAX_SIDE_PX", 48)
    source = tmp_path / ("a.png" if kind == "picture" else "a.mp4")
    if kind == "picture":
        Pictures.new("RGB", (64, 32)).save(source)
    else:
        write_video(source, [plain((9, 9, 9), (64, 32))])
    report = run(source, tmp_path / "out.png")
    assert report.warnings == ("The picture has 64×32 pixels; it was shrunk to 48×24.",)


def test_an_ordinary_video_has_nothing_to_tell(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", [plain((9, 9, 9), (64, 48))] * 3)
    assert run(video, tmp_path / "out.mp4").warnings == ()
