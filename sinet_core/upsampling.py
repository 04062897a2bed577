"""Edge-aware upsampling: the alpha snaps to the edges that the frame shows, and stays soft.

A guided filter (He, Sun, Tang, TPAMI 2013) with a colour guide: in every small window the alpha is
taken as a linear function of the colour. The functions are found on a coarse grid (He, Sun, Fast
Guided Filter, 2015) and applied to the full-size frame, but only where the alpha is not sure.
"""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
from sinet_core.grid import blocks_of, enlarge_block, padded

Field = NDArray[np.float32]

RADIUS_SHARE = 0.015  # of the frame's diagonal: how far a network's edge may be off
EPSILON = 4e-4 * 255.0**2  # colour variance: contrast below 2 % is noise, not an edge
SURE = 0.05  # alpha this near to 0 or 1 in a whole neighbourhood is not touched
STRETCH = (0.2, 0.8)  # a network's doubt is wider than the edge; the filter blurs what it gets


def upsample(alpha: Alpha, frame: Image, grid: Image, step: int, levels: tuple[float, float]) -> Alpha:
    """Brings an alpha to frame size along the frame's edges.

    Args:
        alpha: hxw float32 0..1, network size.
        frame: HxWx3 uint8 BGR.
        grid: the frame shrunk by step, from sinet_core.grid.
        levels: (low, high): what comes out is stretched so that low becomes 0 and high 1.

    Returns:
        HxW float32 0..1, exactly 0 and exactly 1 where the alpha is sure.
    """
    rows, columns = grid.shape[:2]
    coarse = _to_grid_size(alpha, (rows, columns))
    box = box_size(frame.shape[:2], step)
    slope, offset = coefficients(coarse, grid.astype(np.float32), box)
    unsure = unsureness(coarse)
    slope *= unsure[..., None]
    offset = offset * unsure + coarse * (1 - unsure)
    scale = np.float32(1 / (levels[1] - levels[0]))
    slope *= scale
    offset = (offset - np.float32(levels[0])) * scale
    sure = (coarse > 0.5).astype(np.float32)
    out = _enlarge_sure(sure, frame.shape[:2], step)
    _fill_unsure(out, frame, (padded(slope), padded(offset)), unsure, step)
    return out


def _to_grid_size(alpha: Alpha, size: tuple[int, int]) -> Alpha:
    low, high = STRETCH
    how = cv2.INTER_AREA if alpha.shape[0] > size[0] else cv2.INTER_LINEAR
    stretched = np.clip((alpha - low) / (high - low), 0, 1)
    return np.asarray(cv2.resize(stretched, (size[1], size[0]), interpolation=how), np.float32)


def box_size(size: tuple[int, ...], step: int) -> int:
    """Side of the filter's window in grid cells, odd, for a frame of (height, width)."""
    return max(3, 2 * round(RADIUS_SHARE * float(np.hypot(size[0], size[1])) / step) + 1)


def coefficients(alpha: Alpha, picture: Field, box: int) -> tuple[Field, Field]:
    """Slope (hxwx3) and offset (hxw) so that alpha ~ slope . colour + offset in every window."""

    def mean(field: Field) -> Field:
        return np.asarray(cv2.blur(field, (box, box)), np.float32)

    mean_color, mean_alpha = mean(picture), mean(alpha)
    covariance = mean(picture * alpha[..., None]) - mean_color * mean_alpha[..., None]
    slope = solve(color_variance(picture, mean_color, box), covariance)
    offset = mean_alpha - _dot(slope, mean_color)
    return mean(slope), mean(offset)


def color_variance(picture: Field, mean_color: Field, box: int) -> tuple[Field, ...]:
    """The window's colour covariance matrix, regularised: its entries 00 01 02 11 12 22, hxw each."""
    planes, means = cv2.split(picture), cv2.split(mean_color)
    entries = []
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        entry = cv2.blur(cv2.multiply(planes[i], planes[j]), (box, box))
        entry = cv2.subtract(entry, cv2.multiply(means[i], means[j]))
        entries.append(np.asarray(entry + EPSILON if i == j else entry, np.float32))
    return tuple(entries)


def solve(matrix: tuple[Field, ...], right: Field) -> Field:
    """x (hxwx3) of matrix x = right for symmetric 3x3 matrices given as entries 00 01 02 11 12 22."""
    a, b, c, d, e, f = matrix
    aa, bb, cc = d * f - e * e, c * e - b * f, b * e - c * d
    dd, ee, ff = a * f - c * c, b * c - a * e, a * d - b * b
    determinant = a * aa + b * bb + c * cc
    x, y, z = right[..., 0], right[..., 1], right[..., 2]
    planes = (aa * x + bb * y + cc * z, bb * x + dd * y + ee * z, cc * x + ee * y + ff * z)
    return np.asarray(cv2.merge([plane / determinant for plane in planes]), np.float32)


def unsureness(alpha: Alpha) -> Field:
    """0 where the whole neighbourhood is surely person or surely room: no veil, no holes there. Else to 1."""
    kernel = np.ones((3, 3), np.uint8)
    doubt = np.minimum(cv2.dilate(alpha, kernel), 1 - np.asarray(cv2.erode(alpha, kernel)))
    return np.asarray(cv2.blur(np.clip((doubt - SURE) / SURE, 0, 1), (3, 3)), np.float32)


def _enlarge_sure(sure: Field, size: tuple[int, ...], step: int) -> Alpha:
    """Every cell as a square of pixels; a rest at the end repeats the last cells."""
    out = np.empty((size[0], size[1]), np.float32)
    lines = np.repeat(sure, step, axis=1)[:, : size[1]]
    lines = np.pad(lines, ((0, 0), (0, size[1] - lines.shape[1])), mode="edge")
    whole = min(sure.shape[0], size[0] // step)
    out[: whole * step].reshape(whole, step, size[1])[:] = lines[:whole, None]
    out[whole * step :] = lines[-1]
    return out


def _fill_unsure(out: Alpha, frame: Image, fields: tuple[Field, Field], unsure: Field, step: int) -> None:
    slope, offset = fields
    near = cv2.dilate((unsure > 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    for block in blocks_of(near, out.shape, step):
        color = frame[block.rows, block.columns].astype(np.float32)
        guided = _dot(enlarge_block(slope, block, step), color)
        guided += enlarge_block(offset, block, step)
        np.clip(guided, 0, 1, out=out[block.rows, block.columns])


def _dot(left: Field, right: Field) -> Field:
    """Sum over channels of a product, hxw."""
    return np.asarray(cv2.transform(cv2.multiply(left, right), np.ones((1, 3), np.float32)), np.float32)
