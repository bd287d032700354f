// The buttons and choices beside the slider: steps, play, speed, and what moves.

import { element } from "./dom.js";
import { unitFor } from "./steps.js";

/** @typedef {import("./steps.js").Unit} Unit */

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
const UNITS = [
  ["day", "1 day"],
  ["week", "1 week"],
  ["month", "1 month"],
  ["year", "1 year"],
];

export class Controls {
  /**
   * @param {number} span how many days there are
   * @param {{step: (direction: number) => void, play: () => void, mode: () => void, speed: () => void}} host
   *   called when a person steps, plays or pauses, and chooses another mode or speed
   */
  constructor(span, host) {
    this.units = choice("Length of a step", UNITS, () => {});
    this.modes = choice("What moves", MODES, host.mode);
    this.speeds = choice("Speed of playing", SPEEDS, host.speed);
    this.speeds.value = "1";
    this.units.value = unitFor(span);
    this.playButton = button("play", "Play", host.play);
    this.root = element(
      "div",
      { class: "controls", role: "group", "aria-label": "Move through time" },
      button("back", "One step back", () => host.step(-1)),
      this.playButton,
      button("forward", "One step forward", () => host.step(1)),
      this.units,
      this.speeds,
      this.modes,
    );
  }

  /** The length of a step. */
  get unit() {
    return /** @type {Unit} */ (this.units.value);
  }

  get speed() {
    return Number(this.speeds.value);
  }

  /** Whether the window always begins with the first day. */
  get isCumulative() {
    return this.modes.value === "sum";
  }

  /** Move both ends of the window from now on. */
  chooseWindow() {
    this.modes.value = "window";
  }

  /** @param {boolean} playing */
  showPlaying(playing) {
    this.playButton.dataset.act = playing ? "pause" : "play";
    this.playButton.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.playButton.title = playing ? "Pause" : "Play";
  }
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} act
 */
function button(name, label, act) {
  return element("button", { type: "button", "data-act": name, "aria-label": label, title: label, click: () => act() });
}

/**
 * @param {string} label
 * @param {string[][]} options value and words of each
 * @param {() => void} changed
 */
function choice(label, options, changed) {
  return element(
    "select",
    { "aria-label": label, title: label, change: () => changed() },
    ...options.map(([value, words]) => element("option", { value }, words)),
  );
}
