"""A whole run with worker processes, started by test_loop in a separate process."""
from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from sinet_core.training.loop import Run
from tests.sinet_core.training.pictures import tiny_recipe

if __name__ == "__main__":
    torch.set_num_threads(1)
    cv2.setNumThreads(4)
    cv2.GaussianBlur(np.zeros((2000, 2000, 3), np.uint8), (0, 0), 9)  # starts OpenCV's threads
    Run(tiny_recipe(), Path(sys.argv[1]), Path(sys.argv[2]), workers=2, compiled=False).train()
