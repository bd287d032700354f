// What a view shows of a window of dates: marks on spots, groups of many, labels on areas and lines.

import { badgeSize } from "./badges.js";
import { Grid } from "./grid.js";
import { GEOMETRY, KIND, MISSING } from "./incidents.js";
import { Occupied } from "./labels.js";
import { LEAST_RADIUS, radiusOf, sizeScale } from "./symbols.js";
import { countOf, countSign, numberWords } from "./words.js";

/** Points of one kind beyond this number are drawn as groups. */
export const MARKS_LIMIT = 1200;
const GROUP_RADIUS = [13, 29];
/** Symbols that labels keep clear of; with more of them there is no clear space to look for. */
const OBSTACLES_LIMIT = 300;
const BADGE_GAP = 3;
// How near to the edge of the map a label may stand.
const EDGE = 4;
/** Where labels go, in half widths to the right and heights down, the best places first. */
const IN_AREA = [
  [0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, 2], [0, -2],
];
const BESIDE_LINE = [
  [-1, -0.5], [1, 0.5], [-1, 0.5], [1, -0.5], [-1, -1.5], [1, 1.5], [-1, 1.5], [1, -1.5], [0, 2], [0, -2],
];
/** How far apart, in pixels, the spots are with which a line keeps names off itself. */
const LINE_SPOTS = 10;

/**
 * A place that is an area, a line, or a spot less exact than it looks.
 * @typedef {{x: number, y: number, shape: import("./shapes.js").Shape|null}} Anchor
 * @typedef {{row: number, x: number, y: number, look: import("./symbols.js").Look}} Mark
 * @typedef {{anchor: number, kind: number, count: number, low: number, high: number|null,
 *   unknown: number, row: number, types: Int32Array}} AnchorSum
 * @typedef {{sum: AnchorSum, label: import("./badges.js").Label, left: number, top: number,
 *   width: number, height: number, x: number, y: number}} Badge
 */

export class Places {
  /**
   * @param {import("./incidents.js").Incidents} incidents
   * @param {import("./shapes.js").Shape[]} shapes
   * @param {any} style
   */
  constructor(incidents, shapes, style) {
    this.incidents = incidents;
    this.shapes = shapes;
    this.style = style;
    /** @type {Anchor[]} */
    this.anchors = shapes.map((shape) => ({ x: shape.x, y: shape.y, shape }));
    this.anchorOf = this.#findAnchors();
    this.gather();
    // By all rows: symbols must not change their size with what is chosen.
    const most = this.#mostDeaths();
    this.scale = sizeScale(most);
    /** Whether symbols are as large as deaths ask for, or as incidents do. */
    this.byDeaths = most > 0;
    this.tellsDeaths = most > 0;
  }

  /** Gather the rows that are chosen now. */
  gather() {
    const { incidents, style } = this;
    this.anchored = incidents.index((row) => this.anchorOf[row] >= 0);
    this.grids = [KIND.STATEMENT, KIND.TOLL, KIND.INCIDENT, KIND.TALKS].map((kind) => {
      const index = incidents.index(
        (row) => incidents.kind[row] === kind && this.anchorOf[row] < 0 && isPoint(incidents, row),
      );
      return { kind, grid: new Grid(index, style.types.length) };
    });
  }

  /** Number the anchors of rows that are no marks on a spot; -1 for the others. */
  #findAnchors() {
    const { incidents, style } = this;
    const anchorOf = new Int32Array(incidents.length).fill(-1);
    const spots = new Map();
    for (let row = 0; row < incidents.length; row++) {
      if (incidents.shape(row) >= 0) anchorOf[row] = incidents.shape(row);
      else if (isPoint(incidents, row) && !style.precisions[incidents.precision[row]].spot) {
        const [x, y] = [incidents.x[row], incidents.y[row]];
        const name = `${x} ${y}`;
        if (!spots.has(name)) spots.set(name, this.anchors.push({ x, y, shape: null }) - 1);
        anchorOf[row] = spots.get(name);
      }
    }
    return anchorOf;
  }

  #mostDeaths() {
    let most = 0;
    for (const { grid } of this.grids) {
      for (const row of grid.index.rows) most = Math.max(most, this.incidents.deaths(row));
    }
    return most;
  }

  /**
   * Return what to draw.
   * @param {import("./canvas.js").View} view
   * @param {import("./incidents.js").Dates} dates
   * @param {CanvasRenderingContext2D} ctx to measure text with
   */
  scene(view, dates, ctx) {
    const data = { ...view, left: view.left - view.shift * view.scale };
    const scene = new Scene(this, data, dates);
    for (const { kind, grid } of this.grids) {
      grid.update(data, dates);
      if (grid.visible > MARKS_LIMIT || this.incidents.size !== null) scene.addGroups(kind, grid);
      else scene.addMarks(kind, grid.visibleRows());
    }
    scene.addAnchors(ctx);
    return scene;
  }

  /** The row's place in world units, or null when it has none. */
  placeOf(row) {
    const { incidents } = this;
    if (this.anchorOf[row] >= 0) return this.anchors[this.anchorOf[row]];
    return isPoint(incidents, row) ? { x: incidents.x[row], y: incidents.y[row], shape: null } : null;
  }
}

