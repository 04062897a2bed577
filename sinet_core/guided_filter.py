"""The guided filter with a colour guide (He, Sun, Tang, TPAMI 2013): alpha as linear functions of the colour."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha

Field = NDArray[np.float32]

RADIUS_SHARE = 0.015  # of the frame's diagonal: how far a network's edge may be off
EPSILON = 4e-4 * 255.0**2  # colour variance: contrast below 2 % is noise, not an edge


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
    offset = mean_alpha - dot(slope, mean_color)
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


def dot(left: Field, right: Field) -> Field:
    """Sum over channels of a product, hxw."""
    return np.asarray(cv2.transform(cv2.multiply(left, right), np.ones((1, 3), np.float32)), np.float32)
