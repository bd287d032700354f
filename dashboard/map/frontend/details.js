// The text of single rows, from blocks that are opened when somebody asks.

import { offsetsOf, unpackColumns, unpackJson } from "./columns.js";

/** @import { Column } from "./columns.js" */

/**
 * @typedef {object} RowDetails
 * @property {Incident} incident
 * @property {Claim[]} claims
 * @property {Report[]} reports that mention the incident
 *
 * What is told of an incident; the columns are those of the table of incidents.
 * @typedef {object} Incident
 * @property {string|null} incident_id
 * @property {string|null} source
 * @property {string|null} sub_event_type
 * @property {string|null} date_edtf
 * @property {string|null} iso3
 * @property {string|null} admin1
 * @property {string|null} side_a
 * @property {string|null} side_b
 * @property {string[]} mediators
 * @property {string|null} claimant
 * @property {number|null} source_count
 * @property {number|null} confidence
 * @property {string|null} attribution
 *
 * What a report claims, as in the table of claims.
 * @typedef {object} Claim
 * @property {string|null} quote
 * @property {string} measure
 * @property {number|null} low
 * @property {number|null} high
 * @property {string|null} qualifier
 * @property {string|null} group
 * @property {string|null} claimant
 * @property {string|null} side
 * @property {boolean|null} negated
 * @property {number|null} confidence
 * @property {Report|null} report
 *
 * @typedef {Record<"title"|"publisher"|"url"|"published"|"source", string|null>} Report
 *
 * @typedef {string|number|boolean|null} Value of a column in one row
 * @typedef {Record<string, (at: number) => Value>} Readers what reads each column
 * @typedef {Record<keyof Report, (string|null)[]>} Reports
 *
 * @typedef {Record<string, string|null>} Kinds how each column of a table is packed
 * @typedef {Record<string, import("./columns.js").Column>} Columns
 */

export class Details {
  /**
   * @param {{block_rows: number, has_texts: boolean, ids: string, kinds: {rows: Kinds, claims: Kinds}, texts: string,
   *   blocks: string[], reports: string}} packed
   */
  constructor(packed) {
    this.packed = packed;
    this.hasTexts = packed.has_texts;
    /** @type {Map<number, Promise<Block>>} */
    this.opened = new Map();
    /** @type {Promise<Ids>|null} */
    this.ids = null;
    /** @type {Promise<Columns>|null} */
    this.texts = null;
    /** @type {Promise<Reports>|null} */
    this.reports = null;
  }

  /**
   * @param {number} row
   * @returns {Promise<RowDetails>}
   */
  async row(row) {
    const size = this.packed.block_rows;
    const [ids, block, reports] = await Promise.all([
      this.#ids(),
      this.#block(Math.floor(row / size)),
      this.#reports(),
    ]);
    const { incident, claims, mentioned } = block.row(row % size);
    return {
      incident: { incident_id: ids.of(row), ...incident },
      claims: claims.map((claim) => ({ ...claim, report: claim.report === null ? null : pick(reports, claim.report) })),
      reports: mentioned.map((report) => pick(reports, report)),
    };
  }

  /**
   * Return the row of an incident, or null when the page has none of that id.
   * @param {string} id
   */
  async rowOf(id) {
    return (await this.#ids()).row(id);
  }

  /** Open what every row needs, so that the first click need not wait for it. */
  async warm() {
    await Promise.all([this.#ids(), this.#texts(), this.#reports()]);
  }

  #ids() {
    this.ids ??= unpackColumns(this.packed.ids).then((columns) => new Ids(columns));
    return this.ids;
  }

  #texts() {
    this.texts ??= unpackColumns(this.packed.texts);
    return this.texts;
  }

  /** @param {number} number */
  #block(number) {
    let block = this.opened.get(number);
    if (block === undefined) {
      block = Promise.all([unpackColumns(this.packed.blocks[number]), this.#texts()]).then(
        ([columns, texts]) => new Block(columns, texts, this.packed.kinds),
      );
      this.opened.set(number, block);
    }
    return block;
  }

  #reports() {
    this.reports ??= unpackJson(this.packed.reports);
    return this.reports;
  }
}

const ID = /^[0-9a-f]{16}$/;
const HIGH_DIGITS = 8;

/**
 * The first digits of hexadecimal ids, as many as the page holds, or ids that are any text; where
 * the page holds none, the numbers of the rows from 1 on.
 */
class Ids {
  /** @param {Columns} columns */
  constructor(columns) {
    this.columns = columns;
    this.texts = !(".bytes" in columns) ? null : new Texts(columns[".bytes"], columns[".lengths"]);
    /** @type {Map<string|null, number>|null} */
    this.rows = null;
  }

  /** @param {number} row */
  of(row) {
    if (this.texts !== null) return this.texts.at(row);
    if ("count" in this.columns) return String(row + 1);
    const { high, digits } = this.columns;
    return high[row].toString(16).padStart(HIGH_DIGITS, "0") + this.#rest(row, digits[0]);
  }

