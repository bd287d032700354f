"""By which of its columns a known dataset is recognised, whatever file holds it."""

from collections.abc import Mapping

from loaders.datasets.own_columns import SIGNATURE

SIGNATURES: Mapping[str, frozenset[str]] = {
    "incidentmap": SIGNATURE,
    "acled": frozenset({"event_id_cnty", "event_date", "sub_event_type"}),
    "ucdp": frozenset({"type_of_violence", "where_prec", "date_start"}),
}
