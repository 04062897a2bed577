from __future__ import annotations

import pytest

from app.pipeline.sources.source import may_come_back, source_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "camera"),
        ("demo", "demo"),
        ("camera:046d:0825@1-2:1.0", "camera"),
        ("camera:0", "camera"),
        ("http://192.168.1.20/video", "stream"),
        ("rtsp://camera/live", "stream"),
        ("video.mp4", "video"),
        ("video.gif", "video"),
        ("/home/me/Photo.JPG", "picture"),
        (r"C:\video.mp4", "video"),
        ("C://video.png", "picture"),
    ],
)
def test_which_kind(text: str, kind: str) -> None:
    assert source_kind(text) == kind
    assert may_come_back(text) == (kind in ("camera", "stream"))
