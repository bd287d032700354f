"""From a source to incidents."""
