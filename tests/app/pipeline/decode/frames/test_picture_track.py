"""Packets that repeat a frame instead of holding one, and transparent frames."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from app.pipeline.decode.damage import Listeners
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.frames.picture_track import MAX_LEFT_OUT, PictureTrack
from app.pipeline.decode.frames.see_through import NEUTRAL_GREY
from app.pipeline.decode.video_file import iter_video
from tests.media import plain, shade, shades
from tests.see_through import GREEN_BGR, SEE_THROUGH, see_through


def with_repeats(path: Path, codec: str, kept: Sequence[bool], options: dict[str, str]) -> Path:
    """One shade for each True; for False, an empty packet repeats the previous one. 25 frames per second."""
    images = iter(shades(sum(kept)))
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=25, options=options))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        packets = []
        for index, is_kept in enumerate(kept):
            if is_kept:
                frame = av.VideoFrame.from_ndarray(next(images), format="bgr24").reformat(format="yuv420p")
                frame.pts, frame.time_base = index, Fraction(1, 25)
                packets += stream.encode(frame)
        packets += stream.encode(None)
        base = packets[0].time_base
        assert base is not None
        tick = round(1 / 25 / base)
        for index, is_kept in enumerate(kept):
            packet = packets.pop(0) if is_kept else av.Packet(0)
            packet.stream, packet.time_base = stream, base
            packet.dts = index * tick
            packet.pts = packet.pts if is_kept else index * tick
            container.mux(packet)
    return path


@pytest.mark.parametrize(("codec", "options"), [("ffv1", {}), ("libx264", {"bf": "0", "crf": "5"})])
@pytest.mark.parametrize("pattern", ["100100", "1010", "1100011", "10000"])
def test_an_empty_packet_repeats_the_picture_before(
    tmp_path: Path, codec: str, options: dict[str, str], pattern: str
) -> None:
    """Theora and screen recorders write them; FFmpeg takes an empty packet for the end."""
    kept = [letter == "1" for letter in pattern]
    damage: list[object] = []
    path = with_repeats(tmp_path / "a.nut", codec, kept, options)
    frames = list(iter_video(path, told=Listeners(damage=damage.append)))
    assert [round(frame.time, 2) for frame in frames] == [round(index / 25, 2) for index in range(len(kept))]
    assert [shade(frame) for frame in frames] == [sum(kept[: index + 1]) - 1 for index in range(len(kept))]
    assert damage == []


class TheoraPacket:
    """A packet with a frame, or an empty one."""

    is_keyframe = True

    def __init__(self, pts: int | None, picture: bool) -> None:
        self.pts, self.size = pts, 30 if picture else 0

    def decode(self) -> list[av.VideoFrame]:
        if not self.size:
            return []
        frame = av.VideoFrame(16, 16, "yuv420p")
        frame.pts, frame.time_base = self.pts, Fraction(1, 25)
        return [frame]


@pytest.mark.parametrize(("duration_s", "times"), [
    (0.32, range(8)), (0.2, range(5)), (0.0, range(5)), (60.0, range(5 + MAX_LEFT_OUT)),
])  # fmt: skip
def test_repeats_at_the_end_that_the_writer_of_theora_left_out_are_there(duration_s: float, times: range) -> None:
    """Only the file's end time shows that they exist."""
    container = SimpleNamespace(duration=round(duration_s * av.time_base), start_time=0)
    stream = SimpleNamespace(
        codec_context=SimpleNamespace(name="theora"), metadata={}, container=container, time_base=Fraction(1, 25),
        average_rate=Fraction(25))  # fmt: skip
    track = PictureTrack(cast(VideoStream, stream))
    packets = [TheoraPacket(index, index in (0, 2)) for index in range(5)] + [TheoraPacket(None, False)]
    shown = [picture.pts for packet in packets for picture in track.pictures(cast(Any, packet))]
    assert shown == list(times)


def test_seeking_repeats_nothing_of_another_place(tmp_path: Path) -> None:
    path = with_repeats(tmp_path / "a.nut", "ffv1", [True, False] * 4, {})
    with VideoDecoder(str(path)) as decoder:
        for _ in range(5):
            next(decoder)
        decoder.seek(0.16)
        assert [shade(frame) for frame in decoder] == [2, 2, 3, 3]


@pytest.mark.parametrize(("name", "codec", "pixels"), SEE_THROUGH, ids=[row[0] for row in SEE_THROUGH])
def test_what_is_seen_through_lies_over_grey(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    frames = list(iter_video(see_through(tmp_path / name, codec, pixels)))
    assert len(frames) == 3
    for frame in frames:
        solid, half, hidden = (frame.image[24, x].astype(int) for x in (16, 48, 80))
        assert np.abs(solid - GREEN_BGR).max() <= 6
        assert np.abs(half - (np.array(GREEN_BGR) + NEUTRAL_GREY) / 2).max() <= 6
        assert np.abs(hidden - NEUTRAL_GREY).max() <= 2


def test_a_gif_lies_over_grey_too(tmp_path: Path) -> None:
    from PIL import Image as Pictures

    pictures = []
    for place in (4, 20):
        picture = Pictures.new("RGBA", (40, 40), (255, 0, 255, 0))
        picture.paste((30, 200, 40, 255), (place, 4, place + 16, 36))
        pictures.append(picture)
    pictures[0].save(tmp_path / "a.gif", save_all=True, append_images=pictures[1:], duration=100, disposal=2)
    for frame, (inside, outside) in zip(iter_video(tmp_path / "a.gif"), ((10, 34), (30, 6)), strict=True):
        assert np.abs(frame.image[20, outside].astype(int) - NEUTRAL_GREY).max() <= 2
        assert np.abs(frame.image[20, inside].astype(int) - (40, 200, 30)).max() <= 6


def test_seeking_in_a_see_through_video(tmp_path: Path) -> None:
    with VideoDecoder(str(see_through(tmp_path / "a.webm", "libvpx-vp9", "yuva420p"))) as decoder:
        next(decoder)
        decoder.seek(0.04)
        frame = next(decoder)
    assert frame.time == pytest.approx(0.04)
    assert np.abs(frame.image[24, 80].astype(int) - NEUTRAL_GREY).max() <= 2


def test_what_hides_nothing_is_not_changed(tmp_path: Path) -> None:
    image = plain((13, 57, 201), (32, 32))
    with av.open(str(tmp_path / "a.mov"), "w") as container:
        stream = container.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "rgba"
        frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="rgba")
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert np.array_equal(next(iter_video(tmp_path / "a.mov")).image, image)
