from __future__ import annotations

import numpy as np

from sinet_core.paper.streets.labels import CLASSES, IGNORE, LABEL_IDS, train_ids
from tests.sinet_core.paper.streets.scenes import BUILDING, CAR, EGO, PERSON, ROAD, SKY


def test_labels_become_train_ids_and_the_rest_is_ignored() -> None:
    assert len(CLASSES) == len(LABEL_IDS) == 19
    made = train_ids(np.array([[ROAD, BUILDING, SKY, PERSON, CAR, EGO, 0, 33, 34]], np.uint8))
    assert made.tolist() == [[0, 2, 10, 11, 13, IGNORE, IGNORE, 18, IGNORE]]
