// How rows look: circles for incidents, diamonds for tolls, bubbles for talks, marks for statements,
// labels with a frame for what lies somewhere in an area or along a line.

import { contextOf, element, icon } from "./dom.js";
import { drawGlyph, faded, mixed, readableOn } from "./glyphs.js";
import { KIND, MISSING } from "./incidents.js";

/** Radius of a symbol without deaths or with few. */
export const LEAST_RADIUS = 7;
/** By how much a diamond reaches beyond the circle of the same area. */
const STAMP_ROOM = Math.sqrt(Math.PI / 2);
/** Room for edges, and for the bubble that stands above its place. */
const STAMP_MARGIN = 24;
/** Width and height of a symbol in a list. */
const PICTURE = 32;
const LARGEST_RADIUS = 36;
/** Pixels of radius for the root of one death, unless the data need less. */
const USUAL_SCALE = 4;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/**
 * Return by how much a symbol's radius grows with the root of the deaths.
 * @param {number} most the most deaths of one row
 */
export function sizeScale(most) {
  return most <= 0 ? USUAL_SCALE : Math.min(USUAL_SCALE, LARGEST_RADIUS / Math.sqrt(most));
}

/**
 * Return the radius whose circle's area stands for a number of deaths.
 * @param {number} deaths
 * @param {number} scale
 */
export function radiusOf(deaths, scale) {
  return deaths === MISSING ? LEAST_RADIUS : Math.max(LEAST_RADIUS, scale * Math.sqrt(deaths));
}

/** @param {number} size */
export function fontOf(size, weight = 400) {
  return `${weight} ${size}px ${FONT}`;
}

/**
 * Colours, glyphs and words, in the order of their codes, as dashboard/map/style.py writes them.
 * @typedef {object} Style
 * @property {{id: string, names: [string, string]}[]} kinds names of one and of many
 * @property {{id: string|null, name: string, colour: string, glyph: string}[]} types
 * @property {{id: string|null, name: string, glyph: string}[]} outcomes
 * @property {{id: string, name: string, spot: boolean}[]} precisions
 * @property {(string|null)[]} datePrecisions
 * @property {Theme} light
 * @property {Theme} dark
 * @property {string} sources
 *
 * Colours by what they are for, as #rrggbb.
 * @typedef {Record<"water"|"land"|"coast"|"border"|"division"|"river"|"country"|"town"|"halo"|"paper"
 *   |"ink"|"toll"|"statement", string>} Theme
 *
 * Which way a hatch goes.
 * @typedef {"up"|"down"|"level"} Direction
 */

/**
 * What a symbol shows; `unknown` when no source gives its deaths, `unsure` when a person should
 * check it against its source.
 * @typedef {{kind: number, type: number, outcome: number, radius: number, unknown: boolean,
 *   unsure?: boolean}} Look
 */

/** Draws symbols in the colours of a style and theme. */
export class Symbols {
  /**
   * @param {Style} style
   * @param {boolean} dark
   */
  constructor(style, dark) {
    this.style = style;
    this.theme = dark ? style.dark : style.light;
    this.dark = dark;
    /** @type {Map<string, CanvasPattern|null>} */
    this.patterns = new Map();
    /** @type {Map<string, string>} pictures of symbols for lists, as data addresses */
    this.pictures = new Map();
    /** @type {Map<string, HTMLCanvasElement>} */
    this.stamps = new Map();
  }

