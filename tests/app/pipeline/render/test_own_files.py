from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.render.job import RenderJob
from app.pipeline.render.own_files import check_distinct
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.media import plain, write_video


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "a.mp4", [plain((9, 9, 9))])


def job(output: Path, source: object, background: Path | None = None, preset: Path | None = None) -> RenderJob:
    behind = BackgroundSettings("video", str(background)) if background else BackgroundSettings("blur")
    return RenderJob(output, Settings(camera=CameraSettings(str(source)), background=behind), preset=preset)


def test_an_output_of_its_own_is_fine(video: Path) -> None:
    check_distinct(job(video.with_name("b.mp4"), video))
    check_distinct(job(video, "demo"))
    check_distinct(job(video, "camera:0"))


def test_the_output_must_not_replace_the_input_whatever_it_is_called(video: Path) -> None:
    link = video.with_name("link.mp4")
    link.symlink_to(video)
    for output in (video, link, video.parent / "." / "a.mp4"):
        with pytest.raises(AppError, match="The output is the input"):
            check_distinct(job(output, video))


def test_nor_the_background_nor_the_preset(video: Path) -> None:
    with pytest.raises(AppError, match="The output is the background"):
        check_distinct(job(video, "demo", background=video))
    with pytest.raises(AppError, match="The output is the preset"):
        check_distinct(job(video, "demo", preset=video))


def test_nor_may_a_row_of_pictures_run_over_it(tmp_path: Path) -> None:
    picture = tmp_path / "a-00003.png"
    write_video(tmp_path / "a.mp4", [plain((9, 9, 9))])
    picture.write_bytes(b"mine")
    with pytest.raises(AppError, match="The output is the input"):
        check_distinct(job(tmp_path / "a.png", picture))
