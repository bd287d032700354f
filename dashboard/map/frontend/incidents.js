// The incidents of the page: columns by row, rows sorted by first day, undated rows last.

import { unfolded, unpackColumns } from "./columns.js";

export const KIND = { INCIDENT: 0, TOLL: 1, TALKS: 2, STATEMENT: 3 };
export const GEOMETRY = { NONE: 0, POINT: 1, FIRST_SHAPE: 2 };
/** A count that the source does not give. */
export const MISSING = -1;

/**
 * A window of days, both ends included. A full one also shows rows without a date.
 * @typedef {{from: number, to: number, full: boolean}} Dates
 */

/** Rows that overlap a window: those from `low` to before `high`, and `others`. */
class ActiveRows {
  /**
   * @param {Uint32Array} rows
   * @param {number} low
   * @param {number} high
   * @param {number[]} others
   */
  constructor(rows, low, high, others) {
    this.rows = rows;
    this.low = low;
    this.high = high;
    this.others = others;
  }

  get length() {
    return this.high - this.low + this.others.length;
  }

  /** @param {(row: number) => void} visit */
  each(visit) {
    for (const row of this.others) visit(row);
    for (let i = this.low; i < this.high; i++) visit(this.rows[i]);
  }

  /** The row at a place: earlier ones first, undated ones last. */
  at(place) {
    const slice = this.high - this.low;
    const before = this.others.length - this.undatedCount;
    if (place < before) return this.others[place];
    if (place < before + slice) return this.rows[this.low + place - before];
    return this.others[place - slice];
  }

  undatedCount = 0;
}

/** A choice of rows that can be asked for those that overlap a window of dates. */
export class RowIndex {
  /**
   * @param {Incidents} incidents
   * @param {Uint32Array} rows in packed order
   */
  constructor(incidents, rows) {
    this.incidents = incidents;
    this.rows = rows;
    this.dated = lowerBound(rows, incidents.dated, (row) => row);
    /** @type {number[]} */
    this.long = [];
    for (let i = 0; i < this.dated; i++) {
      if (incidents.end[rows[i]] > incidents.start[rows[i]]) this.long.push(rows[i]);
    }
    this.undated = Array.from(rows.subarray(this.dated));
    /** @type {Uint32Array|null} */
    this.byEnd = null;
  }

  /**
   * Return where rows begin whose first day is not before a day.
   * @param {number} day
   */
  firstFrom(day) {
    const { start } = this.incidents;
    return lowerBound(this.rows, day, (row) => start[row], this.dated);
  }

  /** The dated rows, sorted by last day. */
  rowsByEnd() {
    if (this.byEnd === null) {
      const { end } = this.incidents;
      const dated = this.rows.slice(0, this.dated);
      this.byEnd = this.long.length === 0 ? dated : sortedBy(dated, end);
    }
    return this.byEnd;
  }

  /**
   * Return where rows begin, in `rowsByEnd`, whose last day is not before a day.
   * @param {number} day
   */
  firstEnding(day) {
    const { end } = this.incidents;
    return lowerBound(this.rowsByEnd(), day, (row) => end[row]);
  }

  /**
   * Return the rows that overlap a window.
   * @param {Dates} dates
   * @returns {ActiveRows}
   */
  active(dates) {
    const { start, end } = this.incidents;
    const low = this.firstFrom(dates.from);
    const high = Math.max(low, this.firstFrom(dates.to + 1));
    const others = [];
    for (const row of this.long) {
      if (start[row] >= dates.from) break;
      if (end[row] >= dates.from) others.push(row);
    }
    const active = new ActiveRows(this.rows, low, high, others);
    if (dates.full) {
      active.others = others.concat(this.undated);
      active.undatedCount = this.undated.length;
    }
    return active;
  }
}

/** All rows of the page. */
export class Incidents {
  /**
   * @param {any} meta as dashboard/map/rows.py writes it
   * @param {Record<string, import("./columns.js").Column>} columns
   * @param {string[]} names what the place and speaker columns count through
   */
  constructor(meta, columns, names) {
    this.length = meta.rows;
    this.dated = meta.dated;
    this.firstDay = meta.first_day;
    this.lastDay = meta.last_day;
    this.names = names;
    this.kind = columns.kind;
    this.type = columns.type;
    this.outcome = columns.outcome;
    this.precision = columns.precision;
    this.datePrecision = columns.date_precision;
    this.geometry = columns.geometry;
    this.radius = columns.radius;
    this.place = runningSum(columns.place_steps, 0, unfolded);
    this.speaker = columns.speaker;
    this.sample = columns.sample;
    this.unsure = columns.unsure;
    /** How many incidents each row stands for; null where each is one. */
    this.size = columns.size ?? null;
    this.killedNotStated = columns.killed_not_stated ?? null;
    this.woundedNotStated = columns.wounded_not_stated ?? null;
    this.start = runningSum(columns.start_steps, meta.first_day ?? 0);
    this.end = this.start.slice();
    for (let row = 0; row < this.dated; row++) this.end[row] += columns.length[row];
    this.x = worldCoordinates(columns.x, this.place, columns.place_x, meta.origin[0], meta.step);
    this.y = worldCoordinates(columns.y, this.place, columns.place_y, meta.origin[1], meta.step);
    const [killed, wounded] = [estimates(columns, "killed"), estimates(columns, "wounded")];
    this.killedLow = killed.low;
    this.killedBest = killed.best;
    this.killedHigh = killed.high;
    this.woundedLow = wounded.low;
    this.woundedBest = wounded.best;
    this.woundedHigh = wounded.high;
    /** One byte a row, 1 for those that a choice leaves; null when none has been made.
     * @type {Uint8Array|null} */
    this.chosen = null;
    this.all = new RowIndex(this, numbersBelow(this.length));
  }

