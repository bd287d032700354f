// Names on the basemap: countries and towns, the important ones first, none over another.

import { fontOf } from "./symbols.js";

/**
 * @import { Basemap, CountryLabel } from "./basemap.js"
 * @import { View } from "./canvas.js"
 * @import { Theme } from "./symbols.js"
 */

/** A country is named when the widest circle inside it spans this many pixels. */
const COUNTRY_RADIUS = 26;
const TOWN_DOT = 2;
/** How near a country's name may come to the edge of the map's window. */
const EDGE = 6;

/** Rectangles that are taken. */
export class Occupied {
  constructor() {
    /** @type {number[][]} */
    this.boxes = [];
    /** Those of them that symbols take. @type {number[][]} */
    this.symbols = [];
  }

  /**
   * Take a rectangle when nothing lies there; return whether it was free.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  take(left, top, right, bottom) {
    if (!this.isFree(left, top, right, bottom)) return false;
    this.boxes.push([left, top, right, bottom]);
    return true;
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  isFree(left, top, right, bottom) {
    return !this.boxes.some(
      (box) => left < box[2] && right > box[0] && top < box[3] && bottom > box[1],
    );
  }

  /**
   * Take a rectangle for a symbol, free or not.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  block(left, top, right, bottom) {
    const box = [left, top, right, bottom];
    this.boxes.push(box);
    this.symbols.push(box);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  isUnderSymbol(x, y) {
    return this.symbols.some((box) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3]);
  }
}

/**
 * Paint the names that fit.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./canvas.js").View} view
 * @param {import("./basemap.js").Basemap} basemap
 * @param {Theme} theme
 * @param {Occupied} occupied where no name may stand
 */
export function paintLabels(ctx, view, basemap, theme, occupied) {
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.halo;
  ctx.textBaseline = "middle";
  paintCountries(ctx, view, basemap.labels.countries, theme, occupied);
  paintTowns(ctx, view, basemap, theme, occupied);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {CountryLabel[]} countries
 * @param {Theme} theme
 * @param {Occupied} occupied
 */
function paintCountries(ctx, view, countries, theme, occupied) {
  ctx.textAlign = "center";
  ctx.fillStyle = theme.country;
  for (const [name, worldX, worldY, worldRadius] of countries) {
    const radius = worldRadius * view.scale;
    if (radius < COUNTRY_RADIUS) continue;
    const size = Math.min(10.5 + radius / 45, 17);
    ctx.font = fontOf(size, 600);
    ctx.letterSpacing = `${(size / 9).toFixed(1)}px`;
    const text = name.toUpperCase();
    const half = widthOf(ctx, text) / 2;
    for (const [middle, y] of inView(worldX, worldY, view)) {
      const x = inward(middle, half, radius, view);
      const free = [0, -1.6, 1.6, -3.2, 3.2].find((lines) =>
        occupied.take(x - half, y + (lines - 0.6) * size, x + half, y + (lines + 0.6) * size),
      );
      if (free === undefined) continue;
      ctx.lineWidth = 3;
      ctx.strokeText(text, x, y + free * size);
      ctx.fillText(text, x, y + free * size);
    }
  }
  ctx.letterSpacing = "0px";
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Basemap} basemap
 * @param {Theme} theme
 * @param {Occupied} occupied
 */
function paintTowns(ctx, view, basemap, theme, occupied) {
  const { units } = basemap;
  for (const [name, unitX, unitY, level, capital] of basemap.labels.towns) {
    if (level > view.zoom + 0.5) continue;
    ctx.font = fontOf(capital ? 12 : 11, capital ? 600 : 400);
    for (const [x, y] of inView(unitX / units, unitY / units, view)) {
      const place = freeSide(widthOf(ctx, name), x, y, occupied);
      if (place === null) continue;
      ctx.textAlign = place.align;
      ctx.lineWidth = 2.5;
      ctx.strokeText(name, place.x, place.y);
      ctx.fillStyle = theme.town;
      ctx.fillText(name, place.x, place.y);
      paintDot(ctx, x, y, capital, theme);
    }
  }
}

/** @type {Map<string, number>} widths of names, which are asked for at every move of the map */
const widths = new Map();

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 */
function widthOf(ctx, text) {
  const name = `${ctx.font} ${ctx.letterSpacing} ${text}`;
  let width = widths.get(name);
  if (width === undefined) {
    width = ctx.measureText(text).width;
    widths.set(name, width);
  }
  return width;
}

/**
 * Where beside a dot a name fits, right, left, above or below; farther off beside a symbol.
 * @param {number} width
 * @param {number} x
 * @param {number} y
 * @param {Occupied} occupied
 */
function freeSide(width, x, y, occupied) {
  const gap = occupied.isUnderSymbol(x, y) ? 15 : 6;
  // A name takes the room of its dot, too, unless a symbol already has.
  const dot = gap === 6 ? 9 : -3;
  /** @type {{align: CanvasTextAlign, x: number, y: number, left: number, right: number}[]} */
  const sides = [
    { align: "left", x: x + gap, y, left: x + gap - dot, right: x + gap + width + 2 },
    { align: "right", x: x - gap, y, left: x - gap - width - 2, right: x - gap + dot },
    { align: "center", x, y: y - gap - 5, left: x - width / 2, right: x + width / 2 },
    { align: "center", x, y: y + gap + 6, left: x - width / 2, right: x + width / 2 },
  ];
  return sides.find((side) => occupied.take(side.left, side.y - 7, side.right, side.y + 7)) ?? null;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {boolean} capital
 * @param {Theme} theme
 */
function paintDot(ctx, x, y, capital, theme) {
  ctx.beginPath();
  if (capital) ctx.rect(x - TOWN_DOT, y - TOWN_DOT, TOWN_DOT * 2, TOWN_DOT * 2);
  else ctx.arc(x, y, TOWN_DOT - 0.4, 0, Math.PI * 2);
  ctx.fillStyle = theme.town;
  ctx.fill();
}

/**
 * Where the name of a country stands that the window's edge would cut: inside, as long as that is
 * not far from the country's middle.
 * @param {number} x
 * @param {number} half width of the name
 * @param {number} most how far it may be moved
 * @param {View} view
 */
function inward(x, half, most, { width, margin = 0 }) {
  const [left, right] = [width * margin + EDGE, width * (1 - margin) - EDGE];
  const isCut = (/** @type {number} */ edge) => x - half < edge && x + half > edge;
  const shift = isCut(left) ? left - x + half : isCut(right) ? right - x - half : 0;
  return Math.abs(shift) <= most ? x + shift : x;
}

/**
 * The pixels at which a place stands in each copy of the world that is in view.
 * @param {number} worldX
 * @param {number} worldY
 * @param {View} view
 */
function inView(worldX, worldY, view) {
  const y = worldY * view.scale - view.top;
  /** @type {[number, number][]} */
  const places = [];
  if (y < 0 || y > view.height) return places;
  const first = Math.ceil(view.left / view.scale - worldX);
  for (let world = first; (worldX + world) * view.scale <= view.left + view.width; world++) {
    places.push([(worldX + world) * view.scale - view.left, y]);
  }
  return places;
}
