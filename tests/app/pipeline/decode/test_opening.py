from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.bundled import demo_path
from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.opening import open_checked, shown_address
from tests.media import plain, write_video


def test_the_first_frame_comes_with_the_decoder(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [plain((0, 0, 255)), plain((255, 0, 0))])
    decoder, first = open_checked(str(path))
    with decoder:
        assert first.time == 0.0
        assert first.image[0, 0, 2] > 200
        second = next(decoder)
        assert second.image[0, 0, 0] > 200


def test_options_reach_the_decoder(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [plain((9, 9, 9), (64, 32))])
    decoder, first = open_checked(str(path), DecodeOptions(max_side=32))
    decoder.close()
    assert first.size == (32, 16)


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (lambda path: None, "There is no file 'a.mp4'"),
        (lambda path: path.mkdir(), "'a.mp4' is a folder, not a video"),
        (lambda path: path.touch(), "The video 'a.mp4' is empty (0 bytes)"),
        (lambda path: path.write_bytes(b"text"), "Cannot read 'a.mp4': it is damaged, cut off, or not a video"),
        (lambda path: path.write_bytes(b"#EXTM3U\nb.mp4\n"), "'a.mp4' is a list of other files, not a video"),
    ],
)  # fmt: skip
def test_what_is_not_a_video_is_explained(tmp_path: Path, make: object, title: str) -> None:
    path = tmp_path / "a.mp4"
    assert callable(make)
    make(path)
    with pytest.raises(AppError) as caught:
        open_checked(str(path))
    assert caught.value.title == title
    assert caught.value.hint


def test_a_name_that_no_file_can_have_is_explained() -> None:
    with pytest.raises(AppError, match="Cannot read"):
        open_checked("a\0b.mp4")


def test_a_video_that_is_cut_off_in_its_first_frame_is_not_one(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", [plain((9, 9, 9))] * 3)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\x1f\x43\xb6\x75") + 12])
    with pytest.raises(AppError, match="damaged, cut off, or not a video"):
        open_checked(str(path))


def test_messages_name_the_file_and_hide_a_password() -> None:
    assert shown_address("/home/someone/holiday.mp4") == "'holiday.mp4'"
    assert shown_address("http://me:secret@camera/video") == "'camera/video'"
    assert shown_address(str(demo_path())) == "the demo clip"
