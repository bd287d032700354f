import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { holding } from "./made_document.js";

import mount from "../../../../dashboard/frontend/filters.js";

const KIND = {
  name: "kind",
  label: "Kind",
  open: true,
  options: [["incident", "Incident", 5], ["toll", "Toll", 2]],
  more: 0,
};
const COUNTRY = {
  name: "country",
  label: "Country",
  open: false,
  options: Array.from({ length: 12 }, (_, i) => [`C${i}`, `Country ${i}`, 12 - i]),
  more: 30,
};

function data(changes = {}) {
  return { revision: 1, chosen: {}, lists: [KIND, COUNTRY], span: ["2025-01-01", "2025-03-31"], deaths: [4, 3], left: 7, total: 7, ...changes };
}

const heard = new EventTarget();
globalThis.addEventListener = heard.addEventListener.bind(heard);
globalThis.removeEventListener = heard.removeEventListener.bind(heard);
globalThis.location = { pathname: "/", search: "", hash: "" };

function mounted(changes = {}) {
  const parentElement = holding("form", "filters");
  const told = [];
  const setStateValue = (name, value) => told.push([name, value]);
  const update = (more) => mount({ data: data(more), parentElement, setStateValue });
  const close = update(changes);
  const form = parentElement.querySelector("form");
  return {
    form,
    told,
    update,
    close,
    box: (value) => form.querySelectorAll("input").find((one) => one.value === value && one.type !== "search"),
    named: (name) => form.querySelectorAll("input").find((one) => one.dataset.name === name),
    queries: () => told.filter(([name]) => name === "chosen").map(([, { query }]) => query),
  };
}

test("going back on the same page is told, going to another is not", () => {
  const { told, close } = mounted();
  heard.dispatchEvent(new Event("popstate"));
  globalThis.location = { ...globalThis.location, pathname: "/timeline" };
  heard.dispatchEvent(new Event("popstate"));
  globalThis.location = { ...globalThis.location, pathname: "/" };
  close();
  heard.dispatchEvent(new Event("popstate"));
  assert.deepEqual(told.map(([name]) => name), ["went"]);
});

test("a page that begins without an address gets it in place, once", () => {
  const addresses = [];
  globalThis.history = { state: null, replaceState: (state, title, address) => addresses.push(address) };
  const { update, close } = mounted({ address: "kind=toll" });
  update({ address: "kind=talks" });
  assert.deepEqual(addresses, ["/?kind=toll"]);
  close();
});

test("values are chosen and given up, and each choice is told with a turn of its own", () => {
  const { box, told, queries } = mounted();
  for (const on of [true, false]) {
    box("toll").checked = on;
    box("toll").does("change");
  }
  assert.deepEqual(queries(), [{ kind: ["toll"] }, {}]);
  assert.ok(told[1][1].turn > told[0][1].turn);
});

test("what a person has just chosen stands until the dashboard itself changes a filter", () => {
  const { box, update } = mounted();
  box("toll").checked = true;
  box("toll").does("change");
  // An answer to what was asked before.
  update({ chosen: {}, left: 3 });
  assert.equal(box("toll").checked, true);
  update({ revision: 2, chosen: { kind: ["incident"] } });
  assert.equal(box("toll").checked, false);
  assert.equal(box("incident").checked, true);
});

test("the head says how many rows are left, and clearing is offered where something is chosen", () => {
  const { form, update, queries } = mounted();
  assert.equal(form.querySelector(".left").textContent, "7 rows");
  assert.equal(form.querySelector("button").hidden, true);
  update({ revision: 2, chosen: { kind: ["toll"] }, left: 2, total: 1234 });
  assert.equal(form.querySelector(".left").textContent, "2 of 1,234 rows");
  assert.equal(form.querySelector("button").hidden, false);
  form.querySelector("button").does("click");
  assert.deepEqual(queries(), [{}]);
});

test("the open incident and the open report are no filters", () => {
  const { form } = mounted({ chosen: { incident: ["i1"], report: ["r1"] } });
  assert.equal(form.querySelector("button").hidden, true);
});

test("what the values of a list mean is said where that needs saying", () => {
  const { form } = mounted({ lists: [{ ...KIND, hint: "Only incidents are summed." }, COUNTRY] });
  assert.deepEqual(form.querySelectorAll(".hint").map((one) => one.textContent), ["Only incidents are summed."]);
});

test("words are told when typing rests, a half-written date not at all", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { named, queries } = mounted();
  for (const words of ["tem", "temple "]) {
    named("q").value = words;
    named("q").does("input");
    mock.timers.tick(100);
  }
  assert.deepEqual(queries(), []);
  mock.timers.tick(400);
  assert.deepEqual(queries(), [{ q: ["temple"] }]);
  named("from").validity.badInput = true;
  named("from").does("change");
  assert.equal(queries().length, 1);
  named("from").validity.badInput = false;
  named("from").value = "2025-02-01";
  named("from").does("change");
  assert.deepEqual(queries()[1], { q: ["temple"], from: ["2025-02-01"] });
  named("from").focus();
  for (const typed of ["0002-02-01", "0020-02-01", "0202-02-01", "2024-02-01"]) {
    named("from").value = typed;
    named("from").does("change");
  }
  assert.deepEqual(queries()[2], { q: ["temple"], from: ["2024-02-01"] });
  named("from").value = "0475-02-01";
  named("from").does("change");
  assert.equal(queries().length, 3);
  named("from").does("blur");
  assert.deepEqual(queries()[3].from, ["0475-02-01"]);
  mock.timers.reset();
});

test("a long list is searched; what is chosen stays in sight, and what is not here is asked for", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { form, told } = mounted({ chosen: { country: ["C3"] } });
  const [, country] = form.querySelectorAll("details").filter((one) => one.querySelector(".find"));
  const find = country.querySelector(".find");
  assert.equal(find.hidden, false);
  assert.match(country.querySelector(".more").textContent, /30 more/);
  find.value = "country 11";
  find.does("input");
  const values = () => country.querySelector(".options").querySelectorAll("input").map(({ value }) => value);
  assert.deepEqual(values(), ["C3", "C11"]);
  assert.deepEqual(told, []);
  mock.timers.tick(400);
  assert.deepEqual(told, [["find", { country: "country 11" }]]);
  mock.timers.reset();
});

test("a list keeps the focus where it was while its counts change", () => {
  const { box, update } = mounted();
  const before = box("toll");
  before.focus();
  update({ lists: [{ ...KIND, options: [["toll", "Toll", 1], ["incident", "Incident", 9]] }] });
  assert.notEqual(box("toll"), before);
  assert.ok(box("toll").matches("input:focus"));
});

test("names that look like HTML are text", () => {
  const name = "<img src=x onerror=alert(1)>";
  const { form } = mounted({ lists: [{ ...KIND, options: [["x", name, 1]] }] });
  assert.equal(form.querySelector(".name").textContent, name);
  assert.equal(form.querySelectorAll("img").length, 0);
});
