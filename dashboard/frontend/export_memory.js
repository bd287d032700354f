// What this browser remembers for the page Export: the choices made last, and what the map showed.
//
// Nothing of it leaves the machine. A browser that keeps nothing gives an empty memory.

const SETTINGS = "incidentmap.export";
const VIEW = "incidentmap.view";

/** @typedef {{ settings: string | null }} MemoryData choices to remember, as JSON; null to ask */

const asked = new WeakSet();

/**
 * @param {{data: MemoryData, parentElement: HTMLElement, setStateValue: (name: string, value: unknown) => void}} component
 */
export default function mount({ data, parentElement, setStateValue }) {
  if (!asked.has(parentElement)) {
    asked.add(parentElement);
    const view = read(() => window.sessionStorage.getItem(VIEW));
    setStateValue("found", {
      settings: read(() => window.localStorage.getItem(SETTINGS)),
      view: view === null ? null : JSON.parse(view),
    });
  }
  const { settings } = data;
  if (settings !== null) read(() => window.localStorage.setItem(SETTINGS, settings));
}

/**
 * @param {() => string|null|void} how
 * @returns {string|null}
 */
function read(how) {
  try {
    return how() ?? null;
  } catch {
    // A browser may forbid to keep anything.
    return null;
  }
}
