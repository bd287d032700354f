// Finds what of a scene lies under the pointer.

import { KIND } from "./incidents.js";
import { markBox } from "./scene.js";
import { contains, isNear } from "./shapes.js";
import { sumKey } from "./sums.js";

/**
 * @import { Badge, Mark, Scene } from "./scene.js"
 * @import { AnchorSum } from "./sums.js"
 */

/** How far from a symbol's edge and from a line a click still means it. */
const REACH = 4;
const LINE_REACH = 7;

/**
 * What a person points at: rows, or a group too large to list.
 * @typedef {{rows: number[], group: import("./scene.js").SceneGroup|null}} Hit
 */

/**
 * Return what lies at a pixel of the scene: symbols before labels, then lines, then areas.
 * @param {import("./scene.js").Scene} scene
 * @param {number} x
 * @param {number} y
 * @returns {Hit}
 */
export function hitAt(scene, x, y) {
  const rows = scene.marks.filter((mark) => isOn(mark, x, y)).map((mark) => mark.row);
  if (rows.length > 0) return { rows: rows.reverse(), group: null };
  const group = scene.groups.find((each) => Math.hypot(each.x - x, each.y - y) <= each.radius + 2);
  if (group !== undefined) return { rows: [], group };
  const badge = scene.badges.find(
    ({ left, top, width, height }) =>
      x >= left - 2 && x <= left + width + 2 && y >= top - 2 && y <= top + height + 2,
  );
  if (badge !== undefined) return { rows: rowsOf(scene, sumsOf(badge)), group: null };
  return { rows: rowsOf(scene, sumsAt(scene, x, y)), group: null };
}

/**
 * @param {Scene} scene
 * @param {number} x
 * @param {number} y
 */
function sumsAt(scene, x, y) {
  const { scale, left, top } = scene.view;
  const [worldX, worldY] = [(x + left) / scale, (y + top) / scale];
  const drawn = scene.sums.filter((sum) => sum.kind !== KIND.STATEMENT);
  /** @param {AnchorSum} sum */
  const shape = (sum) => scene.places.anchors[sum.anchor].shape;
  const lines = drawn.filter((sum) => {
    const line = shape(sum);
    return line?.line && isNear(line, worldX, worldY, LINE_REACH / scale);
  });
  if (lines.length > 0) return lines;
  return drawn.filter((sum) => {
    const area = shape(sum);
    return area !== null && contains(area, worldX, worldY);
  });
}

/**
 * The rows in the window that labels or shapes stand for.
 * @param {Scene} scene
 * @param {AnchorSum[]} sums
 */
function rowsOf(scene, sums) {
  if (sums.length === 0) return [];
  const asked = new Set(sums.map(({ anchor, kind }) => sumKey(anchor, kind)));
  const { anchored, anchorOf, incidents } = scene.places;
  /** @type {number[]} */
  const found = [];
  anchored.active(scene.dates).each((row) => {
    if (asked.has(sumKey(anchorOf[row], incidents.kind[row]))) found.push(row);
  });
  return found;
}

/**
 * What a label stands for: its own place, and those near it that have no room for theirs.
 * @param {Badge} badge
 */
export function sumsOf({ sum, folded }) {
  return [sum, ...folded];
}

/**
 * Whether a sum counts a row.
 * @param {Scene} scene
 * @param {AnchorSum} sum
 * @param {number} row
 */
export function isOf(scene, sum, row) {
  return scene.places.anchorOf[row] === sum.anchor && scene.places.incidents.kind[row] === sum.kind;
}

/**
 * @param {Mark} mark
 * @param {number} x
 * @param {number} y
 */
function isOn(mark, x, y) {
  const [left, top, right, bottom] = markBox(mark);
  if (mark.look.kind === KIND.INCIDENT) {
    return Math.hypot(mark.x - x, mark.y - y) <= mark.look.radius + REACH;
  }
  return x >= left - REACH && x <= right + REACH && y >= top - REACH && y <= bottom + REACH;
}
