import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.frames.see_through import NEUTRAL_GREY
from app.pipeline.decode.kinds import is_picture
from app.pipeline.decode.stills.pictures import load_picture, stored_size
from app.pipeline.frame import Image

RED_RGB, GREEN_RGB, BLUE_RGB = (220, 30, 20), (20, 210, 40), (30, 40, 230)


def halves(size: tuple[int, int] = (60, 40)) -> Pictures.Image:
    """Left half red, right half blue; size is (width, height)."""
    picture = Pictures.new("RGB", size, BLUE_RGB)
    picture.paste(RED_RGB, (0, 0, size[0] // 2, size[1]))
    return picture


def is_color(pixel: Image, rgb: tuple[int, int, int], tolerance: int = 6) -> bool:
    return bool(np.abs(pixel[::-1].astype(int) - rgb).max() <= tolerance)


def test_colours_are_bgr_and_the_picture_is_read_only(tmp_path: Path) -> None:
    halves().save(tmp_path / "room.png")
    image = load_picture(tmp_path / "room.png")
    assert image.shape == (40, 60, 3)
    assert image.dtype == np.uint8
    assert not image.flags.writeable
    assert is_color(image[20, 10], RED_RGB, 0)
    assert is_color(image[20, 50], BLUE_RGB, 0)


@pytest.mark.parametrize(("orientation", "red_at"), [(6, "top"), (8, "bottom"), (3, "right"), (2, "right")])
def test_exif_turns_it_upright(tmp_path: Path, orientation: int, red_at: str) -> None:
    exif = Pictures.Exif()
    exif[0x0112] = orientation
    halves().save(tmp_path / "phone.jpg", exif=exif, quality=95, subsampling=0)
    image = load_picture(tmp_path / "phone.jpg")
    places = {"top": image[3, 20], "bottom": image[-3, 20], "right": image[20, -3]}
    assert image.shape[:2] == ((60, 40) if orientation in (6, 8) else (40, 60))
    assert is_color(places[red_at], RED_RGB, 12)


def test_cmyk(tmp_path: Path) -> None:
    halves().convert("CMYK").save(tmp_path / "print.jpg", quality=95)
    image = load_picture(tmp_path / "print.jpg")
    assert is_color(image[20, 10], RED_RGB, 12)


def test_sixteen_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (16, 1))
    Pictures.fromarray(ramp).save(tmp_path / "deep.png")
    row = load_picture(tmp_path / "deep.png")[8, :, 1].astype(int)
    assert np.abs(row - np.linspace(0, 255, 64)).max() < 2


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "F"])
def test_other_modes(tmp_path: Path, mode: str) -> None:
    Pictures.new("RGB", (32, 16), (200, 200, 200)).convert(mode).save(tmp_path / "mode.tiff")
    image = load_picture(tmp_path / "mode.tiff")
    assert image.shape == (16, 32, 3)
    assert image.mean() > 150


def test_alpha_lies_over_neutral_grey(tmp_path: Path) -> None:
    picture = Pictures.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((*GREEN_RGB, 255), (0, 0, 20, 40))
    picture.paste((*GREEN_RGB, 128), (20, 0, 30, 40))
    picture.save(tmp_path / "cut.png")
    image = load_picture(tmp_path / "cut.png")
    assert is_color(image[20, 5], GREEN_RGB, 0)
    assert is_color(image[20, 35], (NEUTRAL_GREY,) * 3, 0)
    half = tuple((value + NEUTRAL_GREY) // 2 for value in GREEN_RGB)
    assert is_color(image[20, 25], half, 3)  # type: ignore[arg-type]


def test_animated_is_its_first_frame(tmp_path: Path) -> None:
    frames = [Pictures.new("RGB", (20, 20), color) for color in (RED_RGB, GREEN_RGB)]
    for name in ("video.webp", "video.gif", "video.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=100, lossless=True)
        assert is_color(load_picture(tmp_path / name)[10, 10], RED_RGB, 10), name


@pytest.mark.parametrize("name", ["huge.jpg", "huge.png"])
def test_a_huge_one_is_shrunk(tmp_path: Path, name: str) -> None:
    halves((6000, 3000)).save(tmp_path / name)
    image = load_picture(tmp_path / name, max_side=1000)
    assert image.shape[:2] == (500, 1000)
    assert is_color(image[250, 100], RED_RGB, 6)


def bomb(path: Path, side: int = 60_000) -> Path:
    """A PNG of a few bytes that claims to be side x side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize("side", [60_000, 11_000])
def test_a_decompression_bomb_is_refused(tmp_path: Path, side: int) -> None:
    with pytest.raises(AppError, match="too large") as caught:
        load_picture(bomb(tmp_path / "bomb.png", side))
    assert "megapixels" in caught.value.hint
    assert side > 20_000 or "11000×11000" in caught.value.hint


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tiff", "a.bmp", "a.gif", "a.avif"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
def test_cut_off(tmp_path: Path, name: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    Pictures.fromarray(noise).save(tmp_path / name)
    with pytest.raises(AppError) as caught:
        load_picture(cut(tmp_path / name, share))
    assert name in caught.value.title
    assert caught.value.hint
    assert caught.value.exit_status == 2


def test_every_kind_of_wrong_path(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "folder.png").mkdir()
    for name, title in {
        "missing.png": "There is no picture",
        "empty.png": "empty",
        "text.png": "not a picture",
        "folder.png": "folder",
    }.items():
        with pytest.raises(AppError, match=title) as caught:
            load_picture(tmp_path / name)
        assert name in caught.value.title
        assert caught.value.hint


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    halves().save(tmp_path / "really.jpg", format="PNG")
    assert is_color(load_picture(tmp_path / "really.jpg")[20, 10], RED_RGB, 0)


def test_which_files_are_pictures() -> None:
    assert is_picture(Path("A.JPG"))
    assert is_picture(Path("a.webp"))
    assert not is_picture(Path("a.mp4"))
    assert not is_picture(Path("a.gif")), "a GIF plays"
    assert not is_picture(Path("demo"))


def test_a_jpeg_of_too_many_pixels_is_decoded_at_half_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever size is requested: memory limits come first."""
    halves((300, 200)).save(tmp_path / "a.jpg", quality=95)
    monkeypatch.setattr("app.pipeline.decode.stills.pictures.MAX_PIXELS", 200 * 150)
    image = load_picture(tmp_path / "a.jpg", max_side=16_384)
    assert image.shape[:2] == (100, 150)
    assert is_color(image[50, 30], RED_RGB, 12)
    assert stored_size(tmp_path / "a.jpg") == (300, 200)


def test_what_is_above_the_limit_and_no_jpeg_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halves((300, 200)).save(tmp_path / "a.webp")
    monkeypatch.setattr("app.pipeline.decode.stills.pictures.MAX_PIXELS", 200 * 150)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile.load", lambda _: pytest.fail("it was decoded"))
    with pytest.raises(AppError, match="too large") as caught:
        load_picture(tmp_path / "a.webp")
    assert "300×200" in caught.value.hint
