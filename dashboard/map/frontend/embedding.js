// What other pages and tests may do with the map: window.incidentMap, and messages when the page
// runs inside a frame.

import { dayOfIso, isoDay } from "./words.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {"select"|"dates"} EventName
 * @typedef {(value: unknown) => void} Listener
 */

/** Where the page says what happens on it. */
export class Channel {
  constructor() {
    /** @type {Map<string, Set<Listener>>} */
    this.listeners = new Map([
      ["select", new Set()],
      ["dates", new Set()],
    ]);
  }

  /**
   * Call back when an incident is selected (with its id or null) or dates have been chosen.
   * @param {EventName} name
   * @param {Listener} listener
   * @returns {() => void} stops it
   */
  on(name, listener) {
    const listeners = this.listeners.get(name);
    if (listeners === undefined) throw new TypeError(`no such event: ${name}`);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /**
   * Tell listeners on this page, and the page around it.
   * @param {EventName} name
   * @param {Record<string, unknown>} message
   */
  tell(name, message) {
    const value = name === "select" ? message.incident_id : message;
    for (const listener of this.listeners.get(name) ?? []) listener(value);
    this.post(name, message);
  }

  /**
   * Send a message to the page around this one.
   * @param {string} name
   * @param {Record<string, unknown>} message
   */
  post(name, message) {
    // The parent's origin is not known: a page opened from disk or served anywhere may hold us.
    if (window.parent !== window) window.parent.postMessage({ type: `incidentmap:${name}`, ...message }, "*");
  }
}

export class Embedding {
  /**
   * @param {Channel} channel
   * @param {Promise<Page>} opened
   */
  constructor(channel, opened) {
    this.channel = channel;
    this.opened = opened;
    /** The page once it is open. @type {Page|null} */
    this.page = null;
    this.ready = opened.then((page) => {
      this.page = page;
    });
  }

  /** Offer the interface. */
  publish() {
    const { channel, ready } = this;
    const api = {
      ready,
      // The page around this one is told, as when a person moves the slider, so that both agree.
      /** @param {string} from @param {string} to */
      setDates: (from, to) => this.setDates(from, to, { tell: true }),
      counts: () => this.counts(),
      /** @param {string|null} id */
      select: (id) => this.select(id),
      /** @param {EventName} name @param {Listener} listener */
      on: (name, listener) => channel.on(name, listener),
    };
    Object.defineProperty(window, "incidentMap", { value: Object.freeze(api) });
    window.addEventListener("message", (event) => this.#hear(event));
    ready.then(
      () => channel.post("ready", {}),
      () => channel.post("failed", {}),
    );
  }

  /**
   * Show the rows of a window of dates; undated rows show when it holds all dates.
   * @param {string} from ISO date
   * @param {string} to ISO date
   * @param {{tell?: boolean, undated?: boolean}} [how] `tell`: pass the dates on to listeners and the
   *   page around; `undated`: whether rows without a date may show
   * @returns {Promise<{shown: number, killed: number}>} after the redraw
   */
  async setDates(from, to, { tell = false, undated = true } = {}) {
    const page = await this.opened;
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    if (first === null || last === null) throw new TypeError("setDates takes two dates as YYYY-MM-DD");
    if (first > last) throw new RangeError(`setDates: ${from} comes after ${to}`);
    page.showDates(page.incidents.dates(first, last, undated));
    await page.painted();
    if (tell) this.channel.tell("dates", { from: isoDay(page.dates.from), to: isoDay(page.dates.to) });
    const { shown, killed_low: killed } = figuresOf(page);
    return { shown, killed };
  }

  /** The figures of the window that shows. */
  counts() {
    if (this.page === null) throw new Error("not loaded yet: wait for incidentMap.ready");
    return figuresOf(this.page);
  }

  /**
   * Select an incident and show its details; null selects none.
   * @param {unknown} id
   * @param {{silent?: boolean}} [how]
   * @returns {Promise<boolean>} whether the page has it
   */
  async select(id, how = {}) {
    const page = await this.opened;
    const row = id === null ? null : await page.details.rowOf(String(id));
    if (id !== null && row === null) return false;
    if (row !== page.selected) await page.select(row, how);
    return true;
  }

  /** @param {MessageEvent} message anything that another window has sent */
  async #hear({ source, data }) {
    if (source !== window.parent || window.parent === window) return;
    if (typeof data !== "object" || data === null) return;
    const page = await this.opened;
    if (data.type === "incidentmap:setDates") await this.#tryDates(data);
    else if (data.type === "incidentmap:setRows") await this.#tryRows(page, data.rows);
    else if (data.type === "incidentmap:select") await this.select(data.incident_id ?? null, { silent: true });
    else if (data.type === "incidentmap:setView" && isView(data)) {
      page.map.setView(data.center, data.zoom, { animate: false });
    } else if (data.type === "incidentmap:setBoundaries") page.drawBoundaries(String(data.profile));
    else if (data.type === "incidentmap:setTheme") page.setTheme(data.theme === "dark");
  }

  /**
   * @param {Page} page
   * @param {unknown} rows bits of the rows to show, in an ArrayBuffer, or null for all
   */
  async #tryRows(page, rows) {
    const bits = rows instanceof ArrayBuffer ? new Uint8Array(rows) : null;
    if (bits !== null && bits.length !== Math.ceil(page.incidents.length / 8)) return;
    if (bits !== null || page.incidents.chosen !== null) {
      page.choose(bits);
      await page.painted();
    }
    this.channel.post("rows", { shown: page.incidents.all.rows.length });
  }

  /** @param {{from?: unknown, to?: unknown, undated?: unknown}} asked */
  async #tryDates({ from, to, undated }) {
    const [first, last] = [dayOfIso(from), dayOfIso(to)];
    if (first === null || last === null || first > last) return;
    await this.setDates(String(from), String(to), { undated: undated !== false });
  }
}

/** @param {Page} page */
function figuresOf({ dates, incidents, tallies }) {
  const days = incidents.dated > 0 ? { from: isoDay(dates.from), to: isoDay(dates.to) } : { from: null, to: null };
  return { ...tallies.counts(dates), ...days };
}

/**
 * @param {{center: unknown, zoom: unknown}} message
 * @returns {message is {center: L.LatLngPair, zoom: number}}
 */
function isView({ center, zoom }) {
  return Array.isArray(center) && center.length === 2 && [...center, zoom].every(Number.isFinite);
}
