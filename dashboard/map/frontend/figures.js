// The figures of the window of dates. Tolls stand apart: they are never part of a sum.

import { element } from "./dom.js";
import { KIND } from "./incidents.js";
import { countOf, countWords, numberWords, periodWords, sumWords } from "./words.js";

/**
 * @import { Incidents } from "./incidents.js"
 * @import { Dates } from "./row_index.js"
 * @import { Counts } from "./tallies.js"
 */

/** More tolls than this are summed up in one line: on a telephone they would hide the map. */
const TOLLS_SHOWN = { narrow: 1, wide: 3 };
/** As `page.css` has it, in pixels. */
const NARROW = 560;

// What is shown takes the same room for every window: the map must not change size while dates
// are dragged. Tolls lie over the map for that reason.

/**
 * A toll: how many of its dead incidents in its period and area account for, and how many not.
 * @typedef {{row: number, accounted: number, missing: number|null}} Toll
 */

export class Figures {
  /**
   * @param {{figures: HTMLElement, tolls: HTMLElement}} roots
   * @param {import("./incidents.js").Incidents} incidents
   * @param {Toll[]} tolls
   * @param {import("./symbols.js").Style} style
   * @param {(row: number) => void} select
   */
  constructor(roots, incidents, tolls, style, select) {
    this.roots = roots;
    this.incidents = incidents;
    this.tolls = tolls;
    this.style = style;
    this.select = select;
    this.choose();
  }

  /** Follow a choice of rows. */
  choose() {
    const { all, kind } = this.incidents;
    this.hasTalks = all.rows.some((row) => kind[row] === KIND.TALKS);
    this.samples = sampleNote(this.incidents);
  }

  /**
   * @param {ReturnType<import("./tallies.js").Tallies["counts"]>} counts
   * @param {import("./row_index.js").Dates} dates
   */
  show(counts, dates) {
    const figures = [
      figure("Incidents", numberWords(counts.incidents), ""),
      casualties("Killed", counts, counts.killed_low, counts.killed_high, counts.killed_unknown),
      casualties("Wounded", counts, counts.wounded_low, counts.wounded_high, counts.wounded_unknown),
    ];
    if (this.hasTalks) figures.push(figure("Talks", numberWords(counts.talks), ""));
    const notes = this.#notes(counts, dates);
    this.roots.figures.replaceChildren(
      element("dl", { class: "figures" }, ...figures),
      element("p", { class: "notes", title: notes }, notes),
    );
    this.roots.tolls.replaceChildren(...this.#tollParts(dates));
  }

  /**
   * @param {Counts} counts
   * @param {Dates} dates
   */
  #notes(counts, dates) {
    const { style } = this;
    const notes = this.samples === "" ? [] : [this.samples];
    if (counts.statements > 0) notes.push(countOf(counts.statements, style.kinds[KIND.STATEMENT].names));
    if (counts.without_place > 0) notes.push(`${numberWords(counts.without_place)} without a place`);
    if (counts.undated > 0) {
      notes.push(`${numberWords(counts.undated)} without a date${dates.full ? "" : " (hidden)"}`);
    }
    return notes.join(" · ");
  }

  /** @param {Dates} dates */
  #tollParts(dates) {
    const shown = this.activeTolls(dates);
    if (shown.length === 0) return [];
    const most = globalThis.innerWidth < NARROW ? TOLLS_SHOWN.narrow : TOLLS_SHOWN.wide;
    if (shown.length > most) {
      const words = `${countOf(shown.length, this.style.kinds[KIND.TOLL].names)}, not added to the figures: see the list`;
      return [element("p", {}, words)];
    }
    return [element("ul", {}, ...shown.map((toll) => this.#tollLine(toll)))];
  }

  /** @param {Toll} toll */
  #tollLine({ row, accounted, missing }) {
    const { incidents } = this;
    const low = incidents.killedLow[row];
    const number = countWords(low, incidents.killedBest[row], incidents.killedHigh[row]);
    const where = [incidents.placeName(row), this.#period(row)].filter(Boolean).join(", ");
    const explained =
      missing === null
        ? ""
        : `${numberWords(accounted)} accounted for by incidents, ${numberWords(missing)} not located`;
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "toll", click: () => this.select(row) },
        element("span", { class: "name" }, "Toll, not added"),
        element("strong", {}, number === "not stated" ? "no number of deaths" : `${number} reported killed`),
        element("span", {}, where),
        element("span", { class: "explained" }, explained),
      ),
    );
  }

  /** @param {number} row */
  #period(row) {
    const { incidents, style } = this;
    if (!incidents.isDated(row)) return "";
    const precision = style.datePrecisions[incidents.datePrecision[row]];
    return periodWords(incidents.start[row], incidents.end[row], precision);
  }

  /**
   * The tolls of a window.
   * @param {Dates} dates
   */
  activeTolls(dates) {
    return this.tolls.filter(({ row }) => this.incidents.has(row) && overlaps(this.incidents, row, dates));
  }
}

/**
 * @param {Incidents} incidents
 * @param {number} row
 * @param {Dates} dates
 */
function overlaps(incidents, row, dates) {
  if (!incidents.isDated(row)) return dates.full;
  return incidents.start[row] <= dates.to && incidents.end[row] >= dates.from;
}

/**
 * @param {string} name
 * @param {Counts} counts
 * @param {number} low
 * @param {number|null} high
 * @param {number} unknown
 */
function casualties(name, counts, low, high, unknown) {
  if (counts.incidents === 0) return figure(name, "0", "");
  if (unknown === counts.incidents) return figure(name, "not stated", "", "words");
  const note = unknown > 0 ? `not stated for ${numberWords(unknown)}` : "";
  return figure(name, sumWords(low, high), note);
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} note
 */
function figure(name, value, note, className = "") {
  return element(
    "div",
    {},
    element("dt", {}, name),
    element("dd", { class: `value ${className}` }, value),
    element("dd", { class: "note" }, note),
  );
}

/**
 * Says that the page shows samples that come with the program, if it does.
 * @param {Incidents} incidents
 */
function sampleNote({ sample, all }) {
  const samples = all.rows.reduce((count, row) => count + sample[row], 0);
  if (samples === 0) return "";
  return samples < all.rows.length ? "Includes sample data" : "Sample data";
}
