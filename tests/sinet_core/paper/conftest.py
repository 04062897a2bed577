from __future__ import annotations

from tests.sinet_core.paper.tiny import cache, data
from tests.sinet_core.torch_threads import one_thread

__all__ = ["cache", "data", "one_thread"]
