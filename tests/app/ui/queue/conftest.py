from __future__ import annotations

from tests.app.ui.queue.rig import clip, rig

__all__ = ["clip", "rig"]
