/* One pair side by side: what the two share word by word, what is left over, and how each is put. */

const LONG_CLAIM = 1500;
const COLOURS = 8;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const FOLDED_KINDS = ["", "translation", "silent", "unset"];
const JOINING_SIGNS = { reversed_words: "↔" };
/* What these reasons tell of the two sides are names of ours, not words of the claims. */
const NAMED_REASONS = ["polarity", "time"];
const VALUED = /^(axis_|frame_|tone$|intensity$)/;

/** Cuts a text at every edge of its marks; segments carry what covers them. Joined, they are the text again. */
function cutText(text, words, cues) {
  const inside = ([, start, end]) => start < end && start >= 0 && end <= text.length;
  const numbered = words.map(([start, end, number]) => [number, start, end, true]);
  const marks = [...numbered, ...cues.map((cue) => [...cue, false])].filter(inside).sort((one, other) => one[1] - other[1] || other[2] - one[2]);
  const ends = new Set([0, text.length, ...marks.flatMap(([, start, end]) => [start, end])]);
  const edges = [...ends].sort((one, other) => one - other);
  const segments = [];
  let active = [];
  let next = 0;
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    active = active.filter((mark) => mark[2] > start);
    while (next < marks.length && marks[next][1] <= start) { active.push(marks[next]); next += 1; }
    segments.push(segmentOf(text.slice(start, end), start, end, active));
  }
  return segments;
}

/** A piece of text with what covers it: the number of its word, the measures of its cues. */
function segmentOf(text, start, end, active) {
  const word = active.find((mark) => mark[3]);
  const cues = active.filter((mark) => !mark[3]);
  return {
    text, number: word ? word[0] : null, ends: Boolean(word) && word[2] === end,
    cues: [...new Set(cues.map((cue) => cue[0]))],
    opens: [...new Set(cues.filter((cue) => cue[1] === start).map((cue) => cue[0]))],
  };
}

/** A matched word with its number, a word left over, or plain text. */
function wordNode({ text, number, ends }) {
  if (number === null) { return clean(text); }
  if (number === 0) { return element("ins", { textContent: clean(text) }); }
  const shown = ends && element("sub", { textContent: number });
  return element("mark", { "data-n": number, tabIndex: -1 }, [clean(text), shown]);
}

/** What stands around the words of a cue; the letters of its measures stand where they begin. */
function cueNode({ cues, opens }, marks) {
  const letters = opens.map((measure) => marks.get(measure).letter).join("");
  return element("span", { className: `cue m${marks.get(cues[0]).colour}`, "data-tag": letters || null });
}

/** A claim with its marks; marks says by measure with which letter and colour a cue is marked. */
function claimNodes(text, words, cues, marks) {
  const nodes = [];
  let run = null;
  cutText(text, words, cues).forEach((segment) => {
    if (!segment.cues.length) {
      run = null;
      nodes.push(wordNode(segment));
      return;
    }
    if (!run || segment.opens.length || run.key !== segment.cues.join()) {
      run = { key: segment.cues.join(), node: cueNode(segment, marks) };
      nodes.push(run.node);
    }
    fill(run.node, [wordNode(segment)]);
  });
  return nodes;
}

/** Letter and colour of every measure that has a cue in a pair; what is worth reading first takes the first ones. */
function marksOf(model, pair) {
  const cued = new Set(model.sides(pair).flatMap((claim) => model.cues(claim).map(([measure]) => measure)));
  const order = [...model.beyond[pair], ...[...cued].sort((one, other) => one - other)]
    .filter((measure) => cued.has(measure) && model.measures[measure].about !== "place");
  return new Map([...new Set(order)].map((measure, place) => (
    [measure, { letter: LETTERS[place] || "·", colour: place % COLOURS }])));
}

/** Class, value or both of one side, whichever tells the two apart. */
function sideText(model, words, contrast, side) {
  const measure = model.measures[contrast.measure];
  const value = contrast.values[side];
  if (measure.name === "residual") { return words.percent(value); }
  const label = measure.classes[contrast.classes[side]];
  if (label === undefined) { return words.number(value); }
  if (VALUED.test(measure.name)) { return `${label} ${words.number(value)}`; }
  return contrast.classes[0] === contrast.classes[1] ? words.number(value) : label;
}

/** The letter by which the cues of a measure are marked in the text, if they are. */
function letterNode(mark) {
  return mark ? element("b", { className: `letter m${mark.colour}`, textContent: mark.letter }) : null;
}

