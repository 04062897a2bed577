"""Fixtures shared by the tests of recording."""
from __future__ import annotations

import pytest

from tests.fakes import CollectingRecorders, EventLog


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@pytest.fixture
def recorders() -> CollectingRecorders:
    return CollectingRecorders()
