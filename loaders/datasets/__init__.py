"""Datasets of incidents: each module reads one, as tables of columns and never row by row."""
