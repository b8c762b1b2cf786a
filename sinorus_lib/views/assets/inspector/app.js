/* The inspector: its state, its tabs, its keys; puts the panels together. */

const MOST_PRINTED = 300;
const TABS = ["pairs", "only", "groups", "charts"];

/** Calls listeners by name. */
function createEvents() {
  const listeners = new Map();
  return {
    on: (name, listener) => listeners.set(name, [...(listeners.get(name) || []), listener]),
    emit: (name) => (listeners.get(name) || []).forEach((listener) => listener()),
  };
}

/** The state of an inspector and what follows from it: the pairs shown, in order, and the counts of the filters. */
function createState(model, decisions, events) {
  const state = { tab: "pairs", sort: SORTS[0], filter: { ...NO_FILTER }, chosen: -1, blind: false };
  const filter = createFilter(model);
  const order = createOrder(model);
  const app = { model, decisions, state, ...events, shown: [], counts: null, total: 0 };
  let decided = [];
  let stale = false;

  function readDecisions() {
    decided = Array.from({ length: model.size }, (_, pair) => decisions.of(pair)?.decision || "");
  }

  /** Works out which pairs are shown; one may be kept although it fits no longer. */
  function refresh(kept = -1) {
    const { has, counts, total } = filter(state.filter, state.blind, (pair) => decided[pair]);
    stale = kept >= 0 && !has[kept];
    if (kept >= 0) { has[kept] = 1; }
    Object.assign(app, { counts, total, shown: order(state.sort, state.blind).filter((pair) => has[pair]) });
  }

  /** The pair to show next: the chosen one, or the one that took its place; in a new order, the first. */
  function successor(before) {
    if (before.length && app.shown.includes(state.chosen)) { return state.chosen; }
    const place = Math.min(Math.max(0, before.indexOf(state.chosen)), app.shown.length - 1);
    return app.shown.length ? app.shown[place] : -1;
  }

  app.set = (changes) => {
    const old = { ...state };
    const before = app.shown;
    Object.assign(state, changes, { filter: { ...state.filter, ...changes.filter } });
    if (state.blind) { state.tab = "pairs"; }
    const filtered = ["filter", "sort", "blind"].some((name) => name in changes);
    if (filtered || (stale && state.chosen !== old.chosen)) {
      refresh();
      if (filtered && changes.chosen === undefined) { state.chosen = successor(state.sort === old.sort ? before : []); }
    }
    ["tab", "blind"].filter((name) => state[name] !== old[name]).forEach(app.emit);
    if (app.shown !== before) { app.emit("shown"); }
    if (state.chosen !== old.chosen || state.blind !== old.blind) { app.emit("chosen"); }
  };
  app.reset = () => app.set({ filter: { ...NO_FILTER } });
  app.step = (steps) => {
    if (!app.shown.length) { return; }
    const place = app.shown.indexOf(state.chosen);
    const next = place < 0 ? 0 : place + steps;
    app.set({ chosen: app.shown[Math.max(0, Math.min(app.shown.length - 1, next))] });
  };
  app.toggleBlind = () => app.set({ blind: !state.blind });

  readDecisions();
  decisions.on(() => {
    readDecisions();
    const chosenIsShown = app.shown.includes(state.chosen);
    refresh(chosenIsShown ? state.chosen : -1);
    events.emit("shown");
    events.emit("decided");
  });
  return app;
}

/** Where the chosen pair stands in the list, and the way to its neighbours. */
function pairSteps(app) {
  const { words, state } = app;
  const place = element("span", { className: "place-in-list" });
  const step = (name, sign, by) => element("button", {
    type: "button", className: "step", "aria-label": words.t(`app.pair.${name}`), title: words.t(`app.pair.${name}`),
    textContent: sign, onclick: () => app.step(by),
  });
  const [previous, next] = [step("previous", "‹", -1), step("next", "›", 1)];

  function update() {
    const index = app.shown.indexOf(state.chosen);
    place.textContent = index < 0
      ? words.t(state.chosen < 0 ? "app.pair.none" : "app.pair.elsewhere")
      : words.t("app.pair.place", { place: words.whole(index + 1), total: words.whole(app.shown.length) });
    previous.disabled = index <= 0;
    next.disabled = !app.shown.length || index === app.shown.length - 1;
  }

  return { node: element("div", { className: "steps" }, [previous, place, next]), update };
}

