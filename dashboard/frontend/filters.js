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
 * @property {string} hint what its values mean, where that needs saying
 * @property {[string, string|null, number][]} options value, name (null where it is the value), number of rows
 * @property {number} more how many values are not among them
 */

/**
 * @typedef {object} FilterData
 * @property {number} revision
 * @property {Record<string, string[]>} chosen
 * @property {string} address what stands behind the question mark of the address
 * @property {List[]} lists
 * @property {[string, string] | null} span first and last day of all rows
 * @property {[number, number]} deaths rows that state deaths, and that do not
 * @property {number} left rows that all filters leave
 * @property {number} total
 */

/**
 * A list and what it stands in; `looking` is when the dashboard is asked for values that are not here.
 * @typedef {object} ListPart
 * @property {HTMLDetailsElement} box
 * @property {HTMLInputElement} find
 * @property {HTMLElement} options
 * @property {HTMLElement} more
 * @property {List} list
 * @property {number} looking
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

/** @param {number} number */
const numberWords = (number) => number.toLocaleString("en-GB");

class Filters {
  /**
   * @param {HTMLFormElement} form
   * @param {FilterData} data
   */
  constructor(form, data) {
    this.form = form;
    this.data = data;
    this.revision = data.revision;
    this.turn = Date.now();
    this.chosen = chosenIn(data);
    /** What is looked for in each list. @type {Record<string, string>} */
    this.found = {};
    /** @type {Map<string, ListPart>} */
    this.parts = new Map();
    /** When what is typed is taken. */
    this.typing = 0;
    /** Of the page on which they stand. */
    this.path = "";
    /** @type {(name: string, value: unknown) => void} */
    this.report = () => {};
    this.left = element("p", "left");
    this.clear = element("button", "", "Clear all");
    this.search = this.input("search", "q", "Search for words");
    this.days = [this.input("date", "from", "First day"), this.input("date", "to", "Last day")];
    this.bounds = [
      this.input("number", "killed-from", "At least"),
      this.input("number", "killed-to", "At most"),
    ];
    this.stated = element("div", "options");
    this.deaths = element(
      "details",
      "",
      element("summary", "", element("span", "", "Killed")),
      this.pair(["At least", "At most"], this.bounds),
      this.stated,
    );
    this.lists = element("div", "lists");
    this.build();
    // The dashboard hears of the address with every run, and cannot tell that the person went back.
    this.goes = () => {
      if (window.location.pathname === this.path) this.report("went", ++this.turn);
    };
    window.addEventListener("popstate", this.goes);
  }

  /** @param {FilterData} data */
  update(data) {
    this.data = data;
    this.keepAddress();
    if (data.revision !== this.revision) {
      this.revision = data.revision;
      this.chosen = chosenIn(data);
      this.showBounds();
    }
    this.showHead();
    this.showDeaths();
    for (const list of data.lists) this.showList(list);
    for (const [name, part] of this.parts) {
      part.box.hidden = !data.lists.some((list) => list.name === name);
    }
  }