/** What differs and is worth reading, as a table. */
function contrastTable(app, pair, shown, marks) {
  const { model, words } = app;
  const [a, b] = model.sides(pair).map((claim) => model.claim(claim));
  const isPlace = (item) => model.measures[item.measure].about === "place";
  const beyond = model.across(pair) && !shown.every(isPlace);
  const rows = shown.map((item) => element("tr", { className: isPlace(item) ? "place" : "" }, [
    element("td", { textContent: sideText(model, words, item, 0) }),
    element("th", { scope: "row" }, [letterNode(marks.get(item.measure)), " ", model.measures[item.measure].title]),
    element("td", { textContent: sideText(model, words, item, 1) })]));
  return element("table", { className: "contrasts" }, [
    element("caption", { textContent: words.t(beyond ? "card.beyond" : "app.pair.differs") }),
    element("thead", {}, element("tr", {}, [
      element("th", { scope: "col" }, apart(a.outlet)),
      element("td"),
      element("th", { scope: "col" }, apart(b.outlet))])),
    element("tbody", {}, rows)]);
}

/** What translation may explain, by why, behind a disclosure. */
function foldedContrasts(app, contrasts) {
  const { model, words } = app;
  const written = (item) => `${model.measures[item.measure].title} (${
    [0, 1].map((side) => sideText(model, words, item, side)).join(" ≠ ")})`;
  const groups = [1, 2, 3].map((kind) => contrasts.filter((item) => item.kind === kind));
  const count = groups.flat().length;
  if (!count) { return null; }
  const lines = groups.map((items, i) => items.length > 0 && element("p", {}, [
    element("b", { textContent: words.t(`card.${FOLDED_KINDS[i + 1]}`) + words.t("colon") }),
    items.map(written).join(", ")]));
  return element("details", { className: "folded" }, [
    element("summary", { textContent: words.form("card.folded", count) }), lines]);
}

/** How the two claims are put. */
function contrastSection(app, pair, marks) {
  const { model, words } = app;
  const contrasts = model.contrasts(pair);
  const shown = contrasts.filter((item) => item.kind === 0);
  const nothing = words.t(contrasts.length ? "card.nothing_differs" : "card.no_framing");
  return element("section", { className: "measures", "aria-label": words.t("app.pair.framing") }, [
    shown.length
      ? contrastTable(app, pair, shown, marks) : element("p", { className: "agreeing", textContent: nothing }),
    foldedContrasts(app, contrasts)]);
}

/** Why a pair is said to conflict, with the words of either side. */
function reasonList(app, pair) {
  const { model, words } = app;
  if (model.pairs.relation[pair] !== "conflicting") { return null; }
  const languages = model.sides(pair).map((claim) => model.claim(claim).language);
  const items = model.pairs.reasons[pair].map(([cue, left, right]) => element("li", {}, [
    words.named("features", cue), left || right ? words.t("colon") : null,
    (left || right) && reasonSides(cue, [left, right], languages)]));
  return element("div", { className: "reasons" }, [
    element("p", {}, element("b", { textContent: words.t("conflict.title") })),
    items.length ? element("ul", {}, items) : element("p", { textContent: words.t("conflict.nothing") })]);
}

/** What either side has, with the sign of how they stand to each other. */
function reasonSides(cue, sides, languages) {
  const said = sides.map((side, i) => (NAMED_REASONS.includes(cue)
    ? side : apart(side, { lang: languages[i] })));
  return element("span", { className: "fact" }, [
    said[0], " ", element("b", { className: "differs", textContent: JOINING_SIGNS[cue] || "≠" }), " ", said[1]]);
}

/** The headline, which links to its source only where the address is one of the web. */
function headline(claim, words) {
  const title = claim.title || words.t("no_headline");
  const inner = claim.url
    ? element("a", { href: claim.url, rel: "noopener noreferrer", target: "_blank" }, apart(title)) : apart(title);
  return element("p", { className: "headline", lang: claim.title ? claim.language : words.language }, inner);
}

/** Who, in which language, when, and whose text it is if not the outlet's own. */
function sideMeta(claim, words) {
  const notes = claim.notes.flatMap((note) => [" · ", apart(note, { className: "provenance" })]);
  return element("p", { className: "meta" }, [
    apart(claim.outlet), " · ", words.named("languages", claim.language), " · ", words.date(claim.date), notes]);
}

