from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.background.opening import background_thumbnail, open_background
from app.pipeline.background.parsing import parse_background
from app.pipeline.bundled import bundled_backgrounds
from app.pipeline.frame import Image
from app.pipeline.sinks.snapshot import write_png
from app.settings import BackgroundSettings
from tests.media import plain, write_video

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)
ROOM = plain((200, 30, 120), (64, 48))
ALPHA = np.zeros((48, 64), np.float32)


def near(image: Image, color: tuple[int, int, int], tolerance: int = 12) -> bool:
    return bool(np.abs(image.astype(int) - color).max() <= tolerance)


def test_each_bundled_background_is_found_and_opens() -> None:
    assert bundled_backgrounds()
    for bundled in bundled_backgrounds():
        settings = parse_background(bundled.name)
        assert settings.value == bundled.name
        background = open_background(settings)
        assert background.render(ROOM, None, 0.0).shape == ROOM.shape
        background.close()


def test_a_color_fills_the_frame() -> None:
    background = open_background(BackgroundSettings("color", "#1e3a5f"))
    out = background.render(ROOM, ALPHA, 0.0)
    assert out.shape == ROOM.shape
    assert (out == (0x5F, 0x3A, 0x1E)).all()


def test_a_picture_covers_the_frame_and_is_drawn_once_a_size(tmp_path: Path) -> None:
    picture = np.concatenate([plain(RED, (100, 50)), plain(BLUE, (100, 50))], axis=1)
    write_png(picture, tmp_path / "p.png")
    background = open_background(BackgroundSettings("picture", str(tmp_path / "p.png")))
    out = background.render(ROOM, ALPHA, 0.0)
    assert out.shape == ROOM.shape
    assert near(out[:, :20], RED)
    assert near(out[:, -20:], BLUE)
    assert background.render(ROOM, ALPHA, 1.0) is out
    assert background.render(plain((0, 0, 0), (30, 90)), ALPHA, 2.0).shape == (90, 30, 3)


@pytest.mark.parametrize("kind", ["blur", "color", "picture", "video", "transparent"])
def test_without_an_alpha_nothing_of_the_room_is_used(tmp_path: Path, kind: str) -> None:
    write_png(plain(GREEN), tmp_path / "p.png")
    write_video(tmp_path / "v.mp4", [plain(GREEN)] * 3)
    value = {"color": "#00ff00", "picture": str(tmp_path / "p.png"), "video": str(tmp_path / "v.mp4")}
    background = open_background(BackgroundSettings(kind, value.get(kind, "")))  # type: ignore[arg-type]
    room = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    out = background.render(room, None, 0.0)
    assert np.array_equal(out, background.render(255 - room, None, 0.0))
    background.close()


def test_a_blurred_room_is_drawn_again_only_for_another_alpha() -> None:
    blur = open_background(BackgroundSettings("blur"))
    first = blur.render(ROOM, ALPHA, 0.0)
    assert blur.render(ROOM, ALPHA, 0.1) is first
    assert blur.render(ROOM, ALPHA.copy(), 0.1) is not first


def test_blur_blurs_the_room(tmp_path: Path) -> None:
    room = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    out = open_background(BackgroundSettings("blur", blur=80)).render(room, ALPHA, 0.0)
    assert out.shape == room.shape
    assert out.std() < room.std() / 3


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\nbroken", b"no picture at all"])
@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_bad_file_is_refused(tmp_path: Path, kind: str, content: bytes | None) -> None:
    path = tmp_path / {"picture": "p.png", "video": "v.mp4"}[kind]
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        open_background(BackgroundSettings(kind, str(path)))  # type: ignore[arg-type]
    assert caught.value.hint


def test_thumbnails_of_pictures_and_videos(tmp_path: Path) -> None:
    write_png(plain(RED, (400, 300)), tmp_path / "p.png")
    write_video(tmp_path / "v.mp4", [plain(BLUE, (128, 72)), plain(GREEN, (128, 72))])
    for name, color in (("p.png", RED), ("v.mp4", BLUE)):
        thumbnail = background_thumbnail(tmp_path / name, (96, 54))
        assert thumbnail.shape == (54, 96, 3)
        assert near(thumbnail, color)
