import assert from "node:assert/strict";
import { test } from "node:test";

import { Occupied, paintLabels } from "../../../../dashboard/map/frontend/labels.js";

/** Where the names of countries stand on a map of 1000 pixels, half of a hundred around it unseen. */
function painted(countries, margin = 0) {
  const names = new Map();
  const ctx = {
    measureText: (text) => ({ width: text.length * 10 }),
    strokeText: () => {},
    fillText: (text, x) => names.set(text, x),
    font: "",
    letterSpacing: "",
  };
  const view = { scale: 1000, left: 0, top: 0, width: 1000, height: 1000, zoom: 2, margin, shift: 0 };
  paintLabels(ctx, view, { units: 1, labels: { countries, towns: [] } }, {}, new Occupied());
  return names;
}

test("the name of a country that the edge would cut stands inside, near its middle", () => {
  const names = painted([
    ["Chad", 0.5, 0.1, 0.05],
    ["Western", 0.02, 0.3, 0.05],
    ["Eastern", 0.98, 0.5, 0.05],
  ]);
  assert.equal(names.get("CHAD"), 500);
  assert.ok(names.get("WESTERN") >= 35 && names.get("WESTERN") <= 70);
  assert.ok(names.get("EASTERN") <= 965 && names.get("EASTERN") >= 930);
});

test("one that would have to go far stays where it is, and so does one out of sight", () => {
  const far = painted([["A very long name of a country", 0.02, 0.3, 0.03]]);
  assert.equal(far.get("A VERY LONG NAME OF A COUNTRY"), 20);
  assert.equal(painted([["Chad", 0.03, 0.3, 0.05]], 0.1).get("CHAD"), 30);
});
