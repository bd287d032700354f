// A report's text with what was found in it: each quote is a button that opens its row.
//
// All of it is text from reports. It goes into the page as text (textContent), never as HTML or
// Markdown, so a report cannot put anything else there.

/**
 * What dashboard/report_text.py says of a report.
 * @typedef {object} ReportData
 * @property {string} title
 * @property {string|null} publisher
 * @property {string|null} url
 * @property {string|null} line when it was published
 * @property {string|null} selected row that is open
 * @property {Record<string, string>} titles of rows
 * @property {Segment[]} segments
 *
 * A piece of the text with the rows that it tells of.
 * @typedef {{text: string, incidents: string[]}} Segment
 */

/**
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
 * @param {ReportData} report
 */
function source({ publisher, url }) {
  const name = publisher ?? "Source";
  if (url === null || !/^https?:\/\//i.test(url)) return publisher === null ? null : element("cite", "", name);
  const link = element("a", "", name);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * @param {Segment} part
 * @param {Record<string, string>} titles
 * @param {string|null} selected
 * @param {(id: string) => void} choose
 */
function segment({ text, incidents }, titles, selected, choose) {
  if (incidents.length === 0) return text;
  const button = element("button", "", text);
  button.type = "button";
  // Several rows of one sentence are opened one after the other.
  const at = incidents.findIndex((id) => id === selected);
  button.title = incidents.map((id) => titles[id] ?? id).join("\n");
  button.setAttribute("aria-pressed", String(at >= 0));
  button.addEventListener("click", () => choose(incidents[(at + 1) % incidents.length]));
  return button;
}

let turn = Date.now();

/**
 * @param {{data: ReportData, parentElement: HTMLElement, setStateValue: (name: string, value: unknown) => void}} component
 */
export default function mount({ data, parentElement, setStateValue }) {
  /** @type {HTMLElement|null} */
  const root = parentElement.querySelector(".report-text");
  if (root === null) throw new TypeError("the component has no place for the text");
  /** @param {string} id */
  const choose = (id) => {
    turn += 1;
    setStateValue("incident", { value: id, turn });
  };
  const before = root.querySelector(".body");
  const body = element(
    "div",
    "body",
    ...data.segments.map((part) => segment(part, data.titles, data.selected, choose)),
  );
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-label", "Text of the report");
  const quoted = data.segments.some(({ incidents }) => incidents.length > 0);
  const by = element("p", "by", source(data), data.line ? ` ${data.line}` : null);
  root.replaceChildren(
    element("h3", "", data.title),
    by,
    quoted ? "" : element("p", "none", "Nothing was found in this text."),
    body,
  );
  if (root.dataset.title === data.title && before !== null) body.scrollTop = before.scrollTop;
  /** @type {HTMLElement|null} */
  const open = body.querySelector('[aria-pressed="true"]');
  if (open !== null && root.dataset.selected !== data.selected) {
    body.scrollTop = open.offsetTop - body.offsetTop - body.clientHeight / 3;
  }
  root.dataset.title = data.title;
  root.dataset.selected = data.selected ?? "";
}