  /**
   * The digits beyond the first eight, of which a last odd one shares its byte with the next row's.
   * @param {number} row
   * @param {number} digits
   */
  #rest(row, digits) {
    let rest = "";
    for (let at = HIGH_DIGITS, column = 0; at < digits; at += 2, column++) {
      const pairs = this.columns[`digits${column}`];
      if (at + 1 < digits) rest += pairs[row].toString(16).padStart(2, "0");
      else rest += ((pairs[row >> 1] >> (row % 2 === 0 ? 4 : 0)) & 15).toString(16);
    }
    return rest;
  }

  /**
   * Return the row of an id, in full or as the page tells it.
   * @param {string} id
   * @returns {number|null}
   */
  row(id) {
    if (this.texts !== null) return this.#rowOfText(this.texts, id);
    if ("count" in this.columns) return /^[1-9]\d*$/.test(id) && Number(id) <= this.columns.count[0] ? Number(id) - 1 : null;
    const { high, digits } = this.columns;
    if (!ID.test(id.padEnd(16, "0")) || id.length < digits[0]) return null;
    const first = parseInt(id.slice(0, HIGH_DIGITS), 16);
    const rest = id.slice(HIGH_DIGITS, digits[0]);
    for (let row = high.indexOf(first); row >= 0; row = high.indexOf(first, row + 1)) {
      if (this.#rest(row, digits[0]) === rest) return row;
    }
    return null;
  }

  /**
   * @param {Texts} texts
   * @param {string} id
   */
  #rowOfText(texts, id) {
    if (this.rows === null) {
      this.rows = new Map();
      for (let row = 0; row < texts.count; row++) this.rows.set(texts.at(row), row);
    }
    return this.rows.get(id) ?? null;
  }
}

/** Some rows and their claims. */
class Block {
  /**
   * @param {Columns} columns
   * @param {Columns} texts of repeated values, for all blocks
   * @param {{rows: Kinds, claims: Kinds}} kinds
   */
  constructor(columns, texts, kinds) {
    this.columns = columns;
    this.rows = readers("rows", columns, texts, kinds.rows);
    this.claims = readers("claims", columns, texts, kinds.claims);
    this.claimsOf = offsetsOf(columns["rows.claims"]);
    this.reportsOf = offsetsOf(columns["rows.reports"]);
  }

  /** @param {number} at */
  row(at) {
    const { mediators, ...told } = read(this.rows, at);
    const incident = {
      .../** @type {Omit<Incident, "incident_id"|"mediators">} */ (told),
      mediators: typeof mediators === "string" ? JSON.parse(mediators) : [],
    };
    const claims = [];
    for (let i = this.claimsOf[at]; i < this.claimsOf[at + 1]; i++) {
      const report = this.columns["claims.report"][i];
      const said = /** @type {Omit<Claim, "report">} */ (read(this.claims, i));
      claims.push({ ...said, report: report === 0 ? null : report - 1 });
    }
    const mentioned = Array.from(this.columns.reports.subarray(this.reportsOf[at], this.reportsOf[at + 1]));
    return { incident, claims, mentioned };
  }
}

/** Text as bytes and lengths; a length of 0 is a missing value, others are one more. */
class Texts {
  /**
   * @param {Column} bytes
   * @param {Column} lengths
   */
  constructor(bytes, lengths) {
    this.bytes = bytes;
    this.lengths = lengths;
    this.count = lengths.length;
    /** @type {Uint32Array|null} */
    this.offsets = null;
  }

  /**
   * @param {number} at
   * @returns {string|null}
   */
  at(at) {
    if (this.lengths[at] === 0) return null;
    this.offsets ??= offsetsOf(this.lengths.map((length) => Math.max(length - 1, 0)));
    return DECODER.decode(this.bytes.subarray(this.offsets[at], this.offsets[at + 1]));
  }
}

// Marks of byte order stand in no text of ours; what looks like one is part of it.
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {string} table
 * @param {Columns} columns
 * @param {Columns} texts
 * @param {Kinds} kinds
 * @returns {Readers}
 */
function readers(table, columns, texts, kinds) {
  /** @type {Readers} */
  const made = {};
  for (const [name, kind] of Object.entries(kinds)) {
    made[name] = reader(kind, `${table}.${name}`, columns, texts);
  }
  return made;
}

/**
 * @param {string|null} kind
 * @param {string} name
 * @param {Columns} columns
 * @param {Columns} texts
 * @returns {(at: number) => Value}
 */
function reader(kind, name, columns, texts) {
  const column = columns[name];
  if (kind === null) return () => null;
  if (kind === "single") {
    const own = new Texts(columns[`${name}.bytes`], columns[`${name}.lengths`]);
    return (at) => own.at(at);
  }
  if (kind === "repeated") {
    const values = new Texts(texts[`${name}.bytes`], texts[`${name}.lengths`]);
    return (at) => (column[at] === 0 ? null : values.at(column[at] - 1));
  }
  if (kind === "whole") return (at) => (column[at] === 0 ? null : column[at] - 1);
  if (kind === "coded") return (at) => (column[at] === 0 ? null : texts[`${name}.values`][column[at] - 1]);
  return (at) => column[at] === 1;
}

/**
 * @param {Readers} columns
 * @param {number} at
 * @returns {Record<string, Value>}
 */
function read(columns, at) {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(at)]));
}

/**
 * @param {Reports} reports
 * @param {number} at
 */
function pick(reports, at) {
  const values = Object.entries(reports).map(([name, column]) => [name, column[at]]);
  return /** @type {Report} */ (Object.fromEntries(values));
}
