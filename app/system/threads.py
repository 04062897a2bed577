"""Keeps numpy from starting threads that the app has no work for."""
from __future__ import annotations

import os

VARIABLE = "OPENBLAS_NUM_THREADS"


def one_blas_thread() -> None:
    """Call before numpy is imported; a user's own choice stays.

    OpenBLAS, which comes with numpy, starts a thread for every other core, and each spins for 0.2 s before it sleeps.
    The app multiplies no large matrices.
    """
    os.environ.setdefault(VARIABLE, "1")
