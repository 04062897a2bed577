"""What may go wrong with a frame, and the message for the user."""
from __future__ import annotations

import cv2

from app.errors import AppError
from sinet_core.errors import CoreError

# What engines, OpenCV and backgrounds raise if a frame goes wrong.
FRAME_ERRORS = (
    AppError, CoreError, RuntimeError, ValueError, ArithmeticError, OSError, MemoryError, cv2.error,
)  # fmt: skip
# An engine may make any mistake, which counts as its failure.
ENGINE_ERRORS = (*FRAME_ERRORS, LookupError, TypeError, AttributeError, AssertionError)
