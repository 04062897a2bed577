from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sinet_core.backends import REFERENCE, VARIANTS, path


@pytest.fixture(params=[REFERENCE, (VARIANTS or ["compiled"])[0]])
def both_paths(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that asks for it runs with OpenCV and numpy, and once more with the kernels of this processor."""
    with path(request.param):
        yield
