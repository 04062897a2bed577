"""Content decides what a file is, not its name."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.errors import AppError
from app.pipeline.decode.kinds import is_picture, kind_of_content
from app.pipeline.decode.stills.pictures import load_picture
from app.pipeline.decode.video_file import iter_video
from tests.media import plain, probe_video, write_video

RED = (0, 0, 255)


def saved(path: Path, kind: str, **options: object) -> Path:
    Image.new("RGB", (32, 16), (255, 0, 0)).save(path, kind, **options)
    return path


@pytest.mark.parametrize(("kind", "name"), [
    ("PNG", "a.mp4"), ("JPEG", "photo"), ("JPEG", "a.jfif"), ("WEBP", "a.gif"), ("AVIF", "a.mov"), ("TIFF", "a.avi"),
])
def test_pictures_under_other_names(tmp_path: Path, kind: str, name: str) -> None:
    path = saved(tmp_path / name, kind)
    assert kind_of_content(path) == "picture"
    assert probe_video(path).frames == 1


def test_videos_under_the_names_of_pictures(tmp_path: Path) -> None:
    video = write_video(tmp_path / "video.mp4", [plain(RED)] * 3).rename(tmp_path / "video.jpg")
    first, *rest = [Image.new("RGB", (32, 16), (60 * index, 0, 0)) for index in range(4)]
    first.save(tmp_path / "anim.png", "GIF", save_all=True, append_images=rest, duration=100)
    for path, frames in ((video, 3), (tmp_path / "anim.png", 4)):
        assert kind_of_content(path) == "video"
        assert len(list(iter_video(path))) == frames


def test_heif_is_read_whole_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    assert kind_of_content(path) == "heif"
    with pytest.raises(AppError, match=r"damaged|not a picture"):
        load_picture(path)


@pytest.mark.parametrize(("content", "name", "is_one"), [
    (b"", "a.png", True), (b"text", "a.jpg", True), (b"text", "a.txt", False), (b"\xff\xd8\xff\xe0", "a.mjpeg", False),
    (b"GIF89a", "a.jpg", False), (b"RIFF\0\0\0\0AVI LIST", "a.webp", False),
])
def test_the_name_counts_where_the_content_tells_nothing(
    tmp_path: Path, content: bytes, name: str, is_one: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_picture(tmp_path / name) is is_one


def test_what_is_not_there_goes_by_its_name() -> None:
    assert is_picture(Path("gone.png"))
    assert not is_picture(Path("gone.mp4"))


def test_a_photograph_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.fromarray(np.zeros((40, 5000, 3), np.uint8)).save(path)
    assert (probe_video(path).width, next(iter(iter_video(path))).size) == (5000, (5000, 40))
