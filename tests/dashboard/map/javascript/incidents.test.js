import assert from "node:assert/strict";
import { test } from "node:test";

import { MISSING } from "../../../../dashboard/map/frontend/incidents.js";
import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { madeIncidents, randomRows } from "./made_incidents.js";

test("active rows are listed earliest first, undated ones last, each once", () => {
  const { incidents } = madeIncidents(randomRows(300, 5));
  for (const dates of [incidents.dates(-29990, -29980), incidents.dates(-Infinity, Infinity)]) {
    const active = incidents.all.active(dates);
    const listed = Array.from({ length: active.length }, (_, i) => active.at(i));
    assert.equal(new Set(listed).size, listed.length);
    const visited = [];
    active.each((row) => visited.push(row));
    assert.deepEqual([...listed].sort((a, b) => a - b), visited.sort((a, b) => a - b));
    const starts = listed.filter((row) => incidents.isDated(row)).map((row) => incidents.start[row]);
    assert.deepEqual(starts, [...starts].sort((a, b) => a - b));
    const undated = listed.map((row) => !incidents.isDated(row));
    assert.equal(undated.lastIndexOf(false) < undated.indexOf(true) || !undated.includes(true), true);
  }
});

test("windows are cut to the days that have data", () => {
  const { incidents } = madeIncidents([{ start: 10, end: 20 }, { start: 15 }]);
  assert.deepEqual(incidents.dates(0, 100), { from: 10, to: 20, full: true });
  assert.deepEqual(incidents.dates(12, 100), { from: 12, to: 20, full: false });
  assert.deepEqual(incidents.dates(18, 12), { from: 12, to: 18, full: false });
  assert.equal(incidents.dates(0, 100, false).full, false);
});

test("a window before or after all rows holds none of them", () => {
  const { incidents } = madeIncidents([{ start: 10, end: 20 }, { start: 15 }, {}]);
  const tallies = new Tallies(incidents);
  for (const [from, to] of [[0, 9], [21, 30]]) {
    const dates = incidents.dates(from, to);
    assert.deepEqual(dates, { from, to, full: false });
    assert.equal(tallies.counts(dates).rows, 0);
    assert.equal(incidents.all.active(dates).length, 0);
  }
});

test("deaths are the best estimate there is", () => {
  const { incidents } = madeIncidents([
    { start: 1, low: 2, best: 3, high: 9 },
    { start: 2, low: 2 },
    { start: 3, high: 9 },
    { start: 4 },
    { start: 5, low: 0, best: 0, high: 0 },
  ]);
  assert.deepEqual([0, 1, 2, 3, 4].map((row) => incidents.deaths(row)), [3, 2, 9, MISSING, 0]);
});
