from __future__ import annotations

import numpy as np

from sinet_core.benchmark.hand import draw_arm


def test_an_arm_has_five_fingers_skin_and_a_sleeve() -> None:
    image, alpha = draw_arm(200, (100, 130, 180), (60, 40, 20))
    assert image.shape[:2] == alpha.shape == (200, 110)
    across = alpha[26] > 0.5  # through the four long fingers
    assert int(np.count_nonzero(np.diff(across.astype(int)) == 1)) == 4
    assert alpha[-1].max() == 1, "it goes on below"
    assert image[90, 55, 2] > image[90, 55, 0]
    assert image[190, 55, 0] > image[190, 55, 2]
    assert ((alpha > 0.1) & (alpha < 0.9)).any(), "its edge is soft"
