import assert from "node:assert/strict";
import { test } from "node:test";

import { hitAt } from "../../../../dashboard/map/frontend/hits.js";
import { KIND, MISSING } from "../../../../dashboard/map/frontend/incidents.js";
import { Scene } from "../../../../dashboard/map/frontend/scene.js";

const CTX = { measureText: (text) => ({ width: text.length * 7 }) };
const STYLE = {
  types: [{ name: "Battle" }],
  kinds: [["incident", "incidents"], ["toll", "tolls"]].map((names) => ({ names })),
};

/** A scene of a thousand pixels with rows that are known to an area at best, each its own. */
function scene(rows) {
  const column = (name, missing) => rows.map((row) => row[name] ?? missing);
  const incidents = {
    kind: column("kind", KIND.INCIDENT),
    type: rows.map(() => 0),
    outcome: rows.map(() => 0),
    killedLow: column("killed", MISSING),
    killedBest: column("killed", MISSING),
    killedHigh: column("killed", MISSING),
  };
  const places = {
    incidents,
    style: STYLE,
    anchors: rows.map(({ x, y }) => ({ x, y, shape: null })),
    anchorOf: rows.map((_, row) => row),
    anchored: { active: () => ({ each: (visit) => rows.forEach((_, row) => visit(row)) }) },
  };
  const made = new Scene(places, { scale: 1000, left: 0, top: 0, width: 1000, height: 1000 }, null);
  made.addAnchors(CTX);
  return made;
}

test("a label without room is left to the one beside it, which says of how many rows", () => {
  const heap = Array.from({ length: 60 }, (_, row) => ({ x: 0.5, y: 0.5 + row / 1e5, killed: row }));
  const made = scene(heap);
  assert.ok(made.badges.length < 20);
  const told = made.badges.reduce((sum, badge) => sum + 1 + badge.folded.length, 0);
  assert.equal(told, heap.length);
  const more = made.stacks.reduce((sum, { text }) => sum + Number(text.slice(1)), 0);
  assert.equal(more + made.badges.length, heap.length);
  for (const [i, a] of made.badges.entries()) {
    for (const b of made.badges.slice(i + 1)) {
      const apart =
        a.left >= b.left + b.width || b.left >= a.left + a.width ||
        a.top >= b.top + b.height || b.top >= a.top + a.height;
      assert.ok(apart, `${a.label.text} lies on ${b.label.text}`);
    }
  }
});

test("the most deadly are the ones that keep a label", () => {
  const heap = Array.from({ length: 60 }, (_, row) => ({ x: 0.5, y: 0.5, killed: row }));
  const shown = scene(heap).badges.map(({ sum }) => sum.low);
  assert.equal(Math.max(...shown), 59);
  assert.ok(Math.min(...shown) > 30);
});

test("a click on a label finds the rows that it stands for, too", () => {
  const heap = Array.from({ length: 60 }, () => ({ x: 0.5, y: 0.5, killed: 3 }));
  const made = scene(heap);
  const rows = made.badges.flatMap(({ left, top }) => hitAt(made, left + 1, top + 1).rows);
  assert.equal(new Set(rows).size, heap.length);
});

test("what lies alone keeps its own label, however many there are", () => {
  const apart = Array.from({ length: 25 }, (_, row) => ({ x: 0.1 + (row % 5) / 5, y: 0.1 + Math.floor(row / 5) / 5, killed: 1 }));
  const made = scene(apart);
  assert.equal(made.badges.length, 25);
  assert.deepEqual(made.stacks, []);
});

test("a toll is labelled before incidents take its room, and no incident stands for it", () => {
  const heap = Array.from({ length: 40 }, () => ({ x: 0.5, y: 0.5, killed: 900 }));
  const made = scene([...heap, { x: 0.5, y: 0.5, killed: 5, kind: KIND.TOLL }]);
  const toll = made.badges.find(({ sum }) => sum.kind === KIND.TOLL);
  assert.equal(toll?.label.text, "Toll: 5 killed");
  assert.ok(made.badges.every(({ sum, folded }) => folded.every(({ kind }) => kind === sum.kind)));
});
