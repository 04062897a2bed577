from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sinet_core.backends import REFERENCE, VARIANTS, path


@pytest.fixture(params=[REFERENCE, (VARIANTS or ["compiled"])[0]])
def both_paths(request: pytest.FixtureRequest) -> Iterator[None]:
    """Runs a test with OpenCV and numpy, and again with this processor's kernels."""
    with path(request.param):
        yield
