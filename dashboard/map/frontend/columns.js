// Packed columns as dashboard/map/packing.py lays them out: base64 of gzip of a header and arrays.

/** @typedef {Int8Array|Uint8Array|Int16Array|Uint16Array|Int32Array|Uint32Array|Float32Array|Float64Array} Column */

const COLUMN_TYPES = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/**
 * Return the columns of a packed text by name, most of them laid over one buffer without copying.
 * @param {string} text
 * @returns {Promise<Record<string, Column>>}
 */
export async function unpackColumns(text) {
  const buffer = await gunzip(bytesFromBase64(text));
  const headerSize = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headerSize)));
  /** @type {Record<string, Column>} */
  const columns = {};
  for (const [name, type, offset, count] of header) {
    const at = 4 + headerSize + offset;
    columns[name] =
      type === "planes" ? fromPlanes(new Uint8Array(buffer, at, 4 * count)) : new COLUMN_TYPES[type](buffer, at, count);
  }
  return columns;
}

/** Return numbers of which all lowest bytes come first, then all second ones, and so on. */
function fromPlanes(bytes) {
  const count = bytes.length / 4;
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = bytes[i] | (bytes[count + i] << 8) | (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
  }
  return numbers;
}

/**
 * Return the value of a packed JSON text.
 * @param {string} text
 * @returns {Promise<any>}
 */
export async function unpackJson(text) {
  return JSON.parse(new TextDecoder().decode(await gunzip(bytesFromBase64(text))));
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
function bytesFromBase64(text) {
  if ("fromBase64" in Uint8Array) return /** @type {any} */ (Uint8Array).fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Whether this browser can open packed texts at all. */
export function canUnpack() {
  return typeof DecompressionStream === "function";
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<ArrayBuffer>}
 */
async function gunzip(bytes) {
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
