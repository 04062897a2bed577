from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.pipeline.stats import Stats
from app.settings import Settings, SourceZones, ZoneSettings
from app.ui.desktop.diagnostics import diagnostics
from app.ui.state.view_state import ViewState


def test_it_says_what_helps_and_not_which_pictures_somebody_has(tmp_path: Path) -> None:
    window = replace(Settings().window, gallery=("/home/me/secret-party.png",), geometry="AdnQ")
    state = ViewState(phase="live", source_name="BRIO", source_size="1280×720")
    stats = Stats(fps=29.6, latency_ms=41, dropped=3, stage_ms={"segment": 6.1}, engine="SINet · OpenVINO",
                  note="smaller, to keep 30 fps", screen_p95_ms=48.2, repeated=7, resting=0.25, cores=0.41)
    camera = replace(Settings().camera, source="rtsp://me:geheim@cam.local/live")
    text = diagnostics(replace(Settings(), window=window, camera=camera), state, stats)
    for fact in ("Backdrop", "PySide6", "BRIO 1280×720 (live)", "29.6 fps", "segment 6.1 ms", "to keep 30 fps",
                 "screen 48 ms", "3 dropped", "7 repeated", "rested for 25 %", "41 % of a core", "Own backgrounds: 1"):
        assert fact in text
    assert "cam.local" in text
    assert "geheim" not in text
    assert "secret-party" not in text
    assert "AdnQ" not in text


def test_paintings_paths_and_passwords_are_left_out_wherever_they_are() -> None:
    address = "rtsp://me:geheim@cam.local/live"
    settings = Settings()
    settings = replace(
        settings,
        zones=ZoneSettings((SourceZones(address, "iVBORpainted"),)),
        background=replace(settings.background, kind="picture", value="/home/alice/holiday.jpg"),
        record=replace(settings.record, folder="/home/alice/private"),
        window=replace(settings.window, last_folder="/home/alice/diary"),
        camera=replace(settings.camera, source="C:\\Users\\alice\\film.mp4"),
    )
    text = diagnostics(settings, ViewState(), Stats())
    for secret in ("geheim", "painted", "holiday", "private", "diary", "film"):
        assert secret not in text
    for fact in ("(own.jpg)", "(own.mp4)", "cameras with zones: 1"):
        assert fact in text
