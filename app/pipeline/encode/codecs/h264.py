"""libx264, set up for the recorder and for render."""
from __future__ import annotations

from app.pipeline.encode.codecs.codec import Codec

LOOKAHEAD_FRAMES = 5  # for live recordings: this much is lost when the process is killed


def h264(preset: str, crf: int, *, threads: int = 0, lookahead: int | None = None) -> Codec:
    """libx264; see docs/decisions/0002-recorder.md for the figures behind the choices.

    Args:
        preset, crf: x264's own names.
        threads: 0 lets libx264 choose.
        lookahead: frames that it may buffer; None for the preset's number. They are lost when the process is killed.
            Without any, files are six times as large (no rate control by macroblock tree).
    """
    options = {"preset": preset, "crf": str(crf), "forced-idr": "1"}
    if lookahead is not None:
        options["x264-params"] = f"mbtree=1:rc-lookahead={lookahead}:sync-lookahead=0:bframes=0"
    return Codec("libx264", "yuv420p", options, threads)
