from __future__ import annotations

from tests.sinet_core.torch_threads import one_thread

__all__ = ["one_thread"]
