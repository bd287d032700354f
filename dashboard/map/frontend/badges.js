// Labels with a frame, for what is known to lie in an area or along a line but not where. They name
// a number and never point at a spot.

import { drawGlyph, faded, readableOn } from "./glyphs.js";
import { KIND } from "./incidents.js";
import { fontOf } from "./symbols.js";

/** @import { Symbols } from "./symbols.js" */

const HEIGHT = 24;
const CHIP = 20;
const PADDING = 8;

/**
 * @typedef {{kind: number, type: number, outcome: number, text: string}} Label
 */

/**
 * Return a label's size in pixels.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Label} label
 */
export function badgeSize(ctx, label) {
  ctx.font = fontOf(12.5, 600);
  return { width: CHIP + PADDING + ctx.measureText(label.text).width + PADDING, height: HEIGHT };
}

/**
 * Draw a label in a rectangle.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./symbols.js").Symbols} symbols
 * @param {Label} label
 * @param {number} left
 * @param {number} top
 * @param {number} width
 */
export function drawBadge(ctx, symbols, label, left, top, width, { active = false } = {}) {
  const { theme } = symbols;
  const colour = symbols.colour(label.kind, label.type);
  const corner = label.kind === KIND.TALKS ? 8 : 4;
  ctx.beginPath();
  ctx.roundRect(left, top, width, HEIGHT, corner);
  ctx.fillStyle = faded(theme.paper, 0.96);
  ctx.fill();
  ctx.lineWidth = active ? 3 : 1.6;
  ctx.strokeStyle = active ? theme.ink : colour;
  ctx.setLineDash(label.kind === KIND.TOLL ? [5, 3] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  const [x, y] = [left + 2 + CHIP / 2, top + HEIGHT / 2];
  drawChip(ctx, symbols, label, x, y);
  ctx.font = fontOf(12.5, 600);
  ctx.fillStyle = theme.ink;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(label.text, left + CHIP + PADDING - 2, top + HEIGHT / 2 + 0.5);
}

/**
 * Draw the sign at the left of a label: what kind and type it speaks of.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Symbols} symbols
 * @param {Label} label
 * @param {number} x
 * @param {number} y
 */
function drawChip(ctx, symbols, label, x, y) {
  const colour = symbols.colour(label.kind, label.type);
  ctx.beginPath();
  if (label.kind === KIND.TOLL) {
    ctx.fillStyle = symbols.hatch(ctx, colour, "down", 0.9);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.4;
    ctx.moveTo(x, y - 8);
    ctx.lineTo(x + 8, y);
    ctx.lineTo(x, y + 8);
    ctx.lineTo(x - 8, y);
    ctx.closePath();
    ctx.fill();
    ctx.fillStyle = faded(colour, 0.2);
    ctx.fill();
    ctx.stroke();
    return;
  }
  if (label.kind === KIND.STATEMENT) {
    ctx.fillStyle = colour;
    ctx.font = fontOf(22, 700);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("“", x, y + 6);
    return;
  }
  ctx.roundRect(x - 8, y - 8, 16, 16, label.kind === KIND.TALKS ? 6 : 3);
  ctx.fillStyle = colour;
  ctx.fill();
  drawGlyph(ctx, symbols.glyph(label.kind, label.type, label.outcome), x, y, 5, readableOn(colour));
}
