// Lines and areas of the page, in world units, as dashboard/map/shapes.py packs them.

import { offsetsOf, summedParts, unpackColumns } from "./columns.js";

/** @typedef {{points: Float64Array[], line: boolean, x: number, y: number, box: number[]}} Shape
 *  `points` are its lines or rings (x, y, x, y, …); `x`, `y` where a label stands. */

/**
 * @param {{units: number, columns: string}} packed
 * @returns {Promise<Shape[]>}
 */
export async function unpackShapes(packed) {
  const columns = await unpackColumns(packed.columns);
  const offsets = offsetsOf(columns.sizes);
  const x = summedParts(columns.first_x, columns.x_steps, offsets);
  const y = summedParts(columns.first_y, columns.y_steps, offsets);
  const shapes = [];
  let part = 0;
  for (let i = 0; i < columns.kinds.length; i++) {
    const points = [];
    for (let k = 0; k < columns.part_counts[i]; k++, part++) {
      points.push(interleaved(x, y, offsets[part], offsets[part + 1], packed.units));
    }
    shapes.push({
      points,
      line: columns.kinds[i] === 1,
      x: columns.centre_x[i],
      y: columns.centre_y[i],
      box: boxOf(points),
    });
  }
  return shapes;
}

/**
 * @param {Int32Array} x
 * @param {Int32Array} y
 * @param {number} from
 * @param {number} to
 * @param {number} units
 */
function interleaved(x, y, from, to, units) {
  const points = new Float64Array((to - from) * 2);
  for (let i = from; i < to; i++) {
    points[(i - from) * 2] = x[i] / units;
    points[(i - from) * 2 + 1] = y[i] / units;
  }
  return points;
}

/**
 * Return west, north, east and south of some lines.
 * @param {Float64Array[]} lines
 */
export function boxOf(lines) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of lines) {
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
  }
  return box;
}

/**
 * Return whether a point lies in an area; holes count as outside.
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 */
export function contains(shape, x, y) {
  if (shape.line || outside(shape.box, x, y, 0)) return false;
  let inside = false;
  for (const ring of shape.points) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > y !== ring[j + 1] > y;
      if (!crosses) continue;
      const at = ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i];
      if (x < at) inside = !inside;
    }
  }
  return inside;
}

/**
 * Return whether a point lies within a distance of a line.
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 * @param {number} distance
 */
export function isNear(shape, x, y, distance) {
  if (outside(shape.box, x, y, distance)) return false;
  const limit = distance * distance;
  return shape.points.some((line) => {
    for (let i = 0; i + 3 < line.length; i += 2) {
      if (squaredDistance(line, i, x, y) <= limit) return true;
    }
    return false;
  });
}

/**
 * @param {number[]} box
 * @param {number} x
 * @param {number} y
 * @param {number} margin
 */
function outside(box, x, y, margin) {
  return x < box[0] - margin || x > box[2] + margin || y < box[1] - margin || y > box[3] + margin;
}

/**
 * The squared distance from a point to the segment that begins at a place of a line.
 * @param {Float64Array} line
 * @param {number} i
 * @param {number} x
 * @param {number} y
 */
function squaredDistance(line, i, x, y) {
  const dx = line[i + 2] - line[i];
  const dy = line[i + 3] - line[i + 1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - line[i]) * dx + (y - line[i + 1]) * dy) / length;
  const t = Math.min(Math.max(along, 0), 1);
  const ex = line[i] + t * dx - x;
  const ey = line[i + 1] + t * dy - y;
  return ex * ex + ey * ey;
}
