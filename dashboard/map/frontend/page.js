// The page: unpacks its data, puts the parts together and keeps them in step.

/* global L */

import { attribution, showBackground, tilesOffered } from "./background.js";
import { part } from "./dom.js";
import { Channel, Embedding } from "./embedding.js";
import { Figures } from "./figures.js";
import { Framing, WIDE_PIXELS } from "./framing.js";
import { showLegend } from "./legend.js";
import { unpackPage } from "./page_data.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { Places } from "./places.js";
import { followPointer } from "./pointing.js";
import { preparePrinting } from "./printing.js";
import { DateSlider } from "./slider.js";
import { Symbols } from "./symbols.js";
import { Tallies } from "./tallies.js";
import { hideTooltip } from "./tooltip.js";
import { dayOfIso, isoDay } from "./words.js";

/** The list follows when a drag rests: building it takes longer than a frame. */
const LIST_AFTER_MS = 120;

/**
 * Bring a map to life.
 * @param {L.Map} map
 */
export function start(map) {
  const channel = new Channel();
  const opened = open(map, channel);
  opened.catch(() => fail());
  new Embedding(channel, opened).publish();
}

/**
 * @param {L.Map} map
 * @param {Channel} channel
 */
async function open(map, channel) {
  const page = new Page(map, channel, await unpackPage());
  await page.painted();
  part("loading").hidden = true;
  // The first click should not wait; what fails here is told when somebody clicks.
  page.details.warm().catch(() => {});
  return page;
}

/** Say why there is no map. */
function fail() {
  part("loading").textContent = "The map could not be opened: its data are damaged. Please export the file again.";
  part("loading").hidden = false;
  part("loading").setAttribute("role", "alert");
}