/** The panel of the pairs: filters, the list, and the chosen pair. */
function pairsPanel(app) {
  const { words } = app;
  const view = pairView(app);
  const steps = pairSteps(app);
  const decision = decisionBar(app);
  const why = whySection(app);
  const detail = element("div", {
    className: "detail", role: "region", tabIndex: 0, "aria-label": words.t("app.pair.title"),
  }, [steps.node, decision.node, view.node, why.node]);
  const list = pairList(app, () => detail.focus());
  const form = filterForm(app);

  function update() {
    steps.update();
    decision.update?.();
    why.update?.();
  }

  function draw() {
    view.draw();
    detail.scrollTop = 0;
    update();
  }

  app.on("chosen", draw);
  app.on("shown", () => steps.update());
  app.on("decided", update);
  const panes = element("div", { className: "panes" }, [list.node, detail]);
  return {
    node: element("div", { className: "pairs" }, [form.node, panes]),
    show: () => { list.show(); update(); },
    focusSearch: form.focusSearch, focusList: list.focus,
  };
}

/** The tabs and their panels; a panel is made when it is opened first. */
function createTabs(app, makers) {
  const { words, model } = app;
  const sizes = { pairs: model.keptSize, only: model.only.length, groups: model.groups.length };
  const names = TABS.filter((name) => makers[name]);
  const panels = new Map();

  function parts(name) {
    const [tabId, panelId] = [identifier("tab"), identifier("panel")];
    const size = sizes[name] === undefined
      ? null : element("span", { className: "size", textContent: words.whole(sizes[name]) });
    return {
      name,
      tab: element("button", {
        type: "button", id: tabId, role: "tab", "aria-controls": panelId, onclick: () => app.set({ tab: name }),
      }, [words.t(`app.tabs.${name}`), size && " ", size]),
      panel: element("div", { id: panelId, role: "tabpanel", "aria-labelledby": tabId, className: `panel ${name}` }),
    };
  }

  const all = names.map(parts);
  const strip = element("div", {
    role: "tablist", className: "tabs", "aria-label": words.t("app.tabs.title"),
  }, all.map(({ tab }) => tab));

  function open(name) {
    if (!panels.has(name)) {
      panels.set(name, makers[name](app));
      all.find((part) => part.name === name).panel.append(panels.get(name).node);
    }
    return panels.get(name);
  }

  function update() {
    all.forEach(({ name, tab, panel }) => {
      const chosen = name === app.state.tab;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      tab.disabled = app.state.blind && name !== "pairs";
      panel.hidden = !chosen;
    });
    open(app.state.tab).show?.();
  }

  /** Arrows go round the tabs. */
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || app.state.blind) { return; }
    event.preventDefault();
    event.stopPropagation();
    const next = (names.indexOf(app.state.tab) + by + names.length) % names.length;
    app.set({ tab: names[next] });
    all[next].tab.focus();
  });
  app.on("tab", update);
  app.on("blind", update);
  return { strip, panels: all.map(({ panel }) => panel), names, open, update };
}

/** Whether a filter asks for anything. */
function isFiltered(filter) {
  return Object.keys(NO_FILTER).some((name) => filter[name] !== NO_FILTER[name]);
}

/** How many pairs are shown. */
function countText({ words, shown, total }) {
  return words.t("app.list.count", { shown: words.whole(shown.length), total: words.whole(total) });
}

/** How many pairs are shown, said aloud when it changes; what takes away the choice of a chart, and every filter. */
function createStatus(app) {
  const { model, words, state } = app;
  const count = element("p", { className: "count", role: "status" });
  const unchoose = () => app.set({ filter: { choice: null } });
  const chip = element("button", { type: "button", className: "chip", onclick: unchoose });
  const reset = element("button", {
    type: "button", className: "reset", textContent: words.t("app.filters.reset"), onclick: app.reset,
  });
  app.on("shown", () => {
    reset.hidden = !isFiltered(state.filter);
    const said = countText(app);
    if (count.textContent !== said) { count.textContent = said; }
    const { choice } = state.filter;
    chip.hidden = !choice || state.blind;
    if (choice) {
      const text = choiceText(model, words, choice);
      chip.replaceChildren(text, element("span", { "aria-hidden": "true", textContent: " ✕" }));
      chip.setAttribute("aria-label", words.t("app.filters.remove", { choice: text }));
    }
  });
  return element("div", { className: "status" }, [count, chip, reset]);
}

/** What the keys do, opened by "?". */
function createHelp(app) {
  const { words } = app;
  const [id, title] = [identifier("help"), words.t("app.keys.title")];
  const lines = () => app.help.flatMap(([keys, text]) => [
    element("dt", {}, keys.map((key) => element("kbd", { textContent: key }))), element("dd", { textContent: text })]);
  const node = element("div", { id, className: "help", role: "region", "aria-label": title, hidden: true });
  const button = element("button", {
    type: "button", className: "ask", "aria-expanded": "false", "aria-controls": id, "aria-label": title, title,
    textContent: "?", onclick: () => toggle(),
  });

  function toggle(open = node.hidden) {
    node.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) { node.replaceChildren(element("h3", { textContent: title }), element("dl", {}, lines())); }
  }

  return { node, button, toggle, isOpen: () => !node.hidden };
}