  /**
   * Draw a symbol from a picture kept of its like: many times faster than its path.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  stamp(ctx, look, x, y) {
    const sharpness = window.devicePixelRatio || 1;
    const radius = Math.round(look.radius * 2) / 2;
    const room = Math.ceil(radius * STAMP_ROOM) + STAMP_MARGIN;
    const name = `${look.kind} ${look.type} ${look.outcome} ${radius} ${look.unknown} ${look.unsure} ${sharpness}`;
    let stamp = this.stamps.get(name);
    if (stamp === undefined) {
      stamp = document.createElement("canvas");
      stamp.width = stamp.height = Math.round(room * 2 * sharpness);
      const own = contextOf(stamp);
      own.scale(sharpness, sharpness);
      this.draw(own, { ...look, radius }, room, room);
      this.stamps.set(name, stamp);
    }
    // On whole device pixels, or the picture would blur.
    const left = Math.round((x - room) * sharpness) / sharpness;
    const top = Math.round((y - room) * sharpness) / sharpness;
    ctx.drawImage(stamp, left, top, stamp.width / sharpness, stamp.height / sharpness);
  }

  /**
   * Return a symbol as a small image; equal ones are painted once.
   * @param {Look} look
   */
  picture(look) {
    const name = JSON.stringify(look);
    let address = this.pictures.get(name);
    if (address === undefined) {
      const [x, y] = look.kind === KIND.TALKS ? [16, 30] : [16, 16];
      address = icon(PICTURE, PICTURE, (ctx) => this.draw(ctx, look, x, y)).toDataURL();
      this.pictures.set(name, address);
    }
    return element("img", { src: address, alt: "", width: PICTURE, height: PICTURE });
  }

  /**
   * The colour that stands for a row.
   * @param {number} kind
   * @param {number} type
   */
  colour(kind, type) {
    if (kind === KIND.TOLL) return this.theme.toll;
    if (kind === KIND.STATEMENT) return this.theme.statement;
    return this.style.types[type].colour;
  }

  /**
   * The glyph that stands for a row.
   * @param {number} kind
   * @param {number} type
   * @param {number} outcome
   */
  glyph(kind, type, outcome) {
    if (kind === KIND.TALKS) return this.style.outcomes[outcome].glyph;
    return this.style.types[type].glyph;
  }

