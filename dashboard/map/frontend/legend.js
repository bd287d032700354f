// Explains every symbol that the page draws, and none that it does not.

import { element, icon } from "./dom.js";
import { GEOMETRY, KIND, MISSING } from "./incidents.js";
import { CIRCLES_LIMIT, paintStack } from "./incident_layer.js";
import { MARKS_LIMIT } from "./places.js";
import { LEAST_RADIUS, radiusOf } from "./symbols.js";
import { numberWords } from "./words.js";

/**
 * @import { Places } from "./places.js"
 * @import { Look, Style, Symbols, Theme } from "./symbols.js"
 */

const ICON = 26;
/** So many labels have room of their own as a rule. */
const LABELS_APART = 8;

/**
 * Fill the legend.
 * @param {HTMLElement} root
 * @param {import("./places.js").Places} places
 * @param {import("./symbols.js").Symbols} symbols
 * @param {(byDeaths: boolean) => void} resize called when a person chooses what sizes stand for
 */
export function showLegend(root, places, symbols, resize) {
  const present = presentIn(places);
  root.replaceChildren(
    ...(places.tellsDeaths ? [sizeChoice(places, resize)] : []),
    ...section("Incidents", typeLines(present, symbols)),
    ...sizeSection(places, present, symbols),
    ...section("Not at one spot", extentLines(places, present, symbols)),
    ...section("Also shown", otherLines(places, present, symbols)),
  );
}

/**
 * @param {Places} places
 * @param {(byDeaths: boolean) => void} resize
 */
function sizeChoice(places, resize) {
  /**
   * @param {string} words
   * @param {boolean} byDeaths
   */
  const option = (words, byDeaths) =>
    element(
      "label",
      {},
      element("input", {
        type: "radio",
        name: "incidentmap-size",
        ...(places.byDeaths === byDeaths ? { checked: "" } : {}),
        change: () => resize(byDeaths),
      }),
      words,
    );
  const options = element("div", {}, option("deaths", true), option("incidents", false));
  return element("fieldset", {}, element("legend", {}, "Size by"), options);
}

/**
 * What occurs among the rows: looks on spots, and kinds on areas and lines.
 * @typedef {object} Present
 * @property {Set<number>} types
 * @property {Set<number>} spots
 * @property {Set<number>} outcomes
 * @property {Set<number>} areas
 * @property {Set<number>} lines
 * @property {boolean} unknown
 * @property {boolean} unsure
 * @property {number} most
 * @property {boolean} radius
 */

/** @param {Places} places */
function presentIn(places) {
  const { incidents, anchorOf, anchors } = places;
  /** @type {Present} */
  const present = {
    types: new Set(),
    spots: new Set(),
    outcomes: new Set(),
    areas: new Set(),
    lines: new Set(),
    unknown: false,
    unsure: false,
    most: 0,
    radius: false,
  };
  for (let row = 0; row < incidents.length; row++) {
    if (incidents.geometry[row] === GEOMETRY.NONE || !incidents.has(row)) continue;
    const kind = incidents.kind[row];
    if (incidents.geometry[row] === GEOMETRY.POINT && incidents.radius[row] > 0) present.radius = true;
    if (kind === KIND.INCIDENT) present.types.add(incidents.type[row]);
    if (kind === KIND.TALKS) present.outcomes.add(incidents.outcome[row]);
    if (anchorOf[row] < 0) {
      present.spots.add(kind);
      if (kind === KIND.INCIDENT || kind === KIND.TOLL) {
        present.most = Math.max(present.most, incidents.deaths(row));
      }
      if (kind === KIND.INCIDENT && incidents.deaths(row) === MISSING) present.unknown = true;
      if (kind === KIND.INCIDENT && incidents.unsure[row] === 1) present.unsure = true;
    } else if (anchors[anchorOf[row]].shape?.line) present.lines.add(kind);
    else present.areas.add(kind);
  }
  return present;
}

/**
 * @param {string} name
 * @param {HTMLElement[]} lines
 */
function section(name, lines) {
  return lines.length === 0 ? [] : [element("h3", {}, name), element("ul", {}, ...lines)];
}

