"""Reproduces the SINet paper's tables and figures, with ours beside the published ones."""
