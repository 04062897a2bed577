from pathlib import Path

import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.replay.thumbnail import take_thumbnail
from app.settings import BackgroundSettings, Settings
from tests.kept import make_take
from tests.room import marker_share, person_share


def test_it_shows_the_person_before_the_background_and_never_the_room(tmp_path: Path) -> None:
    image = take_thumbnail(make_take(tmp_path / "a.backdrop", 8), (160, 90))
    assert image.shape == (90, 160, 3)
    assert person_share(image) > 0.01
    assert marker_share(image) == 0.0
    assert tuple(image[2, 2]) == (0xC0, 0x60, 0x20)


def test_a_background_that_is_gone_becomes_plain_dark(tmp_path: Path) -> None:
    picture = tmp_path / "behind.png"
    Pictures.new("RGB", (64, 48), (250, 250, 0)).save(picture)
    take = make_take(tmp_path / "a.backdrop", 8, Settings(background=BackgroundSettings("picture", str(picture))))
    assert take_thumbnail(take, (160, 90))[2, 2, 2] > 200
    picture.unlink()
    image = take_thumbnail(take, (160, 90))
    assert image[2, 2].max() < 60
    assert marker_share(image) == 0.0


def test_anything_but_a_take_has_no_thumbnail(tmp_path: Path) -> None:
    with pytest.raises(AppError):
        take_thumbnail(tmp_path / "gone.backdrop", (160, 90))
    (tmp_path / "text.backdrop").write_bytes(b"text")
    with pytest.raises(AppError):
        take_thumbnail(tmp_path / "text.backdrop", (160, 90))
