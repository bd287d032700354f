// Incidents for the tests, as the page holds them, without packing.

import { Incidents } from "../../../../dashboard/map/frontend/incidents.js";

const STEP = 2 ** -24;

/** Whole steps, folded as Python folds them; none is below zero here. */
function steps(coordinate) {
  return Math.round((coordinate ?? 0) / STEP) * 2;
}

/**
 * Return incidents from plain rows, in the order that Python packs them.
 * @param {any[]} rows
 */
export function madeIncidents(rows) {
  const dated = rows.filter((row) => row.start !== undefined).sort((a, b) => a.start - b.start);
  const sorted = [...dated, ...rows.filter((row) => row.start === undefined)];
  const column = (pick) => Int32Array.from(sorted, pick);
  const count = (name) => column((row) => (row[name] === undefined ? 0 : row[name] + 1));
  const beyond = (name, low) =>
    column((row) => (row[name] === undefined ? 0 : row[name] - Math.max(row[low] ?? 0, 0) + 1));
  const first = dated[0]?.start ?? null;
  const columns = {
    start_steps: Int32Array.from(dated, (row, i) => row.start - (i === 0 ? first : dated[i - 1].start)),
    length: Int32Array.from(dated, (row) => (row.end ?? row.start) - row.start),
    kind: column((row) => row.kind ?? 0),
    type: column((row) => row.type ?? 0),
    outcome: column(() => 0),
    date_precision: column(() => 1),
    precision: column(() => 1),
    geometry: column((row) => row.geometry ?? (row.x === undefined ? 0 : 1)),
    radius: column(() => 0),
    place_steps: column(() => 0),
    speaker: column(() => 0),
    sample: column(() => 0),
    unsure: column(() => 0),
    x: column((row) => steps(row.x)),
    y: column((row) => steps(row.y)),
    place_x: Uint32Array.of(0),
    place_y: Uint32Array.of(0),
    killed_low: count("low"),
    killed_best: beyond("best", "low"),
    killed_high: beyond("high", "low"),
    wounded_low: column(() => 0),
    wounded_best: column(() => 0),
    wounded_high: column(() => 0),
  };
  const meta = {
    rows: sorted.length,
    dated: dated.length,
    first_day: first,
    last_day: dated.length === 0 ? null : Math.max(...dated.map((row) => row.end ?? row.start)),
    origin: [0, 0],
    step: STEP,
  };
  return { incidents: new Incidents(meta, columns, []), rows: sorted };
}

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows of every sort. */
export function randomRows(count, seed, { days = 60, first = -30000 } = {}) {
  const next = chance(seed);
  const pick = (values) => values[Math.floor(next() * values.length)];
  return Array.from({ length: count }, () => {
    const start = next() < 0.1 ? undefined : first + Math.floor(next() * days);
    const low = pick([undefined, 0, 3, 40]);
    return {
      start,
      end: start === undefined ? undefined : start + pick([0, 0, 0, 2, 30]),
      kind: pick([0, 0, 0, 1, 2, 3]),
      type: pick([0, 1, 2]),
      low,
      best: low,
      high: pick([undefined, low === undefined ? 9 : low + 5]),
      x: next() < 0.2 ? undefined : next(),
      y: next(),
    };
  });
}
