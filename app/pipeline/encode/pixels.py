"""Converts images to the shape, size and colours that an encoder accepts."""
from __future__ import annotations

import av
import cv2
import numpy as np

from app.pipeline.frame import Image


def even(image: Image) -> Image:
    """Repeats the last column or row of an odd size, since 4:2:0 has chroma for pairs only."""
    bottom, right = image.shape[0] % 2, image.shape[1] % 2
    if not bottom and not right:
        return image
    return np.asarray(cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def opaque(image: Image) -> Image:
    """BGRA -> BGR over black, so that hidden colours do not reappear in a format without alpha."""
    if image.shape[2] == 3:
        return image
    alpha = cv2.cvtColor(np.ascontiguousarray(image[:, :, 3]), cv2.COLOR_GRAY2BGR)
    colors = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(cv2.multiply(colors, alpha, scale=1 / 255), np.uint8)


def letterbox(image: Image, size: tuple[int, int]) -> Image:
    """The whole image, as large as it fits, centred on black of size (width, height)."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(size[0] / width, size[1] / height)
    inner = max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale)))
    canvas = np.zeros((size[1], size[0], image.shape[2]), np.uint8)
    x, y = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas[y : y + inner[1], x : x + inner[0]] = cv2.resize(image, inner, interpolation=interpolation)
    return canvas


def yuv420(image: Image) -> av.VideoFrame:
    """HxWx3 BGR of even size -> a frame with the BT.601 matrix. OpenCV has only that matrix; it is exact and takes

    0.44 ms at 720p. libswscale takes 3.2 ms for BT.709, and tints grey by 2 levels.
    """
    planes = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_BGR2YUV_I420)
    return av.VideoFrame.from_ndarray(np.asarray(planes, np.uint8), format="yuv420p")


def yuva420(image: Image) -> av.VideoFrame:
    """HxWx4 BGRA of even size -> the same with alpha, in a tenth of libswscale's time."""
    height, width = image.shape[:2]
    colors = np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_BGRA2YUV_I420), np.uint8).reshape(-1)
    luma, chroma = width * height, width * height // 4
    planes = colors[:luma], colors[luma : luma + chroma], colors[luma + chroma :], image[:, :, 3]
    frame = av.VideoFrame(width, height, "yuva420p")
    for plane, content in zip(frame.planes, planes, strict=True):
        rows = content.reshape(plane.height, plane.width)
        padded = np.zeros((plane.height, plane.line_size), np.uint8)
        padded[:, : plane.width] = rows
        plane.update(padded.tobytes())
    return frame


def with_alpha(image: Image) -> Image:
    """BGR -> opaque BGRA; BGRA stays unchanged."""
    if image.shape[2] == 3:
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA), np.uint8)
    return np.ascontiguousarray(image)
