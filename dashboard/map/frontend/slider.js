// The date slider: two thumbs, the band between them, steps and play. Live while it is dragged.

import { contextOf, element } from "./dom.js";
import { binsOf, paintHistogram, ticksOf } from "./histogram.js";
import { clamp } from "./incidents.js";
import { Controls } from "./slider_controls.js";
import { firstPlayed, pace, shifted, stepped } from "./steps.js";
import { dayWords, periodWords } from "./words.js";

const HISTOGRAM_PIXELS = 46;

/** @typedef {"from"|"to"} End of the window */

export class DateSlider {
  /**
   * @param {HTMLElement} root
   * @param {import("./incidents.js").Incidents} incidents with at least one dated row
   * @param {import("./tallies.js").Tallies} tallies
   * @param {{theme: () => import("./symbols.js").Theme, input: (from: number, to: number) => void, release: () => void}} host
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
    this.readout = element("output", { class: "readout", "aria-live": "polite" });
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.band = element("div", { class: "band" });
    this.thumbs = {
      from: this.#thumb("from", "First day"),
      to: this.#thumb("to", "Last day"),
    };
    this.track = element("div", { class: "track" }, this.canvas, this.band, this.thumbs.from, this.thumbs.to);
    this.controls = new Controls(this.span, {
      step: (direction) => this.step(direction),
      play: () => (this.timer === 0 ? this.play() : this.pause()),
      mode: () => this.#changeMode(),
      speed: () => this.#changeSpeed(),
    });
    this.ticks = element("div", { class: "ticks", "aria-hidden": "true" });
    this.caption = element("span", { class: "caption" });
    /** What the canvas shows; null until it has a width. @type {ReturnType<typeof binsOf>|null} */
    this.histogram = null;
    this.#build();
    new ResizeObserver(() => this.resize()).observe(this.track);
  }

  get span() {
    return this.last - this.first + 1;
  }

  #build() {
    const all = element("button", { type: "button", class: "all", click: () => this.#choose(this.first, this.last) }, "All dates");
    this.root.replaceChildren(
      element("div", { class: "row" }, this.readout, this.controls.root, all, this.caption),
      element("div", { class: "rail" }, this.track, this.ticks),
    );
    this.track.addEventListener("pointerdown", (event) => this.#startDrag(event));
    this.root.classList.toggle("single", this.span === 1);
    for (const thumb of Object.values(this.thumbs)) {
      if (this.span === 1) thumb.setAttribute("aria-disabled", "true");
    }
  }

  /**
   * @param {End} name
   * @param {string} label
   */
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

  #changeMode() {
    if (this.controls.isCumulative) this.#choose(this.first, this.to);
  }

  #changeSpeed() {
    if (this.timer === 0) return;
    window.clearInterval(this.timer);
    this.#run();
  }

  /**
   * Show a window without telling anybody.
   * @param {number} from
   * @param {number} to
   */
  show(from, to) {
    this.from = from;
    this.to = to;
    // Whoever moves the first day wants a window.
    if (from !== this.first) this.controls.chooseWindow();
    const [begin, end] = [from, to + 1].map((day) => clamp((day - this.first) / this.span, 0, 1) * 100);
    this.thumbs.from.style.left = `${begin.toFixed(4)}%`;
    this.thumbs.to.style.left = `${end.toFixed(4)}%`;
    this.band.style.left = `${begin.toFixed(4)}%`;
    this.band.style.right = `${(100 - end).toFixed(4)}%`;
    this.#describe("from", Math.min(this.first, from), to, from);
    this.#describe("to", from, Math.max(this.last, to), to);
    const words = periodWords(from, to, null);
    if (this.readout.textContent !== words) this.readout.textContent = words;
    this.root.classList.toggle("everything", from === this.first && to === this.last);
    this.paint();
  }

  /**
   * @param {End} name
   * @param {number} low
   * @param {number} high
   * @param {number} day
   */
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
      `deaths in incidents by ${this.histogram.name}`,
      element("span", { class: "key some" }),
      "incidents",
    );
    this.#placeTicks(width);
    this.paint();
  }

  /** @param {number} width */
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
    if (this.histogram === null) return;
    const ctx = contextOf(this.canvas);
    const sharpness = window.devicePixelRatio || 1;
    ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    const { first, last, from, to } = this;
    const frame = { first, last, from, to, width: this.track.clientWidth, height: HISTOGRAM_PIXELS };
    paintHistogram(ctx, this.histogram, frame, this.host.theme());
  }

  /**
   * Show a window and tell the page, as one move.
   * @param {number} from
   * @param {number} to
   */
  #choose(from, to) {
    this.pause();
    this.#input(from, to);
    this.host.release();
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #input(from, to) {
    const low = clamp(from, this.first, this.last);
    const high = clamp(to, this.first, this.last);
    if (low === this.from && high === this.to) return;
    this.show(low, high);
    this.host.input(low, high);
  }

  // Pointer

  /** @param {PointerEvent} event */
  #startDrag(event) {
    if (event.button !== 0 || this.span === 1) return;
    event.preventDefault();
    this.pause();
    const day = this.#dayAt(event.clientX);
    const grip = this.#gripAt(event, day);
    const start = { x: event.clientX, from: this.from, to: this.to };
    if (grip !== "band") this.thumbs[grip].focus({ preventScroll: true });
    /** @param {PointerEvent} moved */
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

  /**
   * What a pointer takes hold of: a thumb, or the band between them.
   * @param {PointerEvent} event
   * @param {number} day
   */
  #gripAt(event, day) {
    if (event.target === this.thumbs.from) return "from";
    if (event.target === this.thumbs.to) return "to";
    const everything = this.from === this.first && this.to === this.last;
    const moves = !everything && !this.controls.isCumulative;
    if (moves && day >= this.from && day <= this.to) return "band";
    if (this.controls.isCumulative) return "to";
    return Math.abs(day - this.from) < Math.abs(day - this.to) ? "from" : "to";
  }

  /**
   * @param {End|"band"} grip
   * @param {number} clientX
   * @param {{x: number, from: number, to: number}} start
   */
  #drag(grip, clientX, start) {
    const day = this.#dayAt(clientX);
    if (grip === "from") this.#input(Math.min(day, this.to), this.to);
    else if (grip === "to") this.#input(this.from, Math.max(day, this.from));
    else {
      const width = this.track.getBoundingClientRect().width;
      const moved = Math.round(((clientX - start.x) / width) * this.span);
      this.#input(...shifted({ ...start, first: this.first, last: this.last }, moved));
    }
  }

  /** @param {number} clientX */
  #dayAt(clientX) {
    const box = this.track.getBoundingClientRect();
    const day = this.first + Math.floor(((clientX - box.left) / box.width) * this.span);
    return clamp(day, this.first, this.last);
  }

  // Keyboard

  /**
   * @param {KeyboardEvent} event
   * @param {End} name
   */
  #onKey(event, name) {
    const large = Math.max(Math.round(this.span / 10), 2);
    /** @type {Record<string, number|undefined>} */
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

  /**
   * Move the window by a step.
   * @param {number} direction 1 or -1
   */
  step(direction) {
    this.#choose(...stepped(this, this.controls.unit, direction, this.controls.isCumulative));
  }

  /** Move the window on, or let it grow when it is cumulative; at its end, begin anew. */
  play() {
    const { unit, isCumulative } = this.controls;
    if (this.to === this.last) this.#input(this.first, firstPlayed(this, unit, isCumulative));
    this.#run();
    this.#showPlaying();
  }

  #run() {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { tick, days } = pace(this.span, this.controls.speed, calm);
    this.timer = window.setInterval(() => this.#advance(days), tick);
  }

  /** @param {number} days */
  #advance(days) {
    if (this.controls.isCumulative) this.#input(this.from, this.to + days);
    else this.#input(...shifted(this, days));
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
    this.controls.showPlaying(playing);
    // A live region that changes many times a second would never finish speaking.
    this.readout.setAttribute("aria-live", playing ? "off" : "polite");
  }
}
