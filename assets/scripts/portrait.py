"""Cut the NASA portrait that ships with scikit-image free of its studio.

The seeds are set by hand on the 512x512 picture: an outline a few pixels inside the person and one a few pixels
outside. Closed-form matting (pymatting) decides the band between them, hair included, and the foreground colours are
estimated so that no studio backdrop shines through thin hair.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from pymatting import estimate_alpha_cf, estimate_foreground_ml
from skimage import data

Image = NDArray[np.uint8]
Alpha = NDArray[np.float32]

# x, y on the portrait; clockwise from the left end of the lower edge. The lower edge is where the helmet begins.
BODY = [
    (28, 372),
    (31, 345),
    (36, 305),
    (50, 278),
    (62, 258),
    (85, 232),
    (113, 212),
    (115, 190),
    (122, 170),
    (145, 155),
    (172, 148),
    (186, 150),
    (186, 138),
    (176, 130),
    (168, 118),
    (158, 108),
    (153, 90),
    (160, 62),
    (178, 38),
    (205, 22),
    (235, 16),
    (262, 24),
    (285, 42),
    (297, 66),
    (300, 92),
    (296, 112),
    (284, 128),
    (274, 138),
    (264, 158),
    (257, 168),
    (258, 176),
    (278, 185),
    (300, 212),
    (305, 236),
    (318, 240),
    (340, 262),
    (349, 285),
    (356, 310),
    (362, 345),
    (364, 372),
]
# The pale rim of the helmet ring and its latch look like the backdrop: certain to be hers.
RING = [
    (184, 148),
    (172, 148),
    (159, 150),
    (147, 155),
    (138, 161),
    (131, 168),
    (127, 175),
    (124, 184),
    (118, 186),
    (115, 189),
    (118, 196),
    (114, 202),
    (120, 215),
    (150, 215),
    (184, 170),
]
HAIR_BOTTOM = 140  # above this row the band of doubt is wide (hair), below it narrow (cloth)


def outline() -> Image:
    """The hand-drawn silhouette, filled."""
    mask = np.zeros((512, 512), np.uint8)
    cv2.fillPoly(mask, [np.array(BODY, np.int32)], 255)
    return mask


def refine_outline(picture: Image, mask: Image) -> Image:
    """GrabCut inside a band around the hand-drawn outline: follows the cloth to the pixel."""
    inner = cv2.erode(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (19, 19)))
    outer = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    seeds = np.where(mask > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[inner > 0] = cv2.GC_FGD
    seeds[outer == 0] = cv2.GC_BGD
    cv2.fillPoly(seeds, [np.array(RING, np.int32)], cv2.GC_FGD)
    cv2.grabCut(picture, seeds, None, np.zeros((1, 65)), np.zeros((1, 65)), 6, cv2.GC_INIT_WITH_MASK)
    return np.where((seeds == cv2.GC_FGD) | (seeds == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)


def doubt(mask: Image) -> NDArray[np.float64]:
    """Trimap (0, 0.5, 1): a wide band along the hair, a narrow one along skin and cloth."""

    def band(size: int) -> NDArray[np.float64]:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        trimap = np.full(mask.shape, 0.5)
        trimap[cv2.erode(mask, kernel) > 0] = 1.0
        trimap[cv2.dilate(mask, kernel) == 0] = 0.0
        return trimap

    trimap = band(5)
    trimap[:HAIR_BOTTOM] = band(13)[:HAIR_BOTTOM]
    return trimap


def cut_out() -> tuple[Image, Alpha]:
    """Return the person's own colours (BGR, 512x512, valid outside the matte too) and her matte in 0..1."""
    picture = np.ascontiguousarray(data.astronaut()[..., ::-1])
    mask = refine_outline(picture, outline())
    mask[cv2.connectedComponentsWithStats(mask)[1] != 1] = 0  # the portrait's largest piece only
    alpha = estimate_alpha_cf(picture / 255.0, doubt(mask))
    alpha = np.clip((alpha - 0.06) / 0.88, 0, 1)  # the studio's mottled backdrop leaves a faint veil
    colours = estimate_foreground_ml(picture / 255.0, alpha)
    return np.clip(colours * 255, 0, 255).astype(np.uint8), alpha.astype(np.float32)
