// Words for what the columns hold. Everything here returns plain text.

import { MISSING } from "./incidents.js";

const DAY_MS = 86_400_000;
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/**
 * A day since 1970 as its year, month (0–11) and day.
 * @param {number} day
 */
export function calendar(day) {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

/**
 * @param {number} day
 * @returns {string} 2025-10-09
 */
export function isoDay(day) {
  const [year, month, date] = calendar(day);
  /**
   * @param {number} number
   * @param {number} width
   */
  const padded = (number, width) => String(number).padStart(width, "0");
  return `${padded(year, 4)}-${padded(month + 1, 2)}-${padded(date, 2)}`;
}

/**
 * Return the day since 1970 of an ISO date, or null when it is none.
 * @param {unknown} text
 */
export function dayOfIso(text) {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || !isoDay(time / DAY_MS).startsWith(text) ? null : time / DAY_MS;
}

/**
 * @param {number} day
 * @returns {string} 9 Oct 2025
 */
export function dayWords(day) {
  const [year, month, date] = calendar(day);
  return `${date} ${MONTHS[month].slice(0, 3)} ${year}`;
}

/**
 * Return the days of a row, no more exact than they are known.
 * @param {number} start
 * @param {number} end
 * @param {string|null} [precision]
 * @returns {string} 9 Oct 2025, 25–29 Oct 2025, October 2025, 2025
 */
export function periodWords(start, end, precision) {
  const [year, month, date] = calendar(start);
  const [lastYear, lastMonth, lastDate] = calendar(end);
  const sameMonth = year === lastYear && month === lastMonth;
  if (precision === "year" && year === lastYear) return String(year);
  if (precision === "month" && sameMonth) return `${MONTHS[month]} ${year}`;
  if (start === end) return dayWords(start);
  if (sameMonth) return `${date}–${lastDate} ${MONTHS[month].slice(0, 3)} ${year}`;
  if (year === lastYear) return `${date} ${MONTHS[month].slice(0, 3)} – ${dayWords(end)}`;
  return `${dayWords(start)} – ${dayWords(end)}`;
}

/**
 * Return a date that lacks its year (EDTF), as words.
 * @param {string|null} edtf
 */
export function undatedWords(edtf) {
  const found = /^X{4}-(\d\d)(?:-(\d\d))?$/.exec(edtf ?? "");
  if (found === null) return edtf || "no date";
  const month = MONTHS[Number(found[1]) - 1] ?? found[1];
  return `${found[2] ? `${Number(found[2])} ` : ""}${month}, year not known`;
}

/**
 * @param {number} value
 * @returns {string} 1,234
 */
export function numberWords(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/**
 * Return an estimate in words; MISSING stands for what is not stated.
 * @param {number} low
 * @param {number} best
 * @param {number} high
 * @returns {string} 30, 24–40, 70 or more, about 20, up to 20, none, not stated
 */
export function countWords(low, best, high) {
  if (high === MISSING) {
    if (low === MISSING) return best === MISSING ? "not stated" : `about ${numberWords(best)}`;
    return `${numberWords(low)} or more`;
  }
  if (low === high) return high === 0 ? "none" : numberWords(high);
  return low > 0 ? `${numberWords(low)}–${numberWords(high)}` : `up to ${numberWords(high)}`;
}

/**
 * Return an estimate as short as a label needs.
 * @param {number} low
 * @param {number} best
 * @param {number} high
 * @returns {string} 30, 24–40, 70+, ~20, ≤20, ?
 */
export function countSign(low, best, high) {
  return countWords(low, best, high)
    .replace("not stated", "?")
    .replace("none", "0")
    .replace(" or more", "+")
    .replace("about ", "~")
    .replace("up to ", "≤");
}

/**
 * Return a sum whose upper end may be open.
 * @param {number} low
 * @param {number|null} high
 */
export function sumWords(low, high) {
  if (high === null) return `${numberWords(low)}+`;
  return low === high ? numberWords(low) : `${numberWords(low)}–${numberWords(high)}`;
}

/** @type {Record<string, string|undefined>} */
const HEDGES = {
  at_least: "at least #",
  more_than: "more than #",
  up_to: "up to ^",
  fewer_than: "at most ^",
  about: "about #",
  several: "several (# or more)",
  dozens: "dozens (# or more)",
  scores: "scores (# or more)",
  hundreds: "hundreds (# or more)",
  thousands: "thousands (# or more)",
};

/**
 * Return what a claim counts, hedged as its source hedges it; "" when it counts nothing.
 * @param {{measure: string, low: number|null, high: number|null, qualifier: string|null, group: string|null}} claim
 * @returns {string} more than 70 people killed
 */
export function claimWords({ measure, low, high, qualifier, group }) {
  if (measure === "event") return "";
  const number = hedged(low ?? MISSING, high ?? MISSING, HEDGES[qualifier ?? ""]);
  return [number, group, measure].filter(Boolean).join(" ");
}

/**
 * @param {number} low
 * @param {number} high
 * @param {string|undefined} pattern
 */
function hedged(low, high, pattern) {
  if (low === MISSING && high === MISSING) return "an unknown number";
  const value = pattern?.includes("^") ? high : low;
  if (pattern === undefined || value === MISSING) return countWords(low, MISSING, high);
  return pattern.replace(/[#^]/, numberWords(value));
}

/**
 * @param {number} count
 * @param {[string, string]} names
 * @returns {string} "1 incident", "2 incidents"
 */
export function countOf(count, [one, many]) {
  return `${numberWords(count)} ${count === 1 ? one : many}`;
}

/**
 * Return a term of a closed list as words: air_strike as "air strike".
 * @param {string|null} term
 */
export function termWords(term) {
  return (term ?? "").replaceAll("_", " ");
}

/** @param {string} words */
export function capitalized(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Return a place in world units as a person writes coordinates.
 * @param {number} x
 * @param {number} y
 */
export function degreesOf(x, y) {
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  const longitude = ((((x % 1) + 1) % 1) - 0.5) * 360;
  /**
   * @param {number} value
   * @param {[string, string]} names
   */
  const side = (value, [more, less]) => `${Math.abs(value).toFixed(1)}° ${value < 0 ? less : more}`;
  return `${side(latitude, ["N", "S"])}, ${side(longitude, ["E", "W"])}`;
}
