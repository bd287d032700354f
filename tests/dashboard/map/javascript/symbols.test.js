import assert from "node:assert/strict";
import { test } from "node:test";

import { safeLink } from "../../../../dashboard/map/frontend/dom.js";
import { readableOn } from "../../../../dashboard/map/frontend/glyphs.js";
import { Occupied } from "../../../../dashboard/map/frontend/labels.js";
import { roundNumbers } from "../../../../dashboard/map/frontend/legend.js";
import {
  LEAST_RADIUS,
  radiusOf,
  shortNumber,
  sizeScale,
} from "../../../../dashboard/map/frontend/symbols.js";

test("the area of a circle stands for the deaths", () => {
  const scale = sizeScale(100);
  assert.equal(radiusOf(100, scale) / radiusOf(25, scale), 2);
  assert.equal(radiusOf(0, scale), LEAST_RADIUS);
  assert.equal(radiusOf(-1, scale), LEAST_RADIUS);
  assert.equal(radiusOf(1_000_000, sizeScale(1_000_000)) < 50, true);
});

test("the legend's numbers are round and within the data", () => {
  for (const most of [1, 3, 30, 70, 205, 4999, 1_000_000]) {
    const numbers = roundNumbers(most, sizeScale(most));
    assert.equal(numbers.every((value) => value > 0 && value <= most), true, `${numbers} for ${most}`);
    assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
  }
  assert.deepEqual(roundNumbers(0, sizeScale(0)), []);
});

test("only links to the web are links", () => {
  assert.equal(safeLink("https://example.org/a"), "https://example.org/a");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:1", "/path", "not a url", "file:///etc"]) {
    assert.equal(safeLink(url), null);
  }
});

test("glyphs can be read on their colours", () => {
  assert.equal(readableOn("#e69f00"), "#1d1b18");
  assert.equal(readableOn("#882255"), "#ffffff");
});

test("what is taken is taken", () => {
  const occupied = new Occupied();
  assert.equal(occupied.take(0, 0, 10, 10), true);
  assert.equal(occupied.take(5, 5, 15, 15), false);
  assert.equal(occupied.take(10, 0, 20, 10), true);
});

test("large numbers are short", () => {
  assert.deepEqual([7, 999, 1000, 1250, 12_400, 999_600, 2_500_000].map(shortNumber), [
    "7", "999", "1k", "1.3k", "12k", "1M", "2.5M",
  ]);
});
