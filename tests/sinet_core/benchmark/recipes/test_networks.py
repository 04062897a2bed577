from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.recipes import open_recipe
from sinet_core.benchmark.recipes.networks import Networks, smoothstep
from sinet_core.errors import DataError


def test_missing_networks_are_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No recipe 'magic'"):
        open_recipe("magic", Networks())
    with pytest.raises(DataError, match="needs the network"):
        open_recipe("jitsi", Networks())
    with pytest.raises(DataError, match="No network"):
        open_recipe("jitsi", Networks(tmp_path))


def test_smoothstep() -> None:
    x = np.array([0.0, 0.2, 0.3, 0.4, 1.0], np.float32)
    assert smoothstep(0.2, 0.4, x).tolist() == pytest.approx([0, 0, 0.5, 1, 1])
