// Decompression for browsers that bring none of their own: RFC 1951 (deflate) and RFC 1952 (gzip).
//
// Telephones that are no longer updated have no DecompressionStream. This takes some ten times as
// long as theirs, which only large pages let anybody feel.

/** @typedef {{entries: Uint16Array, longest: number}} Code */

/** Bytes before the data: packing.py writes no name and no comment. */
const HEAD = 10;
const FLAGS = 3;
/** Checksum and size, behind the data. */
const TAIL = 8;
const END_OF_BLOCK = 256;

/** What lengths and distances of repetitions begin at, and how many further bits each has. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTHS = beginnings(LENGTH_BITS, 3);
LENGTHS[28] = 258;
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCES = beginnings(DISTANCE_BITS, 1);
/** The order in which the lengths of the codes of code lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Return what a gzip stream holds.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function gunzipped(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[FLAGS] !== 0) throw new TypeError("no gzip stream");
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  return new Inflation(bytes.subarray(HEAD, bytes.length - TAIL), size).run();
}

class Inflation {
  /**
   * @param {Uint8Array} bytes
   * @param {number} size of what they hold
   */
  constructor(bytes, size) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.bits = 0;
    this.out = new Uint8Array(size);
    this.end = 0;
  }

  run() {
    let last = false;
    while (!last) {
      last = this.take(1) === 1;
      const kind = this.take(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.block(FIXED.literals, FIXED.distances);
      else if (kind === 2) this.block(...this.tables());
      else throw new TypeError("no deflate stream");
    }
    if (this.end !== this.out.length) throw new TypeError("the stream is cut short");
    return this.out;
  }

  /**
   * Hold so many bits at least; beyond the end of the stream there are zeros.
   * @param {number} count
   */
  hold(count) {
    while (this.bits < count) {
      if (this.at > this.bytes.length + 4) throw new TypeError("the stream is cut short");
      this.held |= (this.bytes[this.at++] ?? 0) << this.bits;
      this.bits += 8;
    }
  }

  /** @param {number} count */
  take(count) {
    if (count === 0) return 0;
    this.hold(count);
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.bits -= count;
    return value;
  }

  /**
   * The next symbol of a code.
   * @param {Code} code
   */
  symbol({ entries, longest }) {
    this.hold(longest);
    const entry = entries[this.held & ((1 << longest) - 1)];
    const length = entry & 15;
    if (length === 0) throw new TypeError("no such code");
    this.held >>>= length;
    this.bits -= length;
    return entry >> 4;
  }

  stored() {
    // Whole bytes that were held already go back.
    this.at -= this.bits >> 3;
    this.held = this.bits = 0;
    const length = this.take(16);
    this.take(16);
    this.out.set(this.bytes.subarray(this.at, this.at + length), this.end);
    this.at += length;
    this.end += length;
  }

  /**
   * @param {Code} literals
   * @param {Code} distances
   */
  block(literals, distances) {
    const { out } = this;
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < END_OF_BLOCK) out[this.end++] = symbol;
      else if (symbol === END_OF_BLOCK) return;
      else {
        const code = symbol - END_OF_BLOCK - 1;
        const length = LENGTHS[code] + this.take(LENGTH_BITS[code]);
        const far = this.symbol(distances);
        const distance = DISTANCES[far] + this.take(DISTANCE_BITS[far]);
        for (const until = this.end + length; this.end < until; this.end++) out[this.end] = out[this.end - distance];
      }
    }
  }

  /**
   * The codes of a block that brings its own.
   * @returns {[Code, Code]} of literals and lengths, and of distances
   */
  tables() {
    const [literals, distances, orders] = [this.take(5) + 257, this.take(5) + 1, this.take(4) + 4];
    const short = new Uint8Array(ORDER.length);
    for (let i = 0; i < orders; i++) short[ORDER[i]] = this.take(3);
    const code = codeOf(short);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths[i++] = symbol;
      else {
        const value = symbol === 16 ? lengths[i - 1] : 0;
        const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
        lengths.fill(value, i, i + times);
        i += times;
      }
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  }
}

/**
 * Return a code by the lengths of its symbols: for each run of bits the symbol that it begins with,
 * and how many of them are that symbol's.
 * @param {ArrayLike<number>} lengths
 * @returns {Code}
 */
function codeOf(lengths) {
  let longest = 1;
  const counts = new Uint16Array(17);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    counts[lengths[symbol]]++;
    longest = Math.max(longest, lengths[symbol]);
  }
  counts[0] = 0;
  const next = new Uint16Array(17);
  for (let length = 1; length < 16; length++) next[length + 1] = (next[length] + counts[length]) << 1;
  const entries = new Uint16Array(1 << longest);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (length === 0) continue;
    const first = reversed(next[length]++, length);
    for (let at = first; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
  }
  return { entries, longest };
}

/**
 * @param {number} bits
 * @param {number} count
 */
function reversed(bits, count) {
  let turned = 0;
  for (let i = 0; i < count; i++) turned |= ((bits >> i) & 1) << (count - 1 - i);
  return turned;
}

/**
 * @param {number[]} bits
 * @param {number} first
 */
function beginnings(bits, first) {
  let next = first;
  return bits.map((count) => {
    const begin = next;
    next += 1 << count;
    return begin;
  });
}

const FIXED = {
  literals: codeOf(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8))),
  distances: codeOf(new Uint8Array(30).fill(5)),
};
