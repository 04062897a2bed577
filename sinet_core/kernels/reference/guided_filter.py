"""The guided filter with a colour guide (He, Sun, Tang, TPAMI 2013): alpha as linear functions of the colour."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha
from sinet_core.kernels.parameters import GUIDE

Field = NDArray[np.float32]

SUM = np.ones((1, 3), np.float32)
SAME = np.eye(3, dtype=np.float32)
NEXT = np.roll(SAME, 1, axis=1)  # the channel after each channel


def coefficients(alpha: Alpha, picture: Field, box: int) -> tuple[Field, Field]:
    """Slope (hxwx3) and offset (hxw) so that alpha ~ slope . colour + offset in every window."""

    def mean(field: Field) -> Field:
        return np.asarray(cv2.blur(field, (box, box)), np.float32)

    mean_color, mean_alpha = mean(picture), mean(alpha)
    covariance = cv2.subtract(mean(times(picture, alpha)), times(mean_color, mean_alpha))
    slope = solve(color_variance(picture, mean_color, box), np.asarray(covariance, np.float32))
    offset = mean_alpha - dot(slope, mean_color)
    return mean(slope), mean(offset)


def color_variance(picture: Field, mean_color: Field, box: int) -> tuple[Field, ...]:
    """The window's colour covariance matrix, regularised: its entries 00 11 22 01 12 02, hxw each."""
    entries: list[Field] = []
    # Three entries at a time: each channel with itself, then with the next one.
    for turn, add in ((SAME, GUIDE.epsilon), (NEXT, 0.0)):
        mean_product = cv2.blur(cv2.multiply(picture, cv2.transform(picture, turn)), (box, box))
        variance = cv2.subtract(mean_product, cv2.multiply(mean_color, cv2.transform(mean_color, turn)))
        entries += [np.asarray(cv2.extractChannel(variance, index), np.float32) + np.float32(add) for index in range(3)]
    return tuple(entries)


def solve(matrix: tuple[Field, ...], right: Field) -> Field:
    """x (hxwx3) of matrix x = right for symmetric 3x3 matrices given as entries 00 11 22 01 12 02."""
    a, d, f, b, e, c = matrix
    x, y, z = (np.asarray(cv2.extractChannel(right, index), np.float32) for index in range(3))
    # Gaussian elimination, without pivoting for a positive definite matrix: half of Cramer's products.
    below, last = b / a, c / a
    d, e, f = d - b * below, e - b * last, f - c * last
    under = e / d
    y = y - below * x
    z = (z - last * x - under * y) / (f - e * under)
    y = y / d - under * z
    return np.asarray(cv2.merge((x / a - below * y - last * z, y, z)), np.float32)


def dot(left: Field, right: Field) -> Field:
    """Sum over channels of a product, hxw."""
    return np.asarray(cv2.transform(cv2.multiply(left, right), SUM), np.float32)


def times(color: Field, plane: Field) -> Field:
    """Multiplies every channel (hxwx3) by a plane (hxw); numpy would take four times as long."""
    return np.asarray(cv2.multiply(color, cv2.cvtColor(plane, cv2.COLOR_GRAY2BGR)), np.float32)
