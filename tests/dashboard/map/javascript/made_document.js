// As much of a document as the dashboard's components use, for tests under node.

class MadeElement extends EventTarget {
  constructor(tag) {
    super();
    this.tag = tag;
    /** @type {(MadeElement|string)[]} */
    this.held = [];
    this.parent = null;
    this.attributes = new Map();
    this.dataset = {};
    this.style = {};
    this.className = "";
    this.value = "";
    this.validity = { badInput: false };
    this.hidden = false;
    this.scrollTop = 0;
    this.offsetTop = 0;
    this.clientHeight = 0;
    this.classList = { add: () => {}, remove: () => {} };
    if (tag === "iframe") {
      const sent = [];
      this.contentWindow = { sent, postMessage: (message) => sent.push(message) };
    }
  }

  get children() {
    return this.held.filter((one) => one instanceof MadeElement);
  }

  get textContent() {
    return this.held.map((one) => (typeof one === "string" ? one : one.textContent)).join("");
  }

  set textContent(text) {
    this.replaceChildren(text);
  }

  append(...content) {
    for (const one of content) {
      const held = one instanceof MadeElement ? one : String(one);
      if (held instanceof MadeElement) held.parent = this;
      this.held.push(held);
    }
  }

  replaceChildren(...content) {
    this.held = [];
    this.append(...content);
  }

  remove() {
    if (this.parent !== null) this.parent.held = this.parent.held.filter((one) => one !== this);
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  focus() {
    MadeElement.focused = this;
  }

  /** Elements in here for a selector of one element: tag, .class, [name="value"], :focus. */
  querySelectorAll(selector) {
    return this.children.flatMap((one) => [
      ...(one.matches(selector) ? [one] : []),
      ...one.querySelectorAll(selector),
    ]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  matches(selector) {
    const { tag, name, key, value, focus } = /^(?<tag>\w+)?(?:\.(?<name>[\w-]+))?(?:\[(?<key>[\w-]+)="(?<value>.*)"\])?(?<focus>:focus)?$/.exec(selector).groups;
    return (
      (tag === undefined || this.tag === tag) &&
      (name === undefined || this.className.split(" ").includes(name)) &&
      (key === undefined || (this.getAttribute(key) ?? this[key]) === value) &&
      (focus === undefined || MadeElement.focused === this)
    );
  }

  /** Do what a person does: click, change, input. */
  does(event) {
    this.dispatchEvent(new Event(event));
  }
}
MadeElement.focused = null;

globalThis.document = { createElement: (tag) => new MadeElement(tag) };
globalThis.window = globalThis;

/** Return an element that holds another one, as Streamlit gives it to a component. */
export function holding(tag, name) {
  const [root, held] = [new MadeElement("div"), new MadeElement(tag)];
  held.className = name;
  root.append(held);
  return root;
}
