from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.background.parsing import parse_background
from app.pipeline.bundled import bundled_backgrounds
from app.settings import BackgroundKind, BackgroundSettings

NONSENSE = ["", ".", "blur:101", "blur:-1", "blur:x", "#12345", "#ggg", "#", "no.png", "x" * 5000, "a\0b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("blur", BackgroundSettings("blur")),
        ("blur:", BackgroundSettings("blur")),
        ("blur:0", BackgroundSettings("blur", blur=0)),
        ("blur:100", BackgroundSettings("blur", blur=100)),
        ("transparent", BackgroundSettings("transparent")),
        ("#1E3A5F", BackgroundSettings("color", "#1e3a5f")),
        ("#fff", BackgroundSettings("color", "#fff")),
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
