// The date slider: two thumbs, the band between them, steps and play. Live while it is dragged.

import { element } from "./dom.js";
import { binName, binsOf, paintHistogram, ticksOf } from "./histogram.js";
import { clamp } from "./incidents.js";
import { calendar, dayWords, periodWords } from "./words.js";

const HISTOGRAM_PIXELS = 46;
/** Playing from end to end takes about this long, unless days are few. */
const PLAY_MS = 12_000;
const TICK_MS = 120;
/** Slower, and without sliding, for people who asked for less motion. */
const CALM_TICK_MS = 1000;
/** How fast playing goes, against the usual. */
const SPEEDS = [
  ["0.5", "½ ×"],
  ["1", "1 ×"],
  ["2", "2 ×"],
  ["4", "4 ×"],
];
/** What playing and steps move: both ends of the window, or its last day alone. */
const MODES = [
  ["window", "Window"],
  ["sum", "Cumulative"],
];
const DAY_MS = 86_400_000;
const UNITS = [
  ["day", "1 day"],
  ["week", "1 week"],
  ["month", "1 month"],
  ["year", "1 year"],
];

export class DateSlider {
  /**
   * @param {HTMLElement} root
   * @param {import("./incidents.js").Incidents} incidents with at least one dated row
   * @param {import("./tallies.js").Tallies} tallies
   * @param {{theme: () => any, input: (from: number, to: number) => void, release: () => void}} host
   */
  constructor(root, incidents, tallies, host) {
    this.root = root;
    this.tallies = tallies;
    this.host = host;
    this.first = incidents.firstDay;
    this.last = incidents.lastDay;
    this.from = this.first;
    this.to = this.last;
    this.timer = 0;
    this.#build();
    new ResizeObserver(() => this.resize()).observe(this.track);
  }

  get span() {
    return this.last - this.first + 1;
  }

  #build() {
    this.readout = element("output", { class: "readout", "aria-live": "polite" });
    this.allButton = element("button", { type: "button", class: "all", click: () => this.#choose(this.first, this.last) }, "All dates");
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { "aria-hidden": "true" }));
    this.band = element("div", { class: "band" });
    this.thumbs = {
      from: this.#thumb("from", "First day"),
      to: this.#thumb("to", "Last day"),
    };
    this.track = element("div", { class: "track" }, this.canvas, this.band, this.thumbs.from, this.thumbs.to);
    this.ticks = element("div", { class: "ticks", "aria-hidden": "true" });
    this.caption = element("span", { class: "caption" });
    this.root.replaceChildren(
      element("div", { class: "row" }, this.readout, this.#controls(), this.allButton, this.caption),
      element("div", { class: "rail" }, this.track, this.ticks),
    );
    this.track.addEventListener("pointerdown", (event) => this.#startDrag(event));
    this.root.classList.toggle("single", this.span === 1);
    for (const thumb of Object.values(this.thumbs)) {
      if (this.span === 1) thumb.setAttribute("aria-disabled", "true");
    }
  }

  #controls() {
    const button = (name, label, act) =>
      element("button", { type: "button", "data-act": name, "aria-label": label, title: label, click: act });
    this.unit = choice("Length of a step", UNITS, () => {});
    this.mode = choice("What moves", MODES, () => this.#changeMode());
    this.speed = choice("Speed of playing", SPEEDS, () => this.#changeSpeed());
    this.speed.value = "1";
    this.unit.value = this.span > 1500 ? "year" : this.span > 120 ? "month" : this.span > 60 ? "week" : "day";
    this.playButton = button("play", "Play", () => (this.timer === 0 ? this.play() : this.pause()));
    return element(
      "div",
      { class: "controls", role: "group", "aria-label": "Move through time" },
      button("back", "One step back", () => this.step(-1)),
      this.playButton,
      button("forward", "One step forward", () => this.step(1)),
      this.unit,
      this.speed,
      this.mode,
    );
  }

  #thumb(name, label) {
    return element("div", {
      class: `thumb ${name}`,
      role: "slider",
      tabindex: "0",
      "aria-label": label,
      "aria-orientation": "horizontal",
      keydown: (event) => this.#onKey(event, name),
    });
  }

  /** Whether the window always begins with the first day. */
  get isCumulative() {
    return this.mode.value === "sum";
  }

  #changeMode() {
    if (this.isCumulative) this.#choose(this.first, this.to);
  }

