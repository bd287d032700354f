// The canvases over the Leaflet map: a little larger than the window, moved along with the map, and
// painted anew only when the view leaves them or something on them changes.

/* global L */

/** How much larger than the map the canvases are on each side. */
const PADDING = 0.2;

/**
 * What the canvases show. World units times `scale` less `left` and `top` are their pixels; `shift`
 * is the number of whole worlds by which data move to lie nearest to what is in view.
 * @typedef {{scale: number, left: number, top: number, width: number, height: number, margin?: number, zoom: number, shift: number}} View
 */

/**
 * Put canvases over a map, the first lowest.
 * @param {any} map Leaflet's
 * @param {Record<string, (ctx: CanvasRenderingContext2D, view: View) => void>} painters by canvas
 * @param {(view: View) => void} prepare called before all are painted for a new view
 */
export function stackCanvases(map, painters, prepare) {
  const Stack = L.Renderer.extend({
    options: { padding: PADDING },

    _initContainer() {
      this._container = L.DomUtil.create("div", "incidentmap-canvases");
      this._contexts = {};
      for (const name of Object.keys(painters)) {
        const canvas = L.DomUtil.create("canvas", "", this._container);
        this._contexts[name] = canvas.getContext("2d");
      }
    },

    _destroyContainer() {
      this._container.remove();
    },

    getEvents() {
      const events = L.Renderer.prototype.getEvents.call(this);
      return { ...events, move: this._onMove, moveend: this._onMove };
    },

    _onMove() {
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      const seen = L.bounds(corner, corner.add(size));
      const stale = this._zoom !== this._map.getZoom() || !size.equals(this._size);
      if (stale || !this._bounds.contains(seen)) this._update();
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this._size = this._map.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const size = this._bounds.getSize();
      const sharpness = window.devicePixelRatio || 1;
      for (const ctx of Object.values(this._contexts)) {
        resize(ctx.canvas, size.x, size.y, sharpness);
      }
      const view = this.view();
      prepare(view);
      this.paint(Object.keys(painters));
      this.fire("update");
    },

    /** @returns {View} */
    view() {
      const size = this._bounds.getSize();
      const corner = this._map.getPixelOrigin().add(this._bounds.min);
      const scale = 256 * 2 ** this._zoom;
      return {
        scale,
        left: corner.x,
        top: corner.y,
        width: size.x,
        height: size.y,
        // The canvases reach beyond the map's window by a part of its size on every side.
        margin: this.options.padding / (1 + 2 * this.options.padding),
        zoom: this._zoom,
        shift: 0,
      };
    },

    /** @param {string[]} names of the canvases to paint */
    paint(names) {
      if (!this._bounds) return;
      const view = this.view();
      for (const name of names) paintClear(this._contexts[name], view, painters[name]);
    },

    /** Where on the canvases a point of the map's window lies. */
    fromContainer(point) {
      return this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
    },
  });
  return new Stack().addTo(map);
}

/** A picture kept from one painting to the next, as large as the canvases. */
export class Kept {
  constructor() {
    this.canvas = document.createElement("canvas");
  }

  /**
   * @param {View} view
   * @param {(ctx: CanvasRenderingContext2D, view: View) => void} painter
   */
  paint(view, painter) {
    resize(this.canvas, view.width, view.height, window.devicePixelRatio || 1);
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    paintClear(ctx, view, painter);
  }

  /** Put the picture on a canvas of the same size. */
  drawOn(ctx, view) {
    ctx.drawImage(this.canvas, 0, 0, view.width, view.height);
  }
}

function paintClear(ctx, view, painter) {
  const sharpness = window.devicePixelRatio || 1;
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  ctx.clearRect(0, 0, view.width, view.height);
  painter(ctx, view);
}

function resize(canvas, width, height, sharpness) {
  const [wide, high] = [Math.round(width * sharpness), Math.round(height * sharpness)];
  if (canvas.width === wide && canvas.height === high) return;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
