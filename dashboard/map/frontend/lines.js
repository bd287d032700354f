// The lines of the basemap: arcs, each of which neighbours share, and the rings that they make.

import { offsetsOf, summedParts } from "./columns.js";

/**
 * @import { View } from "./canvas.js"
 * @import { Column } from "./columns.js"
 */

/** What an arc is part of. */
export const ARC = { COAST: 0, BORDER: 1, LAKE: 2, RIVER: 3, DIVISION: 4, DISPUTED: 5 };
/** What a ring goes around. */
export const RING = { LAND: 0, LAKE: 1 };

export class Lines {
  /**
   * @param {number} units steps of the world square
   * @param {Record<string, import("./columns.js").Column>} columns
   */
  constructor(units, columns) {
    this.units = units;
    this.offsets = offsetsOf(columns.arc_sizes);
    this.kinds = columns.arc_kinds;
    this.levels = columns.levels;
    this.disputedPoints = columns.disputed_points;
    this.disputedOf = this.#disputedLines(columns.disputed_arcs);
    this.x = summedParts(columns.arc_x, columns.x_steps, this.offsets);
    this.y = summedParts(columns.arc_y, columns.y_steps, this.offsets);
    this.arcBoxes = this.#arcBoxes();
    this.ringOffsets = offsetsOf(columns.ring_sizes);
    this.ringArcs = columns.ring_arcs;
    this.ringKinds = columns.ring_kinds;
    this.ringLevels = columns.ring_levels;
    this.ringBoxes = this.#ringBoxes();
  }

  /**
   * Visit the arcs of a kind that are in view.
   * @param {number} kind
   * @param {View} view
   * @param {(arc: number, world: number) => void} visit
   */
  eachSeen(kind, view, visit) {
    for (let arc = 0; arc < this.kinds.length; arc++) {
      if (this.kinds[arc] !== kind) continue;
      for (const world of this.#worlds(this.arcBoxes, arc, view)) visit(arc, world);
    }
  }

  /**
   * Visit the arcs of a ring. Beyond the antimeridian an arc continues a world further on.
   * @param {number} ring
   * @param {(arc: number, reversed: boolean, shift: number) => void} visit
   */
  eachArc(ring, visit) {
    let last = null;
    let shift = 0;
    for (let i = this.ringOffsets[ring]; i < this.ringOffsets[ring + 1]; i++) {
      const reversed = this.ringArcs[i] < 0;
      const arc = reversed ? ~this.ringArcs[i] : this.ringArcs[i];
      const [from, to] = [this.offsets[arc], this.offsets[arc + 1] - 1];
      const begin = this.x[reversed ? to : from];
      if (last !== null) shift = Math.round((last - begin) / this.units) * this.units;
      visit(arc, reversed, shift);
      last = this.x[reversed ? from : to] + shift;
    }
  }

  /**
   * The copies of the world in which a ring is in view.
   * @param {number} ring
   * @param {View} view
   */
  ringWorlds(ring, view) {
    return this.#worlds(this.ringBoxes, ring, view);
  }

  /**
   * The points of an arc that matter at this zoom, in pixels: x, y, x, y, …
   * @param {number} arc
   * @param {boolean} reversed
   * @param {number} shift
   * @param {View} view
   * @param {number} finest
   * @param {boolean[]} [gaps] filled with whether the way from the point before is disputed
   */
  points(arc, reversed, shift, view, finest, gaps) {
    let before = false;
    const scale = view.scale / this.units;
    const points = [];
    const [from, to] = [this.offsets[arc], this.offsets[arc + 1]];
    const step = reversed ? -1 : 1;
    for (let i = reversed ? to - 1 : from; i >= from && i < to; i += step) {
      if (this.levels[i] > finest) continue;
      if (gaps !== undefined) {
        const disputed = this.#isDisputed(i);
        gaps.push(disputed && before);
        before = disputed;
      }
      points.push((this.x[i] + shift) * scale - view.left, this.y[i] * scale - view.top);
    }
    return points;
  }

  /**
   * The copies of the world, as shifts in basemap units, in which a box is in view.
   * @param {Int32Array} boxes
   * @param {number} at
   * @param {View} view
   */
  #worlds(boxes, at, view) {
    const toUnits = this.units / view.scale;
    const [west, north] = [view.left * toUnits, view.top * toUnits];
    const [east, south] = [west + view.width * toUnits, north + view.height * toUnits];
    const i = at * 4;
    /** @type {number[]} */
    const worlds = [];
    if (boxes[i + 3] < north || boxes[i + 1] > south) return worlds;
    const first = Math.ceil((west - boxes[i + 2]) / this.units);
    for (let world = first; boxes[i] + world * this.units <= east; world++) {
      worlds.push(world * this.units);
    }
    return worlds;
  }

  /**
   * Which disputed line each arc belongs to; -1 for the others.
   * @param {Column} numbers
   */
  #disputedLines(numbers) {
    let next = 0;
    return Int16Array.from(this.kinds, (kind) => (kind === ARC.DISPUTED ? numbers[next++] : -1));
  }

  /**
   * Whether a border's point lies where the profile draws a line of its own.
   * @param {number} point
   */
  #isDisputed(point) {
    return ((this.disputedPoints[point >> 3] >> (point & 7)) & 1) === 1;
  }

  #arcBoxes() {
    const boxes = new Int32Array(this.kinds.length * 4);
    for (let arc = 0; arc < this.kinds.length; arc++) {
      const from = this.offsets[arc];
      const box = [this.x[from], this.y[from], this.x[from], this.y[from]];
      for (let i = from; i < this.offsets[arc + 1]; i++) {
        box[0] = Math.min(box[0], this.x[i]);
        box[1] = Math.min(box[1], this.y[i]);
        box[2] = Math.max(box[2], this.x[i]);
        box[3] = Math.max(box[3], this.y[i]);
      }
      boxes.set(box, arc * 4);
    }
    return boxes;
  }

  #ringBoxes() {
    const boxes = new Int32Array(this.ringKinds.length * 4);
    for (let ring = 0; ring < this.ringKinds.length; ring++) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      this.eachArc(ring, (arc, reversed, shift) => {
        box[0] = Math.min(box[0], this.arcBoxes[arc * 4] + shift);
        box[1] = Math.min(box[1], this.arcBoxes[arc * 4 + 1]);
        box[2] = Math.max(box[2], this.arcBoxes[arc * 4 + 2] + shift);
        box[3] = Math.max(box[3], this.arcBoxes[arc * 4 + 3]);
      });
      boxes.set(box, ring * 4);
    }
    return boxes;
  }
}

/**
 * The finest level of detail that shows at a view's zoom.
 * @param {View} view
 */
export function finestLevel(view) {
  return Math.ceil(view.zoom + Math.log2(window.devicePixelRatio || 1));
}
