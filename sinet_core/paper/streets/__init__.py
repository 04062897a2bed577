"""Street scenes: Cityscapes' folders, its 19 classes, training and measuring of Tables 6 and 7."""
