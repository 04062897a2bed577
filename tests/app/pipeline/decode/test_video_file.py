import os
import struct
from collections import deque
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.video_file import Damage, iter_video, probe_video
from app.pipeline.frame import Frame
from app.pipeline.sources.video import VideoSource
from tests.conftest import CLIP_FRAMES, CLIP_SIZE
from tests.fakes import MjpegCamera
from tests.media import plain, write_video


def shades(count: int) -> list[np.ndarray]:
    return [plain((20 + 8 * index,) * 3) for index in range(count)]


def shade(frame: Frame | None) -> int:
    assert frame is not None
    return round((int(np.median(frame.image)) - 20) / 8)


def with_matrix(source: Path, target: Path, matrix: tuple[int, int, int, int]) -> Path:
    """source once more with the matrix (a b, c d) in the head of its video track."""
    plain_one = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    a, b, c, d = (number << 16 for number in matrix)
    data = source.read_bytes()
    track = data.index(b"tkhd")
    place = data.index(plain_one, track)
    given = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    target.write_bytes(data[:place] + given + data[place + len(given) :])
    return target


def turned(source: Path, target: Path, degrees: int) -> Path:
    """source once more with a display matrix, as phones write it."""
    with av.open(str(source)) as given, av.open(str(target), "w") as taken:
        track = given.streams.video[0]
        copy = taken.add_stream_from_template(track)
        copy.set_display_rotation(degrees)
        for packet in given.demux(track):
            if packet.dts is not None:
                packet.stream = copy
                taken.mux(packet)
    return target


def test_every_picture_once_in_order(clip: Path) -> None:
    frames = list(iter_video(clip))
    assert [frame.index for frame in frames] == list(range(CLIP_FRAMES))
    assert [frame.time for frame in frames] == pytest.approx([index / 25 for index in range(CLIP_FRAMES)])
    assert all(frame.size == CLIP_SIZE for frame in frames)
    assert not any(frame.image.flags.writeable for frame in frames)
    bars = [float(np.flatnonzero(frame.image[60, :, 2] > 200).mean()) for frame in frames]
    assert all(4 <= later - earlier <= 8 for earlier, later in pairwise(bars))


def test_what_is_known_before(clip: Path, tmp_path: Path) -> None:
    info = probe_video(clip)
    assert (info.width, info.height, info.frames, info.has_audio) == (*CLIP_SIZE, CLIP_FRAMES, False)
    assert info.fps == pytest.approx(25, rel=0.01)
    assert info.seconds == pytest.approx(CLIP_FRAMES / 25, abs=0.05)
    assert probe_video(write_video(tmp_path / "sound.mp4", shades(5), sound="aac")).has_audio


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    times = [0.0, 0.04, 0.30, 0.34, 1.0]
    video = write_video(tmp_path / "uneven.mp4", shades(5), times)
    assert [frame.time for frame in iter_video(video)] == pytest.approx(times, abs=2e-3)


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
def test_a_film_is_turned_and_mirrored_as_it_says(
    tmp_path: Path, matrix: tuple[int, int, int, int], shown: str
) -> None:
    """Stored is a red corner, then blue; below black, then yellow."""
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
    with av.open(str(tmp_path / "film.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.colorspace = tag
        container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))
    shown = next(iter_video(tmp_path / "film.mp4")).image[10, 10].astype(int)
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


def test_gif_and_picture_and_demo(tmp_path: Path) -> None:
    gif = write_video(tmp_path / "film.gif", shades(4), codec="gif")
    assert len(list(iter_video(gif))) == 4
    cv2.imwrite(str(tmp_path / "still.png"), plain((1, 2, 3)))
    (still,) = iter_video(tmp_path / "still.png")
    assert still.image[0, 0].tolist() == [1, 2, 3]
    assert probe_video(tmp_path / "still.png").frames == 1
    info = probe_video("demo")
    assert next(iter_video("demo")).size == (info.width, info.height)


@pytest.mark.parametrize("name", ["film.webp", "film.png"])
def test_an_animated_picture_is_a_film(tmp_path: Path, name: str) -> None:
    stills = [Pictures.fromarray(image) for image in shades(4)]
    stills[0].save(
        tmp_path / name, save_all=True, append_images=stills[1:], duration=[80, 80, 120, 80], lossless=True
    )
    info = probe_video(tmp_path / name)
    assert (info.width, info.height, info.frames, info.has_audio) == (64, 48, 4, False)
    assert info.fps == pytest.approx(12.5)
    frames = list(iter_video(tmp_path / name))
    assert [shade(frame) for frame in frames] == [0, 1, 2, 3]
    assert [frame.time for frame in frames] == pytest.approx([0, 0.08, 0.16, 0.28])
    assert not any(frame.image.flags.writeable for frame in frames)


def test_several_pictures_that_are_no_film(tmp_path: Path) -> None:
    stills = [Pictures.fromarray(image) for image in shades(3)]
    stills[0].save(tmp_path / "pages.tiff", save_all=True, append_images=stills[1:])
    assert probe_video(tmp_path / "pages.tiff").frames == len(list(iter_video(tmp_path / "pages.tiff"))) == 1


