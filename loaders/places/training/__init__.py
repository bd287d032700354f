"""Learns the model of places from reports in which people have marked them.

    python -m loaders.places.training CORPUS.jsonl... --output FOLDER

The same reports give the same model. It needs scikit-learn, which comes with the tools for
development; the program itself does without.
"""
