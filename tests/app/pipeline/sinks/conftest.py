"""What the tests of what is recorded share."""
from __future__ import annotations

import pytest

from tests.fakes import CollectingRecorders, EventLog


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@pytest.fixture
def recorders() -> CollectingRecorders:
    return CollectingRecorders()
