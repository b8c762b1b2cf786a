/* The host of an exported page: the view lies in the page, decisions stay in this browser. */

const CODER = "sinorus-coder";
const VIEW_FORMAT = 2; // as sinorus_lib/views/view_model.py has it
const MOST_BYTES = 2 ** 28; // of a view that is unpacked
const SLICE = 2 ** 12; // bytes of a packed view; each may become a thousand times as many
const [CONTRAST_KINDS, QUANTILES] = [5, 5];
const UNREADABLE = {
  en: "The data of this inspector is damaged and cannot be shown; ask for the page again, or export it anew.",
  fr: "Les données de cet inspecteur sont endommagées et ne peuvent pas être affichées ; redemandez la page ou exportez-la à nouveau.",
};

/** Reads a text of this browser's storage; none where it has no storage. */
function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

/** Returns who decided here last; what is no such name counts as none. */
function keptCoder() {
  const name = kept(CODER) ?? "";
  return CODER_NAME.test(name) ? name : "";
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
  const saveAll = async (records) => localStorage.setItem(key, JSON.stringify([...readRecords(kept(key)), ...records]));
  return {
    live: false,
    coder: keptCoder(),
    setCoder: rememberCoder,
    place: "",
    decisions: [...decided, ...readRecords(kept(key))],
    save: (record) => saveAll([record]),
    saveAll,
    download,
    plotly: async () => window.Plotly || null,
  };
}

/* What a view is made of. A shape is a test of a value; the functions below make one of others. */

const isText = (value) => typeof value === "string";
const isNumber = (value) => Number.isFinite(value);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const whole = (low, past) => (value) => Number.isInteger(value) && value >= low && value < past;
const placeIn = (list) => whole(0, list.length);
const absentOr = (shape) => (value) => value === undefined || value === null || shape(value);
const listOf = (shape) => (value) => Array.isArray(value) && value.every((one) => shape(one));
const listAs = (other, shape) => (value) => listOf(shape)(value) && value.length === other.length;
const row = (...shapes) => (value) => Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));
/** Rows one after the other in one array. */
const flat = (...shapes) => (value) => Array.isArray(value) && value.length % shapes.length === 0 && value.every((one, i) => shapes[i % shapes.length](one));
const parts = (shapes) => (value) => isObject(value) && Object.keys(shapes).every((name) => shapes[name](value[name]));
const named = (shape) => (value) => isObject(value) && Object.values(value).every(shape);

/** The shape of the pairs of a view. */
function pairsShape({ claims, measures, features, groups, pairs: { a } }) {
  const number = whole(-1, 2 ** 31);
  const columns = {
    a: placeIn(claims), b: placeIn(claims), kept: whole(0, 2), counted: whole(0, 2), probability: isNumber, conflict: isNumber,
    relation: isText, group: whole(-1, groups.length), similarity: isNumber, overlap: isNumber, divergence: isNumber,
    matches: absentOr(row(flat(number, number, number), flat(number, number, number))),
    contrasts: flat(placeIn(measures), whole(0, CONTRAST_KINDS), isNumber, isNumber, isNumber, number, number),
    reasons: listOf(row(isText, isText, isText)),
    steps: (value) => flat(isNumber, isNumber, isNumber)(value) && value.length <= 3 * features.length,
  };
  return parts(Object.fromEntries(Object.entries(columns).map(([name, shape]) => [name, listAs(a, shape)])));
}

/** The shape of the linked charts of a view: the marks of each lead to what is in the view. */
function chartsShape({ articles, groups, measures, outlets, pairs: { a } }) {
  const choice = parts({
    pair: absentOr(placeIn(a)), group: absentOr(placeIn(groups)), outlet: absentOr(placeIn(outlets)), measure: absentOr(placeIn(measures)),
    outlets: absentOr(row(placeIn(outlets), placeIn(outlets))), article: absentOr(placeIn(articles)), relation: absentOr(isText),
  });
  const list = absentOr(listOf(() => true));
  const trace = (value) => parts({ customdata: absentOr(listOf(absentOr(choice))), x: list, y: list })(value)
    && (!value.customdata || Boolean(value.x && value.y));
  return named(parts({ title: isText, alt: absentOr(isText), figure: parts({ data: listOf(trace), layout: isObject }) }));
}

/** The shape of a view, which depends on how much of each it has. */
function viewShape(view) {
  const { articles, claims, events, ids, measures, outlets, pairs: { a } } = view;
  const number = whole(-1, 2 ** 31);
  return parts({
    format: (value) => value === VIEW_FORMAT, id: isText, language: (value) => /^[a-z]{2,3}$/.test(value), strings: isObject,
    outlets: listOf(isText), events: listOf(isText),
    articles: listOf(parts({
      outlet: placeIn(outlets), language: isText, title: absentOr(isText), date: absentOr(isText), url: absentOr(isText), notes: listOf(isText),
      event: whole(-1, events.length), text: isText,
    })),
    claims: listAs(ids, (value) => row(placeIn(articles), number, number, number, isText)(value)
      && value[1] >= 0 && value[1] <= value[2] && value[2] <= articles[value[0]].text.length),
    ids: listOf(isText),
    measures: listOf(parts({ name: isText, title: isText, classes: listOf(isText), about: isText, null: absentOr(named(listAs({ length: QUANTILES }, isNumber))) })),
    framing: listAs(claims, listOf(row(placeIn(measures), isNumber, number))),
    cues: listAs(claims, flat(placeIn(measures), number, number)),
    features: listOf(isText),
    pairs: pairsShape(view),
    groups: listOf((value) => listOf(placeIn(claims))(value) && value.length > 0),
    only: listOf(row(placeIn(claims), listOf(placeIn(a)))),
    charts: absentOr(chartsShape(view)),
  });
}

/** Hands bytes out in slices, the next one only when it is asked for. */
function sliced(bytes) {
  let place = 0;
  return new ReadableStream({
    pull(controller) {
      if (place >= bytes.length) { controller.close(); return; }
      controller.enqueue(bytes.subarray(place, place + SLICE));
      place += SLICE;
    },
  });
}

/** Whether packed data stays small when it is unpacked; nothing of it is held. */
async function staysSmall(bytes) {
  const reader = sliced(bytes).pipeThrough(new DecompressionStream("gzip")).getReader();
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      return false;
    }
  }
  return true;
}

/** Returns the view that lies in a box, and what was decided; throws if it is none. */
async function readView(box) {
  const { packed, decisions } = JSON.parse(box.querySelector("script").textContent);
  const bytes = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
  if (!await staysSmall(bytes)) { throw new RangeError(`a view of more than ${MOST_BYTES} bytes`); }
  const view = await unpack(bytes);
  if (!viewShape(view)(view)) { throw new TypeError("no view as this page knows it"); }
  if (!listOf(() => true)(decisions)) { throw new TypeError("no list of decisions"); }
  return { view, decisions };
}

/** Puts the inspector in the place of the static form; where its data is damaged, that stays, and a sentence says so. */
async function open(box) {
  try {
    const { view, decisions } = await readView(box);
    const root = element("div", { className: "sinorus", lang: view.language });
    createInspector(root, view, pageHost(view, decisions));
    box.querySelector(".static").hidden = true;
    box.append(root);
  } catch (error) {
    console.warn(error);
    box.prepend(element("p", { className: "note damaged", role: "alert" }, UNREADABLE[document.documentElement.lang] ?? UNREADABLE.en));
  }
}

document.querySelectorAll(".sinorus-view").forEach(open);
