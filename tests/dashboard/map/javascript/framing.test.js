import assert from "node:assert/strict";
import { test } from "node:test";

import { Framing } from "../../../../dashboard/map/frontend/framing.js";

globalThis.window = globalThis;
globalThis.matchMedia = () => ({ matches: true });

function point(x, y) {
  return { x, y, subtract: (other) => point(x - other.x, y - other.y), divideBy: (number) => point(x / number, y / number) };
}

/** How a map of 800 by 600 pixels moves to show a place that lies at a point of it. */
function moved(x, y) {
  const moves = [];
  const map = {
    getCenter: () => ({ lng: 0 }),
    getSize: () => point(800, 600),
    latLngToContainerPoint: () => point(x, y),
    panBy: (by) => moves.push([by.x, by.y]),
  };
  const framing = Object.create(Framing.prototype);
  Object.assign(framing, { map, places: { placeOf: () => ({ x: 0.5, y: 0.5 }) }, middle: 0.5 });
  framing.bringIntoView(1, 0);
  return moves;
}

test("the map stays where it is for a place that shows, and goes no farther than it must for a near one", () => {
  assert.deepEqual(moved(400, 100), []);
  assert.deepEqual(moved(10, 300), [[-38, 0]]);
  assert.deepEqual(moved(790, 590), [[38, 38]]);
  assert.deepEqual(moved(-120, 300), [[-168, 0]]);
});

test("a place far away comes into the middle", () => {
  assert.deepEqual(moved(4000, 300), [[3600, 0]]);
});
