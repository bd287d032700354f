"""From a dump of GeoNames to a gazetteer file with villages, rivers, mountains and bases."""
