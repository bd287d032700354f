// Where the rows of the page stand: on spots, gathered in grids, or at areas, lines and rough places.

import { Grid } from "./grid.js";
import { KIND } from "./incidents.js";
import { Scene } from "./scene.js";
import { sizeScale } from "./symbols.js";

/** Points of one kind beyond this number are drawn as groups. */
export const MARKS_LIMIT = 1200;

/**
 * A place that is an area, a line, or a spot less exact than it looks.
 * @typedef {{x: number, y: number, shape: import("./shapes.js").Shape|null}} Anchor
 */

export class Places {
  /**
   * @param {import("./incidents.js").Incidents} incidents
   * @param {import("./shapes.js").Shape[]} shapes
   * @param {import("./symbols.js").Style} style
   */
  constructor(incidents, shapes, style) {
    this.incidents = incidents;
    this.shapes = shapes;
    this.style = style;
    /** @type {Anchor[]} */
    this.anchors = shapes.map((shape) => ({ x: shape.x, y: shape.y, shape }));
    this.anchorOf = this.#findAnchors();
    this.anchored = this.#findAnchored();
    this.grids = this.#makeGrids();
    // By all rows: symbols must not change their size with what is chosen.
    const most = this.#mostDeaths();
    this.scale = sizeScale(most);
    /** Whether symbols are as large as deaths ask for, or as incidents do. */
    this.byDeaths = most > 0;
    this.tellsDeaths = most > 0;
  }

  /** Gather the rows that are chosen now. */
  gather() {
    this.anchored = this.#findAnchored();
    this.grids = this.#makeGrids();
  }

  #findAnchored() {
    return this.incidents.index((row) => this.anchorOf[row] >= 0);
  }

  #makeGrids() {
    const { incidents, style } = this;
    return [KIND.STATEMENT, KIND.TOLL, KIND.INCIDENT, KIND.TALKS].map((kind) => {
      const index = incidents.index(
        (row) => incidents.kind[row] === kind && this.anchorOf[row] < 0 && incidents.isPoint(row),
      );
      return { kind, grid: new Grid(index, style.types.length) };
    });
  }

  /** Number the anchors of rows that are no marks on a spot; -1 for the others. */
  #findAnchors() {
    const { incidents, style } = this;
    const anchorOf = new Int32Array(incidents.length).fill(-1);
    const spots = new Map();
    for (let row = 0; row < incidents.length; row++) {
      if (incidents.shape(row) >= 0) anchorOf[row] = incidents.shape(row);
      else if (incidents.isPoint(row) && !style.precisions[incidents.precision[row]].spot) {
        const [x, y] = [incidents.x[row], incidents.y[row]];
        const name = `${x} ${y}`;
        if (!spots.has(name)) spots.set(name, this.anchors.push({ x, y, shape: null }) - 1);
        anchorOf[row] = spots.get(name);
      }
    }
    return anchorOf;
  }

  #mostDeaths() {
    let most = 0;
    for (const { grid } of this.grids) {
      for (const row of grid.index.rows) most = Math.max(most, this.incidents.deaths(row));
    }
    return most;
  }

  /**
   * Return what to draw.
   * @param {import("./canvas.js").View} view
   * @param {import("./row_index.js").Dates} dates
   * @param {CanvasRenderingContext2D} ctx to measure text with
   */
  scene(view, dates, ctx) {
    const data = { ...view, left: view.left - view.shift * view.scale };
    const scene = new Scene(this, data, dates);
    for (const { kind, grid } of this.grids) {
      grid.update(data, dates);
      if (grid.visible > MARKS_LIMIT || this.incidents.size !== null) scene.addGroups(kind, grid);
      else scene.addMarks(kind, grid.visibleRows());
    }
    scene.addAnchors(ctx);
    return scene;
  }

  /**
   * The row's place in world units, or null when it has none.
   * @param {number} row
   */
  placeOf(row) {
    const { incidents } = this;
    if (this.anchorOf[row] >= 0) return this.anchors[this.anchorOf[row]];
    return incidents.isPoint(row) ? { x: incidents.x[row], y: incidents.y[row], shape: null } : null;
  }
}
