import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { holding } from "./made_document.js";

import mount from "../../../../dashboard/frontend/map_frame.js";

const heard = new EventTarget();
globalThis.addEventListener = heard.addEventListener.bind(heard);
globalThis.removeEventListener = heard.removeEventListener.bind(heard);
globalThis.getComputedStyle = () => ({ colorScheme: "light" });
// No test waits for the clock, and none for the time after which a page is said not to have loaded.
mock.timers.enable({ apis: ["setTimeout"] });

/** A mounted map; each frame's page says what `says` is told to, and keeps what it is told. */
function mounted(data = {}) {
  const parentElement = holding("div", "box");
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.hidden = true;
  parentElement.append(notice);
  const told = [];
  const update = (changes) =>
    mount({
      data: { url: "/map/a.html", rows: null, dates: null, incident: null, revision: 1, ...data, ...changes },
      parentElement,
      setStateValue: (name, value) => told.push([name, value.value]),
    });
  const close = update();
  const frames = () => parentElement.querySelectorAll("iframe");
  const says = (frame, type, more = {}) =>
    heard.dispatchEvent(Object.assign(new Event("message"), { source: frame.contentWindow, data: { type: `incidentmap:${type}`, ...more } }));
  return { update, frames, says, told, notice, close };
}

/** A page takes its place at once, or a moment later where it first takes over a view. */
const settled = () => mock.timers.tick(450);

test("a page is shown when it is ready, and tells what a person does", () => {
  const { frames, says, told, close } = mounted();
  assert.equal(frames()[0].src, "/map/a.html");
  says(frames()[0], "ready");
  settled();
  says(frames()[0], "dates", { from: "2025-01-01", to: "2025-01-31" });
  says(frames()[0], "select", { incident_id: "i1" });
  says({ contentWindow: {} }, "select", { incident_id: "stranger" });
  assert.deepEqual(told, [["dates", ["2025-01-01", "2025-01-31"]], ["incident", "i1"]]);
  close();
});

test("tiles are asked for by another address, only once a person chose them, and the view stays", () => {
  const { update, frames, says, close } = mounted();
  says(frames()[0], "ready");
  settled();
  says(frames()[0], "view", { center: [34, 69], zoom: 6 });
  says(frames()[0], "boundaries", { profile: "un" });
  says(frames()[0], "tiles", { shown: true });
  const coming = frames()[1];
  assert.equal(coming.src, "/map/a.html?tiles=shown");
  says(coming, "ready");
  const types = coming.contentWindow.sent.map((message) => message.type);
  assert.ok(types.includes("incidentmap:setView"));
  assert.deepEqual(
    coming.contentWindow.sent.find((message) => message.type === "incidentmap:setBoundaries"),
    { type: "incidentmap:setBoundaries", profile: "un" },
  );
  settled();
  assert.equal(frames().length, 1);
  // The dashboard runs on with the address it knows: nothing is loaded anew.
  update();
  assert.equal(frames().length, 1);
  says(frames()[0], "tiles", { shown: "yes" });
  assert.equal(frames()[1].src, "/map/a.html");
  close();
});

test("the page is told whether rows without a date show, until a person moves its dates", () => {
  const { update, frames, says, close } = mounted({ dates: ["2025-01-01", "2025-12-31"], undated: false });
  says(frames()[0], "ready");
  settled();
  const told = () => frames()[0].contentWindow.sent.findLast(({ type }) => type === "incidentmap:setDates").undated;
  assert.equal(told(), false);
  says(frames()[0], "dates", { from: "2025-01-01", to: "2025-12-31" });
  says(frames()[0], "tiles", { shown: true });
  says(frames()[1], "ready");
  settled();
  assert.equal(told(), true);
  update({ revision: 2 });
  assert.equal(told(), false);
  close();
});

/** What a server answers has come by then. */
const answered = () => new Promise((resolve) => setImmediate(resolve));

test("which rows show is asked for again when the server did not answer", async () => {
  const { update, frames, says, close } = mounted();
  says(frames()[0], "ready");
  settled();
  const rows = () => frames()[0].contentWindow.sent.filter(({ type }) => type === "incidentmap:setRows").map((one) => one.rows);
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    if (asked.length === 1) throw new TypeError("Failed to fetch");
    return { ok: true, arrayBuffer: async () => "bits" };
  };
  update({ rows: "/map/a.rows" });
  await answered();
  update({ rows: "/map/a.rows" });
  await answered();
  assert.equal(rows().at(-1), "bits");
  update();
  await answered();
  assert.deepEqual([asked.length, rows().at(-1)], [2, null]);
  close();
});

test("another page of the store is loaded behind the one that shows", () => {
  const { update, frames, says, close } = mounted();
  says(frames()[0], "ready");
  settled();
  update({ url: "/map/b.html" });
  assert.deepEqual(frames().map(({ src }) => src), ["/map/a.html", "/map/b.html"]);
  says(frames()[1], "ready");
  settled();
  assert.deepEqual(frames().map(({ src }) => src), ["/map/b.html"]);
  close();
});

test("a page that does not come is told of, and shows all the same when it does", () => {
  const { frames, says, notice, close } = mounted();
  assert.equal(notice.hidden, true);
  mock.timers.tick(19_999);
  assert.equal(notice.hidden, true);
  mock.timers.tick(1);
  assert.equal(notice.hidden, false);
  says(frames()[0], "ready");
  settled();
  assert.equal(notice.hidden, true);
  mock.timers.tick(30_000);
  assert.equal(notice.hidden, true);
  close();
});
