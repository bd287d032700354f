// The canvases over the Leaflet map: a little larger than the window, moved along with the map, and
// painted anew only when the view leaves them or something on them changes.

/* global L */

import { contextOf } from "./dom.js";

/** How much larger than the map the canvases are on each side. */
const PADDING = 0.2;

/**
 * What the canvases show. World units times `scale` less `left` and `top` are their pixels; `shift`
 * is the number of whole worlds by which data move to lie nearest to what is in view.
 * @typedef {{scale: number, left: number, top: number, width: number, height: number, margin?: number, zoom: number, shift: number}} View
 */

/**
 * Canvases over a map.
 * @typedef {object} Stack
 * @property {() => View} view what they show now
 * @property {(names: string[]) => void} paint paints some of them
 * @property {(point: L.Point) => L.Point} fromContainer where on them a point of the map's window lies
 *
 * @typedef {(ctx: CanvasRenderingContext2D, view: View) => void} Painter
 */

/**
 * Put canvases over a map that shows something, the first lowest.
 * @param {L.Map} map
 * @param {Record<string, Painter>} painters by canvas
 * @param {(view: View) => void} prepare called before all are painted for a new view
 * @returns {Stack}
 */
export function stackCanvases(map, painters, prepare) {
  /** @type {Record<string, CanvasRenderingContext2D>} */
  const contexts = {};
  const container = L.DomUtil.create("div", "incidentmap-canvases");
  for (const name of Object.keys(painters)) {
    contexts[name] = contextOf(L.DomUtil.create("canvas", "", container));
  }
  /** The size of the map's window when the canvases were last moved. @type {L.Point|null} */
  let shown = null;
  const Canvases = L.Renderer.extend({
    options: { padding: PADDING },

    _initContainer() {
      this._container = container;
    },

    _destroyContainer() {
      container.remove();
    },

    getEvents() {
      const events = L.Renderer.prototype.getEvents.call(this);
      return { ...events, move: this._onMove, moveend: this._onMove };
    },

    _onMove() {
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      const seen = L.bounds(corner, corner.add(size));
      const stale = this._zoom !== this._map.getZoom() || shown === null || !size.equals(shown);
      if (stale || !this._reach().contains(seen)) this._update();
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      shown = this._map.getSize();
      const reach = this._reach();
      L.DomUtil.setPosition(container, reach.min);
      const size = reach.getSize();
      const sharpness = window.devicePixelRatio || 1;
      for (const ctx of Object.values(contexts)) {
        resize(ctx.canvas, size.x, size.y, sharpness);
      }
      prepare(this.view());
      this.paint(Object.keys(painters));
      this.fire("update");
    },

    /** How far the canvases reach: they have been updated when they were put over the map. */
    _reach() {
      if (this._bounds === undefined) throw new TypeError("the map shows nothing yet");
      return this._bounds;
    },

    /** @returns {View} */
    view() {
      const reach = this._reach();
      const size = reach.getSize();
      const corner = this._map.getPixelOrigin().add(reach.min);
      const scale = 256 * 2 ** this._zoom;
      return {
        scale,
        left: corner.x,
        top: corner.y,
        width: size.x,
        height: size.y,
        // The canvases reach beyond the map's window by a part of its size on every side.
        margin: PADDING / (1 + 2 * PADDING),
        zoom: this._zoom,
        shift: 0,
      };
    },

    /** @param {string[]} names of the canvases to paint */
    paint(names) {
      if (this._bounds === undefined) return;
      const view = this.view();
      for (const name of names) paintClear(contexts[name], view, painters[name]);
    },

    /**
     * Where on the canvases a point of the map's window lies.
     * @param {L.Point} point
     */
    fromContainer(point) {
      return this._map.containerPointToLayerPoint(point).subtract(this._reach().min);
    },
  });
  return new Canvases().addTo(map);
}

/** A picture kept from one painting to the next, as large as the canvases. */
export class Kept {
  constructor() {
    this.canvas = document.createElement("canvas");
  }

  /**
   * @param {View} view
   * @param {Painter} painter
   */
  paint(view, painter) {
    resize(this.canvas, view.width, view.height, window.devicePixelRatio || 1);
    paintClear(contextOf(this.canvas), view, painter);
  }

  /**
   * Put the picture on a canvas of the same size.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  drawOn(ctx, view) {
    ctx.drawImage(this.canvas, 0, 0, view.width, view.height);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Painter} painter
 */
function paintClear(ctx, view, painter) {
  const sharpness = window.devicePixelRatio || 1;
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  ctx.clearRect(0, 0, view.width, view.height);
  painter(ctx, view);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {number} sharpness
 */
function resize(canvas, width, height, sharpness) {
  const [wide, high] = [Math.round(width * sharpness), Math.round(height * sharpness)];
  if (canvas.width === wide && canvas.height === high) return;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
