from pathlib import Path
from typing import get_args

import cv2
import pytest

from app.errors import AppError
from app.pipeline.sources import opening as source
from app.pipeline.sources.opening import OPENERS, open_source
from app.pipeline.sources.source import Source, SourceKind
from app.settings import CameraSettings
from tests.media import plain


def test_every_kind_has_an_opener() -> None:
    assert set(OPENERS) == set(get_args(SourceKind))


def test_a_file_opens_by_its_name(clip: Path, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "room.png"), plain((1, 2, 3)))
    for path in (clip, tmp_path / "room.png"):
        opened: Source = open_source(CameraSettings(str(path)))
        frame = opened.read()
        opened.close()
        assert frame is not None
        assert frame.size == (opened.info.width, opened.info.height)
        assert opened.info.source_id == str(path)


def test_without_a_camera_there_is_the_demo(monkeypatch: pytest.MonkeyPatch, clip: Path) -> None:
    monkeypatch.setattr(source, "demo_path", lambda: clip)
    opened = open_source(CameraSettings(""), cameras=list)
    opened.close()
    assert opened.info.is_demo
    assert opened.info.source_id == "demo"


def test_a_chosen_camera_that_is_away_is_not_replaced_by_the_demo() -> None:
    with pytest.raises(AppError, match="camera"):
        open_source(CameraSettings("camera:046d:0825@1-2"), cameras=list)