  /**
   * Draw a symbol with its middle at a place (the tip of a bubble's tail).
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  draw(ctx, look, x, y) {
    if (look.kind === KIND.TOLL) this.#diamond(ctx, look, x, y);
    else if (look.kind === KIND.TALKS) this.#bubble(ctx, look, x, y);
    else if (look.kind === KIND.STATEMENT) this.#quote(ctx, x, y);
    else this.#circle(ctx, look, x, y);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  #circle(ctx, { type, kind, radius, unknown, unsure = false }, x, y) {
    const colour = this.colour(kind, type);
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, Math.PI * 2);
    const fill = unknown ? faded(this.theme.paper, 0.92) : faded(colour, unsure ? 0.5 : 0.86);
    this.#outlined(ctx, colour, fill, unsure ? [2.6, 2.4] : []);
    const glyph = unknown ? mixed(colour, this.theme.ink, 0.15) : readableOn(colour);
    drawGlyph(ctx, this.glyph(kind, type, 0), x, y, Math.min(radius * 0.52, 9), glyph);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  #diamond(ctx, { radius }, x, y) {
    // A square of the same area as the circle of that radius, on its corner.
    const half = radius * Math.sqrt(Math.PI / 2);
    ctx.beginPath();
    ctx.moveTo(x, y - half);
    ctx.lineTo(x + half, y);
    ctx.lineTo(x, y + half);
    ctx.lineTo(x - half, y);
    ctx.closePath();
    ctx.fillStyle = faded(this.theme.paper, 0.85);
    ctx.fill();
    ctx.fillStyle = faded(this.theme.toll, 0.15);
    ctx.fill();
    ctx.fillStyle = this.hatch(ctx, this.theme.toll, "down", 0.8);
    ctx.fill();
    ctx.setLineDash([5, 3]);
    ctx.strokeStyle = this.theme.toll;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  #bubble(ctx, { type, kind, outcome }, x, y) {
    const [width, height, corner, tail] = [28, 20, 5, 8];
    const [left, top] = [x - width / 2, y - tail - height];
    ctx.beginPath();
    ctx.roundRect(left, top, width, height, corner);
    ctx.moveTo(x - 6, top + height - 0.5);
    ctx.lineTo(x, y);
    ctx.lineTo(x + 6, top + height - 0.5);
    const colour = this.colour(kind, type);
    this.#outlined(ctx, colour, colour);
    ctx.fillStyle = colour;
    ctx.fill();
    drawGlyph(ctx, this.glyph(kind, type, outcome), x, top + height / 2, 6, readableOn(colour));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} x
   * @param {number} y
   */
  #quote(ctx, x, y) {
    ctx.beginPath();
    ctx.roundRect(x - 7, y - 6, 14, 12, 3);
    this.#outlined(ctx, this.theme.statement, faded(this.theme.paper, 0.9));
    ctx.fillStyle = this.theme.statement;
    ctx.font = fontOf(16, 700);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("“", x, y + 4);
  }

  /**
   * Fill the current path and give it a dark edge and a light halo.
   * @param {CanvasRenderingContext2D} ctx
   * @param {string} colour
   * @param {string} fill
   * @param {number[]} [dashes]
   */
  #outlined(ctx, colour, fill, dashes = []) {
    ctx.strokeStyle = faded(this.theme.paper, 0.9);
    ctx.lineWidth = 3.5;
    ctx.stroke();
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = mixed(colour, this.dark ? "#ffffff" : "#000000", 0.35);
    ctx.lineWidth = dashes.length > 0 ? 1.9 : 1.4;
    ctx.setLineDash(dashes);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /**
   * Draw a group of points: a disc with a number and a ring split by event type.
   * @param {CanvasRenderingContext2D} ctx
   * @param {{count: number, types: Int32Array, number: number}} disc
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   */
  group(ctx, { count, types, number }, x, y, radius) {
    ctx.beginPath();
    ctx.arc(x, y, radius + 2, 0, Math.PI * 2);
    ctx.fillStyle = faded(this.theme.paper, 0.93);
    ctx.fill();
    let angle = -Math.PI / 2;
    const ring = Math.max(4, radius * 0.22);
    for (let type = 0; type < types.length; type++) {
      if (types[type] <= 0) continue;
      const turn = (types[type] / count) * Math.PI * 2;
      ctx.beginPath();
      ctx.arc(x, y, radius - ring / 2, angle, angle + turn);
      ctx.strokeStyle = this.style.types[type].colour;
      ctx.lineWidth = ring;
      ctx.stroke();
      angle += turn;
    }
    ctx.fillStyle = this.theme.ink;
    ctx.font = fontOf(radius > 18 ? 12 : 10.5, 600);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(shortNumber(number), x, y + 0.5);
  }

  /**
   * Return a hatch that stays with the map when it moves.
   * @param {CanvasRenderingContext2D} ctx
   * @param {string} colour
   * @param {Direction} direction
   * @param {number} opacity
   */
  hatch(ctx, colour, direction, opacity, offset = [0, 0]) {
    const name = `${colour}${direction}${opacity}`;
    let pattern = this.patterns.get(name);
    if (pattern === undefined) {
      pattern = ctx.createPattern(hatchTile(colour, direction, opacity), "repeat");
      this.patterns.set(name, pattern);
    }
    pattern?.setTransform(new DOMMatrix().translate(offset[0], offset[1]).scale(1 / HATCH_SHARPNESS));
    return pattern ?? faded(colour, 0.2);
  }
}

const HATCH_PIXELS = 9;
const HATCH_SHARPNESS = 3;

/**
 * @param {string} colour
 * @param {Direction} direction
 * @param {number} opacity
 */
function hatchTile(colour, direction, opacity) {
  const tile = document.createElement("canvas");
  const size = (tile.width = tile.height = HATCH_PIXELS * HATCH_SHARPNESS);
  const ctx = contextOf(tile);
  ctx.strokeStyle = faded(colour, opacity);
  ctx.lineWidth = 1.1 * HATCH_SHARPNESS;
  ctx.beginPath();
  for (const shift of [-size, 0, size]) {
    if (direction === "level") continue;
    const [from, to] = direction === "up" ? [size, 0] : [0, size];
    ctx.moveTo(shift - size * 0.1, from + (from - to) * 0.1);
    ctx.lineTo(shift + size * 1.1, to - (from - to) * 0.1);
  }
  if (direction === "level") {
    ctx.moveTo(0, size / 2);
    ctx.lineTo(size, size / 2);
  }
  ctx.stroke();
  return tile;
}

/**
 * @param {number} count
 * @returns {string} 950, 1.2k, 34k, 2M
 */
export function shortNumber(count) {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1_000_000, "M"];
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)}${unit}`;
}
