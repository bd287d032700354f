import assert from "node:assert/strict";
import { test } from "node:test";

import { Grid } from "../../../../dashboard/map/frontend/grid.js";
import { chance, madeIncidents, randomRows } from "./made_incidents.js";

const VIEW = { scale: 4096, left: 300, top: 200, width: 1400, height: 900 };

function gridOf(rows) {
  const { incidents } = madeIncidents(rows);
  return { incidents, index: incidents.index((row) => incidents.geometry[row] === 1) };
}

/** Cells without what depends on the order of additions. */
function state(grid) {
  return grid.groups().map(({ cell, count, killed, types, x, y }) => ({
    cell,
    count,
    killed,
    types: [...types],
    x: Math.round(x),
    y: Math.round(y),
  }));
}

test("moving dates by difference gives what counting anew gives", () => {
  const { incidents, index } = gridOf(randomRows(2000, 3));
  const moved = new Grid(index, 3);
  const next = chance(9);
  for (let i = 0; i < 300; i++) {
    const [a, b] = [0, 1].map(() => incidents.firstDay + Math.floor(next() * 95));
    const dates = incidents.dates(a, b);
    moved.update(VIEW, dates);
    const anew = new Grid(index, 3);
    anew.update(VIEW, dates);
    assert.deepEqual(state(moved), state(anew));
    assert.equal(moved.visible, anew.visible);
    assert.equal(moved.visibleRows().length, anew.visible);
  }
});

test("a new view is counted anew", () => {
  const { incidents, index } = gridOf(randomRows(500, 4));
  const grid = new Grid(index, 3);
  const dates = incidents.dates(-Infinity, Infinity);
  grid.update(VIEW, dates);
  const nearer = { ...VIEW, scale: 8192, left: 2000 };
  grid.update(nearer, dates);
  const anew = new Grid(index, 3);
  anew.update(nearer, dates);
  assert.deepEqual(state(grid), state(anew));
});

test("a cell gives back its rows", () => {
  const { incidents, index } = gridOf(randomRows(500, 6));
  const grid = new Grid(index, 3);
  grid.update(VIEW, incidents.dates(-Infinity, Infinity));
  for (const { cell, count } of grid.groups()) assert.equal(grid.visibleRows(cell).length, count);
});
