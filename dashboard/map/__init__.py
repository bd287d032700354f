"""The interactive map: frames in, a folium map out."""
