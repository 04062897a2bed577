from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.training.data.cache import build_cache
from tests.sinet_core.torch_threads import one_thread
from tests.sinet_core.training.logs import LOG
from tests.sinet_core.training.pictures import tiny_recipe, write_pictures

__all__ = ["one_thread"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of a few synthetic pictures."""
    root = tmp_path_factory.mktemp("pictures")
    write_pictures(root)
    build_cache(tiny_recipe(), root, None, root / "cache")
    return root / "cache"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path
