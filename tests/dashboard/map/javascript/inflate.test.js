import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, gzipSync } from "node:zlib";

import { gunzipped } from "../../../../dashboard/map/frontend/inflate.js";

/** Numbers that look random and are the same each time. */
function* numbers(count) {
  for (let value = 7, i = 0; i < count; i++) {
    value = (value * 1103515245 + 12345) % 2147483648;
    yield value >> 16;
  }
}

const TEXT = Buffer.from("Two people were killed. ".repeat(5000) + "März – “quotes”");
const NOISE = Uint8Array.from(numbers(70000));
const STEPS = Uint8Array.from(numbers(50000), (value) => value % 5);

for (const [name, data] of Object.entries({ nothing: new Uint8Array(), one: Uint8Array.of(9), text: TEXT, noise: NOISE, steps: STEPS })) {
  for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_RLE, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
    for (const level of [0, 1, 6, 9]) {
      test(`${name} comes back, packed by strategy ${strategy} at level ${level}`, () => {
        const packed = new Uint8Array(gzipSync(data, { strategy, level }));
        assert.deepEqual(Buffer.from(gunzipped(packed)), Buffer.from(data));
      });
    }
  }
}

test("what is damaged or cut short is refused, and ends", () => {
  const packed = new Uint8Array(gzipSync(TEXT));
  assert.throws(() => gunzipped(packed.slice(0, 200)));
  assert.throws(() => gunzipped(packed.slice(1)));
  const wrong = packed.slice();
  wrong.fill(255, 12, 40);
  assert.throws(() => gunzipped(wrong));
});
