from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.encode.formats import check_output


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


def test_a_name_longer_than_can_be_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / f"{'n' * 296}.mp4", tmp_path / ("n" * 300) / "out.mp4"):
        with pytest.raises(AppError, match="too long") as caught:
            check_output(path, transparent=False)
        assert caught.value.exit_status == 2


def test_checking_leaves_no_file(tmp_path: Path) -> None:
    check_output(tmp_path / "out.mp4", transparent=False)
    assert list(tmp_path.iterdir()) == []
