"""HDR and wide gamuts from the file to the image: as players show them, not washed out."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.frames import light
from app.pipeline.decode.stills.pictures import load_picture
from app.pipeline.frame import Image
from tests.heif import write_heif

SKIN = (209, 170, 140)
PQ, HLG, BT709_CURVE, SRGB = 16, 18, 1, 13
BT2020, P3 = 9, 12
PICTURES = {"a.png": ("png", "rgb48be", "image2"), "a.avif": ("libsvtav1", "yuv420p10le", "avif")}


def patches(curve: int, *, as_picture: bool = False) -> np.ndarray:
    """48 x 64 x 3 as coded in BT.2020: skin in SDR range on the left, white paper on the right."""
    code = np.array(SKIN) / 255
    linear = light.srgb_to_light(code) if as_picture else light.sdr_to_light(code)
    linear = np.linalg.inv(light.to_bt709(light.BT2020)) @ linear
    image = np.ones((48, 64, 3))
    if curve == PQ:
        image[:, :32], image[:, 32:] = light.nits_to_pq(linear * 203), 0.58069
    elif curve == HLG:
        scene = linear * 203 / 1000
        scene = scene * (scene @ light.BT2020_LUMA) ** (-0.2 / 1.2)
        image[:, :32] = [(3 * s) ** 0.5 if s <= 1 / 12 else light.HLG_A * np.log(12 * s - light.HLG_B) + light.HLG_C
                         for s in scene]
        image[:, 32:] = 0.75
    else:
        image[:, :32] = light.light_to_srgb(linear) if as_picture else light.light_to_sdr(linear)
    return np.round(image * 65535).astype(np.uint16)


def write(path: Path, image: np.ndarray, curve: int, codec: tuple[str, str, str | None]) -> Path:
    name, pixels, container = codec
    is_yuv = pixels.startswith("yuv")
    with av.open(str(path), "w", format=container) as file:
        stream = cast(VideoStream, file.add_stream(name, rate=1))
        stream.options = {"crf": "4"} if is_yuv else {}
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], pixels
        frame = av.VideoFrame.from_ndarray(image, format="rgb48le")
        frame = frame.reformat(format=pixels, dst_colorspace="BT2020" if is_yuv else None)
        for each in (stream.codec_context, frame):
            each.color_trc, each.color_primaries, each.colorspace = curve, BT2020, BT2020 if is_yuv else 0
            each.color_range = 1 if is_yuv else 2
        frame.pts, frame.time_base = 0, Fraction(1)
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def check(image: Image, off: int) -> None:
    skin, paper = image[24, 10, ::-1].astype(int), image[24, 54].astype(int)
    assert np.abs(skin - SKIN).max() <= off, skin
    assert np.abs(paper - 230).max() <= 3, paper


@pytest.mark.parametrize("curve", [PQ, HLG])
def test_a_video(tmp_path: Path, curve: int) -> None:
    path = write(tmp_path / "hdr.mp4", patches(curve), curve, ("libx264", "yuv420p10le", None))
    with VideoDecoder(str(path)) as decoder:
        check(next(decoder).image, 9)
        assert decoder.notes == ("The video is HDR; its colours were converted for an ordinary screen.",)


def test_a_video_of_a_wide_gamut(tmp_path: Path) -> None:
    path = write(tmp_path / "wide.mp4", patches(BT709_CURVE), BT709_CURVE, ("libx264", "yuv420p10le", None))
    with VideoDecoder(str(path)) as decoder:
        image = next(decoder).image
        assert np.abs(image[24, 10, ::-1].astype(int) - SKIN).max() <= 3
        assert image[24, 54].min() >= 253
        assert decoder.notes == ()


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture(tmp_path: Path, name: str) -> None:
    if PICTURES[name][0] not in av.codecs_available:
        pytest.skip(f"no encoder for {name}")
    path = write(tmp_path / name, patches(PQ, as_picture=True), PQ, PICTURES[name])
    check(load_picture(path), 9)


@pytest.mark.parametrize("quarter_turns", [0, 1, 2])
def test_a_picture_of_a_phone(tmp_path: Path, quarter_turns: int) -> None:
    shown = patches(PQ, as_picture=True).repeat(4, 0).repeat(4, 1)
    stored = np.ascontiguousarray(np.rot90(shown, -quarter_turns))
    numbers = BT2020, PQ, BT2020
    image = load_picture(write_heif(tmp_path / "a.heic", stored, numbers, quarter_turns=quarter_turns))
    assert image.shape == (192, 256, 3)
    check(image[::4, ::4], 9)