/** The quotation of one side: the claim with its marks, within its paragraph if asked for. */
function quotation(app, claim, nodes, whole) {
  const { model, words } = app;
  const [before, after] = whole ? model.paragraph(claim.index) : ["", ""];
  const long = claim.text.length + before.length + after.length > LONG_CLAIM;
  return element("blockquote", {
    className: long ? "long" : "", lang: claim.language, tabIndex: long ? 0 : null,
    role: long ? "region" : null, "aria-label": long ? words.t("app.pair.claim_of", { outlet: claim.outlet }) : null,
  }, [
    before && element("span", { className: "around", textContent: clean(before) }),
    element("span", { className: whole ? "claim within" : "claim" }, nodes),
    after && element("span", { className: "around", textContent: clean(after) })]);
}

/** Whether the paragraph around a claim says more than the claim. */
function hasParagraph(model, claim) {
  return model.paragraph(claim).some((part) => part.trim());
}

/** One side of a pair: above the claim its source, below it the way to its paragraph. */
function sideNode(app, pair, side, marks, view) {
  const { model, words } = app;
  const claim = model.claim(model.sides(pair)[side]);
  const matches = (!view.plain && model.pairs.matches[pair]) || [[], []];
  const cues = view.plain ? [] : model.cues(claim.index).filter(([measure]) => marks.has(measure));
  const nodes = claimNodes(claim.text, rowsOf(matches[side], 3), cues, marks);
  const more = hasParagraph(model, claim.index);
  const toggle = view.toggle && element("button", {
    type: "button", className: "paragraph", "aria-pressed": String(more && view.whole[side]), disabled: !more,
    textContent: words.t(more ? "app.pair.paragraph" : "app.pair.no_paragraph"), onclick: () => view.toggle(side),
  });
  const name = `${isolated(claim.outlet)}, ${words.named("languages", claim.language)}`;
  return element("section", { className: "side", "aria-label": name }, [
    sideMeta(claim, words), headline(claim, words), quotation(app, claim, nodes, more && view.whole[side]), toggle]);
}

/** The key to the marks of words. */
function wordLegend({ t }) {
  const shared = element("mark", {}, [t("legend.matched_example"), element("sub", { textContent: "1" })]);
  const left = element("ins", { textContent: t("legend.left_over_example") });
  return element("p", { className: "legend" }, [
    element("span", {}, [shared, " ", t("legend.matched")]), element("span", {}, [left, " ", t("legend.left_over")])]);
}

/** The key to the marks of a pair; a measure is ticked if its cues are marked. */
function pairLegend(app, pair, marks, chosen, toggle) {
  const { model, words } = app;
  const matched = model.pairs.matches[pair];
  const ticks = [...marks].map(([measure, mark]) => element("label", { className: "tick" }, [
    element("input", {
      type: "checkbox", checked: chosen(measure), "data-measure": measure, onchange: () => toggle(measure),
    }),
    letterNode(mark), model.measures[measure].title]));
  return element("div", { className: "key" }, [
    matched ? wordLegend(words) : element("p", { className: "legend", textContent: words.t("card.no_words") }),
    ticks.length > 0 && element("fieldset", { className: "cues" }, [
      element("legend", { textContent: words.t("app.pair.cues") }), ticks])]);
}

/** Marks every word that carries a number, on both sides. */
function joinWords(root, number) {
  root.querySelectorAll("mark[data-n]").forEach((mark) => {
    mark.classList.toggle("joined", number !== null && mark.dataset.n === number);
  });
}

