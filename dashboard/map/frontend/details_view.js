// What the panel says of one row: the facts in plain words, then every claim with its source.

import { element, safeLink } from "./dom.js";
import { KIND } from "./incidents.js";
import {
  claimWords,
  countWords,
  dayOfIso,
  dayWords,
  periodWords,
  termWords,
  undatedWords,
} from "./words.js";

/**
 * @import { Claim, Incident, Report } from "./details.js"
 * @import { Incidents } from "./incidents.js"
 * @import { Page } from "./page.js"
 */

// As in geodata/masks.py.
const CHECK_BELOW = 0.5;
const NUMBER_CHECK_BELOW = 0.75;

/**
 * @param {Page} page
 * @param {number} row
 * @param {import("./details.js").RowDetails} details
 */
export function detailsOf(page, row, { incident, claims, reports }) {
  const cited = new Set(claims.map((claim) => claim.report));
  const others = reports.filter((report) => ![...cited].some((each) => sameReport(each, report)));
  return element(
    "article",
    { class: "details" },
    incident.source === "sample"
      ? element("p", { class: "sample" }, "Sample data, supplied with the program")
      : null,
    element("dl", {}, ...facts(page, row, incident, claims)),
    element("h3", {}, claims.length === 1 ? "What the report says" : "What the reports say"),
    claims.length === 0 ? element("p", { class: "empty" }, noQuoteWords(page, row)) : null,
    ...claimGroups(claims).map(claimView),
    ...(others.length === 0 ? [] : [element("h3", {}, "Also mentioned in"), ...others.map(sourceView)]),
  );
}

/**
 * @param {Page} page
 * @param {number} row
 */
function noQuoteWords({ incidents, details }, row) {
  if (!details.hasTexts) return "This map was made without quotes and reports.";
  if (incidents.count(row) === 1) return "No quote is kept for this entry.";
  return "These incidents lie near each other and begin in the same period. Filter until fewer are left to see each of them on the map.";
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Incident} incident
 * @param {Claim[]} claims
 */
function facts(page, row, incident, claims) {
  const { incidents } = page;
  const kind = incidents.kind[row];
  const casualties = kind === KIND.INCIDENT || kind === KIND.TOLL;
  return [
    ...fact("Type", typeWords(page, row, incident)),
    ...fact("Date", dateWords(page, row, incident)),
    ...(incidents.count(row) > 1 ? [] : fact("Place", incidents.placeName(row) || "not stated", placeNote(page, row, incident))),
    ...(casualties ? fact("Killed", estimate(incidents, "killed", row), hedge(claims, "killed")) : []),
    ...(casualties ? fact("Wounded", estimate(incidents, "wounded", row), hedge(claims, "wounded")) : []),
    ...fact(kind === KIND.TALKS ? "Delegations" : "Sides", [incident.side_a, incident.side_b].filter(Boolean).join(kind === KIND.TALKS ? " and " : " – ")),
    ...fact("Mediators", incident.mediators.join(", ")),
    ...fact("Outcome", kind === KIND.TALKS ? page.style.outcomes[incidents.outcome[row]].name : ""),
    ...fact("According to", incident.claimant ?? ""),
    ...fact("Independent sources", (incident.source_count ?? 0) > 1 ? String(incident.source_count) : ""),
    ...fact("Confidence", sureWords(incident.confidence), isBelow(CHECK_BELOW, incident.confidence) ? "low: check it against the source" : ""),
    ...fact("Data", incident.attribution ?? ""),
  ];
}

/** @param {number|null} confidence */
function sureWords(confidence) {
  return confidence === null ? "" : `${Math.round(confidence * 100)}%`;
}

/**
 * @param {number} limit
 * @param {number|null} confidence
 */
function isBelow(limit, confidence) {
  return confidence !== null && confidence < limit;
}

/**
 * @param {string} name
 * @param {string} words
 */
function fact(name, words, note = "") {
  if (words === "") return [];
  const value = element("dd", {}, words);
  if (note !== "") value.append(element("span", { class: "note" }, note));
  return [element("dt", {}, name), value];
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Incident} incident
 */
function typeWords(page, row, incident) {
  const type = page.style.types[page.incidents.type[row]];
  if (type.id === null) return page.incidents.kind[row] === KIND.INCIDENT ? "not stated" : "";
  const sub = termWords(incident.sub_event_type);
  return sub === "" ? type.name : `${type.name}: ${sub}`;
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Incident} incident
 */
