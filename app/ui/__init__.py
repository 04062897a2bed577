"""The window: the only Qt.

PySide6 reads the source of every module that is imported after it, to look for its own name there. Importing the
pipeline first saves a tenth of the time that the imports of the window take.
"""
import app.pipeline.session  # noqa: F401
