import assert from "node:assert/strict";
import { test } from "node:test";

import {
  claimWords,
  countSign,
  countWords,
  dayOfIso,
  isoDay,
  numberWords,
  periodWords,
  sumWords,
  undatedWords,
} from "../../../../dashboard/map/frontend/words.js";

const day = (iso) => dayOfIso(iso);

test("days come back, in any century", () => {
  for (const iso of ["2025-10-09", "1970-01-01", "1889-12-31", "0101-01-01", "9999-12-31", "2024-02-29"]) {
    assert.equal(isoDay(dayOfIso(iso)), iso);
  }
});

test("what is no day is none", () => {
  for (const text of ["2025-02-30", "2025-13-01", "9 Oct 2025", "", null, 5, "2025-10-09T00:00", "2025-1-1"]) {
    assert.equal(dayOfIso(text), null);
  }
});

test("periods are no more exact than they are known", () => {
  const [first, ninth, last] = ["2025-10-01", "2025-10-09", "2025-10-31"].map(day);
  assert.equal(periodWords(ninth, ninth, "day"), "9 Oct 2025");
  assert.equal(periodWords(first, last, "month"), "October 2025");
  assert.equal(periodWords(first, last, "day"), "1–31 Oct 2025");
  assert.equal(periodWords(day("2025-01-01"), day("2025-12-31"), "year"), "2025");
  assert.equal(periodWords(day("2025-09-28"), ninth, null), "28 Sep – 9 Oct 2025");
  assert.equal(periodWords(day("2024-12-30"), day("2025-01-02"), "week"), "30 Dec 2024 – 2 Jan 2025");
});

test("a date without its year says so", () => {
  assert.equal(undatedWords("XXXX-10-09"), "9 October, year not known");
  assert.equal(undatedWords("XXXX-10"), "October, year not known");
  assert.equal(undatedWords(null), "no date");
  assert.equal(undatedWords("XXXX-99"), "99, year not known");
});

test("counts are honest", () => {
  const cases = [
    [30, 30, 30, "30", "30"],
    [24, 30, 40, "24–40", "24–40"],
    [70, 70, -1, "70 or more", "70+"],
    [-1, -1, 20, "up to 20", "≤20"],
    [0, 0, 20, "up to 20", "≤20"],
    [0, 0, 0, "none", "0"],
    [-1, -1, -1, "not stated", "?"],
    [-1, 12, -1, "about 12", "~12"],
    [1200, 1200, -1, "1,200 or more", "1,200+"],
  ];
  for (const [low, best, high, words, sign] of cases) {
    assert.equal(countWords(low, best, high), words);
    assert.equal(countSign(low, best, high), sign);
  }
});

test("sums keep their open end", () => {
  assert.equal(sumWords(30, 30), "30");
  assert.equal(sumWords(30, 45), "30–45");
  assert.equal(sumWords(1030, null), "1,030+");
  assert.equal(numberWords(1234567), "1,234,567");
});

test("claims are hedged as their source hedges them", () => {
  const claim = (fields) =>
    claimWords({ measure: "killed", low: null, high: null, qualifier: null, group: null, ...fields });
  assert.equal(claim({ low: 70, qualifier: "more_than", group: "people" }), "more than 70 people killed");
  assert.equal(claim({ low: 5, high: 5, qualifier: "exact", group: "soldiers" }), "5 soldiers killed");
  assert.equal(claim({ high: 20, qualifier: "up_to" }), "up to 20 killed");
  assert.equal(claim({ low: 24, qualifier: "dozens" }), "dozens (24 or more) killed");
  assert.equal(claim({ low: 3, high: 9, qualifier: "between" }), "3–9 killed");
  assert.equal(claim({}), "an unknown number killed");
  assert.equal(claim({ measure: "event", low: 3 }), "");
});
