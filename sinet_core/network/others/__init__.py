"""The lightweight networks of Table 3, each built from its own paper, for comparison with SINet.

All take (N, 3, H, W) normalised BGR with sides that are multiples of 32, and return logits (N, classes, H, W).
"""
