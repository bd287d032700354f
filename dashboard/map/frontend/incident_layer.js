// Paints scenes.

import { drawBadge } from "./badges.js";
import { faded } from "./glyphs.js";
import { isOf, sumsOf } from "./hits.js";
import { clamp, hasDeaths, KIND } from "./incidents.js";
import { fontOf } from "./symbols.js";
import { markBox } from "./scene.js";
import { commonest } from "./sums.js";

/**
 * @import { Badge, Mark, Scene } from "./scene.js"
 * @import { Shape } from "./shapes.js"
 * @import { Symbols, Theme } from "./symbols.js"
 */

const EQUATOR_KM = 40075.017;
/** With more symbols than this in view, circles around all of them would hide the map. */
export const CIRCLES_LIMIT = 60;
/** By how much a circle must reach beyond its symbol to be seen, in pixels. */
const CIRCLE_ROOM = 3;
/** How strongly the circle of a row shows: as one of many, or as the one that is meant. */
const FAINT = { fill: 0.08, stroke: 0.75, width: 1.3 };
const STRONG = { fill: 0.12, stroke: 0.9, width: 1.5 };
/** @type {Record<number, import("./symbols.js").Direction>} */
const HATCH = { [KIND.INCIDENT]: "up", [KIND.TOLL]: "down", [KIND.TALKS]: "level" };

/**
 * Paint the areas of a scene: below the names of the basemap.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./symbols.js").Symbols} symbols
 * @param {number|null} selected row
 */
