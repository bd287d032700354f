// What the pointer rests on, in three lines.

import { element, part } from "./dom.js";
import { KIND } from "./incidents.js";
import { capitalized, countOf, countWords, numberWords, periodWords } from "./words.js";

/**
 * What is told of rows: the page has it.
 * @typedef {{incidents: import("./incidents.js").Incidents, style: import("./symbols.js").Style}} Told
 */

export function hideTooltip() {
  part("tooltip").hidden = true;
}

/**
 * Say beside the pointer what it rests on.
 * @param {Told} page
 * @param {import("./hits.js").Hit} hit
 * @param {L.Point} at
 * @param {L.Point} size of the map
 */
export function showTooltip(page, hit, at, size) {
  const tooltip = part("tooltip");
  tooltip.hidden = false;
  tooltip.replaceChildren(...tooltipOf(page, hit));
  const left = Math.min(at.x + 14, size.x - tooltip.offsetWidth - 6);
  const above = at.y + 18 + tooltip.offsetHeight > size.y;
  tooltip.style.left = `${Math.max(left, 4)}px`;
  tooltip.style.top = `${above ? at.y - tooltip.offsetHeight - 12 : at.y + 18}px`;
}

/**
 * @param {Told} page
 * @param {import("./hits.js").Hit} hit
 */
function tooltipOf(page, { rows, group }) {
  if (group !== null) {
    return [
      element("strong", {}, countOf(group.count, page.style.kinds[group.kind].names)),
      element("span", {}, group.killed > 0 ? `${numberWords(group.killed)} killed or more` : ""),
      element("span", { class: "more" }, "Click to zoom in"),
    ];
  }
  const [row] = rows;
  const { incidents, style } = page;
  const kind = incidents.kind[row];
  const name = kind === KIND.INCIDENT ? style.types[incidents.type[row]].name : capitalized(style.kinds[kind].names[0]);
  const when = incidents.isDated(row) ? periodWords(incidents.start[row], incidents.end[row], style.datePrecisions[incidents.datePrecision[row]]) : "no date";
  return [
    element("strong", {}, name),
    element("span", {}, [incidents.placeName(row), when].filter(Boolean).join(", ")),
    element("span", {}, counted(page, row)),
    element("span", { class: "more" }, rows.length > 1 ? `and ${numberWords(rows.length - 1)} more here: click to list` : ""),
  ];
}

/**
 * @param {Told} page
 * @param {number} row
 */
function counted({ incidents, style }, row) {
  const kind = incidents.kind[row];
  if (kind === KIND.TALKS) return style.outcomes[incidents.outcome[row]].name;
  if (kind === KIND.STATEMENT) return "";
  const words = countWords(incidents.killedLow[row], incidents.killedBest[row], incidents.killedHigh[row]);
  return words === "not stated" ? "deaths not stated" : `${words} killed`;
}
