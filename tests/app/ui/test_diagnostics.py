from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.pipeline.stats import Stats
from app.settings import Settings
from app.ui.diagnostics import diagnostics
from app.ui.view_state import ViewState


def test_it_says_what_helps_and_not_which_pictures_somebody_has(tmp_path: Path) -> None:
    window = replace(Settings().window, gallery=("/home/me/secret-party.png",), geometry="AdnQ")
    state = ViewState(phase="live", source="BRIO", source_size="1280×720")
    stats = Stats(fps=29.6, latency_ms=41, dropped=3, stage_ms={"segment": 6.1}, engine="SINet · OpenVINO")
    camera = replace(Settings().camera, source="rtsp://me:geheim@cam.local/live")
    text = diagnostics(replace(Settings(), window=window, camera=camera), state, stats)
    for fact in ("Backdrop", "PySide6", "BRIO 1280×720 (live)", "29.6 fps", "segment 6.1 ms", "Own backgrounds: 1"):
        assert fact in text
    assert "cam.local" in text
    assert "geheim" not in text
    assert "secret-party" not in text
    assert "AdnQ" not in text
