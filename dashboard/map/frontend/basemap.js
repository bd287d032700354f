// The vector basemap: water, land, borders, divisions, lakes and rivers from packed lines.

import { offsetsOf, summedParts, unpackColumns, unpackJson } from "./columns.js";
import { faded } from "./glyphs.js";

const ARC = { COAST: 0, BORDER: 1, LAKE: 2, RIVER: 3, DIVISION: 4, DISPUTED: 5 };
/** How a profile draws a disputed line; it hides any other. */
const STYLE = { SOLID: "s", DASHED: "d" };
const RING = { LAND: 0, LAKE: 1 };
/** Zoom from which on divisions and rivers are drawn. */
const DIVISIONS_FROM = 4.5;
const RIVERS_FROM = 4;
/** Lakes and rivers come from a coarser source; from here on their corners are rounded. */
const SMOOTH_FROM = 6;

/**
 * A way to draw disputed boundaries.
 * @typedef {object} Profile
 * @property {string} name
 * @property {string} title
 * @property {string} view what follows the word boundaries: as claimed by India
 * @property {string} styles a letter for each disputed line: s, d or h
 */

export class Basemap {
  /**
   * @param {number} units steps of the world square
   * @param {Record<string, import("./columns.js").Column>} columns
   * @param {{countries: any[], towns: any[]}} labels
   * @param {Profile[]} profiles
   */
  constructor(units, columns, labels, profiles) {
    this.units = units;
    this.labels = labels;
    this.profiles = profiles;
    this.profile = profiles[0];
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

  /** @param {{units: number, lines: string, labels: string, profiles: string}} packed */
  static async unpack(packed) {
    const [columns, labels, profiles] = await Promise.all([
      unpackColumns(packed.lines),
      unpackJson(packed.labels),
      unpackJson(packed.profiles),
    ]);
    return new Basemap(packed.units, columns, labels, profiles);
  }

  /** Draw disputed boundaries by a profile; a name that is none changes nothing. */
  setProfile(name) {
    this.profile = this.profiles.find((profile) => profile.name === name) ?? this.profile;
  }

  /** Which disputed line each arc belongs to; -1 for the others. */
  #disputedLines(numbers) {
    let next = 0;
    return Int16Array.from(this.kinds, (kind) => (kind === ARC.DISPUTED ? numbers[next++] : -1));
  }

