// The panel beside the map: the list of everything in the window, what lies under a click, and the
// details of one row. Text of reports is only ever set as text.

import { detailsOf } from "./details_view.js";
import { element } from "./dom.js";
import { GEOMETRY, KIND, MISSING } from "./incidents.js";
import { LEAST_RADIUS } from "./symbols.js";
import { capitalized, countOf, countWords, degreesOf, numberWords, periodWords } from "./words.js";

/**
 * @import { Incidents } from "./incidents.js"
 * @import { Dates } from "./row_index.js"
 */

const PAGE_ROWS = 60;

export class Panel {
  /**
   * @param {HTMLElement} root
   * @param {import("./page.js").Page} page
   * @param {{select: (row: number|null) => void, hover: (rows: number[]) => void, opened: () => void}} host
   */
  constructor(root, page, host) {
    this.root = root;
    this.page = page;
    this.host = host;
    /** @type {number[]|null} rows under the last click, when there were several */
    this.hits = null;
    this.selected = null;
    this.limit = PAGE_ROWS;
    this.dates = null;
    this.body = element("div", { class: "body", tabindex: "-1" });
    this.heading = element("h2", { tabindex: "-1" });
    this.back = element(
      "button",
      { type: "button", class: "back", click: () => this.#goBack() },
      "All in this period",
    );
    const close = element("button", {
      type: "button",
      class: "close",
      "aria-label": "Close the list",
      title: "Close",
      click: () => this.close(),
    });
    root.replaceChildren(element("div", { class: "head" }, this.back, this.heading, close), this.body);
    root.addEventListener("keydown", (event) => this.#onArrow(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.#leave();
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  open() {
    if (this.isOpen) return;
    this.root.hidden = false;
    this.host.opened();
  }

  close() {
    if (this.selected !== null) this.host.select(null);
    this.root.hidden = true;
    this.host.opened();
  }

  /**
   * Show what overlaps a window of dates, unless a person is reading about one row.
   * @param {Dates} dates
   */
  showDates(dates) {
    this.dates = dates;
    this.limit = PAGE_ROWS;
    if (this.selected === null && this.hits === null) this.#showList();
  }

  /**
   * Offer the rows that lie under a click.
   * @param {number[]} rows
   */
  showHits(rows) {
    this.hits = rows;
    this.selected = null;
    this.open();
    const { incidents } = this.page;
    this.#title(`${numberWords(rows.reduce((sum, row) => sum + incidents.count(row), 0))} here`, true);
    this.body.replaceChildren(this.#items(rows, rows.length));
  }

  /**
   * Show the details of a row, or the list again.
   * @param {number|null} row
   * @param {{quietly?: boolean}} [how] quietly leaves a closed panel closed
   */
  async showRow(row, { quietly = false } = {}) {
    const before = this.selected;
    const focused = this.root.contains(document.activeElement);
    this.selected = row;
    if (row === null) {
      if (this.hits !== null) this.showHits(this.hits);
      else this.#showList();
      if (focused) this.#focusItem(before);
      return;
    }
    if (!quietly) this.open();
    const details = await this.page.details.row(row);
    if (this.selected !== row) return;
    this.#title(this.#name(row), true);
    this.body.replaceChildren(detailsOf(this.page, row, details));
    this.body.scrollTop = 0;
    if (focused) this.heading.focus();
  }

  /**
   * Go on in the list where somebody left it.
   * @param {number|null} row
   */
  #focusItem(row) {
    const item = this.body.querySelector(`button[data-row="${row}"]`);
    /** @type {HTMLElement} */ (item ?? this.heading).focus();
  }

  #goBack() {
    if (this.selected === null) {
      this.hits = null;
      this.#showList();
    } else this.host.select(null);
  }

  /**
   * @param {string} words
   * @param {boolean} back
   */
  #title(words, back) {
    this.heading.textContent = words;
    this.back.hidden = !back;
    this.back.textContent = this.hits !== null && this.selected !== null ? "All here" : "All in this period";
  }

  /** @param {number} row */
  #name(row) {
    const { incidents, style } = this.page;
    const kind = incidents.kind[row];
    const count = incidents.count(row);
    const name = kind === KIND.INCIDENT ? style.types[incidents.type[row]].name : capitalized(style.kinds[kind].names[0]);
    return count === 1 ? name : `${name}: ${countOf(count, style.kinds[kind].names)}`;
  }

  #showList() {
    if (this.dates === null) return;
    const { incidents } = this.page;
    const active = incidents.all.active(this.dates);
    const { rows: entries } = this.page.tallies.counts(this.dates);
    this.#title(countOf(entries, ["entry in this period", "entries in this period"]), false);
    const rows = [];
    for (let i = 0; i < Math.min(active.length, this.limit); i++) rows.push(active.at(i));
    this.body.replaceChildren(this.#items(rows, active.length));
  }

