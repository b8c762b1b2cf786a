/* Decisions on pairs: a log that only grows, of which the last record of a coder on a pair holds. */
const DECISIONS = [["same", "s"], ["related", "r"], ["conflicting", "c"], ["different", "d"], ["split", "p"], ["unsure", "u"]];
const WITHDRAWN = "none";
/** A name that can also name a file: letters, digits, spaces and a few signs, with single dots inside, and no device of Windows. */
const CODER_NAME = /^(?![.-])(?!.*\.\.)(?!(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|(?:[cC][oO][mM]|[lL][pP][tT])[\d¹²³])\s*(?:\.|$))[\p{L}\p{M}\p{N} _\-'’@+.]{1,64}(?<!\.)$/u;
const DECISION_NAMES = new Set([...DECISIONS.map(([name]) => name), WITHDRAWN]);
/* The bounds of a decision, as the library has them, so that it reads whatever is kept here. */
const [LONGEST_ID, LONGEST_NOTE, LONGEST_LINE] = [200, 10_000, 1 << 20];
const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(2200, 0)];

/** A random identifier (UUID 4), where pages of an insecure context are given none ready-made too. */
function newRecordId() {
  if (crypto.randomUUID) { return crypto.randomUUID(); }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The two claims of a pair, in whichever order they come. */
function claimsKey(a, b) { return JSON.stringify(a < b ? [a, b] : [b, a]); }

function isTime(text) {
  const time = TIME.test(text) ? Date.parse(text) : NaN;
  return time >= EARLIEST && time < LATEST;
}

/** Returns a record with the fields that are known of, or null if it is none. */
function readRecord(found) {
  const texts = ["id", "when", "coder", "claim_a", "claim_b"];
  const isShort = (text) => typeof text === "string" && text.length > 0 && text.length <= LONGEST_ID;
  if (typeof found !== "object" || found === null || !texts.every((name) => isShort(found[name]))) { return null; }
  const { id, when, coder, claim_a, claim_b, decision } = found;
  const note = typeof found.note === "string" ? found.note : "";
  const undoes = isShort(found.undoes) ? found.undoes : null;
  if (!isTime(when) || !CODER_NAME.test(coder) || !DECISION_NAMES.has(decision)) { return null; }
  if (claim_a === claim_b || note.length > LONGEST_NOTE) { return null; }
  return { id, when, coder, claim_a, claim_b, decision, note, blind: found.blind === true, undoes };
}

function readLine(line) {
  try { return readRecord(JSON.parse(line)); } catch { return null; }
}

/** Yields the lines of a file that are not empty, without a byte order mark; none is held that is too long to be one. */
async function* linesOf(file) {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let begun = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (begun + part.value).split("\n");
    begun = lines.pop().slice(0, LONGEST_LINE);
    yield* lines.filter((line) => line.trim());
  }
  if (begun.trim()) { yield begun; }
}

/** Every record once, and what of it holds. */
class DecisionLog {
  constructor() {
    this.records = [];
    this.known = new Set();
    this.held = new Map();
  }

  /** Returns whether the record was new. */
  add(record) {
    if (this.known.has(record.id)) { return false; }
    this.known.add(record.id);
    this.records.push(record);
    const key = claimsKey(record.claim_a, record.claim_b);
    if (!this.held.has(key)) { this.held.set(key, new Map()); }
    const before = this.held.get(key).get(record.coder);
    if (!before || Date.parse(before.when) <= Date.parse(record.when)) { this.held.get(key).set(record.coder, record); }
    return true;
  }

  last(key, coder) { return this.held.get(key)?.get(coder) ?? null; }

  by(key) { return [...(this.held.get(key)?.values() ?? [])].filter((record) => record.decision !== WITHDRAWN); }
}

