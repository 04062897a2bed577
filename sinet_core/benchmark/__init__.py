"""Measures mattes in motion: sequences with exact truth, video matting figures, whole recipes side by side."""
