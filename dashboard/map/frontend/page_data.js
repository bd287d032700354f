// What the page holds, as Python packed it (dashboard/map/incident_map.py).

import { Basemap } from "./basemap.js";
import { unpackJson } from "./columns.js";
import { Details } from "./details.js";
import { part } from "./dom.js";
import { Incidents } from "./incidents.js";
import { unpackShapes } from "./shapes.js";

/**
 * What Python says of the page as a whole.
 * @typedef {object} Head
 * @property {import("./symbols.js").Style} style
 * @property {import("./incidents.js").RowsMeta} rows
 * @property {string[]} names
 * @property {import("./framing.js").Bounds|null} bounds
 * @property {Record<string, string>} countries
 * @property {import("./figures.js").Toll[]} tolls
 * @property {string} profile by which disputed boundaries are drawn
 * @property {string|null} from first day to show at first
 * @property {string|null} to
 *
 * What is unpacked before anything shows.
 * @typedef {object} PageData
 * @property {Head} head
 * @property {Basemap} basemap
 * @property {import("./shapes.js").Shape[]} shapes
 * @property {Incidents} incidents
 * @property {Details} details
 */

/**
 * Return what the page holds, but for the text of its rows, which waits until somebody asks.
 * @returns {Promise<PageData>}
 */
export async function unpackPage() {
  const packed = JSON.parse(part("data").textContent ?? "");
  const [head, basemap, shapes] = await Promise.all([
    unpackJson(packed.head),
    Basemap.unpack(packed.basemap),
    unpackShapes(packed.shapes),
  ]);
  basemap.setProfile(head.profile);
  const incidents = await Incidents.unpack({ ...packed.rows, meta: head.rows, names: head.names });
  return { head, basemap, shapes, incidents, details: new Details(packed.details) };
}