def test_an_animated_picture_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    stills = [Pictures.fromarray(rng.integers(0, 255, (48, 64, 3), dtype=np.uint8)) for _ in range(6)]
    path = tmp_path / "film.png"
    stills[0].save(path, save_all=True, append_images=stills[1:], duration=80)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    damage: list[Damage] = []
    count = len(list(iter_video(path, on_damage=damage.append)))
    assert 1 <= count < 6
    assert damage == [Damage(count, 6)]


def test_a_url_is_read_too() -> None:
    camera = MjpegCamera(lambda index: plain((10, 20, 200), (64, 48)))
    camera.plug()
    try:
        assert probe_video(camera.url).width == 64
        frames = iter_video(camera.url)
        assert [next(frames).index for _ in range(3)] == [0, 1, 2]
    finally:
        camera.unplug()


def test_a_source_begins_anew_and_its_times_grow_on(tmp_path: Path) -> None:
    source = VideoSource(write_video(tmp_path / "short.mp4", shades(4)))
    frames = [source.read() for _ in range(10)]
    source.close()
    source.close()
    assert [shade(frame) for frame in frames] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    times = [frame.time for frame in frames if frame]
    assert np.diff(times) == pytest.approx(0.04, abs=2e-3)
    assert [frame.index for frame in frames if frame] == list(range(10))
    assert (source.info.name, source.info.is_live, source.info.is_demo) == ("short.mp4", False, False)


def test_a_big_film_is_shrunk_for_eyes_and_not_for_files(tmp_path: Path) -> None:
    path = write_video(tmp_path / "big.mp4", [plain((0, 0, 200), (2560, 1440))])
    source = VideoSource(path)
    frame = source.read()
    source.close()
    assert frame is not None
    assert frame.size == (source.info.width, source.info.height) == (1920, 1080)
    assert next(iter_video(path)).size == (2560, 1440)


def test_a_source_whose_file_is_taken_away(tmp_path: Path) -> None:
    path = write_video(tmp_path / "short.mp4", shades(3))
    source = VideoSource(path)
    path.unlink()
    with pytest.raises(AppError, match="There is no file"):
        deque((source.read() for _ in range(10)), maxlen=0)


def test_a_cut_off_video_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = write_video(tmp_path / "long.mkv", noise)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    damage: list[Damage] = []
    frames = list(iter_video(path, on_damage=damage.append))
    assert 3 < len(frames) < 30
    assert damage == [Damage(len(frames), 30)]
    source = VideoSource(path)
    for _ in range(80):
        assert source.read() is not None
    source.close()


def test_damage_in_the_middle_costs_pictures_not_the_film(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = write_video(tmp_path / "long.mkv", noise, codec="mpeg4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = rng.bytes(2000)
    path.write_bytes(data)
    damage: list[Damage] = []
    times = [frame.time for frame in iter_video(path, on_damage=damage.append)]
    assert len(damage) == 1
    assert len(times) > 10
    assert times == sorted(times)
    assert times[-1] > 0.9


def test_a_film_whose_index_says_more_than_there_is(tmp_path: Path) -> None:
    """The index is at its beginning, as in films for the web, and the end is missing."""
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = tmp_path / "web.mp4"
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for image in noise:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    damage: list[Damage] = []
    count = len(list(iter_video(path, on_damage=damage.append)))
    assert damage == [Damage(count, 30)]
    assert f"{count} of about 30" in str(damage[0])


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".avi", ".webm"])
@pytest.mark.parametrize("times", [None, [0, 0.04, 0.3, 0.34, 5.0], [0, 0.1, 2.0, 2.02, 2.04]])
def test_a_healthy_film_is_not_called_damaged(tmp_path: Path, suffix: str, times: list[float] | None) -> None:
    codec = {".webm": "libvpx", ".avi": "mpeg4"}.get(suffix, "libx264")
    path = write_video(tmp_path / f"film{suffix}", shades(5), times, codec=codec)
    damage: list[Damage] = []
    assert len(list(iter_video(path, on_damage=damage.append))) == 5
    assert damage == []


@pytest.mark.parametrize("content", [b"", b"not a video at all", bytes(5000)])
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.gif", "a"])
def test_no_video(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    for read in (probe_video, iter_video, lambda path: VideoSource(path)):
        with pytest.raises(AppError) as caught:
            read(tmp_path / name)
        assert name in caught.value.title
        assert caught.value.hint
        assert caught.value.exit_status == 2


def test_a_head_without_a_body(clip: Path) -> None:
    """The index of an MP4 is at its end."""
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) // 2])
    with pytest.raises(AppError, match="damaged, cut off"):
        probe_video(clip)


def test_sound_alone_and_wrong_paths(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "song.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "song.m4a", tmp_path / "folder", tmp_path / "missing.mp4", "http://127.0.0.1:9/x"):
        with pytest.raises(AppError) as caught:
            iter_video(path)
        assert caught.value.hint


def test_names_that_cannot_be_looked_at(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0)
    tried = [tmp_path / f"{'n' * 296}.mp4"]
    if hasattr(os, "geteuid") and os.geteuid() != 0:  # nothing is shut for root
        tried.append(shut / "film.mp4")
    for path in tried:
        with pytest.raises(AppError) as caught:
            iter_video(path)
        assert caught.value.hint
        assert caught.value.exit_status == 2