export function paintAreas(ctx, scene, symbols, selected) {
  for (const { sum, shape, colour } of shapesOf(scene, symbols)) {
    if (shape.line || sum.kind === KIND.STATEMENT) continue;
    traceShape(ctx, shape, scene.view);
    ctx.fillStyle = faded(colour, 0.07);
    ctx.fill("evenodd");
    const offset = [-(scene.view.left % 9), -(scene.view.top % 9)];
    const opacity = fillsView(shape, scene.view) ? 0.2 : 0.42;
    ctx.fillStyle = symbols.hatch(ctx, colour, HATCH[sum.kind], opacity, offset);
    ctx.fill("evenodd");
    const active = selected !== null && scene.places.anchorOf[selected] === sum.anchor;
    ctx.strokeStyle = faded(colour, 0.9);
    ctx.lineWidth = active ? 3.5 : 1.8;
    ctx.lineJoin = "round";
    ctx.setLineDash(sum.kind === KIND.TOLL ? [7, 4] : []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/**
 * Paint everything else of a scene.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").Scene} scene
 * @param {import("./symbols.js").Symbols} symbols
 * @param {{selected: number|null, hovered: number[]}} state
 */
export function paintSymbols(ctx, scene, symbols, { selected, hovered }) {
  paintLines(ctx, scene, symbols, selected);
  const asked = selected === null ? hovered : [...hovered, selected];
  const meant = new Set(asked.filter((row) => scene.places.incidents.has(row)));
  for (const row of circledRows(scene)) {
    if (!meant.has(row)) paintUncertainty(ctx, scene, symbols, row, FAINT);
  }
  for (const row of meant) paintUncertainty(ctx, scene, symbols, row, STRONG);
  for (const group of scene.groups) symbols.group(ctx, group, group.x, group.y, group.radius);
  for (const mark of scene.marks) symbols.stamp(ctx, mark.look, mark.x, mark.y);
  for (const badge of scene.badges) paintLeader(ctx, badge, symbols.theme);
  for (const badge of scene.badges) {
    const active = selected !== null && sumsOf(badge).some((sum) => isOf(scene, sum, selected));
    drawBadge(ctx, symbols, badge.label, badge.left, badge.top, badge.width, { active });
  }
  for (const stack of scene.stacks) paintStack(ctx, stack, symbols.theme);
  for (const mark of scene.marks) {
    if (mark.row === selected) paintSelected(ctx, mark, symbols.theme);
  }
}

/**
 * Whether a shape is so large that its hatch covers what else there is to see.
 * @param {Shape} shape
 * @param {import("./grid.js").View} view
 */
function fillsView({ box }, { scale, width, height }) {
  return (box[2] - box[0]) * scale > width && (box[3] - box[1]) * scale > height;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Symbols} symbols
 * @param {number|null} selected
 */
function paintLines(ctx, scene, symbols, selected) {
  for (const { sum, shape, colour } of shapesOf(scene, symbols)) {
    if (!shape.line || sum.kind === KIND.STATEMENT) continue;
    const active = selected !== null && scene.places.anchorOf[selected] === sum.anchor;
    traceShape(ctx, shape, scene.view);
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.strokeStyle = faded(symbols.theme.paper, 0.85);
    ctx.lineWidth = active ? 12 : 8.5;
    ctx.stroke();
    ctx.lineCap = "butt";
    ctx.strokeStyle = colour;
    ctx.lineWidth = active ? 7 : 4.5;
    ctx.setLineDash([13, 6]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/**
 * Return the rows whose circle shows without being asked for: each circle once, where there is room.
 * @param {import("./scene.js").Scene} scene
 */
export function circledRows(scene) {
  const { incidents, anchors } = scene.places;
  const rows = new Map();
  /**
   * @param {number} row
   * @param {number} least
   */
  const add = (row, least) => {
    const name = `${incidents.x[row]} ${incidents.y[row]} ${incidents.radius[row]}`;
    if (!rows.has(name) && circleRadius(scene, row) > least) rows.set(name, row);
  };
  if (scene.marks.length <= CIRCLES_LIMIT) {
    for (const { row, look } of scene.marks) {
      if (hasDeaths(look.kind)) add(row, look.radius + CIRCLE_ROOM);
    }
  }
  const spots = scene.sums.filter(({ anchor, kind }) => anchors[anchor].shape === null && hasDeaths(kind));
  if (spots.length <= CIRCLES_LIMIT) for (const { row } of spots) add(row, CIRCLE_ROOM);
  return [...rows.values()];
}

/**
 * The radius in pixels of the circle within which a point may lie; 0 for what is no point.
 * @param {Scene} scene
 * @param {number} row
 */
function circleRadius({ places, view }, row) {
  const { incidents } = places;
  if (!incidents.isPoint(row)) return 0;
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * incidents.y[row])));
  return (incidents.radius[row] / (EQUATOR_KM * Math.cos(latitude))) * view.scale;
}

/**
 * The circle within which a point may lie.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Symbols} symbols
 * @param {number} row
 * @param {typeof FAINT} strength
 */
function paintUncertainty(ctx, scene, symbols, row, strength) {
  const { incidents } = scene.places;
  const radius = circleRadius(scene, row);
  if (radius === 0) return;
  ctx.beginPath();
  ctx.arc(
    incidents.x[row] * scene.view.scale - scene.view.left,
    incidents.y[row] * scene.view.scale - scene.view.top,
    radius,
    0,
    Math.PI * 2,
  );
  const colour = symbols.colour(incidents.kind[row], incidents.type[row]);
  ctx.fillStyle = faded(colour, strength.fill);
  ctx.fill();
  ctx.strokeStyle = faded(colour, strength.stroke);
  ctx.lineWidth = strength.width;
  ctx.setLineDash([4, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * A number beside what stands for several rows.
 * @param {CanvasRenderingContext2D} ctx
 * @param {{x: number, y: number, text: string}} stack
 * @param {Theme} theme
 */
export function paintStack(ctx, { x, y, text }, theme) {
  ctx.font = fontOf(10.5, 700);
  const half = Math.max(ctx.measureText(text).width / 2 + 4, 8);
  ctx.beginPath();
  ctx.roundRect(x - half, y - 8, half * 2, 16, 8);
  ctx.fillStyle = theme.ink;
  ctx.fill();
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillStyle = theme.paper;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}

/**
 * A line from a label that does not stand where it belongs to that place.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Badge} badge
 * @param {Theme} theme
 */
function paintLeader(ctx, { x, y, left, top, width, height, sum }, theme) {
  const nearX = clamp(x, left, left + width);
  const nearY = clamp(y, top, top + height);
  if (Math.hypot(nearX - x, nearY - y) < 6 || sum.kind === KIND.STATEMENT) return;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(nearX, nearY);
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.2;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, 2.2, 0, Math.PI * 2);
  ctx.fillStyle = theme.ink;
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Mark} mark
 * @param {Theme} theme
 */
function paintSelected(ctx, mark, theme) {
  const [left, top, right, bottom] = markBox(mark);
  ctx.beginPath();
  if (mark.look.kind === KIND.INCIDENT) ctx.arc(mark.x, mark.y, mark.look.radius + 4, 0, Math.PI * 2);
  else ctx.roundRect(left - 4, top - 4, right - left + 8, bottom - top + 8, 6);
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 2.5;
  ctx.stroke();
}

/**
 * The sums whose anchor is a line or an area, with its shape and colour.
 * @param {Scene} scene
 * @param {Symbols} symbols
 */
function* shapesOf(scene, symbols) {
  for (const sum of scene.sums) {
    const { shape } = scene.places.anchors[sum.anchor];
    if (shape === null) continue;
    yield { sum, shape, colour: symbols.colour(sum.kind, commonest(sum.types)) };
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Shape} shape
 * @param {import("./grid.js").View} view
 */
function traceShape(ctx, shape, { scale, left, top }) {
  ctx.beginPath();
  for (const points of shape.points) {
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i] * scale - left, points[i + 1] * scale - top];
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    if (!shape.line) ctx.closePath();
  }
}
