// How a window of days moves: by steps of the calendar, and while it plays.

import { clamp } from "./incidents.js";
import { calendar } from "./words.js";

/** Playing from end to end takes about this long, unless days are few. */
const PLAY_MS = 12_000;
const TICK_MS = 120;
const SLOWEST_TICK_MS = 800;
/** Slower, and without sliding, for people who asked for less motion. */
const CALM_TICK_MS = 1000;
const DAY_MS = 86_400_000;

/**
 * All days there are, and the window of them that shows; both ends are included.
 * @typedef {{first: number, last: number, from: number, to: number}} Window
 * @typedef {"day"|"week"|"month"|"year"} Unit
 */

/**
 * Return the window a step on or back; from all dates, begin with the first or last step's length.
 * @param {Window} window
 * @param {Unit} unit
 * @param {number} direction 1 or -1
 * @param {boolean} isCumulative whether only the last day moves
 * @returns {[number, number]} its first and last day
 */
export function stepped({ first, last, from, to }, unit, direction, isCumulative) {
  if (isCumulative) {
    const whole = to === last && direction > 0;
    const end = whole ? addUnits(first, unit, 1) - 1 : addUnits(to + 1, unit, direction) - 1;
    return [first, Math.max(end, first)];
  }
  if (from === first && to === last) {
    if (direction > 0) return [first, Math.min(addUnits(first, unit, 1) - 1, last)];
    return [Math.max(addUnits(last, unit, -1) + 1, first), last];
  }
  const units = wholeUnits(from, to, unit);
  const begin = addUnits(from, unit, direction);
  if (units === 0 || begin < first) return shifted({ first, last, from, to }, begin - from);
  // Months differ in length: after January comes February, not 31 days.
  const end = addUnits(begin, unit, units) - 1;
  return end > last ? shifted({ first, last, from, to }, begin - from) : [begin, end];
}

/**
 * Return how many units a window holds where it begins and ends with one; else 0.
 * @param {number} from
 * @param {number} to
 * @param {Unit} unit
 */
function wholeUnits(from, to, unit) {
  let units = 1;
  while (addUnits(from, unit, units) <= to) units++;
  return addUnits(from, unit, units) === to + 1 ? units : 0;
}

/**
 * Return the window moved by days, as far as there are any, without changing its length.
 * @param {Window} window
 * @param {number} days
 * @returns {[number, number]} its first and last day
 */
export function shifted({ first, last, from, to }, days) {
  const moved = clamp(days, first - from, last - to);
  return [from + moved, to + moved];
}

/**
 * Return the last day of the window with which playing begins anew.
 * @param {Window} window that shows the last day
 * @param {Unit} unit
 * @param {boolean} isCumulative
 */
export function firstPlayed({ first, last, from, to }, unit, isCumulative) {
  if (isCumulative) return first;
  const end = from === first ? addUnits(first, unit, 1) - 1 : first + to - from;
  return Math.min(end, last);
}

/**
 * Return how often a window moves while it plays, and by how many days.
 * @param {number} span how many days there are
 * @param {number} speed against the usual
 * @param {boolean} isCalm whether a person asked for less motion
 * @returns {{tick: number, days: number}} tick in milliseconds
 */
export function pace(span, speed, isCalm) {
  const length = PLAY_MS / speed;
  const tick = isCalm ? CALM_TICK_MS : clamp(length / span, TICK_MS, SLOWEST_TICK_MS);
  return { tick, days: Math.max(1, Math.round(span / (length / tick))) };
}

/**
 * Return the length of a step that suits so many days.
 * @param {number} span
 * @returns {Unit}
 */
export function unitFor(span) {
  if (span > 1500) return "year";
  if (span > 120) return "month";
  return span > 60 ? "week" : "day";
}

/**
 * Return a day moved by days, weeks, calendar months or years.
 * @param {number} day
 * @param {Unit} unit
 * @param {number} count
 */
export function addUnits(day, unit, count) {
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const [year, month, date] = calendar(day);
  const months = year * 12 + month + (unit === "year" ? 12 : 1) * count;
  const last = new Date(0);
  last.setUTCFullYear(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 0);
  const length = last.getUTCDate();
  return Math.round(last.getTime() / DAY_MS) - length + Math.min(date, length);
}
