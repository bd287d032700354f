import assert from "node:assert/strict";
import { test } from "node:test";

import { preparePrinting } from "../../../../dashboard/map/frontend/printing.js";

function element(width, height, ...attributes) {
  const kept = new Set(attributes);
  const style = {};
  return {
    clientWidth: width,
    clientHeight: height,
    style: { setProperty: (name, value) => (style[name] = value), said: style },
    hasAttribute: (name) => kept.has(name),
    setAttribute: (name) => kept.add(name),
    removeAttribute: (name) => kept.delete(name),
  };
}

test("the map keeps its size and is made smaller as a whole", () => {
  const target = new EventTarget();
  const map = element(1540, 800);
  preparePrinting(map, [], target);
  target.dispatchEvent(new Event("beforeprint"));
  assert.deepEqual(map.style.said, {
    "--printed-width": "1540px",
    "--printed-height": "800px",
    "--printed-zoom": "0.500",
  });
});

test("what is closed opens for the paper, and closes again", () => {
  const target = new EventTarget();
  const [closed, open] = [element(0, 0), element(0, 0, "open")];
  preparePrinting(element(10, 10), [closed, open], target);
  target.dispatchEvent(new Event("beforeprint"));
  assert.ok(closed.hasAttribute("open") && open.hasAttribute("open"));
  target.dispatchEvent(new Event("afterprint"));
  assert.ok(!closed.hasAttribute("open") && open.hasAttribute("open"));
});
