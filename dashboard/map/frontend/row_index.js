// Rows of the page that can be asked for those in a window of dates, without walking over the others.

/**
 * A window of days, both ends included. A full one also shows rows without a date.
 * @typedef {{from: number, to: number, full: boolean}} Dates
 */

/** A choice of rows that can be asked for those that overlap a window of dates. */
export class RowIndex {
  /**
   * @param {import("./incidents.js").Incidents} incidents
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

  /**
   * The row at a place: earlier ones first, undated ones last.
   * @param {number} place
   */
  at(place) {
    const slice = this.high - this.low;
    const before = this.others.length - this.undatedCount;
    if (place < before) return this.others[place];
    if (place < before + slice) return this.rows[this.low + place - before];
    return this.others[place - slice];
  }

  undatedCount = 0;
}

/**
 * Return the first place in sorted rows whose value is not below a limit.
 * @param {Uint32Array} rows
 * @param {number} limit
 * @param {(row: number) => number} value
 * @param {number} [high] how many of them to look at
 */
function lowerBound(rows, limit, value, high = rows.length) {
  let [low, above] = [0, high];
  while (low < above) {
    const middle = (low + above) >>> 1;
    if (value(rows[middle]) < limit) low = middle + 1;
    else above = middle;
  }
  return low;
}

/** A span of more days than this is sorted by comparing. */
const COUNTED_DAYS = 1_000_000;

/**
 * Sort rows by their days: counting them is ten times as fast as comparing.
 * @param {Uint32Array} rows
 * @param {Int32Array} days
 */
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
