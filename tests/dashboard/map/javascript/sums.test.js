import assert from "node:assert/strict";
import { test } from "node:test";

import { KIND } from "../../../../dashboard/map/frontend/incidents.js";
import { badgeText, commonest, sumsByAnchor } from "../../../../dashboard/map/frontend/sums.js";
import { madeIncidents } from "./made_incidents.js";

const STYLE = {
  kinds: [["incident", "incidents"], ["toll", "tolls"], ["talks", "talks"], ["statement", "statements"]].map((names) => ({ names })),
  types: [{}, {}, {}],
  outcomes: [{ id: null, name: "outcome not stated" }],
};

/** Places of rows that all lie at one area. */
function placesOf(rows) {
  const { incidents } = madeIncidents(rows.map((row, day) => ({ start: day, ...row })));
  return { incidents, style: STYLE, anchorOf: rows.map(() => 0), anchored: incidents.all };
}

function textsOf(rows, short = false) {
  const places = placesOf(rows);
  const sums = sumsByAnchor(places, places.incidents.dates(-Infinity, Infinity));
  return sums.map((sum) => badgeText(places, sum, short));
}

test("rows at one place are summed up by kind, within the window alone", () => {
  const places = placesOf([{ low: 2, high: 2, type: 1 }, { low: 3, high: 5, type: 1 }, { kind: KIND.TOLL, low: 40 }, { type: 2 }]);
  const all = sumsByAnchor(places, places.incidents.dates(-Infinity, Infinity));
  assert.deepEqual(all.map(({ kind, count, low, high, unknown }) => [kind, count, low, high, unknown]), [
    [KIND.INCIDENT, 3, 5, 7, 1],
    [KIND.TOLL, 1, 40, null, 0],
  ]);
  assert.equal(commonest(all[0].types), 1);
  const [first, ...others] = sumsByAnchor(places, { from: 0, to: 0, full: false });
  assert.deepEqual([first.count, first.low, others.length], [1, 2, 0]);
});

test("labels say no more than is known", () => {
  assert.deepEqual(textsOf([{ low: 3, high: 3 }]), ["3 killed"]);
  assert.deepEqual(textsOf([{}]), ["1 incident"]);
  assert.deepEqual(textsOf([{ low: 2, high: 2 }, { low: 3, high: 5 }]), ["2 incidents, 5–7 killed"]);
  assert.deepEqual(textsOf([{ low: 2, high: 2 }, {}]), ["2 incidents, 2+ killed"]);
  assert.deepEqual(textsOf([{ low: 2, high: 2 }, { low: 3 }]), ["2 incidents, 5+ killed"]);
  assert.deepEqual(textsOf([{}, {}]), ["2 incidents"]);
  assert.deepEqual(textsOf([{ kind: KIND.TOLL, low: 40 }]), ["Toll: 40+ killed"]);
  assert.deepEqual(textsOf([{ kind: KIND.TALKS }]), ["Talks"]);
  assert.deepEqual(textsOf([{ kind: KIND.TALKS }, { kind: KIND.TALKS }]), ["2 talks"]);
});

test("where there is little room they say it shorter", () => {
  assert.deepEqual(textsOf([{ low: 2, high: 2 }, { low: 3, high: 5 }], true), ["5–7"]);
  assert.deepEqual(textsOf([{}, {}], true), ["2"]);
  assert.deepEqual(textsOf([{ kind: KIND.TOLL, low: 40 }], true), ["40+"]);
  assert.deepEqual(textsOf([{ kind: KIND.STATEMENT }], true), [""]);
});
