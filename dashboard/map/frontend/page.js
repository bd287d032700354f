// The page: unpacks its data, puts the parts together and keeps them in step.

/* global L */

import { attribution, showBackground } from "./background.js";
import { Basemap } from "./basemap.js";
import { Kept, stackCanvases } from "./canvas.js";
import { unpackJson } from "./columns.js";
import { Details } from "./details.js";
import { part } from "./dom.js";
import { Embedding } from "./embedding.js";
import { Figures } from "./figures.js";
import { hitAt, paintAreas, paintSymbols } from "./incident_layer.js";
import { Incidents } from "./incidents.js";
import { paintLabels } from "./labels.js";
import { showLegend } from "./legend.js";
import { Panel } from "./panel.js";
import { preparePrinting } from "./printing.js";
import { Places } from "./places.js";
import { unpackShapes } from "./shapes.js";
import { DateSlider } from "./slider.js";
import { Symbols } from "./symbols.js";
import { Tallies } from "./tallies.js";
import { tooltipOf } from "./tooltip.js";
import { dayOfIso, isoDay } from "./words.js";

const WIDE_PIXELS = 820;
/** The list follows when a drag rests: building it takes longer than a frame. */
const LIST_AFTER_MS = 120;
/** Room around the data for symbols, which stand out from their places. */
const VIEW_MARGIN = 44;
/** Room beside a place for half of its label. */
const LABEL_ROOM = 60;
/** Where there are more rows than this, something lies behind everything. */
const ROWS_LOOKED_AT = 5000;
const ONE_POINT_ZOOM = 7;
/** A frame that is not shown paints nothing; its promises are kept after this all the same. */
const UNSEEN_MS = 300;

/**
 * Bring a map to life.
 * @param {any} map Leaflet's
 */
export function start(map) {
  const embedding = new Embedding();
  const page = new Page(map, embedding);
  const ready = page.load();
  ready.catch(() => page.fail());
  embedding.publish(page, ready);
}

class Page {
  constructor(map, embedding) {
    this.map = map;
    this.embedding = embedding;
    this.selected = null;
    /** @type {number[]} */
    this.hovered = [];
    this.waiting = new Set();
    /** What text is measured on. @type {CanvasRenderingContext2D|null} */
    this.measuring = null;
  }

  async load() {
    const packed = JSON.parse(part("data").textContent ?? "");
    const [head, basemap, shapes] = await Promise.all([
      unpackJson(packed.head),
      Basemap.unpack(packed.basemap),
      unpackShapes(packed.shapes),
    ]);
    this.style = head.style;
    this.countries = head.countries;
    this.basemap = basemap;
    basemap.setProfile(head.profile);
    this.tiles = tilesOffered();
    this.incidents = await Incidents.unpack({ ...packed.rows, meta: head.rows, names: head.names });
    this.details = new Details(packed.details);
    this.tallies = new Tallies(this.incidents);
    this.places = new Places(this.incidents, shapes, head.style);
    this.dates = this.incidents.dates(
      dayOfIso(head.from) ?? this.incidents.firstDay,
      dayOfIso(head.to) ?? this.incidents.lastDay,
    );
    this.#build(head);
    await this.painted();
    part("loading").hidden = true;
    // The first click should not wait; what fails here is told when somebody clicks.
    this.details.warm().catch(() => {});
  }

