// What a view shows of a window of dates: marks on spots, groups of many, labels on areas and lines.

import { badgeSize } from "./badges.js";
import { hasDeaths, KIND, MISSING } from "./incidents.js";
import { Occupied } from "./labels.js";
import { badgeText, commonest, sumsByAnchor } from "./sums.js";
import { LEAST_RADIUS, radiusOf } from "./symbols.js";

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
 * @typedef {{row: number, x: number, y: number, look: import("./symbols.js").Look}} Mark
 * @typedef {import("./grid.js").Group & {number: number, kind: number, grid: import("./grid.js").Grid, radius: number}} SceneGroup
 * @typedef {{sum: import("./sums.js").AnchorSum, label: import("./badges.js").Label, left: number, top: number,
 *   width: number, height: number, x: number, y: number}} Badge
 */

/** What one view shows of one window of dates. */
export class Scene {
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
    const sums = sumsByAnchor(this.places, this.dates).filter((sum) => this.#isInView(sum.anchor));
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