/** What one view shows of one window of dates. */
export class Scene {
  constructor(places, view, dates) {
    this.places = places;
    this.view = view;
    this.dates = dates;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {any[]} */
    this.groups = [];
    /** @type {AnchorSum[]} */
    this.sums = [];
    /** @type {Badge[]} */
    this.badges = [];
    /** @type {{x: number, y: number, count: number}[]} */
    this.stacks = [];
    this.occupied = new Occupied();
    /** Names the areas that show: while it stays the same, the ground below symbols does too. */
    this.areas = "";
  }

  addMarks(kind, rows) {
    const { incidents, scale, byDeaths } = this.places;
    const marks = rows.map((row) => {
      const deaths = incidents.deaths(row);
      const radius = hasDeaths(kind) && byDeaths ? radiusOf(deaths, scale) : LEAST_RADIUS;
      return {
        row,
        x: incidents.x[row] * this.view.scale - this.view.left,
        y: incidents.y[row] * this.view.scale - this.view.top,
        look: {
          kind,
          radius,
          type: incidents.type[row],
          outcome: incidents.outcome[row],
          unknown: deaths === MISSING,
          unsure: incidents.unsure[row] === 1,
        },
      };
    });
    // Large ones first, so that none hides a smaller one.
    marks.sort((a, b) => b.look.radius - a.look.radius || a.row - b.row);
    this.marks.push(...marks);
    this.#addStacks(marks);
    if (this.marks.length > OBSTACLES_LIMIT) return;
    for (const mark of marks) {
      const [left, top, right, bottom] = markBox(mark);
      this.occupied.block(left, top, right, bottom);
    }
  }

  /** Note where several marks lie on one spot: their number is written beside them. */
  #addStacks(marks) {
    const spots = new Map();
    for (const mark of marks) {
      const name = `${mark.x} ${mark.y}`;
      const spot = spots.get(name);
      if (spot === undefined) spots.set(name, { mark, count: 1 });
      else spot.count++;
    }
    for (const { mark, count } of spots.values()) {
      if (count === 1) continue;
      const [, top, right] = markBox(mark);
      this.stacks.push({ x: Math.min(right, mark.x + mark.look.radius * 0.75 + 3), y: top + 3, count });
    }
  }

  addGroups(kind, grid) {
    const byDeaths = this.places.byDeaths && hasDeaths(kind);
    const groups = grid.groups().map((group) => ({ ...group, number: byDeaths ? group.killed : group.count }));
    const most = groups.reduce((largest, group) => Math.max(largest, group.number), 1);
    const [least, largest] = GROUP_RADIUS;
    for (const group of groups) {
      const radius = least + (largest - least) * Math.sqrt(group.number / most);
      this.groups.push({ ...group, kind, grid, radius });
      this.occupied.block(group.x - radius, group.y - radius, group.x + radius, group.y + radius);
    }
  }

  addAnchors(ctx) {
    const sums = [...this.#sumsByAnchor().values()].filter((sum) => this.#isInView(sum.anchor));
    sums.sort((a, b) => a.kind - b.kind || b.low - a.low || a.row - b.row);
    this.sums = sums;
    const { anchors } = this.places;
    this.areas = sums
      .filter((sum) => anchors[sum.anchor].shape !== null && !anchors[sum.anchor].shape.line)
      .map((sum) => `${sum.anchor}:${sum.kind}:${commonest(sum.types)}`)
      .join();
    for (const sum of sums) this.#addBadge(ctx, sum);
    for (const { anchor } of sums) {
      const { shape } = this.places.anchors[anchor];
      if (shape?.line) this.#keepClear(shape);
    }
  }

  /** Keep names of the basemap off a line. */
  #keepClear(shape) {
    const { scale, left, top, width, height } = this.view;
    for (const points of shape.points) {
      let [lastX, lastY] = [Infinity, Infinity];
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = [points[i] * scale - left, points[i + 1] * scale - top];
        if (Math.abs(x - lastX) + Math.abs(y - lastY) < LINE_SPOTS) continue;
        [lastX, lastY] = [x, y];
        if (x < 0 || y < 0 || x > width || y > height) continue;
        this.occupied.block(x - 5, y - 5, x + 5, y + 5);
      }
    }
  }

  /** @returns {Map<number, AnchorSum>} */
  #sumsByAnchor() {
    const { incidents, anchorOf, anchored, style } = this.places;
    const sums = new Map();
    anchored.active(this.dates).each((row) => {
      const name = anchorOf[row] * 4 + incidents.kind[row];
      let sum = sums.get(name);
      if (sum === undefined) {
        const types = new Int32Array(style.types.length);
        sum = { anchor: anchorOf[row], kind: incidents.kind[row], count: 0, low: 0, high: 0, unknown: 0, row, types };
        sums.set(name, sum);
      }
      addTo(sum, incidents, row);
    });
    return sums;
  }

  #isInView(anchor) {
    const { shape, x, y } = this.places.anchors[anchor];
    const { scale, left, top, width, height } = this.view;
    const box = shape === null ? [x, y, x, y] : shape.box;
    return (
      box[2] * scale - left >= 0 &&
      box[0] * scale - left <= width &&
      box[3] * scale - top >= 0 &&
      box[1] * scale - top <= height
    );
  }

  /** Put first the places where the map's edge cuts nothing off, and move the others inside. */
  #readable(places, width, height, { x, y }) {
    const { width: wide, height: high, margin = 0 } = this.view;
    const [beside, above] = [wide * margin + EDGE, high * margin + EDGE];
    if (x < beside || y < above || x > wide - beside || y > high - above) return places;
    const inward = ([left, top]) => [
      Math.max(beside, Math.min(left, wide - beside - width)),
      Math.max(above, Math.min(top, high - above - height)),
    ];
    const whole = places.filter((place) => inward(place).every((at, axis) => at === place[axis]));
    return [...whole, ...places.filter((place) => !whole.includes(place)).map(inward)];
  }

  /** Find room for a label near where it belongs; where all is taken it gets a shorter text. */
  #addBadge(ctx, sum) {
    const anchor = this.places.anchors[sum.anchor];
    const x = anchor.x * this.view.scale - this.view.left;
    const y = anchor.y * this.view.scale - this.view.top;
    const look = { kind: sum.kind, type: commonest(sum.types), outcome: this.places.incidents.outcome[sum.row] };
    const sides = anchor.shape?.line ? BESIDE_LINE : IN_AREA;
    for (const short of [false, true]) {
      const label = { ...look, text: badgeText(this.places, sum, short) };
      const { width, height } = badgeSize(ctx, label);
      const places = sides.map(([right, down]) => [
        x - width / 2 + right * (width / 2 + BADGE_GAP * 4),
        y - height / 2 + down * (height + BADGE_GAP),
      ]);
      const free = this.#readable(places, width, height, { x, y }).find(([left, top]) =>
        this.occupied.take(left, top, left + width, top + height),
      );
      if (free === undefined && !short) continue;
      const [left, top] = free ?? places[0];
      this.badges.push({ sum, label, left, top, width, height, x, y });
      return;
    }
  }
}

