"""Mattes in motion, measured: sequences with exact truth, figures of video matting, whole recipes side by side."""
