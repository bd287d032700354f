// The incidents of the page: columns by row, rows sorted by first day, undated rows last.

import { unfolded, unpackColumns } from "./columns.js";
import { RowIndex } from "./row_index.js";

/** @import { Column } from "./columns.js" */

export const KIND = { INCIDENT: 0, TOLL: 1, TALKS: 2, STATEMENT: 3 };
export const GEOMETRY = { NONE: 0, POINT: 1, FIRST_SHAPE: 2 };
/** A count that the source does not give. */
export const MISSING = -1;

/**
 * What columns are read by, as dashboard/map/rows.py writes it.
 * @typedef {object} RowsMeta
 * @property {number} rows
 * @property {number} dated how many of them, the first ones, have a date
 * @property {number|null} first_day null where no row has one
 * @property {number|null} last_day
 * @property {[number, number]} origin of the places, in world units
 * @property {number} step
 */

/** All rows of the page. */
export class Incidents {
  /**
   * @param {RowsMeta} meta
   * @param {Record<string, import("./columns.js").Column>} columns
   * @param {string[]} names what the place and speaker columns count through
   */
  constructor(meta, columns, names) {
    this.length = meta.rows;
    this.dated = meta.dated;
    /** The first day of all, and the last one; they mean nothing where no row has a date. */
    this.firstDay = meta.first_day ?? 0;
    this.lastDay = meta.last_day ?? 0;
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
    this.start = runningSum(columns.start_steps, this.firstDay);
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
    const { chosen } = this;
    this.all = new RowIndex(this, chosen === null ? rows : rows.filter((row) => chosen[row] === 1));
  }

  /**
   * Whether a row is among those chosen.
   * @param {number} row
   */
  has(row) {
    return this.chosen === null || this.chosen[row] === 1;
  }

  /** @param {{meta: RowsMeta, columns: string, names: string[]}} packed */
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

  /**
   * How many incidents a row stands for.
   * @param {number} row
   */
  count(row) {
    return this.size === null ? 1 : this.size[row];
  }

  /**
   * How many people died, as far as one number can say; MISSING when the source gives none.
   * @param {number} row
   */
  deaths(row) {
    if (this.killedBest[row] !== MISSING) return this.killedBest[row];
    return this.killedLow[row] !== MISSING ? this.killedLow[row] : this.killedHigh[row];
  }

  /**
   * @param {number} row
   * @returns {string} "" when the row names no place
   */
  placeName(row) {
    return this.place[row] === 0 ? "" : this.names[this.place[row] - 1];
  }

  /**
   * @param {number} row
   * @returns {string} who made a statement; "" for other rows
   */
  speakerName(row) {
    return this.speaker[row] === 0 ? "" : this.names[this.speaker[row] - 1];
  }

  /** @param {number} row */
  isDated(row) {
    return row < this.dated;
  }

  /** @param {number} row */
  isPoint(row) {
    return this.geometry[row] === GEOMETRY.POINT;
  }

  /**
   * The number of the row's line or area, -1 when it has none.
   * @param {number} row
   */
  shape(row) {
    return Math.max(this.geometry[row] - GEOMETRY.FIRST_SHAPE, -1);
  }

  /**
   * Return a window cut to the days that have data; one that holds none of them stays as it is.
   * @param {number} from
   * @param {number} to
   * @param {boolean} [undated] whether rows without a date show where it holds all days
   * @returns {import("./row_index.js").Dates}
   */
  dates(from, to, undated = true) {
    if (this.dated === 0) return { from: 0, to: 0, full: undated };
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    if (last < this.firstDay || first > this.lastDay) return { from: first, to: last, full: false };
    const low = clamp(first, this.firstDay, this.lastDay);
    const high = clamp(last, this.firstDay, this.lastDay);
    return { from: low, to: high, full: undated && low === this.firstDay && high === this.lastDay };
  }
}

/**
 * Whether rows of a kind count who died.
 * @param {number} kind
 */
export function hasDeaths(kind) {
  return kind === KIND.INCIDENT || kind === KIND.TOLL;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * @param {Column} steps
 * @param {number} first
 * @param {(step: number) => number} [step] what a packed step stands for
 */
function runningSum(steps, first, step = (each) => each) {
  const values = new Int32Array(steps.length);
  let value = first;
  for (let i = 0; i < steps.length; i++) values[i] = value += step(steps[i]);
  return values;
}

/**
 * Steps off the middle of a row's place, and those of the place, as world units.
 * @param {Column} steps
 * @param {Int32Array} place
 * @param {Column} middle
 * @param {number} origin
 * @param {number} step
 */
function worldCoordinates(steps, place, middle, origin, step) {
  const values = new Float64Array(steps.length);
  for (let i = 0; i < steps.length; i++) values[i] = origin + (middle[place[i]] + unfolded(steps[i])) * step;
  return values;
}

/**
 * @param {Uint8Array} bits
 * @param {number} count
 */
function unpackedBits(bits, count) {
  const values = new Uint8Array(count);
  for (let i = 0; i < count; i++) values[i] = (bits[i >> 3] >> (i & 7)) & 1;
  return values;
}

/** @param {number} count */
function numbersBelow(count) {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

/**
 * Undo what rows.py packs: value + 1, best and high as what they exceed the low one by.
 * @param {Record<string, Column>} columns
 * @param {string} measure
 */
function estimates(columns, measure) {
  const packed = columns[`${measure}_low`];
  const low = new Int32Array(packed.length);
  for (let row = 0; row < packed.length; row++) low[row] = packed[row] - 1;
  return { low, best: beyond(columns[`${measure}_best`], low), high: beyond(columns[`${measure}_high`], low) };
}

/**
 * @param {Column} packed
 * @param {Int32Array} low
 */
function beyond(packed, low) {
  const values = new Int32Array(packed.length);
  for (let row = 0; row < packed.length; row++) {
    values[row] = packed[row] === 0 ? MISSING : Math.max(low[row], 0) + packed[row] - 1;
  }
  return values;
}
