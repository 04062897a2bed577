"""Finds the faces in a picture; the only module that knows the face detector."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2

from sinet_core.arrays import Image, check_image
from sinet_core.errors import DataError

LONG_SIDE_PX = 800  # larger pictures are searched at this size, which finds faces of 4 % of it
SURE = 0.0  # the detector's own threshold


@dataclass(frozen=True)
class Face:
    """A square around brows, eyes, nose and mouth, px of the picture; it may extend beyond the picture's edge."""

    left: float
    top: float
    side: float
    score: float


class FaceDetector(Protocol):
    def faces(self, image: Image) -> list[Face]:
        """HxWx3 uint8 BGR -> the faces, most certain first."""
        ...


class DlibFaces:
    """dlib's detector for frontal faces; its weights are part of the library."""

    def __init__(self) -> None:
        """Raises DataError if the package is not installed."""
        try:
            import dlib
        except ModuleNotFoundError:
            hint = "Install the extra 'train', or 'pip install dlib-bin'."
            raise DataError("Finding faces needs the package 'dlib-bin'", hint) from None
        self._detector = dlib.get_frontal_face_detector()

    def faces(self, image: Image) -> list[Face]:
        check_image(image)
        shrink = min(1.0, LONG_SIDE_PX / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else image
        # Upsampled once, since the detector itself finds faces from 80 px up.
        boxes, scores, _ = self._detector.run(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), 1, SURE)
        return [
            Face(box.left() / shrink, box.top() / shrink, box.width() / shrink, float(score))
            for box, score in zip(boxes, scores, strict=True)
        ]
