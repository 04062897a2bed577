from pathlib import Path

import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.damage import NOBODY, Damage, Listeners
from app.pipeline.decode.stills.picture_as_video import iter_picture, picture_info


def animated(path: Path, count: int = 3) -> Path:
    frames = [Pictures.new("RGB", (32, 24), (60 * index, 0, 0)) for index in range(count)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=200, lossless=True)
    return path


def test_a_picture_is_a_video_of_one_frame(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Pictures.new("RGB", (32, 24), (200, 0, 0)).save(path)
    info = picture_info(path)
    assert (info.width, info.height, info.fps, info.frames, info.seconds) == (32, 24, 0.0, 1, 0.0)
    frames = list(iter_picture(path, NOBODY))
    assert [frame.time for frame in frames] == [0.0]
    assert not frames[0].image.flags.writeable
    assert tuple(frames[0].image[0, 0]) == (0, 0, 200)


def test_an_animated_picture_has_all_its_frames(tmp_path: Path) -> None:
    path = animated(tmp_path / "a.webp")
    info = picture_info(path)
    assert info.frames == 3
    assert (info.fps, info.seconds) == pytest.approx((5.0, 0.6))
    assert [round(frame.time, 2) for frame in iter_picture(path, NOBODY)] == [0.0, 0.2, 0.4]


def test_an_animation_that_is_cut_off_ends_early_and_is_reported(tmp_path: Path) -> None:
    path = animated(tmp_path / "a.png", 6)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"fdAT") + 6])
    damage: list[Damage] = []
    frames = list(iter_picture(path, Listeners(damage=damage.append)))
    assert damage == [Damage(len(frames), 6)]
    assert len(frames) < 6


def test_shrinking_is_noted_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pipeline.decode.stills.picture_as_video.FILE_MAX_SIDE_PX", 16)
    path = tmp_path / "a.png"
    Pictures.new("RGB", (32, 24)).save(path)
    notes: list[str] = []
    iter_picture(path, Listeners(note=notes.append))
    assert notes == ["The picture has 32×24 pixels; it was shrunk to 16×12."]


def test_what_is_not_a_picture_fails_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"text")
    with pytest.raises(AppError, match="not a picture"):
        iter_picture(tmp_path / "a.png", NOBODY)
