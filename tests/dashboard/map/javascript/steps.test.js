import assert from "node:assert/strict";
import { test } from "node:test";

import { addUnits, firstPlayed, pace, shifted, stepped, unitFor } from "../../../../dashboard/map/frontend/steps.js";
import { dayOfIso, isoDay } from "../../../../dashboard/map/frontend/words.js";

const [FIRST, LAST] = ["2025-01-10", "2025-06-20"].map((iso) => dayOfIso(iso));

/** A window of all days above, by its ISO dates. */
function windowOf(from, to) {
  return { first: FIRST, last: LAST, from: dayOfIso(from), to: dayOfIso(to) };
}

const isoDays = (days) => days.map(isoDay);

test("steps follow the calendar", () => {
  const moved = (iso, unit, count) => isoDay(addUnits(dayOfIso(iso), unit, count));
  assert.equal(moved("2025-01-31", "month", 1), "2025-02-28");
  assert.equal(moved("2024-02-29", "year", 1), "2025-02-28");
  assert.equal(moved("2025-01-15", "month", -1), "2024-12-15");
  assert.equal(moved("2025-03-01", "week", -1), "2025-02-22");
  assert.equal(moved("2025-12-31", "day", 1), "2026-01-01");
  assert.equal(moved("1900-03-01", "day", -1), "1900-02-28");
});

test("from all dates a step shows the first or the last ones", () => {
  const all = windowOf("2025-01-10", "2025-06-20");
  assert.deepEqual(isoDays(stepped(all, "month", 1, false)), ["2025-01-10", "2025-02-09"]);
  assert.deepEqual(isoDays(stepped(all, "month", -1, false)), ["2025-05-21", "2025-06-20"]);
  assert.deepEqual(isoDays(stepped(all, "year", 1, false)), ["2025-01-10", "2025-06-20"]);
});

test("whole months are followed by whole months, so that no day is counted twice", () => {
  const february = windowOf("2025-02-01", "2025-02-28");
  assert.deepEqual(isoDays(stepped(february, "month", 1, false)), ["2025-03-01", "2025-03-31"]);
  assert.deepEqual(isoDays(stepped(windowOf("2025-03-01", "2025-04-30"), "month", -1, false)), ["2025-02-01", "2025-03-31"]);
  assert.deepEqual(isoDays(stepped(windowOf("2025-01-31", "2025-02-27"), "month", 1, false)), ["2025-02-28", "2025-03-27"]);
});

test("a step keeps the length of other windows, and stops where the days end", () => {
  const some = windowOf("2025-02-01", "2025-02-28");
  const days = windowOf("2025-02-03", "2025-02-20");
  assert.deepEqual(isoDays(stepped(days, "month", 1, false)), ["2025-03-03", "2025-03-20"]);
  assert.deepEqual(isoDays(stepped(some, "month", -1, false)), ["2025-01-10", "2025-02-06"]);
  assert.deepEqual(isoDays(stepped(some, "year", 1, false)), ["2025-05-24", "2025-06-20"]);
  assert.deepEqual(isoDays(shifted(some, -Infinity)), ["2025-01-10", "2025-02-06"]);
});

test("a cumulative window always begins with the first day", () => {
  const all = windowOf("2025-01-10", "2025-06-20");
  assert.deepEqual(isoDays(stepped(all, "week", 1, true)), ["2025-01-10", "2025-01-16"]);
  assert.deepEqual(isoDays(stepped(all, "month", -1, true)), ["2025-01-10", "2025-05-20"]);
  const early = windowOf("2025-01-10", "2025-01-12");
  assert.deepEqual(isoDays(stepped(early, "month", -1, true)), ["2025-01-10", "2025-01-10"]);
});

test("playing begins anew with a window of the same length, or a step of all dates", () => {
  const end = windowOf("2025-06-11", "2025-06-20");
  assert.equal(isoDay(firstPlayed(end, "month", false)), "2025-01-19");
  assert.equal(isoDay(firstPlayed(windowOf("2025-01-10", "2025-06-20"), "week", false)), "2025-01-16");
  assert.equal(isoDay(firstPlayed(windowOf("2025-01-10", "2025-06-20"), "year", false)), "2025-06-20");
  assert.equal(isoDay(firstPlayed(end, "month", true)), "2025-01-10");
});

test("playing takes as long for many days as for few, and twice the speed half of it", () => {
  for (const [span, speed] of [[20, 1], [365, 1], [4000, 1], [4000, 2], [4000, 4], [300_000, 1]]) {
    const { tick, days } = pace(span, speed, false);
    const seconds = (span / days) * (tick / 1000);
    assert.ok(Math.abs(seconds - 12 / speed) < 2.5, `${span} days at ${speed}: ${seconds} s`);
    assert.ok(tick >= 120 && Number.isInteger(days));
  }
  assert.equal(pace(3, 1, false).tick, 800);
  assert.deepEqual(pace(365, 1, true), { tick: 1000, days: 30 });
});

test("a step suits the span", () => {
  assert.deepEqual([30, 100, 900, 5000].map(unitFor), ["day", "week", "month", "year"]);
});
