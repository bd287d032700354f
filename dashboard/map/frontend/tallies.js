// Figures of any window of dates, without walking over rows.
//
// A row overlaps a window when it starts no later than its last day and does not end before its
// first. So a sum over the overlapping rows is the sum over all rows that start by the last day
// less the sum over all that end before the first: two look-ups in running sums by day.

import { GEOMETRY, KIND, MISSING } from "./incidents.js";

/**
 * @import { Incidents } from "./incidents.js"
 * @import { Dates } from "./row_index.js"
 */

const MEASURES = [
  "incidents",
  "tolls",
  "talks",
  "statements",
  "placed",
  "killed_low",
  "killed_high",
  "killed_open",
  "killed_unknown",
  "wounded_low",
  "wounded_high",
  "wounded_open",
  "wounded_unknown",
];
const AT = Object.fromEntries(MEASURES.map((name, i) => [name, i]));
const WIDTH = MEASURES.length;

/** Spans of more days than this (1,100 years) are counted by the days that occur. */
const DENSE_DAYS = 400_000;

/** @typedef {ReturnType<Tallies["counts"]>} Counts */

export class Tallies {
  /** @param {import("./incidents.js").Incidents} incidents */
  constructor(incidents) {
    this.incidents = incidents;
    this.days = occurringDays(incidents);
    const slots = this.days === null ? span(incidents) : this.days.length;
    /** Sums over rows that start before a slot, and over rows that end before it. */
    this.started = new Float64Array((slots + 1) * WIDTH);
    this.ended = new Float64Array((slots + 1) * WIDTH);
    this.undated = new Float64Array(WIDTH);
    this.slots = slots;
    this.count();
  }

  /** Sum up the rows that are chosen now. */
  count() {
    const { incidents } = this;
    for (const sums of [this.started, this.ended, this.undated]) sums.fill(0);
    for (let row = 0; row < incidents.dated; row++) {
      if (!incidents.has(row)) continue;
      addRow(this.started, (this.slot(incidents.start[row]) + 1) * WIDTH, incidents, row);
      addRow(this.ended, (this.slot(incidents.end[row]) + 1) * WIDTH, incidents, row);
    }
    for (let row = incidents.dated; row < incidents.length; row++) {
      if (incidents.has(row)) addRow(this.undated, 0, incidents, row);
    }
    for (const sums of [this.started, this.ended]) {
      for (let i = WIDTH; i < sums.length; i++) sums[i] += sums[i - WIDTH];
    }
  }

  /**
   * The slot of the first day that is not before a day.
   * @param {number} day
   */
  slot(day) {
    if (this.days === null) {
      return Math.min(Math.max(day - this.incidents.firstDay, 0), this.slots);
    }
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.days[middle] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Return the figures of a window. Killed and wounded are of incidents alone; a high that is null
   * is open: some source gives no upper bound.
   * @param {import("./row_index.js").Dates} dates
   */
  counts(dates) {
    const sums = this.#sums(dates);
    /** @param {string} name */
    const of = (name) => sums[AT[name]];
    const rows = of("incidents") + of("tolls") + of("talks") + of("statements");
    const allUndated = this.undated.slice(0, 4).reduce((sum, count) => sum + count, 0);
    return {
      incidents: of("incidents"),
      tolls: of("tolls"),
      talks: of("talks"),
      statements: of("statements"),
      rows,
      shown: of("placed"),
      without_place: rows - of("placed"),
      undated: allUndated,
      killed_low: of("killed_low"),
      killed_high: of("killed_open") > 0 ? null : of("killed_high"),
      killed_unknown: of("killed_unknown"),
      wounded_low: of("wounded_low"),
      wounded_high: of("wounded_open") > 0 ? null : of("wounded_high"),
      wounded_unknown: of("wounded_unknown"),
    };
  }

  /** @param {Dates} dates */
  #sums(dates) {
    const sums = new Float64Array(WIDTH);
    if (this.incidents.dated > 0) {
      const until = this.slot(dates.to + 1) * WIDTH;
      const before = this.slot(dates.from) * WIDTH;
      for (let i = 0; i < WIDTH; i++) sums[i] = this.started[until + i] - this.ended[before + i];
    }
    if (dates.full) for (let i = 0; i < WIDTH; i++) sums[i] += this.undated[i];
    return sums;
  }

  /**
   * Return a measure of the rows that start in [from, to]; what the histogram draws.
   * @param {string} measure
   * @param {number} from
   * @param {number} to
   */
  starting(measure, from, to) {
    const until = this.slot(to + 1) * WIDTH + AT[measure];
    return this.started[until] - this.started[this.slot(from) * WIDTH + AT[measure]];
  }
}

/**
 * @param {Float64Array} sums
 * @param {number} at
 * @param {Incidents} incidents
 * @param {number} row
 */
function addRow(sums, at, incidents, row) {
  const kind = incidents.kind[row];
  const count = incidents.count(row);
  sums[at + kind] += count;
  if (incidents.geometry[row] !== GEOMETRY.NONE) sums[at + AT.placed] += count;
  if (kind !== KIND.INCIDENT) return;
  if (count > 1) {
    // Some of a group may state no number.
    sums[at + AT.killed_unknown] += incidents.killedNotStated[row] - (incidents.deaths(row) === MISSING ? 1 : 0);
    const wounded = Math.max(incidents.woundedLow[row], incidents.woundedHigh[row]);
    sums[at + AT.wounded_unknown] += incidents.woundedNotStated[row] - (wounded === MISSING ? 1 : 0);
  }
  addCount(sums, at + AT.killed_low, incidents.killedLow[row], incidents.killedBest[row], incidents.killedHigh[row]);
  addCount(sums, at + AT.wounded_low, incidents.woundedLow[row], incidents.woundedBest[row], incidents.woundedHigh[row]);
}

/**
 * Add a count to the four measures low, high, open and unknown that begin at a place.
 * @param {Float64Array} sums
 * @param {number} at
 * @param {number} low
 * @param {number} best
 * @param {number} high
 */
function addCount(sums, at, low, best, high) {
  if (low === MISSING && best === MISSING && high === MISSING) {
    sums[at + 3]++;
    return;
  }
  sums[at] += Math.max(low, 0);
  if (high === MISSING) sums[at + 2]++;
  sums[at + 1] += Math.max(low, best, high, 0);
}

/** @param {Incidents} incidents */
function span(incidents) {
  return incidents.dated === 0 ? 0 : incidents.lastDay - incidents.firstDay + 1;
}

/**
 * The days on which rows start or end, or null when every day has a slot of its own.
 * @param {Incidents} incidents
 */
function occurringDays(incidents) {
  if (span(incidents) <= DENSE_DAYS) return null;
  const days = new Set(incidents.start.subarray(0, incidents.dated));
  for (let row = 0; row < incidents.dated; row++) days.add(incidents.end[row]);
  return Int32Array.from(days).sort();
}
