import assert from "node:assert/strict";
import { test } from "node:test";

import { holding } from "./made_document.js";

import mount from "../../../../dashboard/frontend/report_text.js";

const SEGMENTS = [
  { text: "On Monday ", incidents: [] },
  { text: "two people were killed", incidents: ["a", "b"] },
  { text: ". <b>Talks</b> failed.", incidents: [] },
];

function mounted(changes = {}) {
  const parentElement = holding("article", "report-text");
  const told = [];
  const update = (more) =>
    mount({
      data: { title: "A report", publisher: "Valley Gazette", url: "https://news.example/1", line: "1 May 2025", segments: SEGMENTS, titles: { a: "Battle" }, selected: null, ...changes, ...more },
      parentElement,
      setStateValue: (name, value) => told.push([name, value]),
    });
  update();
  return { root: parentElement.querySelector("article"), told, update };
}

test("the text stands as it was written, its quotes as buttons", () => {
  const { root } = mounted();
  assert.equal(root.querySelector(".body").textContent, "On Monday two people were killed. <b>Talks</b> failed.");
  assert.equal(root.querySelectorAll("b").length, 0);
  assert.deepEqual(root.querySelectorAll("button").map(({ textContent }) => textContent), ["two people were killed"]);
  assert.equal(root.querySelector("button").title, "Battle\nb");
});

test("rows of one sentence are opened one after the other", () => {
  const { root, told, update } = mounted();
  root.querySelector("button").does("click");
  update({ selected: "a" });
  assert.equal(root.querySelector("button").getAttribute("aria-pressed"), "true");
  root.querySelector("button").does("click");
  update({ selected: "b" });
  root.querySelector("button").does("click");
  assert.deepEqual(told.map(([name, { value }]) => [name, value]), [["incident", "a"], ["incident", "b"], ["incident", "a"]]);
  const turns = told.map(([, { turn }]) => turn);
  assert.deepEqual(turns, [...new Set(turns)].sort((one, other) => one - other));
});

test("only web addresses become links", () => {
  const link = mounted().root.querySelector("a");
  assert.equal(link.href, "https://news.example/1");
  assert.equal(link.rel, "noopener noreferrer");
  for (const url of ["javascript:alert(1)", " https://x", null]) {
    const { root } = mounted({ url });
    assert.equal(root.querySelector("a"), null);
    assert.equal(root.querySelector("cite").textContent, "Valley Gazette");
  }
  assert.equal(mounted({ url: null, publisher: null }).root.querySelector("cite"), null);
});

test("a report in which nothing was found says so", () => {
  const nothing = mounted({ segments: [SEGMENTS[0]] }).root;
  assert.equal(nothing.querySelector(".none").textContent, "Nothing was found in this text.");
  assert.equal(mounted().root.querySelector(".none"), null);
});

test("the place in the text is kept while the report stays, and another one begins at its head", () => {
  const { root, update } = mounted();
  root.querySelector(".body").scrollTop = 300;
  update({ selected: null });
  assert.equal(root.querySelector(".body").scrollTop, 300);
  update({ title: "Another" });
  assert.equal(root.querySelector(".body").scrollTop, 0);
});
