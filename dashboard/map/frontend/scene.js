// What a view shows of a window of dates: marks on spots, groups of many, labels on areas and lines.

import { badgeSize } from "./badges.js";
import { hasDeaths, KIND, MISSING } from "./incidents.js";
import { Occupied } from "./labels.js";
import { badgeText, commonest, sumsByAnchor } from "./sums.js";
import { LEAST_RADIUS, radiusOf } from "./symbols.js";
import { numberWords } from "./words.js";

/**
 * @import { View } from "./canvas.js"
 * @import { Grid } from "./grid.js"
 * @import { Places } from "./places.js"
 * @import { Dates } from "./row_index.js"
 * @import { Shape } from "./shapes.js"
 * @import { AnchorSum } from "./sums.js"
 */

const GROUP_RADIUS = [13, 29];
/** Symbols that labels keep clear of; with more of them there is no clear space to look for. */
const OBSTACLES_LIMIT = 300;
const BADGE_GAP = 3;
/** With more labels of a kind than this, one to come is left to a label near it. */
const ROOMY = 20;
/** Which kinds are labelled first: a toll tells of more than one incident does. */
const FIRST = [KIND.TOLL, KIND.TALKS, KIND.INCIDENT, KIND.STATEMENT];
/** How far off, in pixels, a label may stand that also stands for a place without room. */
const FOLD_REACH = 120;
// How near to the edge of the map a label may stand.
const EDGE = 4;
// What the note on boundaries and names takes of the map's foot.
const FOOT = 30;
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
 * @typedef {{row: number, x: number, y: number, look: import("./symbols.js").Look}} Mark
 * @typedef {import("./grid.js").Group & {number: number, kind: number, grid: import("./grid.js").Grid, radius: number}} SceneGroup
 * @typedef {{sum: import("./sums.js").AnchorSum, label: import("./badges.js").Label, left: number, top: number,
 *   width: number, height: number, x: number, y: number, folded: import("./sums.js").AnchorSum[]}} Badge
 */

/** What one view shows of one window of dates. */
export class Scene {
  /**
   * @param {Places} places
   * @param {View} view
   * @param {Dates} dates
   */
  constructor(places, view, dates) {
    this.places = places;
    this.view = view;
    this.dates = dates;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {SceneGroup[]} */
    this.groups = [];
    /** @type {import("./sums.js").AnchorSum[]} */
    this.sums = [];
    /** @type {Badge[]} */
    this.badges = [];
    /** Numbers beside what stands for several rows. @type {{x: number, y: number, text: string}[]} */
    this.stacks = [];
    this.occupied = new Occupied();
    /** Names the areas that show: while it stays the same, the ground below symbols does too. */
    this.areas = "";
  }

  /**
   * @param {number} kind
   * @param {number[]} rows
   */
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

  /**
   * Note where several marks lie on one spot: their number is written beside them.
   * @param {Mark[]} marks
   */
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
      const x = Math.min(right, mark.x + mark.look.radius * 0.75 + 3);
      this.stacks.push({ x, y: top + 3, text: String(count) });
    }
  }

  /**
   * @param {number} kind
   * @param {Grid} grid
   */
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

  /** @param {CanvasRenderingContext2D} ctx */
  addAnchors(ctx) {
    const sums = sumsByAnchor(this.places, this.dates).filter((sum) => this.#isInView(sum.anchor));
    sums.sort((a, b) => a.kind - b.kind || b.low - a.low || a.row - b.row);
    this.sums = sums;
    const { anchors } = this.places;
    this.areas = sums
      .filter((sum) => anchors[sum.anchor].shape?.line === false)
      .map((sum) => `${sum.anchor}:${sum.kind}:${commonest(sum.types)}`)
      .join();
    for (const first of FIRST) {
      sums.filter(({ kind }) => kind === first).forEach((sum, place) => {
        if (place < ROOMY || !this.#fold(sum)) this.#addBadge(ctx, sum);
      });
    }
    this.#countFolded();
    for (const { anchor } of sums) {
      const { shape } = this.places.anchors[anchor];
      if (shape?.line) this.#keepClear(shape);
    }
  }

  /**
   * Keep names of the basemap off a line.
   * @param {Shape} shape
   */
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

  /** @param {number} anchor */
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

  /**
   * Put first the places where the map's edge cuts nothing off, and move the others inside.
   * @param {number[][]} places
   * @param {number} width
   * @param {number} height
   * @param {{x: number, y: number}} at
   */
  #readable(places, width, height, { x, y }) {
    const { width: wide, height: high, margin = 0 } = this.view;
    const [beside, above] = [wide * margin + EDGE, high * margin + EDGE];
    const foot = high - above - FOOT;
    if (x < beside || y < above || x > wide - beside || y > high - above) return places;
    /** @param {number[]} place */
    const inward = ([left, top]) => [
      Math.max(beside, Math.min(left, wide - beside - width)),
      Math.max(above, Math.min(top, foot - height)),
    ];
    const whole = places.filter((place) => inward(place).every((at, axis) => at === place[axis]));
    return [...whole, ...places.filter((place) => !whole.includes(place)).map(inward)];
  }

  /**
   * Find room for a label near where it belongs; where all is taken it gets a shorter text.
   * @param {CanvasRenderingContext2D} ctx
   * @param {AnchorSum} sum
   */
  #addBadge(ctx, sum) {
    const { x, y } = this.#home(sum);
    const look = { kind: sum.kind, type: commonest(sum.types), outcome: this.places.incidents.outcome[sum.row] };
    const sides = this.places.anchors[sum.anchor].shape?.line ? BESIDE_LINE : IN_AREA;
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
      if (free === undefined && (!short || this.#fold(sum))) continue;
      const [left, top] = free ?? places[0];
      this.badges.push({ sum, label, left, top, width, height, x, y, folded: [] });
      return;
    }
  }

  /**
   * Where the label of a sum belongs, in pixels.
   * @param {AnchorSum} sum
   */
  #home(sum) {
    const { x, y } = this.places.anchors[sum.anchor];
    return { x: x * this.view.scale - this.view.left, y: y * this.view.scale - this.view.top };
  }

  /**
   * Let the nearest label of the same kind stand for a sum, too; return whether there is one.
   * @param {AnchorSum} sum
   */
  #fold(sum) {
    const { x, y } = this.#home(sum);
    /** @type {Badge|undefined} */
    let host;
    let least = FOLD_REACH;
    for (const badge of this.badges) {
      if (badge.sum.kind !== sum.kind) continue;
      const { left, top, width, height } = badge;
      const beside = Math.max(left - x, 0, x - left - width);
      const away = Math.hypot(beside, Math.max(top - y, 0, y - top - height));
      if (away < least) [host, least] = [badge, away];
    }
    host?.folded.push(sum);
    return host !== undefined;
  }

  /** Write beside labels that stand for more places how many rows those have. */
  #countFolded() {
    for (const { left, top, width, folded } of this.badges) {
      const rows = folded.reduce((count, sum) => count + sum.count, 0);
      if (rows > 0) this.stacks.push({ x: left + width, y: top - 5, text: `+${numberWords(rows)}` });
    }
  }
}

/**
 * The room a mark takes: left, top, right, bottom.
 * @param {Mark} mark
 */
export function markBox({ x, y, look }) {
  if (look.kind === KIND.TALKS) return [x - 15, y - 30, x + 15, y];
  const half = look.kind === KIND.TOLL ? look.radius * Math.sqrt(Math.PI / 2) : look.radius;
  return [x - half, y - half, x + half, y + half];
}
