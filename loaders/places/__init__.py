"""Places in a report: where the text names them, and where on earth they are."""
