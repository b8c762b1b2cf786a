/* The list of pairs: only the rows in sight exist, and they are used again as it scrolls. */

const ROW_HEIGHT = 92;
const SPARE_ROWS = 4;
const FIRST_WORDS = 220;
const RELATION_SIGNS = { equivalent: "=", related: "≈", conflicting: "✕", candidate: "○" };
const DECISION_SIGNS = { same: "=", related: "≈", conflicting: "✕", different: "≠", split: "÷", unsure: "?" };

/** The sign and the word of a relation. */
function relationBadge(words, relation) {
  return element("span", { className: `badge ${relation}` }, [
    element("span", { className: "sign", "aria-hidden": "true", textContent: RELATION_SIGNS[relation] || "" }),
    words.named("relations", relation)]);
}

/** A probability as a number and a bar. */
function probabilityBar(words, value, name) {
  const bar = element("span", { className: "bar", "aria-hidden": "true" }, element("span", { className: "filled" }));
  bar.firstChild.style.width = `${Math.round(100 * value)}%`;
  return element("span", { className: "probability", title: words.t(name, { value: words.percent(value) }) }, [
    bar, element("b", { textContent: words.percent(value) })]);
}

/** What a decision is called, and its sign. */
function decisionMark(words, record) {
  if (!record) { return null; }
  const name = words.named("app.decisions.names", record.decision);
  const sign = DECISION_SIGNS[record.decision];
  return element("span", { className: "decided", title: name }, [
    element("span", { className: "sign", "aria-hidden": "true", textContent: sign }), name]);
}

/** One line of a row: outlet, language, first words. */
function rowClaim(claim, words) {
  const text = claim.text.slice(0, FIRST_WORDS).replace(/\s+/g, " ");
  const language = words.named("languages", claim.language);
  return element("span", { className: "line" }, [
    apart(claim.outlet, { className: "who" }),
    element("abbr", { className: "tongue", textContent: claim.language, title: language }),
    apart(text, { className: "says", lang: claim.language })]);
}

/** How many measures differ, said in a word for those who do not see the sign. */
function differenceCount(words, count) {
  return count > 0 && element("span", { className: "differing", title: words.form("app.list.differing", count) }, [
    element("span", { "aria-hidden": "true", textContent: `≠ ${words.whole(count)}` }),
    element("span", { className: "unseen", textContent: words.form("app.list.differing", count) })]);
}

/** Fills a row with a pair; blind, its number in the list takes the place of what the machine thinks. */
function fillRow(app, row, pair, index) {
  const { model, words, state } = app;
  const { relation, probability } = model.pairs;
  row.replaceChildren(
    element("span", { className: "top" }, [
      !state.blind && probabilityBar(words, probability[pair], "card.probability"),
      !state.blind && relationBadge(words, relation[pair]),
      !state.blind && differenceCount(words, model.beyond[pair].length),
      state.blind && element("span", { className: "number", textContent: words.whole(index + 1) }),
      decisionMark(words, app.decisions.of(pair))]),
    ...model.sides(pair).map((claim) => rowClaim(model.claim(claim), words)));
}

/** The list; it shows app.shown and follows app.state.chosen. */
function pairList(app, open) {
  const { words } = app;
  const id = identifier("list");
  const space = element("div", { className: "space", role: "presentation" });
  const node = element("div", {
    className: "list", role: "listbox", tabIndex: 0, "aria-label": words.t("app.list.title"), "data-list": "pairs",
  }, space);
  const nothing = element("p", { className: "nothing", textContent: words.t("app.list.nothing") });
  const rows = [];

  function place() { return app.shown.indexOf(app.state.chosen); }

  function rowAt(index) { return rows.find((row) => row.index === index && !row.node.hidden); }

  function makeRow() {
    const made = element("div", { className: "row", role: "option", id: `${id}-${rows.length}` });
    const row = { node: made, index: -1, pair: -1 };
    made.addEventListener("click", () => {
      app.set({ chosen: row.pair });
      node.focus({ preventScroll: true });
    });
    rows.push(row);
    space.append(made);
  }

  function setRow(row, index) {
    const pair = app.shown[index];
    row.node.hidden = index >= app.shown.length;
    if (row.node.hidden || (row.index === index && row.pair === pair)) { return; }
    Object.assign(row, { index, pair });
    row.node.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
    row.node.setAttribute("aria-posinset", index + 1);
    row.node.setAttribute("aria-setsize", app.shown.length);
    fillRow(app, row.node, pair, index);
  }

  /** Gives every index in sight the row of its remainder, so that a scroll refills only what comes in. */
  function draw() {
    const inSight = Math.ceil((node.clientHeight || 560) / ROW_HEIGHT) + 2 * SPARE_ROWS;
    while (rows.length < Math.min(inSight, app.shown.length)) { makeRow(); }
    const first = Math.max(0, Math.floor(node.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    for (let i = 0; i < rows.length; i += 1) {
      setRow(rows[(first + i) % rows.length], first + i);
    }
    mark();
  }

  function mark() {
    rows.forEach((row) => row.node.setAttribute("aria-selected", String(row.pair === app.state.chosen)));
    const row = rowAt(place());
    node.removeAttribute("aria-activedescendant");
    if (row) { node.setAttribute("aria-activedescendant", row.node.id); }
  }

  function redraw() {
    rows.forEach((row) => { row.pair = -1; });
    space.style.height = `${app.shown.length * ROW_HEIGHT}px`;
    nothing.hidden = app.shown.length > 0;
    node.hidden = app.shown.length === 0;
    draw();
  }

  /** Scrolls just as far as the chosen row asks for. */
  function reveal() {
    const index = place();
    if (index < 0) { return; }
    const top = index * ROW_HEIGHT;
    const lowest = top + ROW_HEIGHT - node.clientHeight;
    if (node.scrollTop > top) { node.scrollTop = top; } else if (node.scrollTop < lowest) { node.scrollTop = lowest; }
  }

  function show() {
    redraw();
    reveal();
    draw();
  }

  function page() { return Math.max(1, Math.floor(node.clientHeight / ROW_HEIGHT) - 1); }

  const moves = {
    ArrowDown: () => app.step(1), ArrowUp: () => app.step(-1),
    PageDown: () => app.step(page()), PageUp: () => app.step(-page()),
    Home: () => app.step(-Infinity), End: () => app.step(Infinity), Enter: open,
  };
  node.addEventListener("keydown", (event) => {
    if (!moves[event.key] || event.altKey || event.ctrlKey || event.metaKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  });
  node.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(node);
  app.on("shown", show);
  app.on("blind", redraw);
  app.on("decided", redraw);
  app.on("chosen", () => { reveal(); draw(); });
  return { node: element("div", { className: "master" }, [node, nothing]), focus: () => node.focus(), show };
}
