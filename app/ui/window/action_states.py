"""Enables and checks commands by the state of the picture and the recording."""
from __future__ import annotations

from app.ui.actions import Actions
from app.ui.state.view_state import ViewState
from app.ui.state.words import record_words


def show_in_actions(actions: Actions, state: ViewState) -> None:
    """Shows which commands are available and active."""
    actions.use_demo.setEnabled(not state.recording)
    actions.pause.setEnabled(state.phase == "live" and state.seconds > 0)
    actions.pause.setChecked(state.paused)
    actions.virtual_camera.setChecked(state.cast != "off")
    actions.record.setText(f"&{record_words(state)}")
    actions.pause_recording.setEnabled(state.recording)
    actions.pause_recording.setChecked(state.recording_paused)
    actions.pause_recording.setText("&Resume recording" if state.recording_paused else "&Pause recording")
