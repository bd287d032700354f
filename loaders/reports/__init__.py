"""One module a report format; each reads one format into reports."""
