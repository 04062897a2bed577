"""Every format, written and read back."""
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.encode.formats import check_output
from app.pipeline.encode.opening import open_writer
from app.pipeline.frame import Frame, Image
from tests.media import plain, write_video

TIMES = [0, 0.04, 0.08, 0.5, 0.54, 2.0]
GREYS = [20, 60, 100, 140, 180, 220]
FILMS = [".mp4", ".mkv", ".mov", ".webm", ".gif"]
TRANSPARENT = [".mov", ".webm"]


def pictures(size: tuple[int, int] = (64, 48)) -> list[Frame]:
    return [
        Frame(plain((g, g, g), size), t, i) for i, (g, t) in enumerate(zip(GREYS, TIMES, strict=True))
    ]


def half_seen(size: tuple[int, int] = (64, 48)) -> Image:
    """Red; the left half cannot be seen."""
    image = np.zeros((size[1], size[0], 4), np.uint8)
    image[:, size[0] // 2 :] = (0, 0, 255, 255)
    return image


def decoded(path: Path, pixels: str = "gray8", codec: str | None = None) -> list[tuple[float, Image]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = av.CodecContext.create(codec, "r") if codec else stream.codec_context
        frames = []
        for packet in container.demux(stream):
            frames += context.decode(packet if packet.size else None)
        return [
            (float((f.pts or 0) * (f.time_base or stream.time_base or Fraction(1))), f.to_ndarray(format=pixels))
            for f in frames
        ]


@pytest.mark.parametrize("suffix", FILMS)
def test_films_keep_every_frame_at_its_time(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}") as writer:
        for frame in pictures():
            writer.write(frame)
    frames = decoded(writer.path)
    assert [time for time, _ in frames] == pytest.approx(TIMES, abs=0.006)
    assert [float(image.mean()) for _, image in frames] == pytest.approx(GREYS, abs=6)


def delays(path: Path) -> list[int]:
    with Pictures.open(path) as picture:
        count = getattr(picture, "n_frames", 1)
        return [picture.seek(index) or picture.info["duration"] for index in range(count)]


@pytest.mark.parametrize(("fps", "expected"), [(10, [100] * 30), (25, [40] * 30), (50, [20] * 30)])
def test_a_gif_gives_each_picture_its_time_and_the_last_one_the_usual(
    tmp_path: Path, fps: int, expected: list[int]
) -> None:
    with open_writer(tmp_path / "out.gif") as writer:
        for index in range(30):
            writer.write(Frame(plain((index * 8, 9, 9)), index / fps, index))
    assert delays(writer.path) == expected


def test_a_gif_has_no_more_pictures_than_browsers_show(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.gif") as writer:
        for index in range(60):
            writer.write(Frame(plain((index * 4, 9, 9)), index / 60, index))
    assert min(delays(writer.path)) >= 20
    assert sum(delays(writer.path)) == pytest.approx(1000, abs=20)
    assert len(delays(writer.path)) == 60 - writer.left_out


@pytest.mark.parametrize("suffix", TRANSPARENT)
def test_transparent_films_keep_their_alpha(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}", transparent=True) as writer:
        for index in range(3):
            writer.write(Frame(half_seen(), index / 25, index))
    # FFmpeg's own VP9 decoder leaves the alpha out; libvpx's gives it back, as browsers do.
    frames = decoded(writer.path, "bgra", codec="libvpx-vp9" if suffix == ".webm" else None)
    assert len(frames) == 3
    _, image = frames[-1]
    assert image[24, 4, 3] < 8
    assert image[24, 60, 3] > 247
    assert np.abs(image[24, 60, :3].astype(int) - (0, 0, 255)).max() < 16


def test_one_png_has_the_name_itself(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.png", transparent=True) as writer:
        writer.write(Frame(half_seen(), 0.0, 0))
    assert [p.name for p in tmp_path.iterdir()] == ["out.png"]
    assert np.array_equal(cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED), half_seen())


def test_several_pngs_are_numbered(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.png") as writer:
        for frame in pictures():
            writer.write(frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"out-0000{n}.png" for n in range(1, 7)]
    assert writer.path == tmp_path / "out-00001.png"


def test_a_shorter_row_does_not_keep_the_tail_of_the_one_before(tmp_path: Path) -> None:
    for count in (6, 2):
        with open_writer(tmp_path / "out.png") as writer:
            for frame in pictures()[:count]:
                writer.write(frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-00001.png", "out-00002.png"]
    assert writer.warnings == []


def test_pictures_of_somebody_else_that_look_like_the_tail_stay(tmp_path: Path) -> None:
    for name in ("out-00003.png", "out-00004.png", "out-x.png", "other-00003.png"):
        cv2.imwrite(str(tmp_path / name), plain((1, 2, 3)))
    with open_writer(tmp_path / "out.png") as writer:
        for frame in pictures()[:2]:
            writer.write(frame)
    assert len(list(tmp_path.iterdir())) == 6
    assert writer.warnings == ["Not of this row, and left as it was: out-00003.png to out-00004.png."]


@pytest.mark.parametrize("suffix", [*FILMS, ".png"])
def test_odd_sizes_are_written(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}") as writer:
        for frame in pictures((33, 17)):
            writer.write(frame)
    assert writer.path.stat().st_size > 0


@pytest.mark.parametrize("suffix", [*FILMS, ".png"])
def test_an_error_on_the_way_leaves_nothing_behind(tmp_path: Path, suffix: str) -> None:
    def work() -> None:
        with open_writer(tmp_path / f"out{suffix}") as writer:
            for frame in pictures():
                writer.write(frame)
            raise KeyboardInterrupt

    (tmp_path / f"out{suffix}").write_text("the old one")
    with pytest.raises(KeyboardInterrupt):
        work()
    assert [p.name for p in tmp_path.iterdir()] == [f"out{suffix}"]
    assert (tmp_path / f"out{suffix}").read_text() == "the old one"


@pytest.mark.parametrize("suffix", FILMS)
def test_the_final_name_appears_only_when_it_is_whole(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    with open_writer(path) as writer:
        for frame in pictures():
            writer.write(frame)
            assert not path.exists()
    assert path.exists()


@pytest.mark.parametrize(
    ("suffix", "sound", "expected"),
    [
        (".mp4", "aac", "aac"),
        (".mp4", "flac", "aac"),
        (".mkv", "flac", "flac"),
        (".mkv", "pcm_mulaw", "aac"),
        (".mov", "aac", "aac"),
        (".webm", "aac", "opus"),
        (".webm", "libopus", "opus"),
    ],
)
def test_sound_is_taken_along(tmp_path: Path, suffix: str, sound: str, expected: str) -> None:
    name = "in.mov" if sound == "pcm_mulaw" else "in.mkv"
    source = write_video(tmp_path / name, [plain((9, 9, 9))] * 50, sound=sound)
    with open_writer(tmp_path / f"out{suffix}", sound=str(source)) as writer:
        for index in range(50):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    with av.open(str(writer.path)) as container:
        track = container.streams.audio[0]
        assert track.codec_context.name.removeprefix("lib") == expected
        frames = [frame.to_ndarray() for frame in container.decode(track)]
    seconds = sum(frame.shape[-1] for frame in frames) / track.codec_context.sample_rate
    assert seconds == pytest.approx(2.0, abs=0.1)
    assert max(float(np.abs(frame).max()) for frame in frames[4:-4]) > 0.1  # a tone, not silence


def test_sound_ends_with_the_pictures(tmp_path: Path) -> None:
    source = write_video(tmp_path / "in.mp4", [plain((9, 9, 9))] * 100, sound="aac")
    with open_writer(tmp_path / "out.mp4", sound=str(source)) as writer:
        for index in range(25):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    with av.open(str(writer.path)) as container:
        track = container.streams.audio[0]
        assert float(track.duration * track.time_base) == pytest.approx(1.0, abs=0.06)


def test_sound_that_cannot_be_decoded_to_its_end_does_not_end_the_pictures(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "in.mkv", [plain((9, 9, 9))] * 50, sound="flac")
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with open_writer(tmp_path / "out.mp4", sound=str(cut)) as writer:
        for index in range(50):
            writer.write(Frame(plain((9, 9, 9)), index / 25, index))
    assert len(decoded(writer.path)) == 50


@pytest.mark.parametrize("name", ["out.xyz", "out", "out.mp4.txt", ".mp4"])
def test_an_unknown_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AppError) as caught:
        check_output(tmp_path / name, transparent=False)
    assert ".webm" in caught.value.hint


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".gif"])
def test_formats_without_transparency_say_which_have_it(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(AppError) as caught:
        check_output(tmp_path / f"out{suffix}", transparent=True)
    assert caught.value.hint == "Name the output .mov, .webm or .png."


def test_a_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert check_output(tmp_path / "OUT.MP4", transparent=False).container == "mp4"


def test_a_folder_that_is_missing_or_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.mp4").mkdir()
    for path in (tmp_path / "no" / "out.mp4", tmp_path / "file" / "out.mp4", tmp_path / "folder.mp4"):
        with pytest.raises(AppError) as caught:
            check_output(path, transparent=False)
        assert caught.value.hint


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("stem", ["n" * 251, "ü" * 125])
def test_a_name_as_long_as_can_be(tmp_path: Path, stem: str, live: bool) -> None:
    path = tmp_path / f"{stem}.mp4"
    check_output(path, transparent=False)
    with open_writer(path, live=live) as writer:
        writer.write(pictures()[0])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_name_longer_than_can_be_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / f"{'n' * 296}.mp4", tmp_path / ("n" * 300) / "out.mp4"):
        with pytest.raises(AppError, match="too long") as caught:
            check_output(path, transparent=False)
        assert caught.value.exit_status == 2


def test_checking_leaves_no_file(tmp_path: Path) -> None:
    check_output(tmp_path / "out.mp4", transparent=False)
    assert list(tmp_path.iterdir()) == []
