"""Learns from reports whose incidents people have coded which scenes and reports tell one.

    python -m loaders.extraction.training CORPUS.jsonl... --output FOLDER

The same reports give the same model. It needs scikit-learn, which comes with the tools for
development; the program itself does without.
"""
