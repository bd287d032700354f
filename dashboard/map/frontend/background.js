// What a person chooses of the background: how disputed boundaries are drawn.

import { element, icon } from "./dom.js";

const CLAIMED = "As claimed by ";

/**
 * Fill the part of the legend that tells of boundaries and lets a person choose.
 * @param {HTMLElement} root
 * @param {import("./basemap.js").Basemap} basemap
 * @param {any} theme
 * @param {(name: string) => void} choose called with the name of a profile
 */
export function showBackground(root, basemap, theme, choose) {
  const { profile, profiles } = basemap;
  const options = profiles.filter(({ title }) => !title.startsWith(CLAIMED));
  const claims = profiles.filter(({ title }) => title.startsWith(CLAIMED));
  const select = element(
    "select",
    {
      "aria-label": "How disputed boundaries are drawn",
      change: ({ currentTarget }) => choose(currentTarget.value),
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
  );
}

/**
 * What the map says of its boundaries and names at its edge.
 * @param {import("./basemap.js").Profile} profile
 * @param {string} sources
 */
export function attribution(profile, sources) {
  return `Boundaries: Natural Earth, ${profile.view}; they imply no opinion on the status of any territory. ${sources}`;
}

function option(one, chosen, words) {
  return element("option", { value: one.name, selected: one.name === chosen.name }, words);
}

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
