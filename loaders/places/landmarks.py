"""Landmarks: seas, rivers, ranges, camps, bases, lines of control; known by name, not by people.

Those of the built-in gazetteer are few and chosen, so that their names rarely mean anything else.
The reports that the model is learned from say little of them: they leave many unmarked, and give
others a point far from ours, as a sea has no middle that all agree on. Reading them is therefore
left to rules that do not come from these reports.
"""

from typing import Final

from geodata.gazetteer import Place

_CHOSEN: Final = ("supplement:", "airport:", "border:")


def is_landmark(place: Place) -> bool:
    """Tell whether a place is one of the chosen that are neither towns nor divisions."""
    return place.place_id.startswith(_CHOSEN) and not place.feature.startswith(("P.", "A."))
