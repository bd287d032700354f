"""The interactive map page: packed incidents on one canvas over a vector basemap."""
