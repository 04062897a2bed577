"""Fixtures shared by the tests of streets."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.sinet_core.paper.streets.scenes import write_cityscapes


@pytest.fixture(scope="module")
def cityscapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cityscapes")
    write_cityscapes(folder, {"train": 8, "val": 3})
    return folder
