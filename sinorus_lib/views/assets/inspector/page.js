/* The host of an exported page: the view lies in the page, decisions stay in this browser. */

const CODER = "sinorus-coder";

/** Reads a text of this browser's storage; none where it has no storage. */
function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

/** Remembers who decides, where this browser can. */
function rememberCoder(name) {
  try { localStorage.setItem(CODER, name); } catch { /* it lasts as long as the page */ }
}

/** Returns the records that a text holds; what is no list of them counts as none. */
function readRecords(text) {
  try {
    const found = JSON.parse(text || "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/** Keeps what is decided here apart from what came with the page; a storage that refuses is heard of. */
function pageHost(view, decided) {
  const key = `sinorus-decisions-${view.id}`;
  return {
    live: false,
    coder: kept(CODER) || "",
    setCoder: rememberCoder,
    place: "",
    decisions: [...decided, ...readRecords(kept(key))],
    save: async (record) => localStorage.setItem(key, JSON.stringify([...readRecords(kept(key)), record])),
    download,
    plotly: async () => window.Plotly || null,
  };
}

/** Puts the inspector in the place of the static form. */
async function open(box) {
  const { packed, decisions } = JSON.parse(box.querySelector("script").textContent);
  const view = await unpack(Uint8Array.from(atob(packed), (one) => one.charCodeAt(0)));
  const root = element("div", { className: "sinorus", lang: view.language });
  createInspector(root, view, pageHost(view, decisions || []));
  box.querySelector(".static").hidden = true;
  box.append(root);
}

document.querySelectorAll(".sinorus-view").forEach(open);
