"""The window: the only Qt.

What a start needs of the pipeline and the core is imported here, before PySide6. PySide6 reads the source of every
module that is imported after it, to look for its own name there, and threads that import modules while the window is
built wait for each other: for the demo clip and the network, that costs 80 ms instead of 50.
"""
import app.pipeline.session
import app.pipeline.sources.video  # noqa: F401
import sinet_core.inference.engines.auto
import sinet_core.inference.engines.native  # noqa: F401