/** Pointing at a word, or reaching it by key, marks its counterparts; arrows go from word to word. */
function followWords(root) {
  const wordAt = (target) => target.closest?.("mark[data-n]")?.dataset.n ?? null;
  const focused = () => (root.contains(document.activeElement) ? wordAt(document.activeElement) : null);
  root.addEventListener("mouseover", (event) => joinWords(root, wordAt(event.target) ?? focused()));
  root.addEventListener("mouseleave", () => joinWords(root, focused()));
  root.addEventListener("focusin", (event) => joinWords(root, wordAt(event.target)));
  root.addEventListener("focusout", () => joinWords(root, null));
  root.addEventListener("keydown", (event) => {
    const word = event.target.closest?.("mark[data-n]");
    if (!word || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const next = nextWord(word, event.key);
    if (!next) { return; }
    event.preventDefault();
    event.stopPropagation();
    reach(next);
  });
}

/** The word that a key leads to: the next or previous of this side, or the counterpart. */
function nextWord(word, key) {
  const side = word.closest(".side");
  const own = Array.from(side.querySelectorAll("mark[data-n]"));
  if (key === "ArrowRight") { return own[own.indexOf(word) + 1]; }
  if (key === "ArrowLeft") { return own[own.indexOf(word) - 1]; }
  if (key !== "Enter" && key !== " ") { return null; }
  const other = Array.from(side.parentNode.children).find((part) => part !== side);
  return Array.from(other.querySelectorAll("mark[data-n]")).find((mark) => mark.dataset.n === word.dataset.n);
}

/** Gives a word the focus, and makes it the one by which Tab enters its side. */
function reach(word) {
  word.closest(".side").querySelectorAll("mark[data-n]").forEach((mark) => { mark.tabIndex = -1; });
  word.tabIndex = 0;
  word.focus();
}

/** Relation and probabilities of a pair, with what else there is to say of it. */
function pairScores(app, pair, more = []) {
  const { model: { pairs }, words } = app;
  const score = (title, value, name) => element("span", {}, [words.t(title), " ", probabilityBar(words, value, name)]);
  return element("p", { className: "scores" }, [
    relationBadge(words, pairs.relation[pair]),
    score("explanation.probability", pairs.probability[pair], "card.probability"),
    pairs.relation[pair] === "conflicting" && score("conflict.meter", pairs.conflict[pair], "conflict.probability"),
    more]);
}

/** The pair that is chosen, in full. */
function pairView(app) {
  const { model, words, state } = app;
  const ticked = new Map();
  const whole = [false, false];
  const node = element("div", { className: "pair" });

  /** Whether the cues of a measure are marked: as the reader said last, else if it is worth reading. */
  function isMarked(measure) {
    return ticked.has(measure) ? ticked.get(measure) : model.beyond[state.chosen].includes(measure);
  }

  function again(selector) {
    draw();
    node.querySelector(selector)?.focus();
  }

  function tick(measure) {
    ticked.set(measure, !isMarked(measure));
    again(`[data-measure="${measure}"]`);
  }

  function toggle(side) {
    whole[side] = !whole[side];
    again(`.side:nth-child(${side + 1}) .paragraph`);
  }

  function sides(pair, marks) {
    const view = { plain: state.blind, whole, toggle };
    const made = element("div", { className: "sides" }, [0, 1].map((side) => sideNode(app, pair, side, marks, view)));
    made.querySelectorAll(".side").forEach((side) => {
      const first = side.querySelector("mark[data-n]");
      if (first) { first.tabIndex = 0; }
    });
    followWords(made);
    return made;
  }

  function draw() {
    const pair = state.chosen;
    if (pair < 0) {
      node.replaceChildren(element("p", { className: "note", textContent: words.t("app.pair.none") }));
      return;
    }
    const all = state.blind ? new Map() : marksOf(model, pair);
    const marks = new Map([...all].filter(([measure]) => isMarked(measure)));
    node.replaceChildren(...[
      !state.blind && pairScores(app, pair), !state.blind && reasonList(app, pair), sides(pair, marks),
      !state.blind && pairLegend(app, pair, all, isMarked, tick),
      !state.blind && contrastSection(app, pair, marks)].filter(Boolean));
  }

  return { node, draw };
}

/** A pair as it is printed: side by side, with its words and what differs. */
function printedPair(app, pair) {
  const { model, words, state } = app;
  const all = state.blind ? [] : [...marksOf(model, pair)];
  const marks = new Map(all.filter(([measure]) => model.beyond[pair].includes(measure)));
  const view = { plain: state.blind, whole: [false, false], toggle: null };
  const record = app.decisions.of(pair);
  const decision = record && element("span", {}, [words.t("app.filters.decision"), words.t("colon"),
    element("b", { textContent: words.named("app.decisions.names", record.decision) })]);
  return element("article", { className: "printed" }, [
    state.blind ? element("p", { className: "scores" }, [decision]) : pairScores(app, pair, [decision]),
    !state.blind && reasonList(app, pair),
    element("div", { className: "sides" }, [0, 1].map((side) => sideNode(app, pair, side, marks, view))),
    !state.blind && contrastSection(app, pair, marks)]);
}
