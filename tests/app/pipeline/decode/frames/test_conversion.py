from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.frames.conversion import Conversion, fitted, on_black
from app.pipeline.decode.frames.see_through import known_opacity, over_grey, without_grey
from app.pipeline.decode.tracks import TooLargeError
from tests.media import plain, write_video


def picture(size: tuple[int, int], pixels: str = "yuv420p", seed: int = 0) -> av.VideoFrame:
    noise = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    return av.VideoFrame.from_ndarray(noise, format="bgr24").reformat(format=pixels)


@pytest.mark.parametrize("pixels", ["yuv420p", "yuvj420p", "nv12", "yuv422p10le", "gray8", "rgb24", "bgr24", "pal8"])
@pytest.mark.parametrize("canvas", [None, (64, 48)])
def test_ordinary_colours_are_ffmpegs_to_the_bit(pixels: str, canvas: tuple[int, int] | None) -> None:
    if pixels == "pal8":
        given = av.VideoFrame.from_ndarray(np.zeros((48, 64), np.uint8), format="gray8")
    else:
        given = picture((64, 48), pixels)
    expected = given.to_ndarray(format="bgr24")
    conversion = Conversion(canvas=canvas)
    for _ in range(2):
        assert np.array_equal(conversion.image(given, None)[0], expected)
    assert conversion.notes == ()


def test_images_are_read_only_and_each_its_own() -> None:
    conversion = Conversion()
    first, second = (conversion.image(picture((32, 32), seed=seed), Fraction(1))[0] for seed in (1, 2))
    assert not first.flags.writeable
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("size", [(1, 1), (17, 3), (33, 21), (64, 1)])
def test_odd_sizes_of_hdr(size: tuple[int, int]) -> None:
    given = picture(size, "yuv420p10le")
    given.color_trc, given.color_primaries = 16, 9
    assert Conversion().image(given, None)[0].shape == (size[1], size[0], 3)


def test_hdr_that_is_seen_through() -> None:
    given = av.VideoFrame.from_ndarray(np.zeros((16, 16, 4), np.uint8), format="bgra").reformat(format="yuva444p10le")
    given.color_trc, given.color_primaries = 16, 9
    assert np.abs(Conversion().image(given, None)[0].astype(int) - 128).max() <= 1


def test_over_grey() -> None:
    image = plain((10, 200, 90), (4, 1))
    alpha = np.array([[255, 0, 128, 1]], np.uint8)
    shown = over_grey(image, alpha)[0].astype(int)
    assert shown[:2].tolist() == [[10, 200, 90], [128, 128, 128]]
    assert np.abs(shown[2:] - [[69, 164, 109], [128, 128, 128]]).max() <= 1
    assert np.array_equal(over_grey(image, np.full((1, 4), 255, np.uint8)), image)
    assert known_opacity(np.full((1, 4), 255, np.uint8)) is None
    own = without_grey(shown[None].astype(np.uint8), alpha)[0].astype(int)
    assert np.abs(own[[0, 2]] - [10, 200, 90]).max() <= 2
    assert own[1].tolist() == [0, 0, 0]


@pytest.mark.parametrize(("size", "canvas", "expected"), [
    ((64, 48), (128, 96), (128, 96)), ((48, 64), (128, 96), (72, 96)), ((1000, 1), (10, 10), (10, 1)),
])  # fmt: skip
def test_the_shape_stays(size: tuple[int, int], canvas: tuple[int, int], expected: tuple[int, int]) -> None:
    assert fitted(size, canvas) == expected
    assert on_black(plain((1, 2, 3), expected), canvas).shape == (canvas[1], canvas[0], 3)


def test_a_video_that_would_not_fit_in_memory_is_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path_factory.mktemp("large") / "a.mp4", [plain((9, 9, 9), (64, 48))])
    monkeypatch.setattr("app.pipeline.decode.tracks.MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(TooLargeError) as caught:
        VideoDecoder(str(path))
    assert caught.value.size == (64, 48)
