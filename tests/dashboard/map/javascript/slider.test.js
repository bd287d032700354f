import assert from "node:assert/strict";
import { test } from "node:test";

import { binName, binsOf, ticksOf } from "../../../../dashboard/map/frontend/histogram.js";
import { Tallies } from "../../../../dashboard/map/frontend/tallies.js";
import { dayOfIso } from "../../../../dashboard/map/frontend/words.js";
import { madeIncidents, randomRows } from "./made_incidents.js";

test("bins hold every incident once, at any width", () => {
  const { incidents, rows } = madeIncidents(randomRows(500, 8, { days: 4000 }));
  const tallies = new Tallies(incidents);
  const expected = rows.filter((row) => row.kind === 0 && row.start !== undefined).length;
  for (const width of [1, 80, 360, 1400]) {
    const { bins, days } = binsOf(tallies, incidents.firstDay, incidents.lastDay, width);
    assert.equal(bins.reduce((sum, bin) => sum + bin.incidents, 0), expected);
    assert.equal(bins.length <= Math.max(width / 4, 1) + 1, true, `${bins.length} bins in ${width}`);
    assert.notEqual(binName(days), "");
  }
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
