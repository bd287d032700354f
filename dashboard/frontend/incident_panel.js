// The incident panel: the words of reports behind one incident.
//
// Everything shown is text from reports and data sets. It goes into the page as text
// (textContent), never as HTML or Markdown, so a report cannot put anything else there.

/**
 * What dashboard/incident_panel.py and dashboard/linked_incidents.py say of an incident.
 * @typedef {object} PanelData
 * @property {boolean} sample
 * @property {string} title
 * @property {[name: string, said: string][]} facts
 * @property {Passage[]} passages
 * @property {ReportText[]} reports
 * @property {Linked|null} [linked]
 *
 * @typedef {{title: string|null, publisher: string|null, url: string|null, line: string}} Source
 * @typedef {{text: string, claimant: string|null}} Claim
 * @typedef {{quote: string, claims: Claim[], report: Source}} Passage
 * @typedef {{title: string, segments: {text: string, quoted: boolean}[]}} ReportText
 * @typedef {{report: Source, claimant: string|null, counts: {text: string|null, superseded: boolean}[]}} Told
 * @typedef {{title: string, score: string, reasons: string[]}} Why
 * @typedef {{told: Told[], sources: string, why: Why[], possible: Why[]}} Linked
 */

/**
 * Return an element with a class and, as text, its content.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node|string|null)} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== null));
  return made;
}

/**
 * Return a link for web addresses and plain text for any other.
 * @param {Source} report
 */
function source(report) {
  const name = report.publisher ?? report.title ?? "Report";
  if (report.url === null || !/^https?:\/\//i.test(report.url)) return element("cite", "", name);
  const link = element("a", "", name);
  link.href = report.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return element("cite", "", link);
}

/** @param {Claim} item */
function claim(item) {
  const who = item.claimant === null ? null : element("span", "who", `said by ${item.claimant}`);
  return element("li", "", element("strong", "", item.text), who);
}

/** @param {Passage} item */
function passage(item) {
  const figure = element("figure", "", element("blockquote", "", item.quote));
  if (item.claims.length > 0) figure.append(element("ul", "", ...item.claims.map(claim)));
  figure.append(
    element("figcaption", "", source(item.report), element("span", "", item.report.line)),
  );
  return figure;
}

/**
 * Return the report's text with the quotes marked.
 * @param {ReportText} report
 */
function reportText(report) {
  const parts = report.segments.map(({ text, quoted }) => (quoted ? element("mark", "", text) : text));
  const body = element("div", "report", ...parts);
  return element("details", "", element("summary", "", `Read it in the report: ${report.title}`), body);
}

/**
 * Return one report's row: who says so, and what it counts.
 * @param {Told} told
 */
function toldRow({ report, claimant, counts }) {
  const who = claimant === null ? null : element("span", "claimant", `according to ${claimant}`);
  const cells = counts.map(({ text, superseded }) =>
    element(
      "td",
      superseded ? "superseded" : "",
      text ?? "–",
      superseded ? element("span", "note", "told anew later") : null,
    ),
  );
  const named = element("th", "", source(report), element("span", "when", report.line), who);
  named.scope = "row";
  return element("tr", "", named, ...cells);
}

/** @param {Why} why */
function why({ title, score, reasons }) {
  return element(
    "li",
    "reason",
    element("strong", "", title),
    element("span", "who", `${score} sure`),
    element("ul", "", ...reasons.map((reason) => element("li", "", reason))),
  );
}

/**
 * Return what several reports tell of this incident side by side, and why they are one.
 * @param {Linked} linked
 */
function linked({ told, sources, why: reasons, possible }) {
  const part = element("section", "linked");
  if (told.length > 0) {
    part.append(
      element("p", "sources", sources),
      element("table", "", element("tbody", "", ...told.map(toldRow))),
      element(
        "details",
        "",
        element("summary", "", "Why this is one incident"),
        element("ul", "why", ...reasons.map(why)),
      ),
    );
  }
  if (possible.length > 0) {
    part.append(
      element(
        "details",
        "",
        element("summary", "", `Possibly the same, counted apart: ${possible.length}`),
        element("ul", "why", ...possible.map(why)),
      ),
    );
  }
  return part;
}

/**
 * Return what is known of the incident: killed, place, parties, outcome of talks.
 * @param {[name: string, said: string][]} pairs
 */
function facts(pairs) {
  const rows = pairs.map(([name, said]) =>
    element("div", "", element("dt", "", name), element("dd", "", said)),
  );
  return element("dl", "facts", ...rows);
}

/** @param {{data: PanelData, parentElement: HTMLElement}} component */
export default function mount({ data, parentElement }) {
  const panel = element(
    "section",
    "panel",
    element("h3", "", data.title, data.sample ? element("span", "sample", "sample") : null),
    facts(data.facts),
    data.linked ? linked(data.linked) : null,
    ...data.passages.map(passage),
    ...data.reports.map(reportText),
  );
  panel.setAttribute("aria-label", "Selected incident");
  const place = parentElement.querySelector(".incident");
  if (place === null) throw new TypeError("the component has no place for the panel");
  place.replaceChildren(panel);
}
