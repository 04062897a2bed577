"""A small frame with a person, the same with the person elsewhere, and the empty room."""
from __future__ import annotations

import numpy as np

from tests.sinet_core.benchmark.people import moment_of
from tests.sinet_core.scenes import person_alpha

SIZE = (320, 180)
HERE = moment_of(person_alpha(SIZE)).frame
THERE = moment_of(person_alpha(SIZE, 40)).frame
EMPTY = moment_of(np.zeros(SIZE[::-1], np.float32)).frame
