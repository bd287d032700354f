// Points gathered in cells of the screen, kept up to date by difference while dates are dragged.
//
// Moving the last day adds or takes away rows in order of their first day; moving the first day
// takes away or adds rows in order of their last. Counts may be negative in between, the result is
// exact (see tallies.js).

import { MISSING } from "./incidents.js";

/** @import { Dates } from "./row_index.js" */

const CELL_PIXELS = 64;

/**
 * What a canvas shows: world units times `scale` less the left and top edge are its pixels.
 * @typedef {{scale: number, left: number, top: number, width: number, height: number}} View
 *
 * What lies in a cell: how many incidents, how many they killed, the middle of them in pixels of the
 * view, and how many there are of each type.
 * @typedef {{cell: number, count: number, killed: number, x: number, y: number, types: Int32Array}} Group
 */

/** @type {View} */
const NO_VIEW = { scale: 1, left: 0, top: 0, width: 0, height: 0 };

export class Grid {
  /**
   * @param {import("./row_index.js").RowIndex} index rows that are points
   * @param {number} types how many event types there are
   */
  constructor(index, types) {
    this.index = index;
    this.types = types;
    /** @type {View} */
    this.view = NO_VIEW;
    /** What the cells count: nothing before the first update. @type {Dates|null} */
    this.dates = null;
    this.visible = 0;
    this.firstColumn = 0;
    this.firstRow = 0;
    this.columns = 0;
    this.rows = 0;
    this.counts = new Int32Array();
    this.killed = new Float64Array();
    this.sumX = new Float64Array();
    this.sumY = new Float64Array();
    this.byType = new Int32Array();
  }

  /**
   * Bring the cells in line with a view and a window.
   * @param {View} view
   * @param {Dates} dates
   */
  update(view, dates) {
    const before = this.dates;
    if (before !== null && before.full === dates.full && sameView(this.view, view)) this.#move(before, dates);
    else this.#fill(view, dates);
    this.dates = dates;
  }

  /**
   * @param {View} view
   * @param {Dates} dates
   */
  #fill(view, dates) {
    this.view = { ...view };
    this.firstColumn = Math.floor(view.left / CELL_PIXELS);
    this.firstRow = Math.floor(view.top / CELL_PIXELS);
    this.columns = Math.floor((view.left + view.width) / CELL_PIXELS) - this.firstColumn + 1;
    this.rows = Math.floor((view.top + view.height) / CELL_PIXELS) - this.firstRow + 1;
    const cells = this.columns * this.rows;
    this.counts = new Int32Array(cells);
    this.killed = new Float64Array(cells);
    this.sumX = new Float64Array(cells);
    this.sumY = new Float64Array(cells);
    this.byType = new Int32Array(cells * this.types);
    this.visible = 0;
    this.index.active(dates).each((row) => this.#add(row, 1));
  }

  /**
   * @param {Dates} from
   * @param {Dates} to
   */
  #move(from, to) {
    const { rows } = this.index;
    const byEnd = this.index.rowsByEnd();
    const oldHigh = this.index.firstFrom(from.to + 1);
    const newHigh = this.index.firstFrom(to.to + 1);
    for (let i = oldHigh; i < newHigh; i++) this.#add(rows[i], 1);
    for (let i = newHigh; i < oldHigh; i++) this.#add(rows[i], -1);
    const oldLow = this.index.firstEnding(from.from);
    const newLow = this.index.firstEnding(to.from);
    for (let i = oldLow; i < newLow; i++) this.#add(byEnd[i], -1);
    for (let i = newLow; i < oldLow; i++) this.#add(byEnd[i], 1);
  }

  /**
   * @param {number} row
   * @param {number} sign
   */
  #add(row, sign) {
    const { incidents } = this.index;
    const { scale } = this.view;
    const x = incidents.x[row] * scale;
    const y = incidents.y[row] * scale;
    const column = Math.floor(x / CELL_PIXELS) - this.firstColumn;
    const line = Math.floor(y / CELL_PIXELS) - this.firstRow;
    if (column < 0 || line < 0 || column >= this.columns || line >= this.rows) return;
    const cell = line * this.columns + column;
    const count = sign * incidents.count(row);
    this.counts[cell] += count;
    const deaths = incidents.deaths(row);
    if (deaths !== MISSING) this.killed[cell] += sign * deaths;
    this.sumX[cell] += count * x;
    this.sumY[cell] += count * y;
    this.byType[cell * this.types + incidents.type[row]] += count;
    this.visible += sign;
  }

  /**
   * Return the cells that hold rows.
   * @returns {Group[]}
   */
  groups() {
    const groups = [];
    for (let cell = 0; cell < this.counts.length; cell++) {
      const count = this.counts[cell];
      if (count <= 0) continue;
      groups.push({
        cell,
        count,
        killed: this.killed[cell],
        x: this.sumX[cell] / count - this.view.left,
        y: this.sumY[cell] / count - this.view.top,
        types: this.byType.subarray(cell * this.types, (cell + 1) * this.types),
      });
    }
    return groups;
  }

  /**
   * Return the rows in view, or those of one cell.
   * @param {number} [cell]
   */
  visibleRows(cell) {
    const { incidents } = this.index;
    const { scale } = this.view;
    /** @type {number[]} */
    const found = [];
    if (this.dates === null) return found;
    this.index.active(this.dates).each((row) => {
      const column = Math.floor((incidents.x[row] * scale) / CELL_PIXELS) - this.firstColumn;
      const line = Math.floor((incidents.y[row] * scale) / CELL_PIXELS) - this.firstRow;
      if (column < 0 || line < 0 || column >= this.columns || line >= this.rows) return;
      if (cell === undefined || line * this.columns + column === cell) found.push(row);
    });
    return found;
  }
}

/**
 * @param {View} a
 * @param {View} b
 */
function sameView(a, b) {
  return (
    a.scale === b.scale &&
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height
  );
}