/** The switch of the blind mode. */
function blindSwitch(app) {
  const { words } = app;
  const node = element("button", {
    type: "button", className: "blind", title: words.t("app.keys.blind_hint"), textContent: words.t("app.keys.blind"),
    onclick: app.toggleBlind,
  });
  const update = () => node.setAttribute("aria-pressed", String(app.state.blind));
  app.on("blind", update);
  update();
  return node;
}

/** Whether what is typed goes into a field. */
function isTyping(target) {
  return Boolean(target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=range])"));
}

/** Keys that hold while the focus is inside the inspector; panels add theirs to app.keys. */
function bindKeys(app, node) {
  node.addEventListener("keydown", (event) => {
    const typing = isTyping(event.target);
    if (typing) { event.stopPropagation(); }
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const handler = app.keys[event.key];
    if (!handler || (typing && event.key !== "Escape")) { return; }
    event.preventDefault();
    event.stopPropagation();
    handler(event);
  });
}

/** JupyterLab leaves keys alone where an element asks for it; those with a modifier, such as saving, stay its own. */
function keepKeys(node) {
  const ask = (event) => node.toggleAttribute("data-lm-suppress-shortcuts", !event.ctrlKey && !event.metaKey);
  addEventListener("keydown", ask, true);
  return () => removeEventListener("keydown", ask, true);
}

/** The keys of the inspector itself. */
function ownKeys(app, tabs, help) {
  const pairs = () => { app.set({ tab: "pairs" }); return tabs.open("pairs"); };

  function escape(event) {
    if (help.isOpen()) {
      help.toggle(false);
      help.button.focus();
    } else if (event.target.name === "search" && event.target.value) {
      app.set({ filter: { search: "" } });
    } else {
      pairs().focusList();
    }
  }

  Object.assign(app.keys, {
    j: () => app.step(1), k: () => app.step(-1),
    "/": () => pairs().focusSearch(), "?": () => help.toggle(), Escape: escape,
  });
  tabs.names.forEach((name, i) => {
    app.keys[String(i + 1)] = () => { if (!app.state.blind) { app.set({ tab: name }); } };
  });
  app.keys.b ??= app.toggleBlind;
  const { t } = app.words;
  app.help.unshift(
    [["↑", "↓", "j", "k"], t("app.keys.move")], [["PgUp", "PgDn", "Home", "End"], t("app.keys.jump")],
    [["Enter"], t("app.keys.enter")], [["/"], t("app.keys.search")], [["Esc"], t("app.keys.escape")],
    [["1", "…", String(tabs.names.length)], t("app.keys.tabs")], [["←", "→", "Enter"], t("app.keys.words")],
    [["b"], t("app.keys.blind")], [["?"], t("app.keys.title")]);
}

/** The shown pairs as they are printed. */
function printedPairs(app) {
  const { words, shown } = app;
  const more = shown.length - MOST_PRINTED;
  return element("div", { className: "print" }, [
    element("p", { className: "count", textContent: countText(app) }),
    !app.state.blind && wordLegend(words),
    shown.slice(0, MOST_PRINTED).map((pair) => printedPair(app, pair)),
    more > 0 && element("p", { className: "note", textContent: words.form("app.list.not_printed", more) })]);
}

/** On paper the shown pairs stand below each other; afterwards they are gone again. Returns what stops it. */
function followPrint(app, node) {
  const paper = matchMedia("print");
  let printed = null;

  function before() {
    if (printed) { return; }
    printed = printedPairs(app);
    node.append(printed);
  }

  function after() {
    printed?.remove();
    printed = null;
  }

  const change = () => (paper.matches ? before() : after());
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  paper.addEventListener("change", change);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
    paper.removeEventListener("change", change);
  };
}

/** Shows a view model in an element; returns the app, and what takes it away again. */
function createInspector(root, json, host) {
  const model = readModel(json);
  const words = makeWords(json.strings, json.language);
  const app = createState(model, createDecisions(model, host), createEvents());
  Object.assign(app, { words, host, keys: Object.create(null), help: [] });
  const tabs = createTabs(app, {
    pairs: pairsPanel, only: onlyPanel, groups: groupsPanel, charts: model.charts ? chartsPanel : null,
  });
  const help = createHelp(app);
  const head = element("div", { className: "head" }, [
    tabs.strip, createStatus(app), element("div", { className: "tools" }, [blindSwitch(app), help.button])]);
  const node = element("div", { className: "inspector", lang: words.language }, [
    head, help.node, tabs.panels]);
  if (!root.closest(".sinorus")) { root.classList.add("sinorus"); }
  root.append(node);
  tabs.open("pairs");
  ownKeys(app, tabs, help);
  bindKeys(app, node);
  app.set({ filter: {} });
  tabs.update();
  model.foldAhead();
  const stops = [followPrint(app, node), keepKeys(node)];
  return { app, destroy: () => { stops.forEach((stop) => stop()); node.remove(); } };
}
