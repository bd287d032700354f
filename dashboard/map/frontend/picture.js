// What the map paints, and when: the ground when the view changes, the symbols with each window of dates.

/* global L */

import { Kept, stackCanvases } from "./canvas.js";
import { contextOf } from "./dom.js";
import { paintAreas, paintSymbols } from "./incident_layer.js";
import { paintLabels } from "./labels.js";
import { Scene } from "./scene.js";

/** @import { Tiles } from "./background.js" */

/**
 * What may have to be painted anew.
 * @typedef {"scene"|"names"|"ground"|"symbols"} Layer
 * @typedef {import("./canvas.js").View} View
 *
 * What the page knows that is painted.
 * @typedef {object} State
 * @property {import("./row_index.js").Dates} dates
 * @property {import("./symbols.js").Symbols} symbols
 * @property {number|null} selected row
 * @property {number[]} hovered rows
 */

/** A frame that is not shown paints nothing; its promises are kept after this all the same. */
const UNSEEN_MS = 300;
const NO_VIEW = { scale: 1, left: 0, top: 0, width: 0, height: 0, zoom: 0, shift: 0 };

export class Picture {
  /**
   * @param {L.Map} map
   * @param {State} state read at each painting
   * @param {{basemap: import("./basemap.js").Basemap, places: import("./places.js").Places,
   *   tiles: import("./background.js").Tiles|null}} data
   * @param {number} middle world x of the middle of the data
   */
  constructor(map, state, { basemap, places, tiles }, middle) {
    this.map = map;
    this.state = state;
    this.basemap = basemap;
    this.places = places;
    this.tiles = tiles;
    this.middle = middle;
    this.kept = { basemap: new Kept(), names: new Kept() };
    /** What the canvases show: nothing until they stand. */
    this.scene = new Scene(places, NO_VIEW, state.dates);
    /** The areas of the scene that the ground shows. */
    this.groundShows = "";
    this.measuring = contextOf(document.createElement("canvas"));
    /** @type {Set<Layer>} */
    this.waiting = new Set();
    this.isAsked = false;
    /** @type {import("./canvas.js").Stack|null} */
    this.stack = null;
  }

  /** Put the canvases over the map, which must show something by now. */
  start() {
    this.stack = stackCanvases(
      this.map,
      {
        ground: (ctx, view) => this.#paintGround(ctx, view),
        symbols: (ctx) => paintSymbols(ctx, this.scene, this.state.symbols, this.state),
      },
      (view) => this.#keep(view),
    );
  }

  /**
   * Put tiles under the symbols; call back when one of them does not come.
   * @param {Tiles} tiles
   * @param {() => void} failed
   */
  showTiles({ url, max_zoom: maxNativeZoom }, failed) {
    const layer = L.tileLayer(url, { maxNativeZoom });
    layer.once("tileerror", failed);
    layer.addTo(this.map);
  }

  /** Whether tiles lie under the symbols in place of our own basemap. */
  get #onTiles() {
    return this.tiles?.shown === true && this.tiles.failed !== true;
  }

  /**
   * Where on the canvases a point of the map's window lies.
   * @param {L.Point} point
   */
  pixelAt(point) {
    return this.stack === null ? point : this.stack.fromContainer(point);
  }

  /** Paint all anew, at once. */
  repaint() {
    if (this.stack === null) return;
    this.#keep(this.stack.view());
    this.stack.paint(["ground", "symbols"]);
  }

  /**
   * Ask for the next frame to show something.
   * @param {...Layer} layers
   */
  schedule(...layers) {
    for (const layer of layers) this.waiting.add(layer);
    if (this.isAsked) return;
    this.isAsked = true;
    nextFrame(() => this.#paintWaiting());
  }

  /** A promise kept when everything asked for so far is painted. */
  async painted() {
    await new Promise((resolve) => nextFrame(() => resolve(undefined)));
  }

  #paintWaiting() {
    const layers = new Set(this.waiting);
    this.isAsked = false;
    this.waiting.clear();
    if (this.stack === null) return;
    const view = this.stack.view();
    if (layers.has("scene")) this.#compose(view);
    if (layers.has("names")) this.#keepNames(view);
    const changed = layers.has("names") || layers.has("ground") || this.scene.areas !== this.groundShows;
    this.stack.paint(changed ? ["ground", "symbols"] : ["symbols"]);
  }

  /**
   * Paint what stays while dates are dragged.
   * @param {View} view
   */
  #keep(view) {
    this.#compose(view);
    this.kept.basemap.paint(view, (ctx) => this.basemap.paint(ctx, view, this.state.symbols.theme));
    this.#keepNames(view);
  }

  /** @param {View} view */
  #keepNames(view) {
    this.kept.names.paint(view, (ctx) =>
      paintLabels(ctx, view, this.basemap, this.state.symbols.theme, this.scene.occupied),
    );
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  #paintGround(ctx, view) {
    if (!this.#onTiles) this.kept.basemap.drawOn(ctx, view);
    paintAreas(ctx, this.scene, this.state.symbols, this.state.selected);
    if (!this.#onTiles) this.kept.names.drawOn(ctx, view);
    this.groundShows = this.scene.areas;
  }

  /** @param {View} view */
  #compose(view) {
    const shift = Math.round((view.left + view.width / 2) / view.scale - this.middle);
    this.scene = this.places.scene({ ...view, shift }, this.state.dates, this.measuring);
  }
}

/**
 * Call back with the next frame, or soon when the page is not shown.
 * @param {() => void} act
 */
function nextFrame(act) {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    act();
  };
  window.setTimeout(once, UNSEEN_MS);
  window.requestAnimationFrame(once);
}
