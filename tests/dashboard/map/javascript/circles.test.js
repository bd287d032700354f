import assert from "node:assert/strict";
import { test } from "node:test";

import { CIRCLES_LIMIT, circledRows } from "../../../../dashboard/map/frontend/incident_layer.js";
import { GEOMETRY, KIND } from "../../../../dashboard/map/frontend/incidents.js";

/** A scene at the equator with so many pixels to the kilometre. */
function scene(rows, { pixels = 1, anchored = [] } = {}) {
  const column = (name) => rows.map((row) => row[name]);
  const incidents = {
    x: column("x"),
    y: rows.map(() => 0.5),
    radius: column("radius"),
    isPoint: (row) => (rows[row].geometry ?? GEOMETRY.POINT) === GEOMETRY.POINT,
  };
  const marks = rows
    .map((row, index) => ({ row: index, look: { kind: row.kind ?? KIND.INCIDENT, radius: 7 } }))
    .filter(({ row }) => !anchored.includes(row));
  return {
    places: { incidents, anchors: anchored.map(() => ({ shape: null })) },
    view: { scale: 40075.017 * pixels },
    marks,
    sums: anchored.map((row, anchor) => ({ anchor, row, kind: rows[row].kind ?? KIND.INCIDENT })),
  };
}

test("a circle shows where it reaches beyond its symbol", () => {
  const rows = [{ x: 0.1, radius: 30 }, { x: 0.2, radius: 8 }, { x: 0.3, radius: 0 }];
  assert.deepEqual(circledRows(scene(rows)), [0]);
  assert.deepEqual(circledRows(scene(rows, { pixels: 4 })), [0, 1]);
});

test("equal circles are drawn once", () => {
  const rows = [{ x: 0.1, radius: 30 }, { x: 0.1, radius: 30 }, { x: 0.1, radius: 50 }];
  assert.deepEqual(circledRows(scene(rows)), [0, 2]);
});

test("what is known to a region at best has its circle, too", () => {
  const rows = [{ x: 0.1, radius: 84 }];
  assert.deepEqual(circledRows(scene(rows, { anchored: [0] })), [0]);
});

test("talks, statements, areas and lines have none", () => {
  const rows = [
    { x: 0.1, radius: 30, kind: KIND.TALKS },
    { x: 0.2, radius: 30, kind: KIND.STATEMENT },
    { x: 0.3, radius: 30, geometry: GEOMETRY.NONE },
  ];
  assert.deepEqual(circledRows(scene(rows)), []);
});

test("among many symbols no circle shows unasked", () => {
  const rows = Array.from({ length: CIRCLES_LIMIT + 1 }, (_, i) => ({ x: i / 1000, radius: 30 }));
  assert.deepEqual(circledRows(scene(rows)), []);
  assert.equal(circledRows(scene(rows.slice(1))).length, CIRCLES_LIMIT);
});
