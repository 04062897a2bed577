"""Street scenes: Cityscapes' folders, its 19 classes, training and measuring for Tables 6 and 7."""
