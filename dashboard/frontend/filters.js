// The sidebar's filters: lists with counts, bounds, and a search for words.
//
// The choice is shaped as the dashboard's address is: {kind: ["incident"], from: ["2025-10-01"]}.
// What the person has just chosen stands until the dashboard says that something else changed a
// filter (`revision` grows): it runs behind the person, and counts only follow.

const TYPING_MS = 350;
// A list shorter than this is read faster than searched.
const SEARCHED_FROM = 9;

/**
 * @typedef {object} List
 * @property {string} name the parameter of the address
 * @property {string} label
 * @property {boolean} open
 * @property {[string, string, number][]} options value, name, number of rows
 * @property {number} more how many values are not among them
 */

/**
 * @typedef {object} FilterData
 * @property {number} revision
 * @property {Record<string, string[]>} chosen
 * @property {List[]} lists
 * @property {[string, string] | null} span first and last day of all rows
 * @property {[number, number]} deaths rows that state deaths, and that do not
 * @property {number} left rows that all filters leave
 * @property {number} total
 */

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== null));
  return made;
}

const numberWords = (number) => number.toLocaleString("en-GB");

class Filters {
  constructor(root) {
    this.form = root.querySelector("form");
    this.revision = -1;
    this.turn = Date.now();
    this.chosen = {};
    this.found = {};
    this.parts = new Map();
    /** @type {(name: string, value: unknown) => void} */
    this.report = () => {};
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @param {FilterData} data */
  update(data) {
    this.data = data;
    if (data.revision !== this.revision) {
      this.revision = data.revision;
      this.chosen = structuredClone(data.chosen);
      delete this.chosen.incident;
      if (this.built) this.showBounds();
    }
    if (!this.built) this.build();
    this.showHead();
    this.showDeaths();
    for (const list of data.lists) this.showList(list);
    for (const [name, part] of this.parts) {
      part.box.hidden = !data.lists.some((list) => list.name === name);
    }
  }

  build() {
    this.built = true;
    this.left = element("p", "left");
    this.left.setAttribute("role", "status");
    this.clear = element("button", "", "Clear all");
    this.clear.type = "button";
    this.clear.addEventListener("click", () => {
      this.chosen = {};
      this.showBounds();
      this.send();
    });
    this.search = this.input("search", "q", "Search for words");
    this.search.placeholder = "Words in places, parties, quotes";
    const searchPart = element("div", "part", this.labelled("Search", this.search));
    searchPart.querySelector("label").className = "legend";
    this.days = [this.input("date", "from", "First day"), this.input("date", "to", "Last day")];
    const dates = this.group("Dates", this.pair(["From", "To"], this.days));
    this.bounds = [
      this.input("number", "killed-from", "At least"),
      this.input("number", "killed-to", "At most"),
    ];
    this.stated = element("div", "options");
    const deaths = element(
      "details",
      "",
      element("summary", "", element("span", "", "Killed")),
      this.pair(["At least", "At most"], this.bounds),
      this.stated,
    );
    this.deaths = deaths;
    this.lists = element("div", "lists");
    this.form.replaceChildren(
      element("div", "head", this.left, this.clear),
      searchPart,
      dates,
      this.lists,
      deaths,
    );
    this.showBounds();
    deaths.open = ["killed", "killed-from", "killed-to"].some((name) => this.has(name));
  }

  group(label, content) {
    const part = element("div", "part", element("span", "legend", label), content);
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", label);
    return part;
  }

  pair(labels, inputs) {
    return element("div", "pair", ...inputs.map((input, at) => this.labelled(labels[at], input)));
  }

  labelled(label, input) {
    return element("label", "", element("span", "", label), input);
  }

  input(type, name, label) {
    const made = element("input", "");
    made.type = type;
    made.dataset.name = name;
    made.setAttribute("aria-label", label);
    if (type === "number") made.min = "0";
    const take = () => {
      window.clearTimeout(this.typing);
      // A date that is only half written has no value and does not count as none.
      if (made.validity.badInput) return;
      this.choose(name, made.value.trim() === "" ? [] : [made.value.trim()]);
    };
    made.addEventListener("change", take);
    made.addEventListener("input", () => {
      window.clearTimeout(this.typing);
      if (type !== "date") this.typing = window.setTimeout(take, TYPING_MS);
    });
    return made;
  }

  showBounds() {
    for (const input of [this.search, ...this.days, ...this.bounds]) {
      input.value = this.chosen[input.dataset.name]?.[0] ?? "";
    }
  }

  showHead() {
    const { left, total } = this.data;
    const rows = total === 1 ? "row" : "rows";
    this.left.replaceChildren(
      element("strong", "", numberWords(left)),
      left === total ? ` ${rows}` : ` of ${numberWords(total)} ${rows}`,
    );
    this.clear.hidden = Object.keys(this.chosen).length === 0;
    const [first, last] = this.data.span ?? ["", ""];
    for (const day of this.days) {
      day.title = first ? `The rows go from ${first} to ${last}` : "";
    }
  }

  showDeaths() {
    const names = [
      ["", "Stated or not", null],
      ["stated", "Stated", this.data.deaths[0]],
      ["not_stated", "Not stated", this.data.deaths[1]],
    ];
    const focused = this.stated.querySelector("input:focus")?.value;
    const rows = names.map(([value, name, count]) => {
      const radio = element("input", "");
      radio.type = "radio";
      radio.name = "killed";
      radio.value = value;
      radio.checked = (this.chosen.killed?.[0] ?? "") === value;
      radio.addEventListener("change", () => this.choose("killed", value ? [value] : []));
      return this.row(radio, name, count, 0);
    });
    this.stated.setAttribute("role", "radiogroup");
    this.stated.setAttribute("aria-label", "Deaths stated");
    this.stated.replaceChildren(...rows);
    if (focused !== undefined) this.stated.querySelector(`input[value="${focused}"]`)?.focus();
    this.mark(this.deaths, ["killed", "killed-from", "killed-to"].filter((n) => this.has(n)).length);
  }

  /** @param {List} list */
  showList(list) {
    const part = this.parts.get(list.name) ?? this.buildList(list);
    part.list = list;
    const chosen = new Set(this.chosen[list.name] ?? []);
    const wanted = (part.find.value || "").trim().toLowerCase();
    const shown = list.options.filter(
      ([value, name]) => chosen.has(value) || name.toLowerCase().includes(wanted),
    );
    const most = Math.max(1, ...shown.map(([, , count]) => count));
    const focused = part.options.querySelector("input:focus")?.value;
    const top = part.options.scrollTop;
    part.options.replaceChildren(
      ...shown.map(([value, name, count]) => {
        const box = element("input", "");
        box.type = "checkbox";
        box.value = value;
        box.checked = chosen.has(value);
        box.addEventListener("change", () => this.toggle(list.name, value, box.checked));
        return this.row(box, name, count, count / most);
      }),
    );
    part.options.scrollTop = top;
    if (focused !== undefined) {
      [...part.options.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
    }
    part.find.hidden = list.options.length + list.more < SEARCHED_FROM && !part.find.value;
    part.more.hidden = list.more === 0;
    part.more.textContent = `and ${numberWords(list.more)} more: search for them above`;
    this.mark(part.box, chosen.size);
  }

  buildList(list) {
    const box = element("details", "", element("summary", "", element("span", "", list.label)));
    box.open = list.open || this.has(list.name);
    const find = element("input", "find");
    find.type = "search";
    find.placeholder = "Find in this list";
    find.setAttribute("aria-label", `Find in ${list.label}`);
    const options = element("div", "options");
    options.setAttribute("role", "group");
    options.setAttribute("aria-label", list.label);
    const more = element("p", "more");
    box.append(find, options, more);
    const part = { box, find, options, more, list };
    find.addEventListener("input", () => {
      this.showList(part.list);
      if (part.list.more === 0 && !(list.name in this.found)) return;
      // Not all values are here: the dashboard looks for others.
      window.clearTimeout(part.looking);
      part.looking = window.setTimeout(() => {
        this.found = { ...this.found, [list.name]: find.value.trim() };
        this.report("find", this.found);
      }, TYPING_MS);
    });
    this.parts.set(list.name, part);
    this.lists.append(box);
    return part;
  }

  row(input, name, count, share) {
    const bar = element("span", "bar");
    bar.style.transform = `scaleX(${share})`;
    return element(
      "label",
      "option",
      input,
      element("span", "name", name),
      count === null ? null : element("span", "count", numberWords(count)),
      share > 0 ? bar : null,
    );
  }

  /** Say in a closed part that something in it is chosen. */
  mark(part, number) {
    const summary = part.querySelector("summary");
    summary.querySelector(".some")?.remove();
    if (number > 0) summary.append(element("span", "some", `${number} chosen`));
  }

  has(name) {
    return (this.chosen[name] ?? []).length > 0;
  }

  toggle(name, value, on) {
    const others = (this.chosen[name] ?? []).filter((one) => one !== value);
    this.choose(name, on ? [...others, value] : others);
  }

  choose(name, values) {
    const before = this.chosen[name] ?? [];
    if (before.length === values.length && before.every((value, at) => value === values[at])) return;
    if (values.length > 0) this.chosen[name] = values;
    else delete this.chosen[name];
    this.send();
  }

  send() {
    // The turn tells a choice made again from one that the dashboard has heard of.
    this.turn += 1;
    this.report("chosen", { query: structuredClone(this.chosen), turn: this.turn });
    this.update(this.data);
  }
}

const mounted = new WeakMap();

export default function mount({ data, parentElement, setStateValue }) {
  let filters = mounted.get(parentElement);
  if (filters === undefined) {
    filters = new Filters(parentElement);
    mounted.set(parentElement, filters);
  }
  filters.report = setStateValue;
  filters.update(data);
  return () => mounted.delete(parentElement);
}
