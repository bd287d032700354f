// Builds elements. Strings become text nodes: nothing here parses HTML.

/** @typedef {{[Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void}} Listeners */

/**
 * Return an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Listeners & {[name: string]: unknown}} [attributes] `class` and attributes; a function is
 *   an event listener
 * @param {...(Node|string|null)} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...content.filter(/** @returns {each is Node|string} */ (each) => each !== null && each !== ""));
  return made;
}

/**
 * Return a small canvas, sharp on this screen, painted by a function.
 * @param {number} width
 * @param {number} height
 * @param {(ctx: CanvasRenderingContext2D) => void} paint
 */
export function icon(width, height, paint) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const sharpness = Math.max(window.devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * sharpness);
  canvas.height = Math.round(height * sharpness);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = contextOf(canvas);
  ctx.scale(sharpness, sharpness);
  paint(ctx);
  return canvas;
}

/**
 * Return what draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  const ctx = canvas.getContext("2d");
  if (ctx === null) throw new TypeError("this browser cannot draw on a canvas");
  return ctx;
}

/**
 * Return a link's address when it is one that may be followed: http or https.
 * @param {string} url
 */
export function safeLink(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

/**
 * Return the part of the page with an id.
 * @param {string} id
 */
export function part(id) {
  const found = document.getElementById(`incidentmap-${id}`);
  if (found === null) throw new TypeError(`the page has no part ${id}`);
  return found;
}
