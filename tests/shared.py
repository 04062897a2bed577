"""Measurement data beside the project on its developers' machines; users do not have it."""
from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="no ../shared with pictures to measure on")
EG1800 = SHARED / "data" / "eg1800"
PUBLISHED = SHARED / "reference" / "sinet_published.pth"
ROOT = Path(__file__).resolve().parents[1]