  /**
   * Leave out rows, as the filters of a page around this one ask for.
   * @param {Uint8Array|null} bits one a row, the first in the lowest bit; null for all rows
   */
  choose(bits) {
    this.chosen = bits === null ? null : unpackedBits(bits, this.length);
    const rows = numbersBelow(this.length);
    this.all = new RowIndex(this, this.chosen === null ? rows : rows.filter((row) => this.chosen[row] === 1));
  }

  /** Whether a row is among those chosen. */
  has(row) {
    return this.chosen === null || this.chosen[row] === 1;
  }

  /** @param {{meta: any, columns: string, names: string[]}} packed */
  static async unpack(packed) {
    return new Incidents(packed.meta, await unpackColumns(packed.columns), packed.names);
  }

  /**
   * Return an index of the rows that a test lets through.
   * @param {(row: number) => boolean} test
   */
  index(test) {
    return new RowIndex(this, this.all.rows.filter(test));
  }

  /** How many incidents a row stands for. */
  count(row) {
    return this.size === null ? 1 : this.size[row];
  }

  /** How many people died, as far as one number can say; MISSING when the source gives none. */
  deaths(row) {
    if (this.killedBest[row] !== MISSING) return this.killedBest[row];
    return this.killedLow[row] !== MISSING ? this.killedLow[row] : this.killedHigh[row];
  }

  /** @returns {string} "" when the row names no place */
  placeName(row) {
    return this.place[row] === 0 ? "" : this.names[this.place[row] - 1];
  }

  /** @returns {string} who made a statement; "" for other rows */
  speakerName(row) {
    return this.speaker[row] === 0 ? "" : this.names[this.speaker[row] - 1];
  }

  isDated(row) {
    return row < this.dated;
  }

  /** The number of the row's line or area, -1 when it has none. */
  shape(row) {
    return Math.max(this.geometry[row] - GEOMETRY.FIRST_SHAPE, -1);
  }

  /**
   * Return a window cut to the days that have data.
   * @param {number} from
   * @param {number} to
   * @returns {Dates}
   */
  dates(from, to) {
    if (this.firstDay === null) return { from: 0, to: 0, full: true };
    const low = clamp(Math.min(from, to), this.firstDay, this.lastDay);
    const high = clamp(Math.max(from, to), this.firstDay, this.lastDay);
    return { from: low, to: high, full: low === this.firstDay && high === this.lastDay };
  }
}

/**
 * Return the first place in sorted rows whose value is not below a limit.
 * @param {Uint32Array} rows
 * @param {number} limit
 * @param {(row: number) => number} value
 * @param {number} [high]
 */
function lowerBound(rows, limit, value, high = rows.length) {
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(rows[middle]) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A span of more days than this is sorted by comparing. */
const COUNTED_DAYS = 1_000_000;

/** Sort rows by their days: counting them is ten times as fast as comparing. */
function sortedBy(rows, days) {
  let [first, last] = [Infinity, -Infinity];
  for (const row of rows) {
    first = Math.min(first, days[row]);
    last = Math.max(last, days[row]);
  }
  if (last - first > COUNTED_DAYS) return rows.sort((a, b) => days[a] - days[b]);
  const next = new Uint32Array(last - first + 2);
  for (const row of rows) next[days[row] - first + 1]++;
  for (let i = 1; i < next.length; i++) next[i] += next[i - 1];
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[next[days[row] - first]++] = row;
  return sorted;
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

function runningSum(steps, first, step = (each) => each) {
  const values = new Int32Array(steps.length);
  let value = first;
  for (let i = 0; i < steps.length; i++) values[i] = value += step(steps[i]);
  return values;
}

/** Steps off the middle of a row's place, and those of the place, as world units. */
function worldCoordinates(steps, place, middle, origin, step) {
  const values = new Float64Array(steps.length);
  for (let i = 0; i < steps.length; i++) values[i] = origin + (middle[place[i]] + unfolded(steps[i])) * step;
  return values;
}

function unpackedBits(bits, count) {
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) values[i] = (bits[i >> 3] >> (i & 7)) & 1;
  return values;
}

function numbersBelow(count) {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

/** Undo what rows.py packs: value + 1, best and high as what they exceed the low one by. */
function estimates(columns, measure) {
  const packed = columns[`${measure}_low`];
  const low = new Int32Array(packed.length);
  for (let row = 0; row < packed.length; row++) low[row] = packed[row] - 1;
  return { low, best: beyond(columns[`${measure}_best`], low), high: beyond(columns[`${measure}_high`], low) };
}

function beyond(packed, low) {
  const values = new Int32Array(packed.length);
  for (let row = 0; row < packed.length; row++) {
    values[row] = packed[row] === 0 ? MISSING : Math.max(low[row], 0) + packed[row] - 1;
  }
  return values;
}
