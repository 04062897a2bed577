from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.arrays import alpha_bytes
from sinet_core.compositing.composite import composite
from sinet_core.grid import sampled, step_of
from sinet_core.kernels.parameters import windows_of
from sinet_core.kernels.reference.edge_colors import local_colors
from tests.sinet_core.scenes import person_alpha, scene, textured

pytestmark = pytest.mark.usefixtures("both_paths")


def test_the_composite_is_within_a_few_levels_of_the_formula() -> None:
    frame, alpha = scene()
    background = textured((30, 160, 90), seed=7).astype(np.uint8)
    share = alpha_bytes(alpha)
    step = step_of(share.shape)
    person, room = (
        cv2.resize(field, frame.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        for field in local_colors(sampled(frame, step), share, step, windows_of(share.shape, step))
    )
    part = share[..., None] / 255.0
    color = np.clip(person + part * (frame - part * person - (1 - part) * room), 0, 255)
    exact = color * part + background * (1 - part)
    error = np.abs(composite(frame, person_alpha(), background) - exact)
    assert error.max() <= 3
    assert error.mean() < 0.2
