/* The host of an exported page: the view lies in the page, decisions stay in this browser. */

const CODER = "sinorus-coder";

/** Reads and writes texts of this browser's storage; where it has none, they last as long as the page is open. */
function browserShelf() {
  const texts = new Map();
  return {
    read(key) {
      try { return localStorage.getItem(key) ?? texts.get(key) ?? null; } catch { return texts.get(key) ?? null; }
    },
    write(key, text) {
      texts.set(key, text);
      try { localStorage.setItem(key, text); } catch { /* it lasts as long as the page */ }
    },
  };
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

/** Keeps what is decided here apart from what came with the page. */
function pageHost(view, decided) {
  const shelf = browserShelf();
  const key = `sinorus-decisions-${view.id}`;
  return {
    live: false,
    coder: shelf.read(CODER) || "",
    setCoder: (name) => shelf.write(CODER, name),
    place: "",
    decisions: [...decided, ...readRecords(shelf.read(key))],
    save: async (record) => shelf.write(key, JSON.stringify([...readRecords(shelf.read(key)), record])),
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
