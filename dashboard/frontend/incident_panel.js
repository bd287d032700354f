// The incident panel: the words of reports behind one incident.
//
// Everything shown is text from reports and data sets. It goes into the page as text
// (textContent), never as HTML or Markdown, so a report cannot put anything else there.

/** Return an element with a class and, as text, its content. */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== null));
  return made;
}

/** Return a link for web addresses and plain text for any other. */
function source(report) {
  const name = report.publisher ?? report.title ?? "Report";
  if (!/^https?:\/\//i.test(report.url ?? "")) return element("cite", "", name);
  const link = element("a", "", name);
  link.href = report.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return element("cite", "", link);
}

function claim(item) {
  const who = item.claimant === null ? null : element("span", "who", `said by ${item.claimant}`);
  return element("li", "", element("strong", "", item.text), who);
}

function passage(item) {
  const figure = element("figure", "", element("blockquote", "", item.quote));
  if (item.claims.length > 0) figure.append(element("ul", "", ...item.claims.map(claim)));
  figure.append(
    element("figcaption", "", source(item.report), element("span", "", item.report.line)),
  );
  return figure;
}

/** Return the report's text with the quotes marked. */
function reportText(report) {
  const parts = report.segments.map(({ text, quoted }) => (quoted ? element("mark", "", text) : text));
  const body = element("div", "report", ...parts);
  return element("details", "", element("summary", "", `Read it in the report: ${report.title}`), body);
}

/** Return one report's row: who says so, and what it counts. */
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

function why({ title, score, reasons }) {
  return element(
    "li",
    "reason",
    element("strong", "", title),
    element("span", "who", `${score} sure`),
    element("ul", "", ...reasons.map((reason) => element("li", "", reason))),
  );
}

/** Return what several reports tell of this incident side by side, and why they are one. */
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

/** Return what is known of the incident: killed, place, parties, outcome of talks. */
function facts(pairs) {
  const rows = pairs.map(([name, said]) =>
    element("div", "", element("dt", "", name), element("dd", "", said)),
  );
  return element("dl", "facts", ...rows);
}

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
  parentElement.querySelector(".incident").replaceChildren(panel);
}