function createDecisions(model, host) {
  const log = new DecisionLog();
  const listeners = new Set();
  const stack = [];
  let unsaved = [];
  let pairOf = null;

  const emit = () => listeners.forEach((listener) => listener());
  const keyOf = (pair) => claimsKey(model.ids[model.pairs.a[pair]], model.ids[model.pairs.b[pair]]);
  const last = (pair) => log.last(keyOf(pair), host.coder);

  function pairs() {
    pairOf ??= new Map(model.pairs.a.map((_, pair) => [keyOf(pair), pair]));
    return pairOf;
  }

  /** Never earlier than what it follows, even if the clock was set back. */
  function now(pair) {
    const before = last(pair);
    return new Date(Math.max(Date.now(), before ? Date.parse(before.when) : 0)).toISOString();
  }

  async function keep(record) {
    try { await host.save(record); } catch {
      unsaved.push(record);
      emit();
    }
  }

  /** Keeps many at once where the host can. */
  async function keepAll(records) {
    if (!host.saveAll) { return Promise.all(records.map(keep)); }
    try { return await host.saveAll(records); } catch {
      unsaved.push(...records);
      return emit();
    }
  }

  function append(pair, fields) {
    const [claim_a, claim_b] = [model.ids[model.pairs.a[pair]], model.ids[model.pairs.b[pair]]];
    const record = { id: newRecordId(), when: now(pair), coder: host.coder, claim_a, claim_b, undoes: null, ...fields };
    log.add(record);
    keep(record);
    emit();
    return record;
  }

  function addAll(found) {
    const added = found.map(readRecord).filter((record) => record && log.add(record));
    if (added.length) { emit(); }
    return added;
  }

  /** What this coder decided, or null. */
  function of(pair) {
    const record = last(pair);
    return record && record.decision !== WITHDRAWN ? record : null;
  }

  function others(pair) { return log.by(keyOf(pair)).filter((record) => record.coder !== host.coder); }

  function save(pair, decision, note = "", blind = false) {
    const before = last(pair);
    const record = append(pair, { decision, note, blind });
    stack.push({ pair, before, record });
    return record;
  }

  /** Takes back the last step of this session that still holds, and returns its pair; null if there is none. */
  function undo() {
    const step = stack.pop();
    if (!step) { return null; }
    const { decision, note, blind } = step.before ?? { decision: WITHDRAWN, note: "", blind: step.record.blind };
    append(step.pair, { decision, note, blind, undoes: step.record.id });
    return step.pair;
  }

  function retry() {
    const waiting = unsaved;
    unsaved = [];
    return keepAll(waiting).then(emit);
  }

  function counts() {
    const by = Object.fromEntries(DECISIONS.map(([name]) => [name, 0]));
    let decided = 0;
    for (const [key, coders] of log.held) {
      const record = coders.get(host.coder);
      if (!record || record.decision === WITHDRAWN || !model.pairs.kept[pairs().get(key)]) { continue; }
      by[record.decision] += 1;
      decided += 1;
    }
    return { decided, total: model.keptSize, by };
  }

  /** Adds the lines of a file; what cannot be read, or is about other claims, is counted and left out. */
  async function load(file) {
    const [here, counts] = [[], { elsewhere: 0, bad: 0 }];
    for await (const line of linesOf(file)) {
      const record = readLine(line);
      if (!record) { counts.bad += 1; } else if (pairs().has(claimsKey(record.claim_a, record.claim_b))) { here.push(record); } else { counts.elsewhere += 1; }
    }
    const added = addAll(here);
    await keepAll(added);
    return { added: added.length, known: here.length - added.length, ...counts };
  }

  function rename(coder) {
    stack.length = 0;
    host.coder = coder;
    host.setCoder?.(coder);
    emit();
  }

  addAll(host.decisions ?? []);
  host.onDecisions?.(addAll);
  return {
    of, others, save, undo, retry, counts, load, rename,
    pair: (record) => pairs().get(claimsKey(record.claim_a, record.claim_b)),
    all: () => [...log.records],
    holding: () => [...log.held.keys()].flatMap((key) => log.by(key)),
    unsaved: () => unsaved.length,
    canUndo: () => stack.length > 0,
    on: (listener) => listeners.add(listener),
  };
}

/* What could be a formula, as in sinorus_lib/spreadsheets.py: a sign, whatever unseen stands before it, where a cell may begin. */
const SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]";
const HIDING = "[ '\"`\\x80-\\xa0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f"
  + "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}"
  + "\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e01ef}\\u205f-\\u206f\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uff02\\uff07\\uffa0\\ufff0-\\ufffb]*";
const FORMULA = new RegExp(`^(?=${HIDING}(?:${SIGN}|[\\x00-\\x1f\\x7f]))|(?<=[;\\t\\r\\n])(?=${HIDING}${SIGN})`, "gu");

