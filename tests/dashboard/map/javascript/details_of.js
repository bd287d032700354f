// Prints, as JSON, what the page's details tell: node details_of.js < request.
// The request holds the packed details, the rows asked for, and ids to look up.

import { readFileSync } from "node:fs";

import { Details } from "../../../../dashboard/map/frontend/details.js";

const { packed, rows, ids } = JSON.parse(readFileSync(0, "utf8"));
const details = new Details(packed);
const told = { rows: [], found: [] };
for (const row of rows) told.rows.push(await details.row(row));
for (const id of ids) told.found.push(await details.rowOf(id));
process.stdout.write(JSON.stringify(told));
