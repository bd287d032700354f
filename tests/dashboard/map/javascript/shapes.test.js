import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, contains, isNear } from "../../../../dashboard/map/frontend/shapes.js";

function shape(points, line) {
  const parts = points.map((part) => Float64Array.from(part.flat()));
  return { points: parts, line, x: 0, y: 0, box: boxOf(parts) };
}

test("a hole is outside, an island in it inside", () => {
  const square = (low, high) => [[low, low], [high, low], [high, high], [low, high], [low, low]];
  const area = shape([square(0, 10), square(2, 8), square(4, 6)], false);
  assert.equal(contains(area, 1, 1), true);
  assert.equal(contains(area, 3, 3), false);
  assert.equal(contains(area, 5, 5), true);
  assert.equal(contains(area, 11, 5), false);
});

test("near a line is near one of its segments, not of their extension", () => {
  const line = shape([[[0, 0], [10, 0]], [[20, 20], [20, 20]]], true);
  assert.equal(isNear(line, 5, 1, 1.5), true);
  assert.equal(isNear(line, 5, 2, 1.5), false);
  assert.equal(isNear(line, 12, 0, 1.5), false);
  assert.equal(isNear(line, 20, 21, 1.5), true);
  assert.equal(contains(line, 5, 0), false);
});
