// Prints, as JSON, the page's figures of windows of dates: node figures_of.js < request.
// The request holds the page's packed rows as Python made them, and the windows.

import { readFileSync } from "node:fs";

import { Incidents } from "../../../../dashboard/map/frontend/incidents.js";
import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { dayOfIso } from "../../../../dashboard/map/frontend/words.js";

const { rows, windows } = JSON.parse(readFileSync(0, "utf8"));
const incidents = await Incidents.unpack(rows);
const tallies = new Tallies(incidents);
const figures = windows.map(([from, to]) =>
  tallies.counts(incidents.dates(dayOfIso(from), dayOfIso(to))),
);
process.stdout.write(JSON.stringify(figures));
