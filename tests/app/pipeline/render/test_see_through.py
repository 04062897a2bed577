"""Transparent parts of the input stay transparent when a person is cut out of it."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from PIL import Image as Pictures

from app.pipeline.render.job import RenderJob
from app.pipeline.render.render import render
from app.pipeline.tuning.choice import FileQuality
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, Settings
from tests.fakes import ConstantSegmenter
from tests.see_through import GREEN_BGR, MAGENTA_BGR, SEE_THROUGH, see_through

CLEAR = BackgroundSettings("transparent")


def cut_out(source: Path, output: Path, *, quality: FileQuality = "live", mirror: bool = False) -> np.ndarray[Any, Any]:
    """The first frame of the output, HxWx4 BGRA, with all of the input taken for a person."""
    settings = Settings(CameraSettings(str(source)), CLEAR, mirror=MirrorSettings(output=mirror))
    report = render(RenderJob(output, settings, quality=quality), lambda _: ConstantSegmenter(1.0))
    assert report.frames_out > 0
    if output.suffix == ".png":
        return np.asarray(cv2.imread(str(report.output), cv2.IMREAD_UNCHANGED))
    with av.open(str(report.output)) as container:
        stream = container.streams.video[0]
        codec = av.CodecContext.create("libvpx-vp9" if output.suffix == ".webm" else stream.codec_context.name, "r")
        codec.extradata = stream.codec_context.extradata
        pictures = (picture for packet in container.demux(stream) for picture in codec.decode(packet))  # type: ignore
        return np.asarray(next(pictures).to_ndarray(format="bgra"))


def check(image: np.ndarray[Any, Any], columns: tuple[int, int, int] = (10, 48, 85)) -> None:
    """Expects green, half of it, nothing."""
    opaque, half, hidden = (image[24, column].astype(int) for column in columns)
    assert opaque[3] >= 253
    assert abs(half[3] - 128) <= 4
    assert hidden[3] <= 2
    for color in (opaque, half):
        assert np.abs(color[:3] - GREEN_BGR).max() <= 12, "its own colour, without the grey"
    assert np.abs(image[..., :3].astype(int) - MAGENTA_BGR).max(axis=2).min() > 60


@pytest.mark.parametrize(("name", "codec", "pixels"), SEE_THROUGH)
def test_a_see_through_video_stays_so(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    check(cut_out(see_through(tmp_path / name, codec, pixels), tmp_path / "out.mov"))


@pytest.mark.parametrize("suffix", [".webm", ".png"])
def test_in_every_output_that_can_be_seen_through(tmp_path: Path, suffix: str) -> None:
    check(cut_out(see_through(tmp_path / "in.mov", "png", "rgba"), tmp_path / f"out{suffix}"))


def test_looking_ahead_and_mirrored(tmp_path: Path) -> None:
    source = see_through(tmp_path / "in.mov", "png", "rgba")
    check(cut_out(source, tmp_path / "a.mov", quality="best", mirror=True), (85, 48, 10))


@pytest.mark.parametrize("suffix", [".png", ".webp", ".gif"])
def test_a_see_through_picture_stays_so(tmp_path: Path, suffix: str) -> None:
    image = np.zeros((48, 96, 4), np.uint8)
    image[:, :32], image[:, 32:64], image[:, 64:] = (*GREEN_BGR, 255), (*GREEN_BGR, 128), (*MAGENTA_BGR, 0)
    if suffix == ".gif":
        image[:, 32:64, 3] = 255  # there is no partial opacity
    source = tmp_path / f"in{suffix}"
    Pictures.fromarray(cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA)).save(source, lossless=True)
    found = cut_out(source, tmp_path / "out.png")
    assert np.abs(found[24, [10, 48, 85], 3].astype(int) - image[24, [10, 48, 85], 3]).max() <= 2
    assert np.abs(found[24, [10, 48], :3].astype(int) - GREEN_BGR).max() <= 6


def test_over_another_background_it_lies_over_grey_as_before(tmp_path: Path) -> None:
    source = see_through(tmp_path / "in.mov", "png", "rgba")
    settings = Settings(CameraSettings(str(source)), BackgroundSettings("color", "#0000ff"))
    report = render(RenderJob(tmp_path / "out.png", settings), lambda _: ConstantSegmenter(1.0))
    image = cv2.imread(str(report.output))
    assert image is not None
    assert np.abs(image[24, 85].astype(int) - 128).max() <= 2