export class Page {
  /**
   * @param {L.Map} map
   * @param {Channel} channel
   * @param {import("./page_data.js").PageData} data
   */
  constructor(map, channel, { head, basemap, shapes, incidents, details }) {
    this.map = map;
    this.channel = channel;
    this.style = head.style;
    this.countries = head.countries;
    this.basemap = basemap;
    this.incidents = incidents;
    this.details = details;
    /** @type {number|null} */
    this.selected = null;
    /** @type {number[]} */
    this.hovered = [];
    /** When the list is built anew. */
    this.listing = 0;
    /** What the map says of its background at its edge. */
    this.attributed = "";
    this.tiles = tilesOffered();
    this.tallies = new Tallies(incidents);
    this.places = new Places(incidents, shapes, head.style);
    this.dates = incidents.dates(dayOfIso(head.from) ?? incidents.firstDay, dayOfIso(head.to) ?? incidents.lastDay);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.setTheme(dark.matches));
    this.symbols = this.#themed(dark.matches);
    this.framing = new Framing(map, this.places, head.bounds);
    this.picture = new Picture(map, this, this, this.framing.middle);
    /** @param {number|null} row */
    const select = (row) => this.select(row);
    const roots = { figures: part("figures"), tolls: part("tolls") };
    this.figures = new Figures(roots, incidents, head.tolls, head.style, select);
    this.panel = new Panel(part("panel"), this, {
      select,
      hover: (rows) => this.hover(rows),
      opened: () => this.#panelToggled(),
    });
    this.slider = incidents.dated > 0 ? this.#makeSlider() : null;
    this.#arrange();
    this.#show();
  }

  #makeSlider() {
    return new DateSlider(part("slider"), this.incidents, this.tallies, {
      theme: () => this.symbols.theme,
      input: (from, to) => this.showDates(this.incidents.dates(from, to)),
      release: () => this.#released(),
    });
  }

  /** Show the parts that this page has use for. */
  #arrange() {
    const isEmpty = this.incidents.length === 0;
    if (window.innerWidth < WIDE_PIXELS || window.parent !== window || isEmpty) part("panel").hidden = true;
    part("toggle").addEventListener("click", () => (this.panel.isOpen ? this.panel.close() : this.panel.open()));
    if (this.slider === null) part("slider").hidden = true;
    part("empty").hidden = !isEmpty;
    part("legend").hidden = isEmpty;
    part("toggle").hidden = isEmpty;
    const about = document.getElementById("incidentmap-about");
    preparePrinting(part("map"), [part("legend"), ...(about ? [about] : [])]);
  }

  #show() {
    this.#showLegend();
    this.#showBackground();
    this.showDates(this.dates);
    this.panel.showDates(this.dates);
    // Last, when everything around the map has taken its room.
    this.#panelToggled();
    this.#foldLegend();
    this.#startMap();
  }

  /** Open the legend where it leaves most of the map free. */
  #foldLegend() {
    const legend = part("legend");
    legend.setAttribute("open", "");
    const room = part("map");
    const large = legend.offsetHeight > room.offsetHeight * 0.62 || legend.offsetWidth > room.offsetWidth * 0.4;
    legend.toggleAttribute("open", !large);
  }

  #startMap() {
    const { map } = this;
    map.attributionControl.setPrefix("Leaflet");
    this.#attribute();
    if (this.tiles?.shown) this.#showTiles(this.tiles);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", "Map. The list beside it holds the same entries.");
    this.framing.fit();
    this.picture.start();
    followPointer(map, this.picture, this);
    map.on("moveend", () => this.#moved());
    this.#moved();
  }

  #moved() {
    this.channel.post("view", this.framing.shown());
  }

  #showLegend() {
    showLegend(part("key"), this.places, this.symbols, (byDeaths) => this.sizeBy(byDeaths));
  }

  #showBackground() {
    showBackground(part("background"), this.basemap, this.symbols.theme, this.tiles, {
      boundaries: (name) => {
        this.drawBoundaries(name);
        part("background").querySelector("select")?.focus();
      },
      // Another page, under another policy, shows them: the one around this page brings it.
      tiles: (shown) => this.channel.post("tiles", { shown }),
    });
  }

  #attribute() {
    const control = this.map.attributionControl;
    if (this.attributed !== "") control.removeAttribution(this.attributed);
    this.attributed = attribution(this.basemap.profile, this.style.sources, this.tiles);
    control.addAttribution(this.attributed);
  }

  /** @param {import("./background.js").Tiles} tiles */
  #showTiles(tiles) {
    this.picture.showTiles(tiles, () => {
      tiles.failed = true;
      this.#showBackground();
      this.picture.repaint();
    });
  }

  /**
   * Draw disputed boundaries by a profile.
   * @param {string} name
   */
  drawBoundaries(name) {
    this.basemap.setProfile(name);
    this.#attribute();
    this.#showBackground();
    this.picture.repaint();
    this.channel.post("boundaries", { profile: this.basemap.profile.name });
  }

  /**
   * Let symbols be as large as their deaths, or as their number.
   * @param {boolean} byDeaths
   */
  sizeBy(byDeaths) {
    this.places.byDeaths = byDeaths;
    this.#showLegend();
    /** @type {HTMLElement|null} */ (part("key").querySelector("input:checked"))?.focus();
    this.picture.schedule("scene", "names", "symbols");
  }

  /** @param {boolean} dark */
  #themed(dark) {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    return new Symbols(this.style, dark);
  }

  /**
   * Show the page dark or light.
   * @param {boolean} dark
   */
  setTheme(dark) {
    this.symbols = this.#themed(dark);
    this.#showLegend();
    this.#showBackground();
    this.slider?.paint();
    this.panel.showDates(this.dates);
    this.picture.repaint();
  }

  /** A promise kept when everything asked for so far is painted. */
  async painted() {
    await this.picture.painted();
  }

  /**
   * Show a window of dates: figures at once, the canvas with the next frame, the list soon.
   * @param {import("./row_index.js").Dates} dates
   */
  showDates(dates) {
    this.dates = dates;
    this.figures.show(this.tallies.counts(dates), dates);
    this.slider?.show(dates.from, dates.to);
    this.picture.schedule("scene", "symbols");
    window.clearTimeout(this.listing);
    this.listing = window.setTimeout(() => this.panel.showDates(this.dates), LIST_AFTER_MS);
  }

  #released() {
    // Names give way to the symbols that the window now shows.
    this.picture.schedule("scene", "names");
    this.channel.tell("dates", { from: isoDay(this.dates.from), to: isoDay(this.dates.to) });
  }

  /**
   * Show some of the rows, or all; view, dates and the open incident stay as they are.
   * @param {Uint8Array|null} bits one a row, as `Incidents.choose` takes them
   */
  choose(bits) {
    this.incidents.choose(bits);
    this.tallies.count();
    this.places.gather();
    this.figures.choose();
    this.slider?.resize();
    this.#showLegend();
    part("unmet").hidden = this.incidents.length === 0 || this.incidents.all.rows.length > 0;
    this.showDates(this.dates);
    this.picture.schedule("scene", "names", "ground", "symbols");
  }

  /**
   * Mark what a pointer rests on.
   * @param {number[]} rows
   */
  hover(rows) {
    if (rows.length === 0) hideTooltip();
    if (rows.length === this.hovered.length && rows[0] === this.hovered[0]) return;
    this.hovered = rows;
    this.picture.schedule("symbols");
  }

  /**
   * List rows that lie in one place.
   * @param {number[]} rows
   */
  offer(rows) {
    this.selected = null;
    this.panel.showHits(rows);
    this.picture.schedule("ground", "symbols");
  }

  /**
   * Select a row, or none.
   * @param {number|null} row
   * @param {{silent?: boolean}} [how] silent when the page around this one asked for it: that page
   *   knows, and shows the details itself if it wants to
   */
  async select(row, { silent = false } = {}) {
    this.selected = row;
    this.hovered = [];
    this.picture.schedule("ground", "symbols");
    const shown = this.panel.showRow(row, { quietly: silent });
    shown.then(() => this.#bringIntoView(row));
    const id = row === null ? null : (await this.details.row(row)).incident.incident_id;
    if (!silent && this.selected === row) this.channel.tell("select", { incident_id: id });
    await shown;
    await this.painted();
  }

  /** @param {number|null} row */
  #bringIntoView(row) {
    const isCovered = window.innerWidth < WIDE_PIXELS && this.panel.isOpen;
    if (row !== null) this.framing.bringIntoView(row, isCovered ? part("panel").offsetHeight : 0);
  }

  #panelToggled() {
    part("toggle").setAttribute("aria-expanded", String(this.panel.isOpen));
    document.body.classList.toggle("with-panel", this.panel.isOpen);
    this.framing.resize();
  }
}
