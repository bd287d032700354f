"""One event, many reports: which incidents of different reports are the same, and why.

Every report keeps its own incidents and claims; linking only says which of them are one. It
compares pairs that lie close in time and place (`blocking`), weighs what speaks for and against
their being the same (`comparing`, `weights`), puts sure pairs into groups (`grouping`) and counts
independent sources (`sources`). What is shown of a group is derived in `geodata.linked`.
"""
