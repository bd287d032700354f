import assert from "node:assert/strict";
import { test } from "node:test";

import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { chance, madeIncidents, randomRows } from "./made_incidents.js";

/** The figures of a window, counted row by row. */
function counted(rows, { from, to, full }) {
  const inside = rows.filter((row) =>
    row.start === undefined ? full : row.start <= to && (row.end ?? row.start) >= from,
  );
  const happened = inside.filter((row) => row.kind === 0);
  const stated = happened.filter((row) => [row.low, row.best, row.high].some((count) => count !== undefined));
  const open = stated.some((row) => row.high === undefined);
  return {
    rows: inside.length,
    incidents: happened.length,
    tolls: inside.filter((row) => row.kind === 1).length,
    talks: inside.filter((row) => row.kind === 2).length,
    statements: inside.filter((row) => row.kind === 3).length,
    shown: inside.filter((row) => row.x !== undefined).length,
    without_place: inside.filter((row) => row.x === undefined).length,
    undated: rows.filter((row) => row.start === undefined).length,
    killed_low: stated.reduce((sum, row) => sum + (row.low ?? 0), 0),
    killed_high: open ? null : stated.reduce((sum, row) => sum + row.high, 0),
    killed_unknown: happened.length - stated.length,
  };
}

function compared(seed, options) {
  const { incidents, rows } = madeIncidents(randomRows(400, seed, options));
  const tallies = new Tallies(incidents);
  const next = chance(seed);
  const span = incidents.lastDay - incidents.firstDay;
  for (let i = 0; i < 200; i++) {
    const [a, b] = [0, 1].map(() => incidents.firstDay + Math.floor(next() * (span + 1)));
    const dates = incidents.dates(Math.min(a, b), Math.max(a, b));
    const { wounded_low: _l, wounded_high: _h, wounded_unknown: _u, ...counts } = tallies.counts(dates);
    assert.deepEqual(counts, counted(rows, dates));
    assert.equal(incidents.all.active(dates).length, counts.rows);
  }
  const all = incidents.dates(-Infinity, Infinity);
  assert.equal(all.full, true);
  assert.equal(tallies.counts(all).rows, rows.length);
}

test("running sums count what walking over the rows counts", () => compared(1, {}));
test("so they do over spans of thousands of years", () => compared(2, { days: 3_000_000, first: -700_000 }));
test("and on a single day", () => {
  const { incidents } = madeIncidents([{ start: 5, low: 3, high: 3, x: 0, y: 0 }]);
  const counts = new Tallies(incidents).counts(incidents.dates(5, 5));
  assert.deepEqual([counts.rows, counts.killed_low, counts.killed_high], [1, 3, 3]);
});

test("without any dated row everything is undated", () => {
  const { incidents } = madeIncidents([{ low: 2, high: 2 }, { kind: 2 }]);
  const counts = new Tallies(incidents).counts(incidents.dates(0, 0));
  assert.deepEqual([counts.rows, counts.undated, counts.killed_low, counts.talks], [2, 2, 2, 1]);
});

test("no rows count nothing", () => {
  const { incidents } = madeIncidents([]);
  const counts = new Tallies(incidents).counts(incidents.dates(0, 0));
  assert.deepEqual([counts.rows, counts.killed_low, counts.killed_high], [0, 0, 0]);
});

test("the histogram counts rows on the day they start", () => {
  const { incidents } = madeIncidents([
    { start: 1, end: 9, low: 4 },
    { start: 3, low: 2 },
    { start: 3, low: 50, kind: 1 },
  ]);
  const tallies = new Tallies(incidents);
  assert.equal(tallies.starting("killed_low", 1, 2), 4);
  assert.equal(tallies.starting("killed_low", 3, 9), 2);
  assert.equal(tallies.starting("incidents", 1, 9), 2);
});