function dateWords({ incidents, style }, row, incident) {
  if (!incidents.isDated(row)) return undatedWords(incident.date_edtf);
  return periodWords(incidents.start[row], incidents.end[row], style.datePrecisions[incidents.datePrecision[row]]);
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Incident} incident
 */
function placeNote(page, row, incident) {
  const { incidents, style } = page;
  const country = page.countries[incident.iso3 ?? ""] ?? incident.iso3;
  const within = [incident.admin1, country].filter((name) => name && name !== incidents.placeName(row));
  const radius = incidents.radius[row];
  const precision = style.precisions[incidents.precision[row]];
  const words = [within.join(", "), precision.name];
  if (radius > 0 && precision.id !== "none") words.push(`within ${radius} km`);
  return words.filter(Boolean).join("; ");
}

/**
 * @param {Incidents} incidents
 * @param {"killed"|"wounded"} measure
 * @param {number} row
 */
function estimate(incidents, measure, row) {
  return countWords(
    incidents[`${measure}Low`][row],
    incidents[`${measure}Best`][row],
    incidents[`${measure}High`][row],
  );
}

/**
 * The source's own words for a number that it does not state exactly.
 * @param {Claim[]} claims
 * @param {string} measure
 */
function hedge(claims, measure) {
  const hedged = claims.filter(
    (claim) => claim.measure === measure && claim.qualifier !== null && claim.qualifier !== "exact",
  );
  const words = [...new Set(hedged.map((claim) => claimWords(claim)))];
  return words.length === 0 ? "" : `reported as ${words.join("; ")}`;
}

/**
 * Claims with the same quote belong together: the sentence stands once.
 * @param {Claim[]} claims
 */
function claimGroups(claims) {
  const groups = new Map();
  for (const claim of claims) {
    const name = JSON.stringify([claim.quote, claim.report]);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(claim);
  }
  return [...groups.values()];
}

/** @param {Claim[]} claims */
function claimView(claims) {
  const [{ quote, report }] = claims;
  const counted = claims.map((claim) => claimText(claim)).filter(Boolean);
  const claimants = [...new Set(claims.map((claim) => claim.claimant).filter(Boolean))];
  return element(
    "figure",
    { class: "claim" },
    element("blockquote", { dir: "auto" }, `“${quote}”`),
    counted.length === 0 ? null : element("p", { class: "counted" }, counted.join("; ")),
    claimants.length === 0 ? null : element("p", { class: "claimant" }, "Said by ", element("bdi", {}, claimants.join(", "))),
    report === null ? null : element("figcaption", {}, sourceView(report)),
  );
}

/** @param {Claim} claim */
function claimText(claim) {
  const words = claimWords(claim);
  if (words === "" && claim.side !== null) return responsibilityText(claim);
  const unsure = words !== "" && isBelow(NUMBER_CHECK_BELOW, claim.confidence) ? ", unsure: check it" : "";
  const side = (claim.side === null || words === "" ? "" : ` (${claim.side})`) + unsure;
  return claim.negated ? `denied: ${words || "that it happened"}` : words + side;
}

/**
 * Who is said to have done it: blamed by others, or claiming or denying it.
 * @param {Claim} claim
 */
function responsibilityText({ side, claimant, negated }) {
  if (negated) return `${side} denies it`;
  return side === claimant ? `${side} claims it` : `blamed: ${side}`;
}

/** @param {Report} report */
function sourceView(report) {
  const { title, publisher, published, url } = report;
  const day = dayOfIso(published);
  const facts = [publisher, day === null ? "date not stated" : dayWords(day)].filter(Boolean).join(", ");
  return element(
    "div",
    { class: "source" },
    element("cite", { dir: "auto" }, title || "Report without a title"),
    element("span", {}, facts),
    url ? address(url) : null,
  );
}

/**
 * A web address: as a link when it leads to the web, otherwise as text.
 * @param {string} url
 */
function address(url) {
  const href = safeLink(url);
  if (href === null) return element("span", { class: "address" }, url);
  return element(
    "a",
    { class: "address", href, target: "_blank", rel: "noopener noreferrer" },
    url,
  );
}

/**
 * @param {Report|null} a
 * @param {Report} b
 */
function sameReport(a, b) {
  return a !== null && JSON.stringify(a) === JSON.stringify(b);
}
