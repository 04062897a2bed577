"""The suit's sleeve: a wide tube of cloth around the forearm, in folds, with the metal ring of the missing glove."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

ROUND, LONG = 224, 260  # vertices around and along
START = -0.20  # metres above the elbow where the sleeve begins: out of the picture
RADII = ((-0.20, 0.066), (0.0, 0.064), (0.06, 0.0605), (0.12, 0.054), (0.155, 0.048), (0.175, 0.0455))
FLAT = 0.88  # a forearm is less deep than wide


def _folds(end: float) -> Points:
    """Height of the folds (LONG, ROUND), about -1..1: slanting ridges, closer together where the cloth gathers."""
    rng = np.random.default_rng(3)
    folds = np.zeros((LONG, ROUND))
    along = np.linspace(START, end, LONG)[:, None]
    around = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)[None, :]
    for _ in range(60):
        middle, turn = rng.uniform(START, end), rng.uniform(0, 2 * np.pi)
        slant, reach = rng.normal(0, 0.030), rng.uniform(0.7, 1.7)
        width = rng.uniform(0.0032, 0.0095)
        off = (around - turn + np.pi) % (2 * np.pi) - np.pi
        distance = (along - middle - slant * off - 0.006 * np.sin(2 * off + turn)) / width
        ridge = np.exp(-(distance**2)) - 0.45 * np.exp(-((distance - 1.9) ** 2))
        folds += rng.uniform(0.35, 1.0) * ridge * np.exp(-((off / reach) ** 4))
    fine = cv2.GaussianBlur(rng.standard_normal((LONG, 3 * ROUND)), (0, 0), 5)[:, ROUND : 2 * ROUND]
    return np.tanh(folds) + 0.16 * fine / fine.std()


def tube(end: float) -> tuple[Points, list[tuple[int, ...]]]:
    """The cloth up to `end` metres above the elbow: vertices (N, 3) and faces."""
    along = np.linspace(START, end, LONG)
    radius = np.interp(along, *zip(*RADII, strict=True))[:, None]
    gathered = np.clip((end - along) / 0.02, 0, 1)[:, None]  # tight in the ring
    radius = radius + 0.0050 * _folds(end) * gathered
    around = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)[None, :]
    verts = np.stack([radius * np.cos(around), FLAT * radius * np.sin(around), along[:, None] + 0 * around], axis=-1)
    return verts.reshape(-1, 3), _quads(LONG, ROUND)


def _quads(rows: int, columns: int) -> list[tuple[int, ...]]:
    return [
        (r * columns + c, r * columns + (c + 1) % columns, (r + 1) * columns + (c + 1) % columns, (r + 1) * columns + c)
        for r in range(rows - 1)
        for c in range(columns)
    ]


def turned(profile: list[tuple[float, float]]) -> tuple[Points, list[tuple[int, ...]]]:
    """A body of revolution about the forearm from (radius, height) points."""
    around = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    verts = [(r * np.cos(a), FLAT * r * np.sin(a), z) for r, z in profile for a in around]
    return np.array(verts), _quads(len(profile), 96)


def ring(foot: float) -> list[tuple[float, float]]:
    """The profile of the ring, its lower edge at `foot`: a flange, a groove and a rounded lip."""
    shape = [(0.0445, 0), (0.0475, 0.0005), (0.0488, 0.002), (0.0488, 0.006), (0.0465, 0.0066), (0.0465, 0.0094)]
    shape += [(0.0492, 0.010), (0.0500, 0.012), (0.0500, 0.0165), (0.0488, 0.018), (0.0450, 0.0182), (0.0435, 0.017)]
    shape += [(0.0430, 0.008), (0.0430, -0.01)]
    return [(r, foot + z) for r, z in shape]


def lining(foot: float) -> list[tuple[float, float]]:
    """The dark cuff inside the ring that closes around the wrist."""
    shape = [(0.0432, 0.004), (0.040, 0.010), (0.036, 0.013), (0.032, 0.017), (0.0292, 0.024), (0.0285, 0.026)]
    shape += [(0.0265, 0.025), (0.026, 0.015)]
    return [(r, foot + z) for r, z in shape]
