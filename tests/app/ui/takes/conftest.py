from __future__ import annotations

from tests.app.ui.takes.pages import folder, made, page

__all__ = ["folder", "made", "page"]
