"""Documents that a person edits and passes on: Word and PowerPoint files.

`brief` says what stands in them, `word` and `slides` write it, `picture` draws the map for them.
"""
