from __future__ import annotations

import gc
import io
import struct
import weakref
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from PIL import Image as Pictures
from PIL import ImageOps

from app.pipeline.bundled import demo_path
from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.video_file import iter_video
from tests.leaks import left_over, native_threads
from tests.media import plain, probe_video, shades, write_video

FRAMES_IN_FLIGHT = 8  # held by the codec and the reader


def test_a_closed_and_released_decoder_is_gone_at_once() -> None:
    """A codec's threads and frames, 10 MB at 720p, must not wait for the cycle collector."""
    gc.collect()
    gc.disable()
    try:
        with VideoDecoder(str(demo_path())) as decoder:
            next(decoder)
        kept = weakref.ref(decoder)
        del decoder
        assert kept() is None
    finally:
        gc.enable()


def test_a_closed_decoder_ends() -> None:
    decoder = VideoDecoder(str(demo_path()))
    next(decoder)
    decoder.close()
    decoder.close()
    assert next(decoder, None) is None


def test_decoded_frames_need_no_collector() -> None:
    """Each frame has buffers and a scaler with threads: in a cycle they would wait for the collector."""
    gc.collect()
    gc.disable()
    try:
        with VideoDecoder(str(demo_path()), DecodeOptions(at_pace=True)) as decoder:
            next(decoder)
            threads, count = native_threads(), 1
            while count < 300 and next(decoder, None) is not None:
                count += 1
            assert count > 200
            assert left_over(VideoFrame) <= FRAMES_IN_FLIGHT
            assert native_threads() <= threads
    finally:
        gc.enable()


def with_matrix(source: Path, target: Path, matrix: tuple[int, int, int, int]) -> Path:
    """A copy of source with the matrix (a b, c d) in the header of its video track."""
    plain_one = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    a, b, c, d = (number << 16 for number in matrix)
    data = source.read_bytes()
    track = data.index(b"tkhd")
    place = data.index(plain_one, track)
    given = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    target.write_bytes(data[:place] + given + data[place + len(given) :])
    return target


def turned(source: Path, target: Path, degrees: int) -> Path:
    """A copy of source with a display matrix, as phones write it."""
    with av.open(str(source)) as given, av.open(str(target), "w") as taken:
        track = given.streams.video[0]
        copy = taken.add_stream_from_template(track)
        copy.set_display_rotation(degrees)
        for packet in given.demux(track):
            if packet.dts is not None:
                packet.stream = copy
                taken.mux(packet)
    return target


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_a_phone_video_is_upright(tmp_path: Path, degrees: int) -> None:
    image = plain((20, 20, 20), (64, 48))
    image[:24] = 220  # the upper half is bright
    flat = write_video(tmp_path / "flat.mp4", [image] * 3)
    video = turned(flat, tmp_path / "turned.mp4", degrees)
    info, frame = probe_video(video), next(iter_video(video))
    assert (info.width, info.height) == ((64, 48) if degrees == 180 else (48, 64))
    assert frame.size == (info.width, info.height)
    bright = {90: frame.image[:, 3], -90: frame.image[:, -3], 180: frame.image[-3]}[degrees]
    dark = {90: frame.image[:, -3], -90: frame.image[:, 3], 180: frame.image[3]}[degrees]
    assert bright.mean() > 180
    assert dark.mean() < 60


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        ((1, 0, 0, 1), "rb/ky"),
        ((-1, 0, 0, 1), "br/yk"),
        ((1, 0, 0, -1), "ky/rb"),
        ((-1, 0, 0, -1), "yk/br"),
        ((0, 1, -1, 0), "kr/yb"),
        ((0, -1, 1, 0), "by/rk"),
        ((0, 1, 1, 0), "rk/by"),
        ((0, -1, -1, 0), "yb/kr"),
    ],
)
def test_a_video_is_turned_and_mirrored_as_it_says(
    tmp_path: Path, matrix: tuple[int, int, int, int], shown: str
) -> None:
    """Stored: red, then blue above black, then yellow."""
    colors = {"r": (30, 30, 220), "b": (220, 30, 30), "k": (10, 10, 10), "y": (20, 220, 220)}
    image = plain((0, 0, 0), (64, 48))
    for place, letter in enumerate("rbky"):
        row, column = divmod(place, 2)
        image[24 * row : 24 * row + 24, 32 * column : 32 * column + 32] = colors[letter]
    flat = write_video(tmp_path / "flat.mp4", [image] * 2)
    frame = next(iter_video(with_matrix(flat, tmp_path / "m.mp4", matrix)))
    height, width = frame.image.shape[:2]
    assert (width, height) == ((64, 48) if matrix[0] else (48, 64))
    corners = [[frame.image[y, x].astype(int) for x in (5, width - 6)] for y in (5, height - 6)]
    nearest = [[min(colors, key=lambda k: np.abs(pixel - colors[k]).sum()) for pixel in row] for row in corners]
    assert "/".join("".join(row) for row in nearest) == shown


@pytest.mark.parametrize(
    ("size", "tag", "matrix"),
    [((64, 48), 2, "601"), ((1280, 720), 2, "709"), ((1280, 720), 1, "709"), ((1280, 720), 6, "601")],
)
def test_colours_that_are_not_tagged_are_those_of_the_size(
    tmp_path: Path, size: tuple[int, int], tag: int, matrix: str
) -> None:
    y, cb, cr = 81, 90, 240  # the red of BT.601
    planes = np.full((size[1] * 3 // 2, size[0]), y, np.uint8)
    planes[size[1] : size[1] * 5 // 4], planes[size[1] * 5 // 4 :] = cb, cr
    with av.open(str(tmp_path / "video.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.colorspace = tag
        container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))
    shown = next(iter_video(tmp_path / "video.mp4")).image[10, 10].astype(int)
    assert np.abs(shown - {"601": (0, 0, 255), "709": (0, 23, 255)}[matrix]).max() <= 4


def test_oblong_pixels_become_square(tmp_path: Path) -> None:
    path = tmp_path / "dv.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        for image in shades(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    assert next(iter_video(path)).size == (128, 48)
    assert probe_video(path).width == 128


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.avi", "a.mjpg"])
def test_motion_jpeg_is_turned_as_its_exif_says(tmp_path: Path, orientation: int, name: str) -> None:
    picture = Pictures.new("RGB", (48, 32), (220, 220, 20))
    for place, color in enumerate(((220, 30, 30), (30, 30, 220), (20, 200, 20))):
        picture.paste(color, (24 * (place % 2), 16 * (place // 2), 24 * (place % 2) + 24, 16 * (place // 2) + 16))
    exif = Pictures.Exif()
    exif[0x0112] = orientation
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", exif=exif, quality=98, subsampling=0)
    picture.getexif()[0x0112] = orientation
    shown = np.asarray(ImageOps.exif_transpose(picture))[:, :, ::-1].astype(int)
    if name == "a.mjpg":
        (tmp_path / name).write_bytes(3 * jpeg.getvalue())
    else:
        with av.open(str(tmp_path / name), "w") as container:
            stream = container.add_stream("mjpeg", rate=25)
            stream.width, stream.height, stream.pix_fmt = 48, 32, "yuvj444p"
            for index in range(3):
                packet = av.Packet(jpeg.getvalue())
                packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 25), True
                packet.pts = packet.dts = index
                container.mux(packet)
    frames = list(iter_video(tmp_path / name))
    assert len(frames) == 3
    for frame in frames:
        assert frame.image.shape == shown.shape
        assert np.abs(frame.image - shown).mean() < 8