  /**
   * The list of rows in groups: on the map, without a place, without a date.
   * @param {number[]} rows
   * @param {number} total
   */
  #items(rows, total) {
    const { incidents } = this.page;
    /**
     * @param {string} name
     * @param {(row: number) => boolean} test
     */
    const group = (name, test) => {
      const chosen = rows.filter(test);
      if (chosen.length === 0) return [];
      const items = chosen.map((row) => element("li", {}, this.#item(row)));
      return [element("h3", {}, name), element("ul", {}, ...items)];
    };
    /** @param {number} row */
    const placed = (row) => incidents.geometry[row] !== GEOMETRY.NONE;
    const more = element(
      "button",
      { type: "button", class: "more", click: () => this.#showMore() },
      `Show ${numberWords(Math.min(PAGE_ROWS, total - rows.length))} more`,
    );
    /** @type {HTMLElement[]} */
    const content = [
      ...group("On the map", (row) => incidents.isDated(row) && placed(row)),
      ...group("Without a place", (row) => incidents.isDated(row) && !placed(row)),
      ...group("Without a date", (row) => !incidents.isDated(row)),
    ];
    if (content.length === 0) content.push(element("p", { class: "empty" }, this.#emptyWords()));
    if (total > rows.length) content.push(more);
    return element("div", { class: "list" }, ...content);
  }

  #emptyWords() {
    const { all } = this.page.incidents;
    if (all.rows.length === 0) return "Nothing is left by the filters. Clear some of them to see more.";
    return "Nothing in this period. Move the slider below, or choose “All dates”.";
  }

  #showMore() {
    this.limit += PAGE_ROWS;
    const { scrollTop } = this.body;
    this.#showList();
    this.body.scrollTop = scrollTop;
  }

  /** @param {number} row */
  #item(row) {
    const { incidents } = this.page;
    return element(
      "button",
      {
        type: "button",
        class: "item",
        "data-row": row,
        click: () => this.host.select(row),
        mouseenter: () => this.host.hover([row]),
        mouseleave: () => this.host.hover([]),
        focus: () => this.host.hover([row]),
        blur: () => this.host.hover([]),
      },
      this.#icon(row),
      element(
        "span",
        { class: "words" },
        element("strong", {}, this.#name(row), ...sampleTag(incidents, row)),
        element("span", { class: "where" }, this.#where(row)),
        element("span", { class: "when" }, this.#when(row)),
        this.#deaths(row),
      ),
    );
  }

  /** @param {number} row */
  #where(row) {
    const { incidents } = this.page;
    const name = incidents.placeName(row) || incidents.speakerName(row);
    if (name || incidents.size === null || incidents.geometry[row] === GEOMETRY.NONE) return name || "place not stated";
    return `around ${degreesOf(incidents.x[row], incidents.y[row])}`;
  }

  /** @param {number} row */
  #when(row) {
    const { incidents, style } = this.page;
    if (!incidents.isDated(row)) return "no date";
    return periodWords(incidents.start[row], incidents.end[row], style.datePrecisions[incidents.datePrecision[row]]);
  }

  /** @param {number} row */
  #deaths(row) {
    const { incidents, style } = this.page;
    const kind = incidents.kind[row];
    if (kind === KIND.TALKS && incidents.outcome[row] > 0) {
      return element("span", { class: "count" }, style.outcomes[incidents.outcome[row]].name);
    }
    if (kind !== KIND.INCIDENT && kind !== KIND.TOLL) return null;
    const words = countWords(incidents.killedLow[row], incidents.killedBest[row], incidents.killedHigh[row]);
    return element("span", { class: "count" }, words === "not stated" ? "deaths not stated" : `${words} killed`);
  }

  /** @param {number} row */
  #icon(row) {
    const { incidents } = this.page;
    const kind = incidents.kind[row];
    return this.page.symbols.picture({
      kind,
      type: incidents.type[row],
      outcome: incidents.outcome[row],
      radius: LEAST_RADIUS + 1.5,
      unknown: kind === KIND.INCIDENT && incidents.deaths(row) === MISSING,
      unsure: kind === KIND.INCIDENT && incidents.unsure[row] === 1,
    });
  }

  /** One step out: from details to the list, from the list to the map. */
  #leave() {
    if (this.selected !== null || this.hits !== null) this.#goBack();
    else this.close();
  }

  /** @param {KeyboardEvent} event */
  #onArrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const items = [.../** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll("button.item"))];
    const at = items.findIndex((item) => item === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    items[at + step]?.focus();
  }
}

/**
 * Marks a row that comes with the program and tells of nothing that somebody loaded.
 * @param {Incidents} incidents
 * @param {number} row
 */
function sampleTag(incidents, row) {
  return incidents.sample[row] === 1 ? [element("span", { class: "tag" }, "sample")] : [];
}
