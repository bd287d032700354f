// What this browser remembers for the page Export: the choices made last, and what the map showed.
//
// Nothing of it leaves the machine. A browser that keeps nothing gives an empty memory.

const SETTINGS = "incidentmap.export";
const VIEW = "incidentmap.view";

/** @typedef {{ settings: string | null }} MemoryData choices to remember, as JSON; null to ask */

const asked = new WeakSet();

export default function mount({ data, parentElement, setStateValue }) {
  if (!asked.has(parentElement)) {
    asked.add(parentElement);
    const view = read(() => window.sessionStorage.getItem(VIEW));
    setStateValue("found", {
      settings: read(() => window.localStorage.getItem(SETTINGS)),
      view: view === null ? null : JSON.parse(view),
    });
  }
  if (data.settings !== null) read(() => window.localStorage.setItem(SETTINGS, data.settings));
}

function read(how) {
  try {
    return how();
  } catch {
    // A browser may forbid to keep anything.
    return null;
  }
}
