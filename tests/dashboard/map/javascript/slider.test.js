import assert from "node:assert/strict";
import { test } from "node:test";

import { binsOf, ticksOf } from "../../../../dashboard/map/frontend/histogram.js";
import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { dayOfIso, isoDay } from "../../../../dashboard/map/frontend/words.js";
import { madeIncidents, randomRows } from "./made_incidents.js";

test("bins hold every incident once, at any width", () => {
  const { incidents, rows } = madeIncidents(randomRows(500, 8, { days: 4000 }));
  const tallies = new Tallies(incidents);
  const expected = rows.filter((row) => row.kind === 0 && row.start !== undefined).length;
  for (const width of [1, 80, 360, 1400]) {
    const { bins, name } = binsOf(tallies, incidents.firstDay, incidents.lastDay, width);
    assert.equal(bins.reduce((sum, bin) => sum + bin.incidents, 0), expected);
    assert.equal(bins.length <= Math.max(width / 4, 1) + 1, true, `${bins.length} bins in ${width}`);
    assert.notEqual(name, "");
  }
});

test("bins are months, weeks and years of the calendar", () => {
  /** @type {[string, string, number, string, number][]} */
  const spans = [
    ["2015-01-01", "2024-12-31", 1000, "month", 120],
    ["2015-01-20", "2024-12-31", 1000, "month", 120],
    ["2024-01-03", "2024-12-31", 400, "week", 53],
    ["1895-06-01", "2024-12-31", 2200, "quarter", 519],
    ["0001-01-01", "0099-12-31", 400, "year", 99],
    ["0001-01-01", "1999-12-31", 1400, "decade", 200],
    ["2025-10-01", "2025-10-31", 1000, "day", 31],
  ];
  for (const [from, to, width, expected, count] of spans) {
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    const tallies = new Tallies(madeIncidents(randomRows(5, 8, { days: 400 })).incidents);
    const { bins, name } = binsOf(tallies, first, last, width);
    assert.deepEqual([name, bins.length], [expected, count], `${from} to ${to}`);
    assert.equal(bins[0].from, first);
    assert.equal(bins.at(-1)?.to, last);
    for (const [at, bin] of bins.slice(1).entries()) {
      assert.equal(bin.from, bins[at].to + 1);
      const begins = isoDay(bin.from);
      if (["month", "quarter", "year", "decade"].includes(name)) assert.equal(begins.slice(-2), "01", begins);
      if (name === "week") assert.equal(new Date(begins).getUTCDay(), 1, begins);
    }
  }
});

test("where decades are too many, centuries stand behind the slider", () => {
  const [start, end] = ["0001-01-01", "9999-12-31"].map((iso) => dayOfIso(iso));
  const { incidents } = madeIncidents([{ start, end }]);
  const { name, bins } = binsOf(new Tallies(incidents), start, end, 1000);
  assert.deepEqual([name, bins.length], ["century", 100]);
});

test("ticks lie in the span and do not crowd", () => {
  for (const [from, to] of [
    ["2025-10-01", "2025-10-31"],
    ["2025-10-09", "2025-10-09"],
    ["1989-01-01", "2025-12-31"],
    ["0001-01-01", "9999-12-31"],
  ]) {
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    for (const width of [300, 1300]) {
      const ticks = ticksOf(first, last, width);
      assert.equal(ticks.length <= width / 62 + 2, true, `${ticks.length} ticks in ${width}`);
      for (const { day } of ticks) assert.equal(day >= first && day <= last, true);
    }
  }
  assert.equal(ticksOf(dayOfIso("2025-10-01"), dayOfIso("2025-10-31"), 1300)[0].text, "1 Oct");
});