  /** Whether a border's point lies where the profile draws a line of its own. */
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
      this.#eachArc(ring, (arc, reversed, shift) => {
        box[0] = Math.min(box[0], this.arcBoxes[arc * 4] + shift);
        box[1] = Math.min(box[1], this.arcBoxes[arc * 4 + 1]);
        box[2] = Math.max(box[2], this.arcBoxes[arc * 4 + 2] + shift);
        box[3] = Math.max(box[3], this.arcBoxes[arc * 4 + 3]);
      });
      boxes.set(box, ring * 4);
    }
    return boxes;
  }

  /**
   * Visit the arcs of a ring. Beyond the antimeridian an arc continues a world further on.
   * @param {(arc: number, reversed: boolean, shift: number) => void} visit
   */
  #eachArc(ring, visit) {
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
   * Paint the map without names.
   * @param {CanvasRenderingContext2D} ctx
   * @param {import("./canvas.js").View} view
   * @param {any} theme
   */
  paint(ctx, view, theme) {
    ctx.fillStyle = theme.water;
    ctx.fillRect(0, 0, view.width, view.height);
    ctx.lineJoin = "round";
    this.#fill(ctx, view, RING.LAND, theme.land);
    this.#fill(ctx, view, RING.LAKE, theme.water);
    const wide = view.zoom >= 6 ? 1.3 : 1;
    if (view.zoom >= RIVERS_FROM) this.#stroke(ctx, view, ARC.RIVER, theme.river, wide);
    this.#stroke(ctx, view, ARC.LAKE, theme.coast, 0.6);
    if (view.zoom >= DIVISIONS_FROM) this.#stroke(ctx, view, ARC.DIVISION, theme.division, 0.9);
    this.#stroke(ctx, view, ARC.COAST, theme.coast, 0.8);
    this.#strokeBorders(ctx, view, theme, wide);
  }

  #strokeBorders(ctx, view, theme, wide) {
    const lines = () => {
      this.#traceBorders(ctx, view);
      this.#traceDisputed(ctx, view, STYLE.SOLID);
    };
    strokeAll(ctx, lines, faded(theme.border, 0.22), wide * 4);
    strokeAll(ctx, lines, theme.border, wide);
    const dashed = () => this.#traceDisputed(ctx, view, STYLE.DASHED);
    strokeAll(ctx, dashed, faded(theme.border, 0.16), wide * 4);
    ctx.setLineDash([wide * 4.5, wide * 3]);
    strokeAll(ctx, dashed, theme.border, wide * 1.15);
    ctx.setLineDash([]);
  }

  /** Trace borders but for what is disputed: that is traced by the profile. */
  #traceBorders(ctx, view) {
    this.#eachSeen(ARC.BORDER, view, (arc, world) => {
      const gaps = [];
      const points = this.#points(arc, false, world, view, finestLevel(view), gaps);
      this.#traceCoast(ctx, points, view, gaps);
    });
  }

  #traceDisputed(ctx, view, style) {
    this.#eachSeen(ARC.DISPUTED, view, (arc, world) => {
      if (this.profile.styles[this.disputedOf[arc]] !== style) return;
      traceStraight(ctx, this.#points(arc, false, world, view, finestLevel(view)), true);
    });
  }

  /**
   * Visit the arcs of a kind that are in view.
   * @param {(arc: number, world: number) => void} visit
   */
  #eachSeen(kind, view, visit) {
    for (let arc = 0; arc < this.kinds.length; arc++) {
      if (this.kinds[arc] !== kind) continue;
      for (const world of this.#worlds(this.arcBoxes, arc, view)) visit(arc, world);
    }
  }

  #fill(ctx, view, kind, colour) {
    const finest = finestLevel(view);
    ctx.beginPath();
    for (let ring = 0; ring < this.ringKinds.length; ring++) {
      if (this.ringKinds[ring] !== kind || this.ringLevels[ring] > finest) continue;
      for (const world of this.#worlds(this.ringBoxes, ring, view)) {
        this.#traceRing(ctx, ring, view, world, finest);
      }
    }
    ctx.fillStyle = colour;
    ctx.fill("evenodd");
  }

  #stroke(ctx, view, kind, colour, width) {
    const smooth = (kind === ARC.LAKE || kind === ARC.RIVER) && view.zoom >= SMOOTH_FROM;
    const trace = (arc, world) => {
      const points = this.#points(arc, false, world, view, finestLevel(view));
      if (smooth) traceSmooth(ctx, points, true);
      else this.#traceCoast(ctx, points, view);
    };
    strokeAll(ctx, () => this.#eachSeen(kind, view, trace), colour, width);
  }

  /**
   * Trace a line, but not along the antimeridian, where the source cuts land in two.
   * @param {boolean[]} [gaps] for each point whether the line leaves out what leads to it
   */
  #traceCoast(ctx, points, view, gaps = []) {
    const near = (2 * view.scale) / this.units;
    const isOnCut = (x) => {
      const off = (x + view.left) % view.scale;
      return off < near || view.scale - off < near;
    };
    for (let i = 0; i < points.length; i += 2) {
      const skip = i === 0 || gaps[i / 2] || (isOnCut(points[i]) && isOnCut(points[i - 2]));
      if (skip) ctx.moveTo(points[i], points[i + 1]);
      else ctx.lineTo(points[i], points[i + 1]);
    }
  }

  /** The copies of the world, as shifts in basemap units, in which a box is in view. */
  #worlds(boxes, at, view) {
    const toUnits = this.units / view.scale;
    const [west, north] = [view.left * toUnits, view.top * toUnits];
    const [east, south] = [west + view.width * toUnits, north + view.height * toUnits];
    const i = at * 4;
    const worlds = [];
    if (boxes[i + 3] < north || boxes[i + 1] > south) return worlds;
    const first = Math.ceil((west - boxes[i + 2]) / this.units);
    for (let world = first; boxes[i] + world * this.units <= east; world++) {
      worlds.push(world * this.units);
    }
    return worlds;
  }

  #traceRing(ctx, ring, view, world, finest) {
    const smooth = this.ringKinds[ring] === RING.LAKE && view.zoom >= SMOOTH_FROM;
    let first = true;
    let [begin, end] = [0, 0];
    this.#eachArc(ring, (arc, reversed, shift) => {
      const points = this.#points(arc, reversed, shift + world, view, finest);
      (smooth ? traceSmooth : traceStraight)(ctx, points, first);
      if (first) begin = points[0];
      end = points[points.length - 2];
      first = false;
    });
    if (Math.abs(end - begin) > view.scale / 2) {
      // Around the pole: down to the edge of the world and back.
      const edge = view.scale - view.top;
      ctx.lineTo(end, edge);
      ctx.lineTo(begin, edge);
    }
    ctx.closePath();
  }

  /**
   * The points of an arc that matter at this zoom, in pixels: x, y, x, y, …
   * @param {boolean[]} [gaps] filled with whether the way from the point before is disputed
   */
  #points(arc, reversed, shift, view, finest, gaps) {
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
}

/** The finest level of detail that shows at a view's zoom. */
function finestLevel(view) {
  return Math.ceil(view.zoom + Math.log2(window.devicePixelRatio || 1));
}

function strokeAll(ctx, trace, colour, width) {
  ctx.beginPath();
  trace();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function traceStraight(ctx, points, anew) {
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0 && anew) ctx.moveTo(points[0], points[1]);
    else ctx.lineTo(points[i], points[i + 1]);
  }
}

/** Trace curves through the middles of a line's segments. */
function traceSmooth(ctx, points, anew) {
  const last = points.length - 2;
  if (anew) ctx.moveTo(points[0], points[1]);
  for (let i = 2; i < last; i += 2) {
    const x = (points[i] + points[i + 2]) / 2;
    const y = (points[i + 1] + points[i + 3]) / 2;
    ctx.quadraticCurveTo(points[i], points[i + 1], x, y);
  }
  ctx.lineTo(points[last], points[last + 1]);
}
