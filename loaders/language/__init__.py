"""The text of a report as everything that looks for facts in it sees it."""
