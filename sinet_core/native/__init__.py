"""Kernels in C for what takes most of a frame's time. Everything works without them, slower (docs/decisions/0024)."""
