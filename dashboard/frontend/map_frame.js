// The map page inside the dashboard: an iframe that survives reruns of the script.
//
// The page is a stranger to the dashboard (sandboxed, another origin); the two talk by messages.
// The page holds all rows of the store; what filters leave of them is fetched as bits and handed to
// it. A new page, after the store changed, is loaded behind the one that shows, takes over its view,
// dates, rows and selected incident, and only then takes its place, so that nothing flickers.

const READY_WITHIN_MS = 20000;
// A page that does not say it has moved is shown all the same.
const SETTLED_WITHIN_MS = 400;
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/**
 * @typedef {object} MapData
 * @property {string} url address of the map page
 * @property {string | null} rows address of the bits that say which rows show; null for all
 * @property {[string, string] | null} dates first and last day that the dashboard wants shown
 * @property {boolean} [undated] whether rows without a date show where those are all days
 * @property {string | null} incident incident that the dashboard wants selected
 * @property {number} revision grows when the dashboard itself, not the map, changed one of them
 */

/**
 * A page in its frame.
 * @typedef {{url: string, frame: HTMLIFrameElement, ready: boolean}} MapPage
 *
 * What a page says: anything that something in its frame has sent, so nothing is known of it.
 * @typedef {Record<string, unknown>|null|undefined} Message
 */