  #build(head) {
    this.#followTheme();
    const select = (row) => this.select(row);
    const roots = { figures: part("figures"), tolls: part("tolls") };
    this.figures = new Figures(roots, this.incidents, head.tolls, head.style, select);
    this.panel = new Panel(part("panel"), this, {
      select,
      hover: (rows) => this.#hover(rows),
      opened: () => this.#panelToggled(),
    });
    if (window.innerWidth < WIDE_PIXELS || window.parent !== window || this.incidents.length === 0) {
      part("panel").hidden = true;
    }
    part("toggle").addEventListener("click", () => (this.panel.isOpen ? this.panel.close() : this.panel.open()));
    if (this.incidents.dated > 0) {
      this.slider = new DateSlider(part("slider"), this.incidents, this.tallies, {
        theme: () => this.theme,
        input: (from, to) => this.showDates(this.incidents.dates(from, to)),
        release: () => this.#released(),
      });
    } else part("slider").hidden = true;
    part("empty").hidden = this.incidents.length > 0;
    part("legend").hidden = this.incidents.length === 0;
    part("toggle").hidden = this.incidents.length === 0;
    this.#showLegend();
    this.#showBackground();
    const about = document.getElementById("incidentmap-about");
    preparePrinting(part("map"), [part("legend"), ...(about ? [about] : [])]);
    this.showDates(this.dates);
    this.panel.showDates(this.dates);
    // Last, when everything around the map has taken its room.
    this.#panelToggled();
    this.#foldLegend();
    this.#buildMap(head.bounds);
  }

  /** Open the legend where it leaves most of the map free. */
  #foldLegend() {
    const legend = part("legend");
    legend.setAttribute("open", "");
    const room = part("map");
    const large = legend.offsetHeight > room.offsetHeight * 0.62 || legend.offsetWidth > room.offsetWidth * 0.4;
    legend.toggleAttribute("open", !large);
  }

  #buildMap(bounds) {
    const { map } = this;
    map.attributionControl.setPrefix("Leaflet");
    this.#attribute();
    if (this.tiles?.shown) this.#showTiles();
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", "Map. The list beside it holds the same entries.");
    this.bounds = bounds;
    this.#showBounds(bounds);
    this.kept = { basemap: new Kept(), names: new Kept() };
    this.stack = stackCanvases(
      map,
      {
        ground: (ctx, view) => this.#paintGround(ctx, view),
        symbols: (ctx) => paintSymbols(ctx, this.scene, this.symbolSet, this),
      },
      (view) => this.#keep(view),
    );
    map.on("mousemove", (event) => this.#pointAt(event));
    map.on("mouseout", () => this.#hover([]));
    map.on("click", (event) => this.#click(event));
    map.on("moveend", () => this.#moved());
    this.#moved();
  }

  #showBounds(bounds) {
    if (bounds === null) {
      this.middle = 0.5;
      this.map.setView([20, 10], 2, { animate: false });
      return;
    }
    const [west, north, east, south] = bounds;
    this.middle = (west + east) / 2;
    const corners = [latLng(west, south), latLng(east, north)];
    const fit = (left) =>
      this.map.fitBounds(corners, {
        paddingTopLeft: [left, VIEW_MARGIN + part("tolls").offsetHeight],
        paddingBottomRight: [VIEW_MARGIN, VIEW_MARGIN],
        maxZoom: ONE_POINT_ZOOM,
        animate: false,
      });
    fit(VIEW_MARGIN);
    if (this.#isBehindLegend()) fit(VIEW_MARGIN + part("legend").offsetWidth);
    this.fitted = this.map.getBounds().toBBoxString();
  }

  /** Whether the open legend hides a place. */
  #isBehindLegend() {
    const legend = part("legend");
    if (!legend.hasAttribute("open")) return false;
    // A label stands around its place.
    const right = legend.offsetLeft + legend.offsetWidth + LABEL_ROOM;
    const top = legend.offsetTop - VIEW_MARGIN / 2;
    for (let row = 0; row < Math.min(this.incidents.length, ROWS_LOOKED_AT); row++) {
      const place = this.places.placeOf(row);
      if (place === null) continue;
      const at = this.map.latLngToContainerPoint(latLng(place.x, place.y));
      if (at.x < right && at.y > top) return true;
    }
    return false;
  }

  symbols() {
    return this.symbolSet;
  }

  #showLegend() {
    showLegend(part("key"), this.places, this.symbolSet, (byDeaths) => this.sizeBy(byDeaths));
  }

  #showBackground() {
    const choose = {
      boundaries: (name) => {
        this.drawBoundaries(name);
        part("background").querySelector("select")?.focus();
      },
      // Another page, under another policy, shows them: the one around this page brings it.
      tiles: (shown) => this.embedding.post("tiles", { shown }),
    };
    showBackground(part("background"), this.basemap, this.theme, this.tiles, choose);
  }

  #attribute() {
    const control = this.map.attributionControl;
    if (this.attributed !== undefined) control.removeAttribution(this.attributed);
    this.attributed = attribution(this.basemap.profile, this.style.sources, this.tiles);
    control.addAttribution(this.attributed);
  }

  #showTiles() {
    const { url, max_zoom: maxNativeZoom } = this.tiles;
    const layer = L.tileLayer(url, { maxNativeZoom });
    layer.once("tileerror", () => {
      this.tiles.failed = true;
      this.#showBackground();
      this.#keep(this.stack.view());
      this.stack.paint(["ground", "symbols"]);
    });
    layer.addTo(this.map);
  }

  /** Whether tiles lie under the symbols in place of our own basemap. */
  get #onTiles() {
    return this.tiles?.shown === true && this.tiles.failed !== true;
  }

  /** Draw disputed boundaries by a profile. */
  drawBoundaries(name) {
    this.basemap.setProfile(name);
    this.#attribute();
    this.#showBackground();
    this.#keep(this.stack.view());
    this.stack.paint(["ground", "symbols"]);
    this.embedding.post("boundaries", { profile: this.basemap.profile.name });
  }

  /** Let symbols be as large as their deaths, or as their number. */
  sizeBy(byDeaths) {
    this.places.byDeaths = byDeaths;
    this.#showLegend();
    /** @type {HTMLElement|null} */ (part("key").querySelector("input:checked"))?.focus();
    this.#schedule("scene", "names", "symbols");
  }

  // Themes

  #followTheme() {
    const media = window.matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", () => this.setTheme(media.matches));
    this.#applyTheme(media.matches);
  }

  #applyTheme(dark) {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    this.symbolSet = new Symbols(this.style, dark);
    this.theme = this.symbolSet.theme;
  }

  /** Show the page dark or light. */
  setTheme(dark) {
    this.#applyTheme(dark);
    this.#showLegend();
    this.#showBackground();
    this.slider?.paint();
    this.panel.showDates(this.dates);
    this.#keep(this.stack.view());
    this.stack.paint(["ground", "symbols"]);
  }

  // Painting

  /** Paint what stays while dates are dragged. */
  #keep(view) {
    this.#compose(view);
    this.kept.basemap.paint(view, (ctx) => this.basemap.paint(ctx, view, this.theme));
    this.#keepNames(view);
  }

  #keepNames(view) {
    this.kept.names.paint(view, (ctx) =>
      paintLabels(ctx, view, this.basemap, this.theme, this.scene.occupied),
    );
  }

  #paintGround(ctx, view) {
    if (!this.#onTiles) this.kept.basemap.drawOn(ctx, view);
    paintAreas(ctx, this.scene, this.symbolSet, this.selected);
    if (!this.#onTiles) this.kept.names.drawOn(ctx, view);
    this.groundShows = this.scene.areas;
  }

  /** @param {import("./canvas.js").View} view */
  #compose(view) {
    const shift = Math.round((view.left + view.width / 2) / view.scale - this.middle);
    this.measuring ??= document.createElement("canvas").getContext("2d");
    this.scene = this.places.scene({ ...view, shift }, this.dates, this.measuring);
  }

  /** Show a window of dates: figures at once, the canvas with the next frame, the list soon. */
  showDates(dates) {
    this.dates = dates;
    this.figures.show(this.tallies.counts(dates), dates);
    this.slider?.show(dates.from, dates.to);
    this.#schedule("scene", "symbols");
    window.clearTimeout(this.listing);
    this.listing = window.setTimeout(() => this.panel.showDates(this.dates), LIST_AFTER_MS);
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
    this.#schedule("scene", "names", "ground", "symbols");
  }

  /** Ask for the next frame to show something: scene, names, ground, symbols. */
  #schedule(...names) {
    for (const name of names) this.waiting.add(name);
    this.frame ??= nextFrame(() => this.#paintWaiting());
  }

  #paintWaiting() {
    const names = new Set(this.waiting);
    this.frame = undefined;
    this.waiting.clear();
    if (this.stack === undefined) return;
    const view = this.stack.view();
    if (names.has("scene")) this.#compose(view);
    if (names.has("names")) this.#keepNames(view);
    const changed = names.has("names") || names.has("ground") || this.scene.areas !== this.groundShows;
    this.stack.paint(changed ? ["ground", "symbols"] : ["symbols"]);
  }

  /** A promise kept when everything asked for so far is painted. */
  async painted() {
    await new Promise((resolve) => nextFrame(() => resolve(undefined)));
  }

  #released() {
    // Names give way to the symbols that the window now shows.
    this.#schedule("scene", "names");
    this.embedding.tell("dates", { from: isoDay(this.dates.from), to: isoDay(this.dates.to) });
  }

  // Pointing and selecting

  #pointAt(event) {
    const point = this.stack.fromContainer(event.containerPoint);
    const hit = hitAt(this.scene, point.x, point.y);
    const found = hit.rows.length > 0 || hit.group !== null;
    this.map.getContainer().style.cursor = found ? "pointer" : "";
    this.#hover(hit.rows.slice(0, 1));
    this.#showTooltip(found ? hit : null, event.containerPoint);
  }

  #showTooltip(hit, at) {
    const tooltip = part("tooltip");
    tooltip.hidden = hit === null;
    if (hit === null) return;
    tooltip.replaceChildren(...tooltipOf(this, hit));
    const size = this.map.getSize();
    const left = Math.min(at.x + 14, size.x - tooltip.offsetWidth - 6);
    const above = at.y + 18 + tooltip.offsetHeight > size.y;
    tooltip.style.left = `${Math.max(left, 4)}px`;
    tooltip.style.top = `${above ? at.y - tooltip.offsetHeight - 12 : at.y + 18}px`;
  }

  #hover(rows) {
    if (rows.length === 0) this.#showTooltip(null, null);
    if (rows.length === this.hovered.length && rows[0] === this.hovered[0]) return;
    this.hovered = rows;
    this.#schedule("symbols");
  }

  #click(event) {
    const point = this.stack.fromContainer(event.containerPoint);
    const { rows, group } = hitAt(this.scene, point.x, point.y);
    this.#showTooltip(null, null);
    if (group !== null) this.#open(group);
    else if (rows.length === 1) this.select(rows[0]);
    else if (rows.length > 1) this.#offer(rows);
    else if (this.selected !== null) this.select(null);
  }

  /** Look into a group: nearer, or as a list where the map is as near as it gets. */
  #open(group) {
    const { map } = this;
    if (map.getZoom() >= map.getMaxZoom()) {
      this.#offer(group.grid.visibleRows(group.cell));
      return;
    }
    const { view } = this.scene;
    const at = latLng((group.x + view.left) / view.scale, (group.y + view.top) / view.scale);
    map.setView(at, Math.min(map.getZoom() + 2, map.getMaxZoom()));
  }

  #offer(rows) {
    this.selected = null;
    this.panel.showHits(rows);
    this.#schedule("ground", "symbols");
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
    this.#schedule("ground", "symbols");
    const shown = this.panel.showRow(row, { quietly: silent });
    shown.then(() => this.#bringIntoView(row));
    const id = row === null ? null : (await this.details.row(row)).incident.incident_id;
    if (!silent && this.selected === row) this.embedding.tell("select", { incident_id: id });
    await shown;
    await this.painted();
  }

  #bringIntoView(row) {
    const place = row === null ? null : this.places.placeOf(row);
    if (place === null) return;
    const { map } = this;
    const worlds = Math.round(map.getCenter().lng / 360 + 0.5 - this.middle);
    const at = map.latLngToContainerPoint(latLng(place.x + worlds, place.y));
    const free = map.getSize();
    if (window.innerWidth < WIDE_PIXELS && this.panel.isOpen) free.y -= part("panel").offsetHeight;
    const margin = Math.min(48, free.y / 4);
    const inside = at.x > margin && at.y > margin && at.x < free.x - margin && at.y < free.y - margin;
    if (inside) return;
    const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.panBy(at.subtract(free.divideBy(2)), { animate });
  }

  #panelToggled() {
    part("toggle").setAttribute("aria-expanded", String(this.panel.isOpen));
    document.body.classList.toggle("with-panel", this.panel.isOpen);
    this.#resize();
  }

  /** Keep in sight what was: all the data while nobody has moved the map, else its middle. */
  #resize() {
    if (this.bounds === undefined) {
      this.map.invalidateSize(false);
      return;
    }
    const untouched = this.fitted === this.map.getBounds().toBBoxString();
    const before = this.map.getSize();
    this.map.invalidateSize({ animate: false, pan: true });
    if (untouched && !before.equals(this.map.getSize())) this.#showBounds(this.bounds);
  }

  #moved() {
    const { lat, lng } = this.map.getCenter();
    const seen = this.map.getBounds();
    this.embedding.post("view", {
      center: [lat, lng],
      zoom: this.map.getZoom(),
      bounds: [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()],
    });
  }

  /** Say why there is no map. */
  fail() {
    part("loading").textContent = "The map could not be opened: its data are damaged. Please export the file again.";
    part("loading").hidden = false;
    part("loading").setAttribute("role", "alert");
  }
}

/** What tiles the page may show in place of its own basemap; null where none are offered. */
function tilesOffered() {
  const offered = document.getElementById("incidentmap-tiles");
  return offered === null ? null : JSON.parse(offered.textContent ?? "null");
}

/** Latitude and longitude of a place in world units. */
function latLng(x, y) {
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360];
}

/** Call back with the next frame, or soon when the page is not shown. */
function nextFrame(act) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    act();
  };
  window.setTimeout(once, UNSEEN_MS);
  return window.requestAnimationFrame(once);
}
