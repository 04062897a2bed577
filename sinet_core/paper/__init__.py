"""What the SINet paper shows, made again: its tables and figures, ours beside the published ones."""
