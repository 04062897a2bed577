"""Initial states for the tests."""
from __future__ import annotations

from app.errors import AppError
from app.pipeline import events
from app.ui.state.view_state import ViewState, fold

GONE = AppError("BRIO sends no pictures", "Plug the camera in again.")
LIVE = fold(fold(ViewState(), events.SourceOpened("BRIO", 1280, 720, 30.0)),
            events.EngineReady("openvino", "SINet"))