/**
 * @param {HTMLElement} picture
 * @param {string} words
 */
function line(picture, words) {
  return element("li", {}, picture, element("span", {}, words));
}

/**
 * @param {Present} present
 * @param {Symbols} symbols
 */
function typeLines(present, symbols) {
  return [...present.types].sort((a, b) => a - b).map((type) =>
    line(
      mark(symbols, { kind: KIND.INCIDENT, type, outcome: 0, radius: 9, unknown: false }),
      symbols.style.types[type].name,
    ),
  );
}

/**
 * @param {Places} places
 * @param {Present} present
 * @param {Symbols} symbols
 */
function sizeSection(places, present, symbols) {
  if (present.most === 0 && !present.unknown) return [];
  const sizes = places.byDeaths ? roundNumbers(present.most, places.scale) : [];
  const type = [...present.types].sort((a, b) => a - b)[0] ?? 0;
  const parts = sizes.map((deaths) => sizeCircle(deaths, places.scale, symbols));
  const row = parts.length === 0 ? [] : [element("div", { class: "sizes" }, ...parts)];
  const look = { kind: KIND.INCIDENT, type, outcome: 0, radius: 9, unknown: true };
  const unknown = element("ul", {}, line(mark(symbols, look), "Deaths not stated"));
  return [
    element("h3", {}, row.length === 0 ? "Deaths" : "Deaths (area of the circle)"),
    ...row,
    ...(present.unknown ? [unknown] : []),
  ];
}

/**
 * @param {number} deaths
 * @param {number} scale
 * @param {Symbols} symbols
 */
function sizeCircle(deaths, scale, symbols) {
  const radius = radiusOf(deaths, scale);
  const picture = icon(radius * 2 + 3, radius * 2 + 3, (ctx) => {
    ctx.beginPath();
    ctx.arc(radius + 1.5, radius + 1.5, radius, 0, Math.PI * 2);
    ctx.strokeStyle = symbols.theme.ink;
    ctx.lineWidth = 1.3;
    ctx.stroke();
  });
  const least = radius === LEAST_RADIUS;
  return element("span", {}, picture, least ? `≤ ${numberWords(deaths)}` : numberWords(deaths));
}

/**
 * Numbers for the sizes: the most that the smallest circle stands for, and round ones above.
 * @param {number} most
 * @param {number} scale
 */
export function roundNumbers(most, scale) {
  if (most <= 0) return [];
  let smallest = 0;
  while (smallest < most && radiusOf(smallest + 1, scale) === LEAST_RADIUS) smallest++;
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const largest = [5, 2, 1].map((digit) => digit * magnitude).find((value) => value <= most) ?? most;
  const middle = Math.round(largest / 4 / (magnitude / 10)) * (magnitude / 10);
  const round = [Math.round(middle), largest].filter((value) => value > smallest);
  return [smallest, ...round].filter((value) => value > 0);
}

/**
 * @param {Places} places
 * @param {Present} present
 * @param {Symbols} symbols
 */
function extentLines(places, present, symbols) {
  const lines = [];
  const names = { [KIND.INCIDENT]: "Incident", [KIND.TOLL]: "Toll", [KIND.TALKS]: "Talks" };
  for (const kind of [KIND.INCIDENT, KIND.TOLL, KIND.TALKS]) {
    if (present.areas.has(kind)) {
      const picture = swatch(symbols, kind, present, areaSwatch);
      lines.push(line(picture, `${names[kind]} somewhere in this area`));
    }
    if (present.lines.has(kind)) {
      lines.push(line(swatch(symbols, kind, present, lineSwatch), `${names[kind]} along this line`));
    }
  }
  if (places.anchors.length > LABELS_APART) {
    const more = icon(ICON + 4, 18, (ctx) => paintStack(ctx, { x: 15, y: 9, text: "+9" }, symbols.theme));
    lines.push(line(more, "So many more near by: a click lists them"));
  }
  return lines;
}

/**
 * @param {Places} places
 * @param {Present} present
 * @param {Symbols} symbols
 */
