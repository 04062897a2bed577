"""Synthetic scenes with a known alpha, shared by the tests of matte and composite."""
from __future__ import annotations

import cv2
import numpy as np

WIDTH, HEIGHT = 640, 360


def person_alpha(size: tuple[int, int] = (WIDTH, HEIGHT), shift: int = 0) -> np.ndarray:
    """Head and shoulders, HxW float32, edge about three pixels soft."""
    width, height = size
    alpha = np.zeros((height, width), np.float32)
    middle = width // 2 + shift
    cv2.ellipse(alpha, (middle, height * 2 // 5), (height // 6, height // 5), 0, 0, 360, 1.0, -1)
    cv2.ellipse(alpha, (middle, height), (height // 2, height * 2 // 5), 0, 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1.2), np.float32)


def mixed(person: np.ndarray, alpha: np.ndarray, room: np.ndarray) -> np.ndarray:
    """What a camera sees: HxWx3 uint8."""
    share = alpha[..., None]
    return np.asarray(np.rint(person * share + room * (1 - share)), np.uint8)


def textured(color: tuple[int, int, int], size: tuple[int, int] = (WIDTH, HEIGHT), seed: int = 0) -> np.ndarray:
    """A plain colour with some grain, HxWx3 float32."""
    rng = np.random.default_rng(seed)
    grain = cv2.GaussianBlur(rng.normal(0, 12, (size[1], size[0])).astype(np.float32), (0, 0), 1.5)
    return np.asarray(np.clip(np.array(color, np.float32) + grain[..., None], 0, 255))


def scene(shift: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(frame, its true alpha): a person in reddish brown before a bluish grey wall."""
    alpha = person_alpha(shift=shift)
    return mixed(textured((60, 80, 150)), alpha, textured((190, 170, 160), seed=1)), alpha


def network_alpha(alpha: np.ndarray, size: tuple[int, int] = (224, 224)) -> np.ndarray:
    """A network's likely answer to a true alpha: small and a little blurred."""
    small = cv2.resize(alpha, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.2), np.float32)
