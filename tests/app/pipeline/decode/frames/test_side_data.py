from __future__ import annotations

import struct

import pytest

from app.pipeline.decode.frames import side_data
from app.pipeline.decode.frames.side_data import CONTENT_LIGHT, MASTERING, MASTERING_DISPLAY, peak_nits

DEFAULT = 1000.0


def mastering(top: int, bottom: int, known: int = 1) -> bytes:
    return MASTERING.pack(*[0] * 16, 1, 10_000, top, bottom, 1, known)


def content(nits: int) -> bytes:
    return struct.pack("=II", nits, nits // 2)


@pytest.mark.parametrize(("known", "peak"), [
    ({}, DEFAULT),
    ({CONTENT_LIGHT: content(600)}, 600),
    ({MASTERING_DISPLAY: mastering(40_000_000, 10_000)}, 4000),
    ({CONTENT_LIGHT: content(600), MASTERING_DISPLAY: mastering(4000, 1)}, 600),
    ({CONTENT_LIGHT: content(0), MASTERING_DISPLAY: mastering(4000, 1)}, 4000),
    ({CONTENT_LIGHT: content(65_535)}, DEFAULT),
    ({MASTERING_DISPLAY: mastering(4000, 0)}, DEFAULT),
    ({MASTERING_DISPLAY: mastering(4000, 1, known=0)}, DEFAULT),
    ({MASTERING_DISPLAY: mastering(4000, 1)[:20]}, DEFAULT),
])  # fmt: skip
def test_the_lower_of_the_plausible_figures_is_the_peak(
    monkeypatch: pytest.MonkeyPatch, known: dict[str, bytes], peak: float
) -> None:
    monkeypatch.setattr(side_data, "side_data", lambda _picture, name: known.get(name))
    assert peak_nits(None, DEFAULT) == peak  # type: ignore[arg-type]


def test_metadata_that_cannot_be_read_leaves_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_picture: object, _name: str) -> bytes:
        raise ValueError("unknown side data")

    monkeypatch.setattr(side_data, "side_data", refuse)
    assert peak_nits(None, DEFAULT) == DEFAULT  # type: ignore[arg-type]
