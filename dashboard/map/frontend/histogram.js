// Deaths and incidents by date behind the slider, and the ticks below it.

import { faded } from "./glyphs.js";
import { fontOf, shortNumber } from "./symbols.js";
import { calendar } from "./words.js";

const BIN_PIXELS = 4;
const TICK_PIXELS = 62;
/** How long bins are: about so many days, and what they follow, days or months of the calendar. */
const STEPS = [
  { name: "day", about: 1, days: 1 },
  { name: "week", about: 7, days: 7 },
  { name: "month", about: 30, months: 1 },
  { name: "quarter", about: 91, months: 3 },
  { name: "year", about: 365, months: 12 },
  { name: "decade", about: 3652, months: 120 },
  { name: "century", about: 36_525, months: 1200 },
];
/** 1970 began on a Thursday; weeks begin on Monday. */
const FROM_MONDAY = 3;
const DAY_MS = 86_400_000;

/**
 * Return the bins over a span of days, and what they are: days, weeks, months of the calendar, …
 * @param {import("./tallies.js").Tallies} tallies
 * @param {number} first
 * @param {number} last
 * @param {number} width in pixels
 */
export function binsOf(tallies, first, last, width) {
  const span = last - first + 1;
  const most = Math.max(1, Math.floor(width / BIN_PIXELS));
  const step = STEPS.find(({ about }) => span / about <= most) ?? lengthOf(Math.ceil(span / most));
  const bins = [];
  for (let from = first; from <= last; ) {
    const to = Math.min(nextStart(from, step) - 1, last);
    bins.push({
      from,
      to,
      killed: tallies.starting("killed_low", from, to),
      incidents: tallies.starting("incidents", from, to),
    });
    from = to + 1;
  }
  return { name: step.name, bins };
}

/** @param {number} days */
function lengthOf(days) {
  return { name: `${days} days`, about: days, days };
}

/**
 * Return the day on which the bin after that of a day begins.
 * @param {number} day
 * @param {{days?: number, months?: number}} step
 */
function nextStart(day, { days = 1, months }) {
  if (months === undefined) return day + days - (days === 7 ? modulo(day + FROM_MONDAY, days) : 0);
  const [year, month] = calendar(day);
  const begins = Math.floor((year * 12 + month) / months + 1) * months;
  // Years before 100 are none of the last century only where they are set by themselves.
  return new Date(0).setUTCFullYear(Math.floor(begins / 12), modulo(begins, 12), 1) / DAY_MS;
}

/**
 * @param {number} value
 * @param {number} size
 */
function modulo(value, size) {
  return ((value % size) + size) % size;
}

/**
 * Paint bars for deaths, and below them dots for incidents.
 * @param {CanvasRenderingContext2D} ctx
 * @param {ReturnType<typeof binsOf>} histogram
 * @param {{first: number, last: number, from: number, to: number, width: number, height: number}} frame
 * @param {import("./symbols.js").Theme} theme
 */
export function paintHistogram(ctx, { bins }, frame, theme) {
  const { first, last, from, to, width, height } = frame;
  /** @param {number} day */
  const at = (day) => ((day - first) / (last - first + 1)) * width;
  const most = bins.reduce((highest, bin) => Math.max(highest, bin.killed), 0);
  const base = height - 7;
  ctx.clearRect(0, 0, width, height);
  for (const bin of bins) {
    const inside = bin.to >= from && bin.from <= to;
    const [left, right] = [at(bin.from), at(bin.to + 1)];
    const wide = Math.max(right - left - (right - left > 5 ? 1.5 : 0.4), 1);
    if (bin.killed > 0) {
      const high = Math.max((bin.killed / most) * (base - 12), 2);
      ctx.fillStyle = inside ? "#b3422a" : faded(theme.border, 0.55);
      ctx.fillRect(left, base - high, wide, high);
    }
    if (bin.incidents > 0) {
      ctx.fillStyle = inside ? theme.ink : faded(theme.border, 0.8);
      ctx.fillRect(left, base + 2, wide, 3);
    }
  }
  const peak = bins.find((bin) => bin.killed === most);
  if (peak === undefined || most === 0) return;
  ctx.font = fontOf(10, 400);
  ctx.textBaseline = "top";
  ctx.fillStyle = theme.country;
  const x = Math.min(Math.max((at(peak.from) + at(peak.to + 1)) / 2, 12), width - 12);
  ctx.textAlign = "center";
  ctx.fillText(shortNumber(most), x, 0);
}

/**
 * Return days to write below the slider, with their text.
 * @param {number} first
 * @param {number} last
 * @param {number} width
 * @returns {{day: number, text: string}[]}
 */
export function ticksOf(first, last, width) {
  const room = Math.max(1, Math.floor(width / TICK_PIXELS));
  const span = last - first + 1;
  const days = [1, 2, 7, 14].find((step) => span / step <= room);
  if (days !== undefined && span <= 120) return dayTicks(first, last, days);
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 30_000].find(
    (step) => span / (step * 30.44) <= room,
  );
  return monthTicks(first, last, months ?? 60_000);
}

const SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * @param {number} first
 * @param {number} last
 * @param {number} step
 */
function dayTicks(first, last, step) {
  const ticks = [];
  for (let day = first; day <= last; day += step) {
    const [, month, date] = calendar(day);
    ticks.push({ day, text: `${date} ${SHORT_MONTHS[month]}` });
  }
  return ticks;
}

/**
 * @param {number} first
 * @param {number} last
 * @param {number} step
 */
function monthTicks(first, last, step) {
  const [firstYear, firstMonth] = calendar(first);
  const ticks = [];
  const begin = Math.ceil((firstYear * 12 + firstMonth) / step) * step;
  for (let month = begin; ; month += step) {
    const [year, index] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
    const day = Math.round(new Date(0).setUTCFullYear(year, index, 1) / DAY_MS);
    if (day > last || ticks.length > 200) return ticks;
    const text = step >= 12 ? String(year) : `${SHORT_MONTHS[index]} ${year}`;
    if (day >= first) ticks.push({ day, text });
  }
}
