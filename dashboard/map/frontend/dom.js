// Builds elements. Strings become text nodes: nothing here parses HTML.

/**
 * Return an element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `class` and attributes; a function is an event listener
 * @param {...(Node|string|null)} content
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...content.filter((each) => each !== null && each !== ""));
  return made;
}

/**
 * Return a small canvas, sharp on this screen, painted by a function.
 * @param {number} width
 * @param {number} height
 * @param {(ctx: CanvasRenderingContext2D) => void} paint
 */
export function icon(width, height, paint) {
  const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { "aria-hidden": "true" }));
  const sharpness = Math.max(window.devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * sharpness);
  canvas.height = Math.round(height * sharpness);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.scale(sharpness, sharpness);
  paint(ctx);
  return canvas;
}

/** Return a link's address when it is one that may be followed: http or https. */
export function safeLink(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

/** The part of the page with an id. */
export function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(`incidentmap-${id}`));
}
