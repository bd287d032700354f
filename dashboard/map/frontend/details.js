// The text of single rows, from blocks that are opened when somebody asks.

import { unpackJson } from "./columns.js";

/**
 * @typedef {object} RowDetails
 * @property {Record<string, any>} incident columns of the incident by name
 * @property {Record<string, any>[]} claims each with its `report`, or null
 * @property {Record<string, any>[]} reports that mention the incident
 */

export class Details {
  /** @param {{block_rows: number, blocks: string[], reports: string}} packed */
  constructor(packed) {
    this.packed = packed;
    /** @type {Map<number, Promise<any>>} */
    this.opened = new Map();
    /** @type {Promise<Map<string, number>>|null} */
    this.ids = null;
    this.reports = null;
  }

  /**
   * @param {number} row
   * @returns {Promise<RowDetails>}
   */
  async row(row) {
    const size = this.packed.block_rows;
    const [block, reports] = await Promise.all([this.#block(Math.floor(row / size)), this.#reports()]);
    const at = row % size;
    const incident = pick(block.rows, at);
    const claims = [];
    block.owners.forEach((owner, i) => {
      if (owner !== at) return;
      const claim = pick(block.claims, i);
      claims.push({ ...claim, report: claim.report === null ? null : pick(reports, claim.report) });
    });
    return { incident, claims, reports: incident.reports.map((report) => pick(reports, report)) };
  }

  /**
   * Return the row of an incident, or null when the page has none of that id.
   * @param {string} id
   */
  async rowOf(id) {
    this.ids ??= this.#numberIds();
    return (await this.ids).get(id) ?? null;
  }

  async #numberIds() {
    const ids = new Map();
    for (let i = 0; i < this.packed.blocks.length; i++) {
      const block = await this.#block(i);
      block.rows.incident_id.forEach((id, at) => ids.set(id, i * this.packed.block_rows + at));
    }
    return ids;
  }

  #block(number) {
    let block = this.opened.get(number);
    if (block === undefined) {
      block = unpackJson(this.packed.blocks[number]);
      this.opened.set(number, block);
    }
    return block;
  }

  #reports() {
    this.reports ??= unpackJson(this.packed.reports);
    return this.reports;
  }
}

function pick(columns, at) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]]));
}
