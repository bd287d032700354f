// What a person chooses of the background: how disputed boundaries are drawn, and tiles.

import { element, icon } from "./dom.js";

/**
 * @import { Profile } from "./basemap.js"
 * @import { Theme } from "./symbols.js"
 */

const CLAIMED = "As claimed by ";

/**
 * Fill the part of the legend that tells of boundaries and lets a person choose.
 * @param {HTMLElement} root
 * @param {import("./basemap.js").Basemap} basemap
 * @param {Theme} theme
 * @param {Tiles|null} tiles
 * @param {{boundaries: (name: string) => void, tiles: (shown: boolean) => void}} choose called with
 *   the name of a profile, and with whether tiles are wanted
 */
export function showBackground(root, basemap, theme, tiles, choose) {
  const { profile, profiles } = basemap;
  const options = profiles.filter(({ title }) => !title.startsWith(CLAIMED));
  const claims = profiles.filter(({ title }) => title.startsWith(CLAIMED));
  const select = element(
    "select",
    {
      "aria-label": "How disputed boundaries are drawn",
      change: () => choose.boundaries(select.value),
    },
    ...options.map((one) => option(one, profile, one.title)),
    element(
      "optgroup",
      { label: CLAIMED.trim() },
      ...claims.map((one) => option(one, profile, one.title.slice(CLAIMED.length))),
    ),
  );
  root.replaceChildren(
    element("h3", {}, "Boundaries"),
    element(
      "ul",
      {},
      ...(profile.styles.includes("d") ? [line(theme, [5, 3.5], "Disputed or undetermined")] : []),
    ),
    select,
    ...(tiles === null ? [] : tileChoice(tiles, choose.tiles)),
  );
}

/**
 * @param {Tiles} tiles
 * @param {(shown: boolean) => void} choose
 */
function tileChoice({ name, is_open: isOpen, shown, failed }, choose) {
  if (!isOpen) {
    return [element("h3", {}, "Tiles"), element("p", {}, `${name}: the network is closed (setting network).`)];
  }
  const box = element("input", {
    type: "checkbox",
    checked: shown,
    change: () => choose(box.checked),
  });
  return [
    element("h3", {}, "Tiles"),
    element("label", {}, box, `${name}, from the network`),
    ...(failed ? [element("p", { role: "status" }, "They do not come; the map's own basemap is shown.")] : []),
  ];
}

/**
 * Tiles that the page may show in place of its own basemap.
 * @typedef {object} Tiles
 * @property {string} name
 * @property {string} url
 * @property {string} attribution
 * @property {number} max_zoom
 * @property {boolean} is_open whether the network may be used
 * @property {boolean} shown
 * @property {boolean} [failed] whether one of them did not come
 */

/**
 * What tiles the page may show in place of its own basemap; null where none are offered.
 * @returns {Tiles|null}
 */
export function tilesOffered() {
  const offered = document.getElementById("incidentmap-tiles");
  return offered === null ? null : JSON.parse(offered.textContent ?? "null");
}

/**
 * What the map says of its boundaries and names at its edge.
 * @param {import("./basemap.js").Profile} profile
 * @param {string} sources
 * @param {Tiles|null} tiles
 */
export function attribution(profile, sources, tiles) {
  if (tiles?.shown) {
    // Leaflet takes it for HTML.
    const said = tiles.attribution.replace(/[<>&]/g, " ");
    return `Tiles: ${said}. Their boundaries and names are theirs; they imply no opinion on the status of any territory.`;
  }
  return `Boundaries: Natural Earth, ${profile.view}; they imply no opinion on the status of any territory. ${sources}`;
}

/**
 * @param {Profile} one
 * @param {Profile} chosen
 * @param {string} words
 */
function option(one, chosen, words) {
  return element("option", { value: one.name, selected: one.name === chosen.name }, words);
}

/**
 * @param {Theme} theme
 * @param {number[]} dash
 * @param {string} words
 */
function line(theme, dash, words) {
  const picture = icon(26, 12, (ctx) => {
    ctx.beginPath();
    ctx.moveTo(0, 6);
    ctx.lineTo(26, 6);
    ctx.strokeStyle = theme.border;
    ctx.lineWidth = 1.6;
    ctx.setLineDash(dash);
    ctx.stroke();
  });
  return element("li", {}, picture, element("span", {}, words));
}
