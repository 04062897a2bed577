"""Turns frames as their metadata says, and stretches non-square pixels."""
from __future__ import annotations

import struct
from fractions import Fraction

import cv2
import numpy as np
from av.video.frame import VideoFrame

from app.pipeline.decode.frames.side_data import DISPLAY_MATRIX, side_data
from app.pipeline.frame import Image

IDENTITY = (1, 0, 0, 1)
MATRICES = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}  # of PyAV's rotation, counterclockwise
MIRRORED = {0: (1, 0, 0, -1), 90: (0, -1, -1, 0), 180: (-1, 0, 0, 1), 270: (0, 1, 1, 0)}
EXIF_HEAD, ORIENTATION, MIRRORED_ORIENTATIONS = b"Exif\0\0", 0x0112, (2, 4, 5, 7)


def upright(image: Image, picture: VideoFrame, *, mirrored: bool = False) -> Image:
    """Turns and mirrors the image as the metadata of its frame says.

    mirrored: whether its EXIF says so; used if PyAV does not hand out the metadata.

    The display matrix (a b u, c d v, x y w) maps stored to shown positions. Only its signs count: rows and columns are
    swapped or not, and the result is mirrored or not. The angle alone would not tell.
    """
    a, b, c, d = _display_matrix(picture, mirrored)
    if abs(b) + abs(c) > abs(a) + abs(d):
        image = np.asarray(cv2.transpose(image), np.uint8)
        a, d = c, b
    if a < 0 or d < 0:
        image = np.asarray(cv2.flip(image, -1 if a < 0 and d < 0 else 1 if a < 0 else 0), np.uint8)
    return image


def exif_mirrors(jpeg: bytes) -> bool:
    """Whether the EXIF at the head of a JPEG says that the picture is shown mirrored."""
    at = jpeg.find(EXIF_HEAD)
    if at < 0:
        return False
    from PIL.Image import Exif  # loaded on demand, with Pillow

    exif = Exif()
    try:
        exif.load(jpeg[at:])
    except (OSError, SyntaxError, ValueError, struct.error):
        return False
    return exif.get(ORIENTATION) in MIRRORED_ORIENTATIONS


def _display_matrix(picture: VideoFrame, mirrored: bool) -> tuple[int, int, int, int]:
    """Its (a, b, c, d); the identity's if there is nothing to turn."""
    try:
        matrix = side_data(picture, DISPLAY_MATRIX)
    except ValueError:  # PyAV still knows the angle
        return (MIRRORED if mirrored else MATRICES).get(picture.rotation % 360, IDENTITY)
    if matrix is None:
        return IDENTITY
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    return a, b, c, d


def square(image: Image, aspect: Fraction | None) -> Image:
    """Stretches oblong pixels (DV, some DVDs) to square ones."""
    if not aspect or not 0.1 < aspect < 10 or aspect == 1:
        return image
    height, width = image.shape[:2]
    return np.asarray(cv2.resize(image, (max(1, round(width * aspect)), height)), np.uint8)