/** The room a mark takes: left, top, right, bottom. */
export function markBox({ x, y, look }) {
  if (look.kind === KIND.TALKS) return [x - 15, y - 30, x + 15, y];
  const half = look.kind === KIND.TOLL ? look.radius * Math.sqrt(Math.PI / 2) : look.radius;
  return [x - half, y - half, x + half, y + half];
}

/**
 * Return what a label says.
 * @param {Places} places
 * @param {AnchorSum} sum
 * @param {boolean} short
 */
function badgeText({ incidents, style }, sum, short) {
  const { row, kind, count } = sum;
  const names = style.kinds[kind].names;
  if (count > 1 && kind !== KIND.INCIDENT) return short ? String(count) : countOf(count, names);
  if (kind === KIND.TALKS) {
    const { id, name } = style.outcomes[incidents.outcome[row]];
    return short || id === null ? "Talks" : `Talks: ${name}`;
  }
  if (kind === KIND.STATEMENT) return short ? "" : "Statement";
  const sign = count === 1 ? countSign(incidents.killedLow[row], incidents.killedBest[row], incidents.killedHigh[row]) : sumSign(sum);
  if (sign === "?") return short ? String(count) : countOf(count, names);
  const killed = short ? sign : `${sign} killed`;
  if (kind === KIND.TOLL) return short ? killed : `Toll: ${killed}`;
  return count === 1 || short ? killed : `${countOf(count, names)}, ${killed}`;
}

function sumSign({ low, high, unknown, count }) {
  if (unknown === count) return "?";
  const open = high === null || unknown > 0;
  return open ? `${numberWords(low)}+` : low === high ? numberWords(low) : `${numberWords(low)}–${numberWords(high)}`;
}

function addTo(sum, incidents, row) {
  const [low, best, high] = [incidents.killedLow[row], incidents.killedBest[row], incidents.killedHigh[row]];
  sum.count++;
  sum.types[incidents.type[row]]++;
  if (low === MISSING && best === MISSING && high === MISSING) sum.unknown++;
  else {
    sum.low += Math.max(low, 0);
    sum.high = high === MISSING || sum.high === null ? null : sum.high + high;
  }
}

export function commonest(types) {
  let best = 0;
  for (let type = 1; type < types.length; type++) if (types[type] > types[best]) best = type;
  return best;
}

function hasDeaths(kind) {
  return kind === KIND.INCIDENT || kind === KIND.TOLL;
}

function isPoint(incidents, row) {
  return incidents.geometry[row] === GEOMETRY.POINT;
}

