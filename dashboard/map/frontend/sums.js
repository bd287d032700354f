// What lies at one area, line or rough place, summed up by kind, and the words of its label.

import { KIND, MISSING } from "./incidents.js";
import { countOf, countSign, numberWords } from "./words.js";

/** @import { Incidents } from "./incidents.js" */

const KINDS = Object.keys(KIND).length;

/**
 * @typedef {{anchor: number, kind: number, count: number, low: number, high: number|null,
 *   unknown: number, row: number, types: Int32Array}} AnchorSum
 */

/**
 * Return the sums of the rows of a window: one for each anchor and kind.
 * @param {import("./places.js").Places} places
 * @param {import("./row_index.js").Dates} dates
 * @returns {AnchorSum[]}
 */
export function sumsByAnchor({ incidents, anchorOf, anchored, style }, dates) {
  const sums = new Map();
  anchored.active(dates).each((row) => {
    const name = sumKey(anchorOf[row], incidents.kind[row]);
    let sum = sums.get(name);
    if (sum === undefined) {
      const types = new Int32Array(style.types.length);
      sum = { anchor: anchorOf[row], kind: incidents.kind[row], count: 0, low: 0, high: 0, unknown: 0, row, types };
      sums.set(name, sum);
    }
    addTo(sum, incidents, row);
  });
  return [...sums.values()];
}

/**
 * Return what names a sum: there is one for each anchor and kind.
 * @param {number} anchor
 * @param {number} kind
 */
export function sumKey(anchor, kind) {
  return anchor * KINDS + kind;
}

/**
 * Return what a label says.
 * @param {import("./places.js").Places} places
 * @param {AnchorSum} sum
 * @param {boolean} short
 */
export function badgeText({ incidents, style }, sum, short) {
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

/** @param {AnchorSum} sum */
function sumSign({ low, high, unknown, count }) {
  if (unknown === count) return "?";
  const open = high === null || unknown > 0;
  return open ? `${numberWords(low)}+` : low === high ? numberWords(low) : `${numberWords(low)}–${numberWords(high)}`;
}

/**
 * @param {AnchorSum} sum
 * @param {Incidents} incidents
 * @param {number} row
 */
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

/**
 * The type that occurs most often.
 * @param {ArrayLike<number>} types
 */
export function commonest(types) {
  let best = 0;
  for (let type = 1; type < types.length; type++) if (types[type] > types[best]) best = type;
  return best;
}