function otherLines(places, present, symbols) {
  const lines = [];
  for (const outcome of [...present.outcomes].sort((a, b) => a - b)) {
    const look = { kind: KIND.TALKS, type: talksType(symbols.style), outcome, radius: 7, unknown: false };
    lines.push(line(mark(symbols, look), `Talks: ${symbols.style.outcomes[outcome].name}`));
  }
  const look = { type: 0, outcome: 0, radius: 8, unknown: false };
  if (present.spots.has(KIND.TOLL)) {
    lines.push(line(mark(symbols, { ...look, kind: KIND.TOLL }), "Toll over a period, not in the sums"));
  }
  if (present.spots.has(KIND.STATEMENT)) {
    lines.push(line(mark(symbols, { ...look, kind: KIND.STATEMENT }), "Statement"));
  }
  if (present.unsure) {
    const unsure = { kind: KIND.INCIDENT, type: [...present.types][0] ?? 0, outcome: 0, radius: 9, unknown: false, unsure: true };
    lines.push(line(mark(symbols, unsure), "Unsure: check it against its source"));
  }
  if (present.radius) {
    const circle = icon(ICON, ICON, (ctx) => uncertainty(ctx, symbols.theme));
    const many = places.incidents.length > CIRCLES_LIMIT;
    lines.push(line(circle, `May lie anywhere in this circle${many ? " (when selected, or few are in view)" : ""}`));
  }
  if (places.incidents.length > MARKS_LIMIT) {
    const types = Int32Array.from(symbols.style.types, (_, type) => (present.types.has(type) ? 1 : 0));
    const count = types.reduce((sum, each) => sum + each, 0);
    if (count > 0) lines.push(line(icon(ICON, ICON, (ctx) => symbols.group(ctx, { count, types, number: count }, 13, 13, 11)), groupWords(places)));
  }
  return lines;
}

/** @param {Places} places */
function groupWords({ byDeaths }) {
  return `Several incidents: their ${byDeaths ? "deaths" : "number"}, split by type of incident`;
}

/**
 * @param {Symbols} symbols
 * @param {Look} look
 */
function mark(symbols, look) {
  const isBubble = look.kind === KIND.TALKS;
  return icon(isBubble ? 32 : ICON, isBubble ? 32 : ICON, (ctx) =>
    symbols.draw(ctx, look, isBubble ? 16 : ICON / 2, isBubble ? 30 : ICON / 2),
  );
}

/**
 * @param {Symbols} symbols
 * @param {number} kind
 * @param {Present} present
 * @param {(ctx: CanvasRenderingContext2D, symbols: Symbols, kind: number, colour: string) => void} paint
 */
function swatch(symbols, kind, present, paint) {
  const type = kind === KIND.TALKS ? talksType(symbols.style) : [...present.types].sort((a, b) => a - b)[0] ?? 0;
  const colour = symbols.colour(kind, type);
  return icon(ICON, 18, (ctx) => paint(ctx, symbols, kind, colour));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Symbols} symbols
 * @param {number} kind
 * @param {string} colour
 */
function areaSwatch(ctx, symbols, kind, colour) {
  ctx.beginPath();
  ctx.rect(1.5, 1.5, ICON - 3, 15);
  ctx.fillStyle = symbols.hatch(ctx, colour, kind === KIND.TOLL ? "down" : kind === KIND.TALKS ? "level" : "up", 0.6);
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.6;
  ctx.setLineDash(kind === KIND.TOLL ? [5, 3] : []);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Symbols} symbols
 * @param {number} kind
 * @param {string} colour
 */
function lineSwatch(ctx, symbols, kind, colour) {
  ctx.beginPath();
  ctx.moveTo(0, 9);
  ctx.lineTo(ICON, 9);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 4.5;
  ctx.setLineDash([10, 5]);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Theme} theme
 */
function uncertainty(ctx, theme) {
  ctx.beginPath();
  ctx.arc(13, 13, 10, 0, Math.PI * 2);
  ctx.strokeStyle = theme.ink;
  ctx.setLineDash([4, 4]);
  ctx.stroke();
}

/** @param {Style} style */
function talksType(style) {
  return style.types.findIndex((type) => type.id === "talks");
}
