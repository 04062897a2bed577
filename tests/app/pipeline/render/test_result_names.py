from pathlib import Path

import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.render.result_names import ResultNames, all_files_of, files_of, is_pattern, result_suffix


@pytest.mark.parametrize(
    ("source", "transparent", "suffix"),
    [
        ("a.mp4", False, ".mp4"), ("a.MKV", False, ".mkv"), ("a.avi", False, ".mp4"), ("a", False, ".mp4"),
        ("a.gif", False, ".gif"), ("a.jpg", False, ".png"), ("a.jpg", True, ".png"), ("demo", False, ".mp4"),
        ("a.mp4", True, ".webm"), ("a.mov", True, ".mov"), ("a.gif", True, ".webm"),
        ("http://host/a.mkv?x=1", False, ".mp4"),
    ],
)  # fmt: skip
def test_a_result_has_the_format_of_its_input_where_that_can_be(source: str, transparent: bool, suffix: str) -> None:
    assert result_suffix(source, transparent=transparent) == suffix


def test_an_animated_picture_becomes_a_video(tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    first, second = (Pictures.new("RGB", (8, 8), color) for color in ("red", "blue"))
    first.save(path, save_all=True, append_images=[second])
    assert result_suffix(str(path), transparent=False) == ".mp4"


def test_no_two_results_have_one_name_not_even_where_case_does_not_count() -> None:
    names = ResultNames(Path("out"), taken=lambda path: path.name == "b.mp4")
    sources = ("x/a.mp4", "y/A.avi", "a (2).mp4", "b.mp4", "http://host/c.mp4?token=d/e")
    given = [names.path(source, transparent=False).name for source in sources]
    assert given == ["a.mp4", "A (2).mp4", "a (2) (2).mp4", "b (2).mp4", "c.mp4"]


def test_a_folder_stands_for_its_videos_and_pictures(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.jpg", "notes.txt", ".hidden.mp4"):
        (tmp_path / name).write_bytes(b"?")
    (tmp_path / "deeper").mkdir()
    assert files_of(str(tmp_path)) == [str(tmp_path / "a.jpg"), str(tmp_path / "b.mp4")]
    assert all_files_of([str(tmp_path), str(tmp_path / "*.mp4"), "demo"]) == [
        str(tmp_path / "a.jpg"), str(tmp_path / "b.mp4"), "demo",
    ]  # fmt: skip


def test_an_address_is_not_a_pattern_and_a_pattern_without_files_is_reported(tmp_path: Path) -> None:
    assert not is_pattern("http://host/a?b=[1]")
    assert files_of("http://host/a?b=*") == ["http://host/a?b=*"]
    with pytest.raises(AppError, match="No file matches"):
        files_of(str(tmp_path / "*.mp4"))
