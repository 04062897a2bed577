from pathlib import Path

import av
import pytest

from app.pipeline.decode.tracks import video_track
from app.pipeline.decode.video_info import DEFAULT_FPS, VideoInfo, info_of
from tests.media import plain, write_video


def info(path: Path) -> VideoInfo:
    with av.open(str(path)) as container:
        return info_of(container, video_track(container), str(path))


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_file_says_how_long_and_how_large_it_is(tmp_path: Path, suffix: str) -> None:
    said = info(write_video(tmp_path / f"a{suffix}", [plain((9, 9, 9), (64, 32))] * 10))
    assert (said.width, said.height) == (64, 32)
    assert said.fps == pytest.approx(25.0)
    assert said.seconds == pytest.approx(0.4, abs=0.05)
    assert said.frames == (10 if suffix == ".mp4" else None)
    assert not said.endless
    assert (said.has_audio, said.sound_tracks, said.unreadable_sound) == (False, 0, "")


def test_sound_is_counted(tmp_path: Path) -> None:
    said = info(write_video(tmp_path / "a.mp4", [plain((9, 9, 9))] * 10, sound="aac"))
    assert (said.has_audio, said.sound_tracks, said.unreadable_sound) == (True, 1, "")


def test_sound_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", [plain((9, 9, 9))] * 10, sound="aac")
    video.write_bytes(video.read_bytes().replace(b"mp4a", b"zzzz").replace(b"esds", b"free"))
    said = info(video)
    assert (said.has_audio, said.sound_tracks) == (False, 1)
    assert said.unreadable_sound == "zzzz"


class Silent:
    """An open connection that declares nothing about itself."""

    size = -1
    duration = None

    class format:  # noqa: N801 - PyAV's name
        name = "mpjpeg"

    class streams:  # noqa: N801 - PyAV's name
        audio = ()



class SilentStream:
    duration = time_base = average_rate = guessed_rate = None
    frames = 0

    class codec_context:  # noqa: N801 - PyAV's name
        width, height = 320, 240


@pytest.mark.parametrize(("address", "endless"), [("http://camera/video", True), ("video.mjpeg", False)])
def test_a_connection_that_says_nothing_is_endless(address: str, endless: bool) -> None:
    said = info_of(Silent(), SilentStream(), address)
    assert said == VideoInfo(320, 240, DEFAULT_FPS, None, 0.0, False, endless=endless)
