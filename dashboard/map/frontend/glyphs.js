// The small signs inside symbols, and colours that go with a colour.

/**
 * @typedef {(ctx: CanvasRenderingContext2D) => void} Paint
 * @typedef {number[]} Place x and y
 */

/**
 * Glyphs as outlines in a square from -1 to 1; each strokes or fills its path.
 * @type {Record<string, Paint|undefined>}
 */
const GLYPHS = {
  cross: stroked([[-0.75, -0.75], [0.75, 0.75]], [[0.75, -0.75], [-0.75, 0.75]]),
  burst: stroked(
    [[0, -1], [0, 1]],
    [[-1, 0], [1, 0]],
    [[-0.7, -0.7], [0.7, 0.7]],
    [[0.7, -0.7], [-0.7, 0.7]],
  ),
  arrow: stroked([[-0.85, 0], [0.8, 0]], [[0.15, -0.65], [0.8, 0], [0.15, 0.65]]),
  check: stroked([[-0.8, 0.05], [-0.2, 0.65], [0.85, -0.6]]),
  pause: stroked([[-0.4, -0.7], [-0.4, 0.7]], [[0.4, -0.7], [0.4, 0.7]]),
  bolt: filled([[0.25, -1], [-0.65, 0.2], [-0.1, 0.2], [-0.25, 1], [0.65, -0.25], [0.1, -0.25]]),
  placard: filled(
    [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.2], [0.14, 0.2], [0.14, 1], [-0.14, 1], [-0.14, 0.2], [-0.9, 0.2]],
  ),
  person: (ctx) => {
    ctx.beginPath();
    ctx.arc(0, -0.55, 0.42, 0, Math.PI * 2);
    ctx.fill();
    ctx.beginPath();
    ctx.arc(0, 0.95, 0.85, Math.PI, Math.PI * 2);
    ctx.fill();
  },
  dots: dotted([-0.7, 0], [0, 0], [0.7, 0]),
  dot: dotted([0, 0]),
};

/**
 * Draw a glyph around a place.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {number} size half of its width in pixels
 * @param {string} colour
 */
export function drawGlyph(ctx, name, x, y, size, colour) {
  const draw = GLYPHS[name];
  if (draw === undefined) return;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size, size);
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 0.42;
  ctx.lineCap = ctx.lineJoin = "round";
  draw(ctx);
  ctx.restore();
}

/**
 * @param {...Place[]} lines
 * @returns {Paint}
 */
function stroked(...lines) {
  return (ctx) => {
    ctx.beginPath();
    for (const line of lines) trace(ctx, line);
    ctx.stroke();
  };
}

/**
 * @param {Place[]} outline
 * @returns {Paint}
 */
function filled(outline) {
  return (ctx) => {
    ctx.beginPath();
    trace(ctx, outline);
    ctx.closePath();
    ctx.fill();
  };
}

/**
 * @param {...Place} places
 * @returns {Paint}
 */
function dotted(...places) {
  return (ctx) => {
    for (const [x, y] of places) {
      ctx.beginPath();
      ctx.arc(x, y, 0.26, 0, Math.PI * 2);
      ctx.fill();
    }
  };
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Place[]} points
 */
function trace(ctx, points) {
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
}

/**
 * Return a colour as red, green and blue.
 * @param {string} colour #rrggbb
 */
function channels(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/**
 * Return a colour mixed with another: 0 is the first, 1 the second.
 * @param {string} colour
 * @param {string} other
 * @param {number} share
 */
export function mixed(colour, other, share) {
  const from = channels(colour);
  const to = channels(other);
  const parts = from.map((value, i) => Math.round(value + (to[i] - value) * share));
  return `rgb(${parts.join(" ")})`;
}

/**
 * Return a colour with an opacity.
 * @param {string} colour
 * @param {number} opacity
 */
export function faded(colour, opacity) {
  return `rgb(${channels(colour).join(" ")} / ${opacity})`;
}

/**
 * Return what can be read on a colour: white or near black.
 * @param {string} colour
 */
export function readableOn(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where white and near black have the same contrast, by WCAG's formula.
  return luminance > 0.2 ? "#1d1b18" : "#ffffff";
}
