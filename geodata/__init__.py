"""What an incident is, where places are, and where data is kept."""
