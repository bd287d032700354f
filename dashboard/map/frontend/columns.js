// Packed columns as dashboard/map/packing.py lays them out: gzip, in base 85, of a header and arrays.

import { gunzipped } from "./inflate.js";

/** @typedef {Int8Array|Uint8Array|Int16Array|Uint16Array|Int32Array|Uint32Array|Float32Array|Float64Array} Column */

/** @type {Record<string, {new (buffer: ArrayBuffer, at: number, count: number): Column}>} */
const COLUMN_TYPES = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-./:;=>?@[]^_{";
const BASE = DIGITS.length;
const DIGIT_OF = new Uint8Array(128);
for (let digit = 0; digit < BASE; digit++) DIGIT_OF[DIGITS.charCodeAt(digit)] = digit;

/**
 * Return the columns of a packed text by name, most of them laid over one buffer without copying.
 * @param {string} text
 * @returns {Promise<Record<string, Column>>}
 */
export async function unpackColumns(text) {
  const buffer = await gunzip(bytesFromText(text));
  const headerSize = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headerSize)));
  /** @type {Record<string, Column>} */
  const columns = {};
  for (const [name, type, offset, count] of header) {
    columns[name] = columnAt(buffer, type, 4 + headerSize + offset, count);
  }
  return columns;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {string} type
 * @param {number} at
 * @param {number} count
 */
function columnAt(buffer, type, at, count) {
  if (type === "planes16") return fromPlanes(new Uint8Array(buffer, at, 2 * count), new Uint16Array(count));
  if (type === "planes32") return fromPlanes(new Uint8Array(buffer, at, 4 * count), new Uint32Array(count));
  return new COLUMN_TYPES[type](buffer, at, count);
}

/**
 * Fill in numbers of which all lowest bytes come first, then all second ones, and so on.
 * @template {Uint16Array|Uint32Array} Numbers
 * @param {Uint8Array} bytes
 * @param {Numbers} numbers
 * @returns {Numbers}
 */
function fromPlanes(bytes, numbers) {
  const count = numbers.length;
  for (let i = 0; i < count; i++) numbers[i] = bytes[i] | (bytes[count + i] << 8);
  if (numbers.BYTES_PER_ELEMENT === 2) return numbers;
  for (let i = 0; i < count; i++) numbers[i] |= (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
  return numbers;
}

/**
 * Return the whole number that a folded one stands for: 0, 1, 2, 3, 4 for 0, -1, 1, -2, 2.
 * @param {number} number
 */
export function unfolded(number) {
  return (number >>> 1) ^ -(number & 1);
}

/**
 * Return the value of a packed JSON text.
 * @param {string} text
 * @returns {Promise<any>}
 */
export async function unpackJson(text) {
  return JSON.parse(new TextDecoder().decode(await gunzip(bytesFromText(text))));
}

/**
 * Return the bytes that a text stands for: five digits for four bytes, the highest first.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesFromText(text) {
  const groups = Math.ceil(text.length / 5);
  const view = new DataView(new ArrayBuffer(groups * 4));
  const whole = Math.floor(text.length / 5);
  for (let group = 0, at = 0; group < whole; group++, at += 5) {
    let number = DIGIT_OF[text.charCodeAt(at)];
    for (let place = 1; place < 5; place++) number = number * BASE + DIGIT_OF[text.charCodeAt(at + place)];
    view.setUint32(group * 4, number);
  }
  if (whole < groups) view.setUint32(whole * 4, lastNumber(text.slice(whole * 5)));
  return new Uint8Array(view.buffer, 0, Math.floor((text.length * 4) / 5));
}

/**
 * The digits that a short last group leaves out are the highest there are.
 * @param {string} digits
 */
function lastNumber(digits) {
  let number = 0;
  for (let place = 0; place < 5; place++) {
    number = number * BASE + (place < digits.length ? DIGIT_OF[digits.charCodeAt(place)] : BASE - 1);
  }
  return number;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<ArrayBuffer>}
 */
async function gunzip(bytes) {
  if (typeof DecompressionStream !== "function") return gunzipped(bytes).buffer;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/**
 * Return running sums of steps that start anew with each part.
 * @param {Column} first the first value of each part
 * @param {Column} steps distance of each value from the one before, 0 for the first of a part
 * @param {Uint32Array} offsets where each part begins, and the end of the last
 * @returns {Int32Array}
 */
export function summedParts(first, steps, offsets) {
  const values = new Int32Array(steps.length);
  for (let part = 0; part < first.length; part++) {
    let value = first[part];
    for (let i = offsets[part]; i < offsets[part + 1]; i++) values[i] = value += steps[i];
  }
  return values;
}

/**
 * Return where each part begins, and the end of the last.
 * @param {ArrayLike<number>} sizes
 * @returns {Uint32Array}
 */
export function offsetsOf(sizes) {
  const offsets = new Uint32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i++) offsets[i + 1] = offsets[i] + sizes[i];
  return offsets;
}
