"""A plan that trains in seconds, and its data."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sinet_core.paper.plan import Plan, Variant, load_plan
from sinet_core.paper.trial import Trial
from sinet_core.training.data.cache import build_cache
from tests.sinet_core.training.pictures import write_pictures

TINY = replace(load_plan(4), seeds=(1, 2), pictures=16, batch=2, size=(64, 64), angles=(0, 45))


def trial(runs: Path, variant: Variant = TINY.variants[0], plan: Plan = TINY) -> Trial:
    return Trial(plan, variant, 1, runs)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Discs in place of EG1800."""
    write_pictures(tmp_path / "made", 8)
    folder = tmp_path / "data" / "eg1800"
    folder.parent.mkdir()
    (tmp_path / "made" / "discs").rename(folder)
    names = [path.stem for path in sorted((folder / "images").iterdir())]
    (folder / "train.txt").write_text("\n".join(names[:6]))
    (folder / "test.txt").write_text("\n".join(names[6:]))
    return folder.parent


@pytest.fixture
def cache(data: Path, tmp_path: Path) -> Path:
    build_cache(TINY.recipe(1), data, None, tmp_path / "cache")
    return tmp_path / "cache"
