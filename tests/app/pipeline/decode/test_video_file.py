import os
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.damage import Damage, Listeners
from app.pipeline.decode.video_file import iter_video
from app.pipeline.sources.video import VideoSource
from tests.conftest import CLIP_FRAMES, CLIP_SIZE
from tests.fakes import MjpegCamera
from tests.media import plain, probe_video, shade, shades, write_video


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


def test_gif_and_picture_and_demo(tmp_path: Path) -> None:
    gif = write_video(tmp_path / "video.gif", shades(4), codec="gif")
    assert len(list(iter_video(gif))) == 4
    cv2.imwrite(str(tmp_path / "still.png"), plain((1, 2, 3)))
    (still,) = iter_video(tmp_path / "still.png")
    assert still.image[0, 0].tolist() == [1, 2, 3]
    assert probe_video(tmp_path / "still.png").frames == 1
    info = probe_video("demo")
    assert next(iter_video("demo")).size == (info.width, info.height)


@pytest.mark.parametrize("name", ["video.webp", "video.png"])
def test_an_animated_picture_is_a_video(tmp_path: Path, name: str) -> None:
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


def test_several_pictures_that_are_not_a_video(tmp_path: Path) -> None:
    stills = [Pictures.fromarray(image) for image in shades(3)]
    stills[0].save(tmp_path / "pages.tiff", save_all=True, append_images=stills[1:])
    assert probe_video(tmp_path / "pages.tiff").frames == len(list(iter_video(tmp_path / "pages.tiff"))) == 1


def test_an_animated_picture_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    stills = [Pictures.fromarray(rng.integers(0, 255, (48, 64, 3), dtype=np.uint8)) for _ in range(6)]
    path = tmp_path / "video.png"
    stills[0].save(path, save_all=True, append_images=stills[1:], duration=80)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    damage: list[Damage] = []
    count = len(list(iter_video(path, told=Listeners(damage=damage.append))))
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


def test_a_cut_off_video_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = write_video(tmp_path / "long.mkv", noise)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    damage: list[Damage] = []
    frames = list(iter_video(path, told=Listeners(damage=damage.append)))
    assert 3 < len(frames) < 30
    assert damage == [Damage(len(frames), 30)]
    source = VideoSource(path)
    for _ in range(80):
        assert source.read() is not None
    source.close()


def test_damage_in_the_middle_costs_pictures_not_the_video(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = write_video(tmp_path / "long.mkv", noise, codec="mpeg4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = rng.bytes(2000)
    path.write_bytes(data)
    damage: list[Damage] = []
    times = [frame.time for frame in iter_video(path, told=Listeners(damage=damage.append))]
    assert len(damage) == 1
    assert len(times) > 10
    assert times == sorted(times)
    assert times[-1] > 0.9


def test_a_video_whose_index_says_more_than_there_is(tmp_path: Path) -> None:
    """The index is at the beginning, as in videos for the web, and the end is missing."""
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
    count = len(list(iter_video(path, told=Listeners(damage=damage.append))))
    assert damage == [Damage(count, 30)]
    assert f"{count} of about 30" in str(damage[0])


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".avi", ".webm"])
@pytest.mark.parametrize("times", [None, [0, 0.04, 0.3, 0.34, 5.0], [0, 0.1, 2.0, 2.02, 2.04]])
def test_a_healthy_video_is_not_called_damaged(tmp_path: Path, suffix: str, times: list[float] | None) -> None:
    codec = {".webm": "libvpx", ".avi": "mpeg4"}.get(suffix, "libx264")
    path = write_video(tmp_path / f"video{suffix}", shades(5), times, codec=codec)
    damage: list[Damage] = []
    assert len(list(iter_video(path, told=Listeners(damage=damage.append)))) == 5
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
    if hasattr(os, "geteuid") and os.geteuid() != 0:  # root may read everything
        tried.append(shut / "video.mp4")
    for path in tried:
        with pytest.raises(AppError) as caught:
            iter_video(path)
        assert caught.value.hint
        assert caught.value.exit_status == 2
