// What a pointer does on the map: shows what lies under it, selects it, or looks into a group.

import { latLng } from "./framing.js";
import { hitAt } from "./hits.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./picture.js").Picture} Picture
 */

/**
 * Follow the pointer on a map.
 * @param {L.Map} map
 * @param {Picture} picture
 * @param {Page} page
 */
export function followPointer(map, picture, page) {
  /** @param {L.MouseEvent} event */
  const hit = ({ containerPoint }) => {
    const { x, y } = picture.pixelAt(containerPoint);
    return hitAt(picture.scene, x, y);
  };
  map.on("mousemove", (event) => pointAt(page, map, hit(event), event.containerPoint));
  map.on("mouseout", () => page.hover([]));
  map.on("click", (event) => {
    hideTooltip();
    click(page, map, hit(event), picture);
  });
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {import("./hits.js").Hit} hit
 * @param {L.Point} at
 */
function pointAt(page, map, hit, at) {
  const found = hit.rows.length > 0 || hit.group !== null;
  map.getContainer().style.cursor = found ? "pointer" : "";
  page.hover(hit.rows.slice(0, 1));
  if (found) showTooltip(page, hit, at, map.getSize());
  else hideTooltip();
}

/**
 * @param {Page} page
 * @param {L.Map} map
 * @param {import("./hits.js").Hit} hit
 * @param {Picture} picture
 */
function click(page, map, { rows, group }, picture) {
  if (group !== null) open(page, map, group, picture.scene.view);
  else if (rows.length === 1) page.select(rows[0]);
  else if (rows.length > 1) page.offer(rows);
  else if (page.selected !== null) page.select(null);
}

/**
 * Look into a group: nearer, or as a list where the map is as near as it gets.
 * @param {Page} page
 * @param {L.Map} map
 * @param {import("./scene.js").SceneGroup} group
 * @param {import("./grid.js").View} view
 */
function open(page, map, group, view) {
  if (map.getZoom() >= map.getMaxZoom()) {
    page.offer(group.grid.visibleRows(group.cell));
    return;
  }
  const at = latLng((group.x + view.left) / view.scale, (group.y + view.top) / view.scale);
  map.setView(at, Math.min(map.getZoom() + 2, map.getMaxZoom()));
}
