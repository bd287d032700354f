"""From the text of a report to places, claims and incidents."""
