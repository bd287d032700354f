// Leaflet stands in the page beside our script; its own types come with no package that we have.
declare const L: any;
