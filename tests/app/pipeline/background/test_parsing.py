from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.background import parsing
from app.pipeline.background.color import HOW
from app.pipeline.background.parsing import parse_background
from app.pipeline.bundled import bundled_backgrounds
from app.settings import BackgroundKind, BackgroundSettings

NONSENSE = ["", ".", "blur:101", "blur:-1", "blur:x", "#12345", "#ggg", "#", "no.png", "x" * 5000, "a\0b",
            "grean", "rgb(1, 2", "rgb(0, 300, 0)", "#00ff0080", "rtsp://camera/1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("blur", BackgroundSettings("blur")),
        ("blur:", BackgroundSettings("blur")),
        ("blur:0", BackgroundSettings("blur", blur=0)),
        ("blur:100", BackgroundSettings("blur", blur=100)),
        ("transparent", BackgroundSettings("transparent")),
        ("#1E3A5F", BackgroundSettings("color", "#1e3a5f")),
        ("#fff", BackgroundSettings("color", "#ffffff")),
        ("GREEN", BackgroundSettings("color", "#008000")),
        ("BLUR:30", BackgroundSettings("blur", blur=30)),
        ("Transparent", BackgroundSettings("transparent")),
    ],
)
def test_texts_are_understood(text: str, expected: BackgroundSettings) -> None:
    assert parse_background(text) == expected


def test_files_are_understood_by_their_names(tmp_path: Path) -> None:
    kinds: dict[str, BackgroundKind] = {"a.PNG": "picture", "b.jpg": "picture", "c.mp4": "video", "d.gif": "video"}
    for name, kind in kinds.items():
        (tmp_path / name).write_bytes(b"")
        assert parse_background(str(tmp_path / name)) == BackgroundSettings(kind, str(tmp_path / name))


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(AppError) as caught:
        parse_background(text)
    assert caught.value.hint
    assert caught.value.exit_status == 2


def test_a_similar_name_is_suggested() -> None:
    name = bundled_backgrounds()[0].name
    with pytest.raises(AppError) as caught:
        parse_background(name[:-1] + "x")
    assert caught.value.hint == f"Did you mean {name}?"


@pytest.mark.parametrize("text", ["grean", "00ff00"])
def test_the_error_for_a_mistyped_colour_shows_how_one_is_written(text: str) -> None:
    with pytest.raises(AppError, match="no background") as caught:
        parse_background(text)
    assert HOW in caught.value.hint


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is a folder") as caught:
        parse_background(str(tmp_path))
    assert caught.value.hint


def test_what_is_behind_a_link_is_loaded_and_kept(
    served: Callable[[bytes, str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "kept_backgrounds_folder", lambda: tmp_path / "kept")
    Pictures.new("RGB", (8, 8)).save(tmp_path / "beach.png")
    background = parse_background(served((tmp_path / "beach.png").read_bytes(), "image/png"))
    assert background.kind == "picture"
    assert Path(background.value).parent == tmp_path / "kept"
    assert Path(background.value).read_bytes() == (tmp_path / "beach.png").read_bytes()


def test_a_file_url_is_that_file(tmp_path: Path) -> None:
    picture = tmp_path / "at the sea.png"
    picture.write_bytes(b"")
    assert parse_background(picture.as_uri()) == BackgroundSettings("picture", str(picture))


def test_an_address_is_not_a_file_and_the_error_hides_its_password() -> None:
    with pytest.raises(AppError, match="cannot be a background") as caught:
        parse_background("rtsp://me:secret@camera/1")
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of Unix")
def test_a_pipe_is_called_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(AppError, match="is a pipe"):
        parse_background(str(tmp_path / "pipe.png"))
