// The vector basemap: water, land, borders, divisions, lakes and rivers from packed lines.

import { unpackColumns, unpackJson } from "./columns.js";
import { faded } from "./glyphs.js";
import { ARC, finestLevel, Lines, RING } from "./lines.js";

/**
 * @import { View } from "./canvas.js"
 * @import { Theme } from "./symbols.js"
 */

/** How a profile draws a disputed line; it hides any other. */
const STYLE = { SOLID: "s", DASHED: "d" };
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

/**
 * Names on the map: of countries with a place and the radius of what is free around it, in world
 * units, and of towns with a place in steps of the world square, the zoom from which on they show,
 * and whether they are capitals.
 * @typedef {[name: string, x: number, y: number, radius: number]} CountryLabel
 * @typedef {[name: string, x: number, y: number, zoom: number, isCapital: boolean]} TownLabel
 * @typedef {{countries: CountryLabel[], towns: TownLabel[]}} Labels
 */

export class Basemap {
  /**
   * @param {number} units steps of the world square
   * @param {Record<string, import("./columns.js").Column>} columns
   * @param {Labels} labels
   * @param {Profile[]} profiles
   */
  constructor(units, columns, labels, profiles) {
    this.units = units;
    this.labels = labels;
    this.profiles = profiles;
    this.profile = profiles[0];
    this.lines = new Lines(units, columns);
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

  /**
   * Draw disputed boundaries by a profile; a name that is none changes nothing.
   * @param {string} name
   */
  setProfile(name) {
    this.profile = this.profiles.find((profile) => profile.name === name) ?? this.profile;
  }

  /**
   * Paint the map without names.
   * @param {CanvasRenderingContext2D} ctx
   * @param {import("./canvas.js").View} view
   * @param {Theme} theme
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

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Theme} theme
   * @param {number} wide
   */
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

  /**
   * Trace borders but for what is disputed: that is traced by the profile.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  #traceBorders(ctx, view) {
    this.lines.eachSeen(ARC.BORDER, view, (arc, world) => {
      /** @type {boolean[]} */
      const gaps = [];
      const points = this.lines.points(arc, false, world, view, finestLevel(view), gaps);
      this.#traceCoast(ctx, points, view, gaps);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {string} style
   */
  #traceDisputed(ctx, view, style) {
    this.lines.eachSeen(ARC.DISPUTED, view, (arc, world) => {
      if (this.profile.styles[this.lines.disputedOf[arc]] !== style) return;
      traceStraight(ctx, this.lines.points(arc, false, world, view, finestLevel(view)), true);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number} kind
   * @param {string} colour
   */
  #fill(ctx, view, kind, colour) {
    const finest = finestLevel(view);
    ctx.beginPath();
    for (let ring = 0; ring < this.lines.ringKinds.length; ring++) {
      if (this.lines.ringKinds[ring] !== kind || this.lines.ringLevels[ring] > finest) continue;
      for (const world of this.lines.ringWorlds(ring, view)) {
        this.#traceRing(ctx, ring, view, world, finest);
      }
    }
    ctx.fillStyle = colour;
    ctx.fill("evenodd");
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number} kind
   * @param {string} colour
   * @param {number} width
   */
  #stroke(ctx, view, kind, colour, width) {
    const smooth = (kind === ARC.LAKE || kind === ARC.RIVER) && view.zoom >= SMOOTH_FROM;
    /**
     * @param {number} arc
     * @param {number} world
     */
    const trace = (arc, world) => {
      const points = this.lines.points(arc, false, world, view, finestLevel(view));
      if (smooth) traceSmooth(ctx, points, true);
      else this.#traceCoast(ctx, points, view);
    };
    strokeAll(ctx, () => this.lines.eachSeen(kind, view, trace), colour, width);
  }

  /**
   * Trace a line, but not along the antimeridian, where the source cuts land in two.
   * @param {CanvasRenderingContext2D} ctx
   * @param {number[]} points
   * @param {View} view
   * @param {boolean[]} [gaps] for each point whether the line leaves out what leads to it
   */
  #traceCoast(ctx, points, view, gaps = []) {
    const near = (2 * view.scale) / this.units;
    /** @param {number} x */
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

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} ring
   * @param {View} view
   * @param {number} world
   * @param {number} finest
   */
  #traceRing(ctx, ring, view, world, finest) {
    const smooth = this.lines.ringKinds[ring] === RING.LAKE && view.zoom >= SMOOTH_FROM;
    let first = true;
    let [begin, end] = [0, 0];
    this.lines.eachArc(ring, (arc, reversed, shift) => {
      const points = this.lines.points(arc, reversed, shift + world, view, finest);
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

}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {() => void} trace
 * @param {string} colour
 * @param {number} width
 */
function strokeAll(ctx, trace, colour, width) {
  ctx.beginPath();
  trace();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} points
 * @param {boolean} anew
 */
function traceStraight(ctx, points, anew) {
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0 && anew) ctx.moveTo(points[0], points[1]);
    else ctx.lineTo(points[i], points[i + 1]);
  }
}

/**
 * Trace curves through the middles of a line's segments.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} points
 * @param {boolean} anew
 */
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
