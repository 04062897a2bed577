"""The light networks of Table 3, each built from its own paper, to stand beside SINet.

All take (N, 3, H, W) normalised BGR with sides that are multiples of 32, and answer with logits (N, classes, H, W).
"""
