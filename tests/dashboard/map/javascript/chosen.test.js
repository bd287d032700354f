import assert from "node:assert/strict";
import { test } from "node:test";

import { Grid } from "../../../../dashboard/map/frontend/grid.js";
import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { chance, madeIncidents, randomRows } from "./made_incidents.js";

const VIEW = { scale: 4096, left: 300, top: 200, width: 1400, height: 900 };

/** Bits for rows, the first in the lowest, as Python packs them. */
function bitsOf(chosen) {
  const bits = new Uint8Array(Math.ceil(chosen.length / 8));
  chosen.forEach((each, row) => (bits[row >> 3] |= Number(each) << (row & 7)));
  return bits;
}

function cellsOf(incidents, dates) {
  const grid = new Grid(incidents.index((row) => incidents.geometry[row] === 1), 3);
  grid.update(VIEW, dates);
  return grid.groups().map(({ cell, count, killed }) => ({ cell, count, killed }));
}

test("what a choice leaves is counted as if there were nothing else", () => {
  const { incidents, rows } = madeIncidents(randomRows(500, 21));
  const tallies = new Tallies(incidents);
  const next = chance(22);
  const chosen = rows.map(() => next() < 0.4);
  incidents.choose(bitsOf(chosen));
  tallies.count();
  const left = madeIncidents(rows.filter((_, row) => chosen[row])).incidents;
  const alone = new Tallies(left);
  for (let i = 0; i < 100; i++) {
    const [a, b] = [0, 1].map(() => left.firstDay + Math.floor(next() * (left.lastDay - left.firstDay)));
    const dates = { from: Math.min(a, b), to: Math.max(a, b), full: i % 2 === 0 };
    assert.deepEqual(tallies.counts(dates), alone.counts(dates));
    assert.equal(incidents.all.active(dates).length, left.all.active(dates).length);
    assert.deepEqual(cellsOf(incidents, dates), cellsOf(left, dates));
  }
});

test("a choice of nothing leaves nothing, and of all everything", () => {
  const { incidents, rows } = madeIncidents(randomRows(77, 23));
  const tallies = new Tallies(incidents);
  const everything = incidents.dates(-Infinity, Infinity);
  const before = tallies.counts(everything);
  incidents.choose(new Uint8Array(10));
  tallies.count();
  assert.equal(tallies.counts(everything).rows, 0);
  assert.equal(incidents.all.active(everything).length, 0);
  assert.equal(incidents.has(3), false);
  incidents.choose(null);
  tallies.count();
  assert.deepEqual(tallies.counts(everything), before);
  assert.equal(before.rows, rows.length);
});

test("rows are found by their last day in any order of spans", () => {
  const spans = [{ start: 0, end: 9 }, { start: 1, end: 2 }, { start: 2, end: 2_000_000 }, { start: 3, end: 5 }];
  for (const count of [2, 4]) {
    const { incidents } = madeIncidents(spans.slice(0, count));
    const ends = Array.from(incidents.all.rowsByEnd(), (row) => incidents.end[row]);
    assert.deepEqual(ends, [...ends].sort((a, b) => a - b));
    assert.equal(ends.length, count);
  }
});