  #changeSpeed() {
    if (this.timer === 0) return;
    window.clearInterval(this.timer);
    this.#run();
  }

  /** Show a window without telling anybody. */
  show(from, to) {
    this.from = from;
    this.to = to;
    // Whoever moves the first day wants a window.
    if (from !== this.first) this.mode.value = "window";
    const share = (day) => `${(((day - this.first) / this.span) * 100).toFixed(4)}%`;
    this.thumbs.from.style.left = share(from);
    this.thumbs.to.style.left = share(to + 1);
    this.band.style.left = share(from);
    this.band.style.right = `${(((this.last - to) / this.span) * 100).toFixed(4)}%`;
    this.#describe("from", this.first, to, from);
    this.#describe("to", from, this.last, to);
    const words = periodWords(from, to, null);
    if (this.readout.textContent !== words) this.readout.textContent = words;
    this.root.classList.toggle("everything", from === this.first && to === this.last);
    this.paint();
  }

  #describe(name, low, high, day) {
    const thumb = this.thumbs[name];
    thumb.setAttribute("aria-valuemin", String(low));
    thumb.setAttribute("aria-valuemax", String(high));
    thumb.setAttribute("aria-valuenow", String(day));
    thumb.setAttribute("aria-valuetext", dayWords(day));
  }

  resize() {
    const width = this.track.clientWidth;
    if (width === 0) return;
    this.histogram = binsOf(this.tallies, this.first, this.last, width);
    const sharpness = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * sharpness);
    this.canvas.height = Math.round(HISTOGRAM_PIXELS * sharpness);
    this.caption.replaceChildren(
      element("span", { class: "key deaths" }),
      `deaths in incidents by ${binName(this.histogram.days)}`,
      element("span", { class: "key some" }),
      "incidents",
    );
    this.#placeTicks(width);
    this.paint();
  }

  #placeTicks(width) {
    const ticks = ticksOf(this.first, this.last, width).map(({ day, text }) => {
      const tick = element("span", {}, text);
      const share = (day - this.first + (this.span <= 120 ? 0.5 : 0)) / this.span;
      tick.style.left = `${share * 100}%`;
      if (share * width < 24) tick.classList.add("first");
      if ((1 - share) * width < 24) tick.classList.add("last");
      return tick;
    });
    this.ticks.replaceChildren(...ticks);
  }

  paint() {
    if (this.histogram === undefined) return;
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const sharpness = window.devicePixelRatio || 1;
    ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    const { first, last, from, to } = this;
    const frame = { first, last, from, to, width: this.track.clientWidth, height: HISTOGRAM_PIXELS };
    paintHistogram(ctx, this.histogram, frame, this.host.theme());
  }

  /** Show a window and tell the page, as one move. */
  #choose(from, to) {
    this.pause();
    this.#input(from, to);
    this.host.release();
  }

  #input(from, to) {
    const low = clamp(from, this.first, this.last);
    const high = clamp(to, this.first, this.last);
    if (low === this.from && high === this.to) return;
    this.show(low, high);
    this.host.input(low, high);
  }

  // Pointer

  #startDrag(event) {
    if (event.button !== 0 || this.span === 1) return;
    event.preventDefault();
    this.pause();
    const day = this.#dayAt(event.clientX);
    const grip = this.#gripAt(event, day);
    const start = { x: event.clientX, from: this.from, to: this.to };
    if (grip !== "band") this.thumbs[grip].focus({ preventScroll: true });
    const move = (moved) => this.#drag(grip, moved.clientX, start);
    const end = () => {
      this.track.removeEventListener("pointermove", move);
      this.track.removeEventListener("pointerup", end);
      this.track.removeEventListener("pointercancel", end);
      this.root.classList.remove("dragging");
      if (this.from !== start.from || this.to !== start.to) this.host.release();
    };
    this.track.setPointerCapture(event.pointerId);
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener("pointerup", end);
    this.track.addEventListener("pointercancel", end);
    this.root.classList.add("dragging");
    if (grip !== "band") move(event);
  }

  /** What a pointer takes hold of: a thumb, or the band between them. */
  #gripAt(event, day) {
    if (event.target === this.thumbs.from) return "from";
    if (event.target === this.thumbs.to) return "to";
    const everything = this.from === this.first && this.to === this.last;
    const moves = !everything && !this.isCumulative;
    if (moves && day >= this.from && day <= this.to) return "band";
    if (this.isCumulative) return "to";
    return Math.abs(day - this.from) < Math.abs(day - this.to) ? "from" : "to";
  }

  #drag(grip, clientX, start) {
    const day = this.#dayAt(clientX);
    if (grip === "from") this.#input(Math.min(day, this.to), this.to);
    else if (grip === "to") this.#input(this.from, Math.max(day, this.from));
    else {
      const width = this.track.getBoundingClientRect().width;
      const moved = Math.round(((clientX - start.x) / width) * this.span);
      this.#shift(start.from, start.to, moved);
    }
  }

  #dayAt(clientX) {
    const box = this.track.getBoundingClientRect();
    const day = this.first + Math.floor(((clientX - box.left) / box.width) * this.span);
    return clamp(day, this.first, this.last);
  }

  /** Move a window without changing its length. */
  #shift(from, to, days) {
    const moved = clamp(days, this.first - from, this.last - to);
    this.#input(from + moved, to + moved);
  }

  // Keyboard

  #onKey(event, name) {
    const large = Math.max(Math.round(this.span / 10), 2);
    const moves = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -large,
      PageUp: large,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    if (name === "from") this.#choose(clamp(this.from + move, this.first, this.to), this.to);
    else this.#choose(this.from, clamp(this.to + move, this.from, this.last));
  }

  // Steps and play

  /** Move the window by a step; from all dates, begin with the first or last step's length. */
  step(direction) {
    const unit = this.unit.value;
    if (this.isCumulative) {
      const whole = this.to === this.last && direction > 0;
      const to = whole ? addUnits(this.first, unit, 1) - 1 : addUnits(this.to + 1, unit, direction) - 1;
      this.#choose(this.first, Math.max(to, this.first));
      return;
    }
    if (this.from === this.first && this.to === this.last) {
      const end = direction > 0 ? addUnits(this.first, unit, 1) - 1 : this.last;
      const begin = direction > 0 ? this.first : addUnits(this.last, unit, -1) + 1;
      this.#choose(Math.max(begin, this.first), Math.min(end, this.last));
      return;
    }
    const days = addUnits(this.from, unit, direction) - this.from;
    const { from, to } = this;
    this.pause();
    this.#shift(from, to, days);
    this.host.release();
  }

  /** Move the window on, or let it grow when it is cumulative; at its end, begin anew. */
  play() {
    if (this.to === this.last) this.#input(this.first, this.#firstPlayed());
    this.#run();
    this.#showPlaying();
  }

  #run() {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const length = PLAY_MS / Number(this.speed.value);
    const tick = calm ? CALM_TICK_MS : clamp(length / this.span, TICK_MS, 800);
    const days = Math.max(1, Math.round(this.span / (length / tick)));
    this.timer = window.setInterval(() => this.#advance(days), tick);
  }

  /** The last day with which playing begins. */
  #firstPlayed() {
    if (this.isCumulative) return this.first;
    const everything = this.from === this.first;
    const last = everything ? addUnits(this.first, this.unit.value, 1) - 1 : this.first + this.to - this.from;
    return Math.min(last, this.last);
  }

  #advance(days) {
    if (this.isCumulative) this.#input(this.from, this.to + days);
    else this.#shift(this.from, this.to, days);
    if (this.to < this.last) return;
    this.pause();
    this.host.release();
  }

  pause() {
    if (this.timer === 0) return;
    window.clearInterval(this.timer);
    this.timer = 0;
    this.#showPlaying();
    this.host.release();
  }

  #showPlaying() {
    const playing = this.timer !== 0;
    this.playButton.dataset.act = playing ? "pause" : "play";
    this.playButton.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.playButton.title = playing ? "Pause" : "Play";
    // A live region that changes many times a second would never finish speaking.
    this.readout.setAttribute("aria-live", playing ? "off" : "polite");
  }
}

/** @returns {HTMLSelectElement} */
function choice(label, options, changed) {
  const made = element(
    "select",
    { "aria-label": label, title: label, change: changed },
    ...options.map(([value, words]) => element("option", { value }, words)),
  );
  return /** @type {HTMLSelectElement} */ (made);
}

/** Return a day moved by days, weeks, calendar months or years. */
export function addUnits(day, unit, count) {
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const [year, month, date] = calendar(day);
  const months = year * 12 + month + (unit === "year" ? 12 : 1) * count;
  const last = new Date(0);
  last.setUTCFullYear(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 0);
  const length = last.getUTCDate();
  return Math.round(last.getTime() / DAY_MS) - length + Math.min(date, length);
}