/** The frames of one mounted component and what their page last said. */
class MapHost {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.box = held(root, ".box");
    this.notice = held(root, ".notice");
    /** @type {MapPage|null} */
    this.shown = null;
    /** @type {MapPage|null} */
    this.coming = null;
    this.revision = -1;
    this.turn = Date.now();
    /** @type {[string, string]|null} */
    this.dates = null;
    this.undated = true;
    /** @type {string|null} */
    this.incident = null;
    /** Undefined where it is to be asked for again. @type {string|null|undefined} */
    this.rowsUrl = null;
    /** @type {ArrayBuffer|null} */
    this.rows = null;
    /** @type {{center: unknown, zoom: unknown}|null} */
    this.view = null;
    /** @type {string|null} */
    this.boundaries = null;
    /** Whether a person chose tiles from the network. */
    this.tiles = false;
    this.theme = "light";
    /** @type {(name: string, value: unknown) => void} */
    this.report = () => {};
    /** @param {MessageEvent<Message>} event */
    this.listen = (event) => this.hear(event);
    window.addEventListener("message", this.listen);
  }

  /**
   * Follow the dashboard. It runs behind the person at the map: what it says of dates and incident
   * counts only when it changed them itself, or when it shows another page.
   *
   * @param {MapData} data
   */
  update(data) {
    this.followTheme();
    void this.followRows(data.rows);
    const another = data.url !== (this.coming ?? this.shown)?.url;
    const commanded = data.revision !== this.revision;
    if (!another && !commanded) return;
    this.revision = data.revision;
    this.dates = data.dates;
    this.undated = data.undated !== false;
    this.incident = data.incident;
    if (another) this.load(data.url);
    else if (this.shown !== null) this.command(this.shown.frame);
  }

  /**
   * Fetch which rows show, unless something else has been asked for when it comes.
   * @param {string|null} url
   */
  async followRows(url) {
    if (url === this.rowsUrl) return;
    this.rowsUrl = url;
    const answer = url === null ? null : await fetch(url).catch(() => null);
    if (url !== null && !answer?.ok) {
      // Another run of the dashboard asks again.
      if (this.rowsUrl === url) this.rowsUrl = undefined;
      this.notice.hidden = false;
      return;
    }
    const rows = answer === null ? null : await answer.arrayBuffer();
    if (this.rowsUrl !== url) return;
    if (this.coming === null) this.notice.hidden = true;
    this.rows = rows;
    for (const page of [this.shown, this.coming]) {
      if (page !== null) this.post(page.frame, { type: "incidentmap:setRows", rows });
    }
  }

  /** Streamlit's theme may differ from the browser's, and changes under an open page. */
  followTheme() {
    const theme = getComputedStyle(this.box).colorScheme.includes("dark") ? "dark" : "light";
    if (theme === this.theme) return;
    this.theme = theme;
    if (this.shown !== null) this.post(this.shown.frame, { type: "incidentmap:setTheme", theme });
  }

  /** @param {string} url */
  load(url) {
    this.coming?.frame.remove();
    const frame = document.createElement("iframe");
    frame.title = "Map of incidents with a date slider";
    frame.setAttribute("sandbox", SANDBOX);
    frame.classList.add("coming");
    // Under this address the server lets the page reach the host of the tiles.
    frame.src = this.tiles ? `${url}?tiles=shown` : url;
    const coming = { url, frame, ready: false };
    this.coming = coming;
    this.box.append(frame);
    window.setTimeout(() => {
      if (this.coming === coming) this.notice.hidden = false;
    }, READY_WITHIN_MS);
  }

  /** @param {MessageEvent<Message>} event */
  hear({ source, data }) {
    const { coming, shown } = this;
    if (source === null) return;
    if (coming !== null && source === coming.frame.contentWindow) this.hearComing(coming, data);
    else if (shown !== null && source === shown.frame.contentWindow) this.hearShown(shown, data);
  }

  /**
   * @param {MapPage} coming
   * @param {Message} message
   */
  hearComing(coming, message) {
    if (message?.type === "incidentmap:view") rememberView(message.bounds);
    if (message?.type === "incidentmap:failed") {
      // The page itself says what is wrong.
      this.swap(coming);
    } else if (message?.type === "incidentmap:ready") {
      coming.ready = true;
      this.command(coming.frame);
      const asIs = this.view === null && this.rows === null;
      window.setTimeout(() => this.swap(coming), asIs ? 0 : SETTLED_WITHIN_MS);
    } else if (message?.type === "incidentmap:rows" && this.rows !== null && this.view === null) {
      this.swap(coming);
    } else if (message?.type === "incidentmap:view" && coming.ready && this.view !== null) {
      // Moves before it was ready are its own: it fitted its data into its window.
      this.swap(coming);
    }
  }

  /**
   * @param {MapPage} shown
   * @param {Message} message
   */
  hearShown(shown, message) {
    if (message?.type === "incidentmap:dates") {
      this.dates = [String(message.from), String(message.to)];
      this.undated = true;
      this.tell("dates", this.dates);
    } else if (message?.type === "incidentmap:select") {
      const incident = message.incident_id === null ? null : String(message.incident_id);
      if (incident === this.incident) return;
      this.incident = incident;
      this.tell("incident", incident);
    } else if (message?.type === "incidentmap:view") {
      this.view = { center: message.center, zoom: message.zoom };
      rememberView(message.bounds);
    } else if (message?.type === "incidentmap:tiles") {
      this.tiles = message.shown === true;
      this.load(shown.url);
    } else if (message?.type === "incidentmap:boundaries") {
      this.boundaries = String(message.profile);
    }
  }

  /**
   * Tell the dashboard; the turn tells what is done again from what it has heard of.
   * @param {string} what
   * @param {unknown} value
   */
  tell(what, value) {
    this.turn += 1;
    this.report(what, { value, turn: this.turn });
  }

  /**
   * Put the page in the state that the dashboard and its predecessor left.
   * @param {HTMLIFrameElement} frame
   */
  command(frame) {
    this.post(frame, { type: "incidentmap:setTheme", theme: this.theme });
    this.post(frame, { type: "incidentmap:setRows", rows: this.rows });
    if (this.boundaries !== null) {
      this.post(frame, { type: "incidentmap:setBoundaries", profile: this.boundaries });
    }
    if (this.view !== null) this.post(frame, { type: "incidentmap:setView", ...this.view });
    if (this.dates !== null) {
      const [from, to] = this.dates;
      this.post(frame, { type: "incidentmap:setDates", from, to, undated: this.undated });
    }
    this.post(frame, { type: "incidentmap:select", incident_id: this.incident });
  }

  /**
   * @param {HTMLIFrameElement} frame
   * @param {Record<string, unknown>} message
   */
  post(frame, message) {
    // A sandboxed page has no origin that could be named.
    frame.contentWindow?.postMessage(message, "*");
  }

  /** @param {MapPage} coming */
  swap(coming) {
    if (this.coming !== coming) return;
    this.shown?.frame.remove();
    this.shown = coming;
    this.coming = null;
    this.notice.hidden = true;
    coming.frame.classList.remove("coming");
  }

  close() {
    window.removeEventListener("message", this.listen);
  }
}

/**
 * Return an element of the component.
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function held(root, selector) {
  /** @type {HTMLElement|null} */
  const found = root.querySelector(selector);
  if (found === null) throw new TypeError(`the component has no ${selector}`);
  return found;
}

/**
 * Keep what the map shows for the page Export, as long as this tab is open.
 * @param {unknown} bounds
 */
function rememberView(bounds) {
  try {
    window.sessionStorage.setItem("incidentmap.view", JSON.stringify(bounds ?? null));
  } catch {
    // A browser may forbid to keep anything: then there is no view to take over.
  }
}

/** @type {WeakMap<HTMLElement, MapHost>} */
const hosts = new WeakMap();

/**
 * @param {{data: MapData, parentElement: HTMLElement, setStateValue: (name: string, value: unknown) => void}} component
 */
export default function mount({ data, parentElement, setStateValue }) {
  let host = hosts.get(parentElement);
  if (host === undefined) {
    host = new MapHost(parentElement);
    hosts.set(parentElement, host);
  }
  host.report = setStateValue;
  host.update(data);
  const mounted = host;
  return () => {
    mounted.close();
    hosts.delete(parentElement);
  };
}
