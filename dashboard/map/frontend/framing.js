// The part of the world that the map's window shows: all the data at first, then what a person chose.

import { part } from "./dom.js";
import { clamp } from "./incidents.js";

/**
 * @typedef {import("./places.js").Places} Places
 * @typedef {[number, number, number, number]} Bounds west, north, east, south in world units
 */

/** Below this width the panel lies over the map. */
export const WIDE_PIXELS = 820;
/** Room around the data for symbols, which stand out from their places. */
const VIEW_MARGIN = 44;
/** Room beside a place for half of its label. */
const LABEL_ROOM = 60;
/** Where there are more rows than this, something lies behind everything. */
const ROWS_LOOKED_AT = 5000;
const ONE_POINT_ZOOM = 7;

export class Framing {
  /**
   * @param {L.Map} map
   * @param {Places} places
   * @param {Bounds|null} bounds around everything drawn; null where that is nothing
   */
  constructor(map, places, bounds) {
    this.map = map;
    this.places = places;
    this.bounds = bounds;
    /** World x by which to tell which copy of the world is nearest. */
    this.middle = bounds === null ? 0.5 : (bounds[0] + bounds[2]) / 2;
    /** What the map shows while nobody has moved it since all the data were fitted into it.
     * @type {string|null} */
    this.fitted = null;
  }

  /** Show all the data, clear of what lies over the map. */
  fit() {
    if (this.bounds === null) {
      this.map.setView([20, 10], 2, { animate: false });
      return;
    }
    const [west, north, east, south] = this.bounds;
    /** @type {L.LatLngPair[]} */
    const corners = [latLng(west, south), latLng(east, north)];
    /** @param {number} left */
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
    for (let row = 0; row < Math.min(this.places.incidents.length, ROWS_LOOKED_AT); row++) {
      const place = this.places.placeOf(row);
      if (place === null) continue;
      const at = this.map.latLngToContainerPoint(latLng(place.x, place.y));
      if (at.x < right && at.y > top) return true;
    }
    return false;
  }

  /** Keep in sight what was: all the data while nobody has moved the map, else its middle. */
  resize() {
    const untouched = this.fitted !== null && this.fitted === this.map.getBounds().toBBoxString();
    const before = this.map.getSize();
    this.map.invalidateSize({ animate: false, pan: true });
    if (untouched && !before.equals(this.map.getSize())) this.fit();
  }

  /**
   * Move the map where a row's place is out of sight.
   * @param {number} row
   * @param {number} covered pixels of the map's foot that something lies over
   */
  bringIntoView(row, covered) {
    const place = this.places.placeOf(row);
    if (place === null) return;
    const { map } = this;
    const worlds = Math.round(map.getCenter().lng / 360 + 0.5 - this.middle);
    const at = map.latLngToContainerPoint(latLng(place.x + worlds, place.y));
    const free = map.getSize();
    free.y -= covered;
    const margin = Math.min(48, free.y / 4);
    const inside = at.x > margin && at.y > margin && at.x < free.x - margin && at.y < free.y - margin;
    if (inside) return;
    const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const aim = free.divideBy(2);
    const isNear = Math.abs(at.x - aim.x) < free.x && Math.abs(at.y - aim.y) < free.y;
    if (isNear) {
      // Whoever clicked on it at the edge is to find the rest of the map where it was.
      aim.x = clamp(at.x, margin, free.x - margin);
      aim.y = clamp(at.y, margin, free.y - margin);
    }
    map.panBy(at.subtract(aim), { animate });
  }

  /** What the map shows, as the page around this one is told. */
  shown() {
    const { lat, lng } = this.map.getCenter();
    const seen = this.map.getBounds();
    return {
      center: [lat, lng],
      zoom: this.map.getZoom(),
      bounds: [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()],
    };
  }
}

/**
 * Latitude and longitude of a place in world units.
 * @param {number} x
 * @param {number} y
 * @returns {L.LatLngPair}
 */
export function latLng(x, y) {
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360];
}