/** A text that no spreadsheet takes for a formula: an apostrophe goes before what could be one. */
function neutralise(text) { return text.replace(FORMULA, "'"); }

/** Text as a cell of a CSV file: quoted, and no formula for a spreadsheet. */
function csvCell(value) {
  return `"${neutralise(String(value)).replace(/"/g, '""')}"`;
}

/** What holds, a line a coder and pair, with the claims in words. */
function decisionsCsv(model, decisions) {
  const heads = ["coder", "decision", "note", "when", "blind", "outlet_a", "claim_a", "outlet_b", "claim_b", "id_a", "id_b"];
  const rows = decisions.holding().map((record) => {
    const pair = decisions.pair(record);
    const [a, b] = pair === undefined ? [] : model.sides(pair).map(model.claim);
    return [record.coder, record.decision, record.note, record.when, record.blind, a?.outlet ?? "", a?.text ?? "", b?.outlet ?? "", b?.text ?? "", record.claim_a, record.claim_b];
  });
  return `\ufeff${[heads, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function decisionsJsonl(decisions) {
  return decisions.all().map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** The next pair of the list that this coder has not decided, after the chosen one and then from the top; -1 if none. */
function nextUndecided(app) {
  const { shown, state, decisions } = app;
  const from = shown.indexOf(state.chosen) + 1;
  const order = [...shown.slice(from), ...shown.slice(0, from)];
  return order.find((pair) => pair !== state.chosen && !decisions.of(pair)) ?? -1;
}

/** Six buttons, each with its key; the one that holds is pressed. */
function decisionButtons(app, decide) {
  const name = (decision) => app.words.named("app.decisions.names", decision);
  const buttons = DECISIONS.map(([decision, key]) => element("button", {
    type: "button", className: `decision ${decision}`, "data-decision": decision, "aria-keyshortcuts": key, "aria-pressed": "false",
    title: app.words.named("app.decisions.meanings", decision), onclick: () => decide(decision),
  }, [name(decision), " ", element("kbd", { "aria-hidden": "true" }, key)]));

  function update(record) {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.decision === record?.decision)));
  }

  const node = element("div", { className: "decision-buttons", role: "group", "aria-label": app.words.t("app.decisions.title") }, buttons);
  return { node, update, focus: () => (buttons.find((button) => button.getAttribute("aria-pressed") === "true") ?? buttons[0]).focus() };
}

/** Asks who decides, once; what was about to be decided waits for the answer. */
function coderForm(app, named) {
  const { t } = app.words;
  const field = element("input", {
    type: "text", name: "coder", autocomplete: "off", maxLength: 64, required: true, oninput: () => field.setCustomValidity(""),
  });
  const node = element("form", { className: "coder", hidden: true }, [
    element("label", {}, [t("app.decisions.who"), field]), element("button", { type: "submit" }, t("app.decisions.who_go")),
  ]);

  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.normalize("NFC").trim();
    if (!CODER_NAME.test(name)) {
      field.setCustomValidity(t("app.decisions.who_not"));
      field.reportValidity();
      return;
    }
    node.hidden = true;
    named(name);
  });

  function ask() {
    field.value = app.host.coder;
    node.hidden = false;
    field.focus();
  }

  return { node, ask };
}

/** What other coders decided, told only once this one has. */
function othersNote(app, pair) {
  const { t, form, named } = app.words;
  const others = app.decisions.others(pair);
  if (app.state.blind || !others.length) { return null; }
  if (!app.decisions.of(pair)) { return element("p", { className: "note" }, form("app.decisions.others_hidden", others.length)); }
  return element("ul", { className: "plain others", "aria-label": t("app.decisions.others") }, others.map((record) => element("li", {}, [
    apart(record.coder || t("app.decisions.nobody")), t("colon"), named("app.decisions.names", record.decision),
    record.note ? [" – ", apart(record.note)] : null,
  ])));
}

/** Where decisions are kept, and by whom. */
function keeperNote(app, ask) {
  const { t } = app.words;
  const { coder, place, live } = app.host;
  const kept = place ? t("app.decisions.kept_in", { place: isolated(place) }) : t("app.decisions.kept_here");
  return [
    coder ? [t("app.decisions.by"), " ", apart(coder, { className: "who" }), " "] : null,
    coder && live ? null : element("button", { type: "button", className: "quiet", onclick: ask }, t(coder ? "app.decisions.change" : "app.decisions.say_who")),
    " · ", kept,
  ];
}

/** The ways out: a file of all records, and a table of what holds. */
function downloadButtons(app) {
  const { host, decisions, model, words } = app;
  const base = `decisions-${model.id.slice(0, 8)}`;
  const button = (name, onclick) => element("button", { type: "button", onclick }, words.t(`app.decisions.${name}`));
  return [
    button("download", () => host.download(`${base}.jsonl`, "application/x-ndjson", decisionsJsonl(decisions))),
    button("download_csv", () => host.download(`${base}.csv`, "text/csv", decisionsCsv(model, decisions))),
  ];
}

/** The way in: the file of another coder, or of another browser. */
function loadButton(app, say) {
  const { t } = app.words;
  const file = element("input", { type: "file", accept: ".jsonl,.json,.txt", className: "unseen", tabIndex: -1, "aria-label": t("app.decisions.load") });

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) { return; }
    say(loadedText(app, await app.decisions.load(chosen)));
    file.value = "";
  });

  return [element("button", { type: "button", onclick: () => file.click() }, t("app.decisions.load")), file];
}

/** What came of loading a file, in a sentence. */
function loadedText(app, { added, known, elsewhere, bad }) {
  const { form } = app.words;
  const parts = [["added", added], ["known", known], ["elsewhere", elsewhere], ["bad", bad]];
  return parts.filter(([name, count]) => count || name === "added").map(([name, count]) => form(`app.decisions.loaded.${name}`, count)).join(" ");
}

/** The keys of the bar; they hold where the chosen pair is in sight. */
function decisionKeys(app, { decide, undo, next, note }) {
  const { t } = app.words;
  const inSight = (handler) => (() => { if (app.state.tab === "pairs") { handler(); } });
  DECISIONS.forEach(([decision, key]) => { app.keys[key] = inSight(() => decide(decision)); });
  Object.assign(app.keys, { n: inSight(note), z: inSight(undo), x: inSight(next) });
  app.help.push([DECISIONS.map(([, key]) => key), t("app.decisions.keys.decide")],
    [["n"], t("app.decisions.keys.note")], [["z"], t("app.decisions.keys.undo")], [["x"], t("app.decisions.keys.next")]);
}

/** A decision is taken here: buttons, note, undo, what comes next, and where all of it is kept. */
function decisionBar(app) {
  const { words: { t, whole, named }, decisions, state } = app;
  const drafts = new Map();
  const status = element("p", { className: "decision-status", role: "status" });
  const note = element("input", { type: "text", name: "note", autocomplete: "off", maxLength: 10_000, "aria-keyshortcuts": "n" });
  const auto = element("input", { type: "checkbox", name: "advance" });
  const progress = element("p", { className: "progress" });
  const [others, keeper, trouble] = ["others", "keeper note", "trouble"].map((className) => element("div", { className }));
  const buttons = decisionButtons(app, decide);
  const coder = coderForm(app, introduce);
  let waiting = null;
  let noted = -1;

  function say(text) { status.textContent = text; }

  /** Whether this is what was decided already, in the same words. */
  function holds(pair, decision) {
    const record = decisions.of(pair);
    return record?.decision === decision && record.note === note.value.trim();
  }

  /** Saves a decision on the chosen pair, and goes on where that is asked for. */
  function decide(decision) {
    const pair = state.chosen;
    if (pair < 0) { return; }
    if (!app.host.coder) {
      waiting = decision;
      coder.ask();
      return;
    }
    const next = state.blind || auto.checked ? nextUndecided(app) : pair;
    drafts.delete(pair);
    if (!holds(pair, decision)) { decisions.save(pair, decision, note.value.trim(), state.blind); }
    say(decision === WITHDRAWN ? t("app.decisions.withdrawn") : t("app.decisions.saved", { decision: named("app.decisions.names", decision) }));
    go(next);
  }

  function go(pair) {
    if (pair < 0) { say(`${status.textContent} ${t("app.decisions.no_more")}`); } else if (pair !== state.chosen) { app.set({ chosen: pair }); }
  }

  function introduce(name) {
    decisions.rename(name);
    if (waiting) { decide(waiting); }
    waiting = null;
    update();
    buttons.focus();
  }

  function undo() {
    const pair = decisions.undo();
    say(t(pair === null ? "app.decisions.nothing_to_undo" : "app.decisions.undone"));
    if (pair !== null) { app.set({ chosen: pair }); }
    noted = -1;
    update();
  }

  function next() {
    const pair = nextUndecided(app);
    say("");
    go(pair);
  }

  /** A note is kept with a decision; before there is one, it waits. */
  function keepNote() {
    const record = decisions.of(state.chosen);
    const text = note.value.trim();
    if (!record) { drafts.set(state.chosen, text); } else if (record.note !== text) {
      decisions.save(state.chosen, record.decision, text, state.blind);
      say(t("app.decisions.noted"));
    }
  }

  function updateNote(record) {
    if (noted === state.chosen && document.activeElement === note) { return; }
    noted = state.chosen;
    note.value = record?.note ?? drafts.get(state.chosen) ?? "";
  }

  function updateTrouble() {
    const count = decisions.unsaved();
    trouble.hidden = !count;
    if (!count) { return; }
    trouble.replaceChildren(
      element("p", { role: "alert" }, app.words.form("app.decisions.unsaved", count)),
      element("div", { className: "decision-files" }, [
        element("button", { type: "button", onclick: () => decisions.retry() }, t("app.decisions.retry")), downloadButtons(app)]));
  }

  function updateProgress() {
    const { decided, total } = decisions.counts();
    const bar = element("progress", { max: Math.max(1, total), value: decided, "aria-label": t("app.decisions.progress_label") });
    progress.replaceChildren(bar, ` ${t("app.decisions.progress", { decided: whole(decided), total: whole(total) })}`);
  }

  const withdraw = element("button", { type: "button", className: "quiet", onclick: () => decide(WITHDRAWN) }, t("app.decisions.withdraw"));
  const undoButton = action("undo", "z", undo);
  const node = element("section", { className: "decide", "aria-label": t("app.decisions.title") }, [
    buttons.node, coder.node,
    element("div", { className: "decision-row" }, [
      element("label", { className: "note-field" }, [element("span", {}, [t("app.decisions.note"), " ", element("kbd", { "aria-hidden": "true" }, "n")]), note]),
      undoButton, action("next", "x", next), withdraw,
    ]),
    trouble, others,
    element("div", { className: "decision-foot" }, [
      progress, element("label", { className: "auto" }, [auto, t("app.decisions.advance")]), status, keeper,
      element("details", { className: "files" }, [
        element("summary", {}, t("app.decisions.files")),
        element("div", { className: "decision-files" }, [downloadButtons(app), app.host.live ? null : loadButton(app, say)]),
      ]),
    ]),
  ]);

  function action(name, key, onclick) {
    return element("button", { type: "button", className: "quiet", "aria-keyshortcuts": key, onclick }, [t(`app.decisions.${name}`), " ", element("kbd", { "aria-hidden": "true" }, key)]);
  }

  /** A button that goes hands its focus on. */
  function leave(button, goes) {
    if (goes && button === document.activeElement) { buttons.focus(); }
  }

  function update() {
    const pair = state.chosen;
    const record = pair < 0 ? null : decisions.of(pair);
    node.classList.toggle("none-chosen", pair < 0);
    buttons.update(record);
    updateNote(record);
    leave(undoButton, !decisions.canUndo());
    leave(withdraw, !record);
    undoButton.disabled = !decisions.canUndo();
    withdraw.hidden = !record;
    auto.parentNode.hidden = state.blind;
    others.replaceChildren(...(pair < 0 ? [] : [othersNote(app, pair)]).filter(Boolean));
    keeper.replaceChildren(...fill(document.createDocumentFragment(), keeperNote(app, coder.ask)).childNodes);
    updateTrouble();
    updateProgress();
  }

  note.addEventListener("change", keepNote);
  note.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") { return; }
    event.preventDefault();
    buttons.focus();
  });
  decisionKeys(app, { decide, undo, next, note: () => note.focus() });
  update();
  return { node, update };
}
