// What other pages and tests may do with the map: window.incidentMap, and messages when the page
// runs inside a frame.

import { dayOfIso, isoDay } from "./words.js";

export class Embedding {
  constructor() {
    /** @type {Map<string, Set<(value: any) => void>>} */
    this.listeners = new Map([
      ["select", new Set()],
      ["dates", new Set()],
    ]);
  }

  /**
   * Offer the interface.
   * @param {any} page
   * @param {Promise<void>} ready
   */
  publish(page, ready) {
    this.page = page;
    this.ready = ready;
    const api = {
      ready,
      // The page around this one is told, as when a person moves the slider, so that both agree.
      setDates: (from, to) => this.setDates(from, to, { tell: true }),
      counts: () => this.counts(),
      select: (id) => this.select(id),
      on: (name, listener) => this.on(name, listener),
    };
    Object.defineProperty(window, "incidentMap", { value: Object.freeze(api) });
    window.addEventListener("message", (event) => this.#hear(event));
    ready.then(
      () => this.post("ready", {}),
      () => this.post("failed", {}),
    );
  }

  /**
   * Show the rows of a window of dates; undated rows show when it holds all dates.
   * @param {string} from ISO date
   * @param {string} to ISO date
   * @param {{tell?: boolean}} [how] `tell`: pass the dates on to listeners and the page around
   * @returns {Promise<{shown: number, killed: number}>} after the redraw
   */
  async setDates(from, to, { tell = false } = {}) {
    await this.ready;
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    if (first === null || last === null) throw new TypeError("setDates takes two dates as YYYY-MM-DD");
    if (first > last) throw new RangeError(`setDates: ${from} comes after ${to}`);
    const { page } = this;
    page.showDates(page.incidents.dates(first, last));
    await page.painted();
    if (tell) this.tell("dates", { from: isoDay(page.dates.from), to: isoDay(page.dates.to) });
    const { shown, killed_low: killed } = this.counts();
    return { shown, killed };
  }

  /** The figures of the window that shows. */
  counts() {
    const { page } = this;
    if (page?.dates === undefined) throw new Error("not loaded yet: wait for incidentMap.ready");
    const { dates, incidents } = page;
    const days = incidents.dated > 0 ? { from: isoDay(dates.from), to: isoDay(dates.to) } : { from: null, to: null };
    return { ...page.tallies.counts(dates), ...days };
  }

  /**
   * Select an incident and show its details; null selects none.
   * @param {string|null} id
   * @returns {Promise<boolean>} whether the page has it
   */
  async select(id, how = {}) {
    await this.ready;
    const row = id === null ? null : await this.page.details.rowOf(String(id));
    if (id !== null && row === null) return false;
    if (row !== this.page.selected) await this.page.select(row, how);
    return true;
  }

  /**
   * Call back when an incident is selected (with its id or null) or dates have been chosen.
   * @param {"select"|"dates"} name
   * @param {(value: any) => void} listener
   * @returns {() => void} stops it
   */
  on(name, listener) {
    const listeners = this.listeners.get(name);
    if (listeners === undefined) throw new TypeError(`no such event: ${name}`);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Tell listeners on this page, and the page around it. */
  tell(name, message) {
    const value = name === "select" ? message.incident_id : message;
    for (const listener of this.listeners.get(name) ?? []) listener(value);
    this.post(name, message);
  }

  /** Send a message to the page around this one. */
  post(name, message) {
    // The parent's origin is not known: a page opened from disk or served anywhere may hold us.
    if (window.parent !== window) window.parent.postMessage({ type: `incidentmap:${name}`, ...message }, "*");
  }

  async #hear({ source, data }) {
    if (source !== window.parent || window.parent === window) return;
    if (typeof data !== "object" || data === null) return;
    const { page } = this;
    await this.ready;
    if (data.type === "incidentmap:setDates") await this.#tryDates(data.from, data.to);
    else if (data.type === "incidentmap:setRows") await this.#tryRows(data.rows);
    else if (data.type === "incidentmap:select") await this.select(data.incident_id ?? null, { silent: true });
    else if (data.type === "incidentmap:setView" && isView(data)) {
      page.map.setView(data.center, data.zoom, { animate: false });
    } else if (data.type === "incidentmap:setBoundaries") page.drawBoundaries(String(data.profile));
    else if (data.type === "incidentmap:setTheme") page.setTheme(data.theme === "dark");
  }

  /** @param {unknown} rows bits of the rows to show, in an ArrayBuffer, or null for all */
  async #tryRows(rows) {
    const { page } = this;
    const bits = rows instanceof ArrayBuffer ? new Uint8Array(rows) : null;
    if (bits !== null && bits.length !== Math.ceil(page.incidents.length / 8)) return;
    if (bits !== null || page.incidents.chosen !== null) {
      page.choose(bits);
      await page.painted();
    }
    this.post("rows", { shown: page.incidents.all.rows.length });
  }

  async #tryDates(from, to) {
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    if (first !== null && last !== null && first <= last) await this.setDates(from, to);
  }
}

function isView({ center, zoom }) {
  return Array.isArray(center) && center.length === 2 && [...center, zoom].every(Number.isFinite);
}
