"""The revisions of a store's tables, one file each.

A revision says in full what it changes, and imports nothing of today's schema: what a store of
that version looked like does not change with the program.
"""
