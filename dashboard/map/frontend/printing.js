/** Printing: the map as it stands on the screen, made to fit the paper, with its legend beside it. */

// CSS pixels that an A4 page leaves the map beside the legend, under the head and over the dates.
const ROOM = { width: 770, height: 520 };

/**
 * Make a page ready each time it is printed.
 *
 * A map that is given another size draws itself anew, and is too late for the paper: so it keeps
 * its size and is made smaller as a whole.
 * @param {HTMLElement} map
 * @param {Element[]} details
 */
export function preparePrinting(map, details, target = window) {
  /** @type {Element[]} */
  let closed = [];
  target.addEventListener("beforeprint", () => {
    const { clientWidth: width, clientHeight: height } = map;
    const zoom = Math.min(ROOM.width / width, ROOM.height / height);
    map.style.setProperty("--printed-width", `${width}px`);
    map.style.setProperty("--printed-height", `${height}px`);
    map.style.setProperty("--printed-zoom", zoom.toFixed(3));
    closed = details.filter((one) => !one.hasAttribute("open"));
    for (const one of closed) one.setAttribute("open", "");
  });
  target.addEventListener("afterprint", () => {
    for (const one of closed) one.removeAttribute("open");
  });
}