  build() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.left.setAttribute("role", "status");
    this.clear.type = "button";
    this.clear.addEventListener("click", () => {
      this.chosen = {};
      this.showBounds();
      this.send();
    });
    this.search.placeholder = "Words in places, parties, quotes";
    const search = this.labelled("Search", this.search);
    search.className = "legend";
    this.form.replaceChildren(
      element("div", "head", this.left, this.clear),
      element("div", "part", search),
      this.group("Dates", this.pair(["From", "To"], this.days)),
      this.lists,
      this.deaths,
    );
    this.showBounds();
    this.deaths.open = ["killed", "killed-from", "killed-to"].some((name) => this.has(name));
  }

  /**
   * @param {string} label
   * @param {HTMLElement} content
   */
  group(label, content) {
    const part = element("div", "part", element("span", "legend", label), content);
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", label);
    return part;
  }

  /**
   * @param {string[]} labels
   * @param {HTMLInputElement[]} inputs
   */
  pair(labels, inputs) {
    return element("div", "pair", ...inputs.map((input, at) => this.labelled(labels[at], input)));
  }

  /**
   * @param {string} label
   * @param {HTMLInputElement} input
   */
  labelled(label, input) {
    return element("label", "", element("span", "", label), input);
  }

  /**
   * @param {string} type
   * @param {string} name
   * @param {string} label
   */
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
    made.addEventListener("change", () => {
      // While a year is typed it is one of the first centuries: 0002, 0020, 0202, 2025.
      if (type !== "date" || !made.value.startsWith("0") || !made.matches(":focus")) take();
    });
    if (type === "date") made.addEventListener("blur", take);
    made.addEventListener("input", () => {
      window.clearTimeout(this.typing);
      if (type !== "date") this.typing = window.setTimeout(take, TYPING_MS);
    });
    return made;
  }

  showBounds() {
    for (const input of [this.search, ...this.days, ...this.bounds]) {
      input.value = this.chosen[input.dataset.name ?? ""]?.[0] ?? "";
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
    /** @type {[value: string, name: string, count: number|null][]} */
    const names = [
      ["", "Stated or not", null],
      ["stated", "Stated", this.data.deaths[0]],
      ["not_stated", "Not stated", this.data.deaths[1]],
    ];
    const focused = focusedIn(this.stated);
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
    if (focused !== undefined) focus(this.stated, focused);
    this.mark(this.deaths, ["killed", "killed-from", "killed-to"].filter((n) => this.has(n)).length);
  }

  /** @param {List} list */
  showList(list) {
    const part = this.parts.get(list.name) ?? this.buildList(list);
    part.list = list;
    const chosen = new Set(this.chosen[list.name] ?? []);
    const wanted = (part.find.value || "").trim().toLowerCase();
    const shown = list.options
      .map(([value, name, count]) => ({ value, name: name ?? value, count }))
      .filter(({ value, name }) => chosen.has(value) || name.toLowerCase().includes(wanted));
    const most = Math.max(1, ...shown.map(({ count }) => count));
    const focused = focusedIn(part.options);
    const top = part.options.scrollTop;
    part.options.replaceChildren(
      ...shown.map(({ value, name, count }) => {
        const box = element("input", "");
        box.type = "checkbox";
        box.value = value;
        box.checked = chosen.has(value);
        box.addEventListener("change", () => this.toggle(list.name, value, box.checked));
        return this.row(box, name, count, count / most);
      }),
    );
    part.options.scrollTop = top;
    if (focused !== undefined) focus(part.options, focused);
    part.find.hidden = list.options.length + list.more < SEARCHED_FROM && !part.find.value;
    part.more.hidden = list.more === 0;
    part.more.textContent = `and ${numberWords(list.more)} more: search for them above`;
    this.mark(part.box, chosen.size);
  }

  /**
   * @param {List} list
   * @returns {ListPart}
   */
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
    if (list.hint) box.append(element("p", "hint", list.hint));
    const part = { box, find, options, more, list, looking: 0 };
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

  /**
   * @param {HTMLInputElement} input
   * @param {string} name
   * @param {number|null} count
   * @param {number} share of the longest bar
   */
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

  /**
   * Say in a closed part that something in it is chosen.
   * @param {HTMLDetailsElement} part
   * @param {number} number
   */
  mark(part, number) {
    const summary = part.querySelector("summary");
    summary?.querySelector(".some")?.remove();
    if (number > 0) summary?.append(element("span", "some", `${number} chosen`));
  }

  /** @param {string} name */
  has(name) {
    return (this.chosen[name] ?? []).length > 0;
  }

  /**
   * @param {string} name
   * @param {string} value
   * @param {boolean} on
   */
  toggle(name, value, on) {
    const others = (this.chosen[name] ?? []).filter((one) => one !== value);
    this.choose(name, on ? [...others, value] : others);
  }

  /**
   * @param {string} name
   * @param {string[]} values
   */
  choose(name, values) {
    const before = this.chosen[name] ?? [];
    if (before.length === values.length && before.every((value, at) => value === values[at])) return;
    if (values.length > 0) this.chosen[name] = values;
    else delete this.chosen[name];
    this.send();
  }

  /** Another page begins without the address's question: put it there, so that going back finds it. */
  keepAddress() {
    const { pathname, search, hash } = window.location;
    if (pathname === this.path) return;
    this.path = pathname;
    if (search !== "" || !this.data.address) return;
    window.history.replaceState(window.history.state, "", `${pathname}?${this.data.address}${hash}`);
  }

  close() {
    window.removeEventListener("popstate", this.goes);
  }

  send() {
    // The turn tells a choice made again from one that the dashboard has heard of.
    this.turn += 1;
    this.report("chosen", { query: structuredClone(this.chosen), turn: this.turn });
    this.update(this.data);
  }
}

/**
 * What filters choose; the open incident and report are none of them.
 * @param {FilterData} data
 */
function chosenIn(data) {
  const { incident: _incident, report: _report, ...chosen } = structuredClone(data.chosen);
  return chosen;
}

/**
 * The value of the box in a list that has the focus.
 * @param {HTMLElement} options
 */
function focusedIn(options) {
  /** @type {HTMLInputElement|null} */
  const focused = options.querySelector("input:focus");
  return focused?.value;
}

/**
 * @param {HTMLElement} options
 * @param {string} value
 */
function focus(options, value) {
  [...options.querySelectorAll("input")].find((input) => input.value === value)?.focus();
}

/** @type {WeakMap<HTMLElement, Filters>} */
const mounted = new WeakMap();

/**
 * @param {{data: FilterData, parentElement: HTMLElement, setStateValue: (name: string, value: unknown) => void}} component
 */
export default function mount({ data, parentElement, setStateValue }) {
  let filters = mounted.get(parentElement);
  if (filters === undefined) {
    const form = parentElement.querySelector("form");
    if (form === null) throw new TypeError("the component has no form");
    filters = new Filters(form, data);
    mounted.set(parentElement, filters);
  }
  filters.report = setStateValue;
  filters.update(data);
  return () => {
    filters.close();
    mounted.delete(parentElement);
  };
}
