/* Which pairs are shown, in which order, and how many each choice would leave. */

const NO_FILTER = Object.freeze({
  outlet: -1, other: -1, event: -1, measure: -1, relation: "", probability: 0, search: "", decision: "",
  rejected: false, copies: false, choice: null,
});
const RELATIONS = ["equivalent", "related", "conflicting", "candidate"];
const SORTS = ["probability", "divergence", "position", "date"];
/* Comes after every date. */
const UNDATED = "\uffff";
const DECISION_STATES = ["undecided", "decided"];

/** Whether a pair is what a mark of a chart asks for. */
function fitsChoice(model, pair, choice) {
  if (!choice) { return true; }
  const own = [model.outletA(pair), model.outletB(pair)];
  const [a, b] = model.sides(pair);
  const tests = {
    pair: (wanted) => wanted === pair,
    group: (wanted) => model.pairs.group[pair] === wanted,
    outlet: (wanted) => own.includes(wanted),
    outlets: ([one, other]) => own.join() === `${one},${other}` || own.join() === `${other},${one}`,
    measure: (wanted) => model.beyond[pair].includes(wanted),
    article: (wanted) => model.claims[a][0] === wanted || model.claims[b][0] === wanted,
    relation: (wanted) => model.pairs.relation[pair] === wanted,
  };
  return Object.keys(tests).every((name) => choice[name] === undefined || tests[name](choice[name]));
}

/** Whether a pair lies between two outlets, either of which may be left open (-1). */
function between(a, b, outlet, other) {
  if (outlet === other && outlet >= 0) { return false; }
  if (outlet >= 0 && other >= 0) { return (a === outlet && b === other) || (a === other && b === outlet); }
  return (outlet < 0 || a === outlet || b === outlet) && (other < 0 || a === other || b === other);
}

/** Finds the claims and articles in which a text occurs; returns a test of a pair. */
function searchTest(model, search) {
  const wanted = fold(search.trim());
  if (!wanted) { return () => true; }
  const inTitle = model.articles.map((_, place) => model.foldedTitle(place).includes(wanted));
  const known = new Int8Array(model.claims.length);

  function found(claim) {
    if (!known[claim]) {
      known[claim] = inTitle[model.claims[claim][0]] || model.foldedText(claim).includes(wanted) ? 1 : -1;
    }
    return known[claim] > 0;
  }

  return (pair) => found(model.pairs.a[pair]) || found(model.pairs.b[pair]);
}

/** Whether a decision, or that there is none, is what the filter asks for. */
function fitsDecision(name, wanted) {
  if (!wanted) { return true; }
  if (wanted === "undecided") { return !name; }
  return wanted === "decided" ? Boolean(name) : name === wanted;
}

/** The filter that holds: blind, what would give the machine's opinion away is left out. */
function effective(filter, blind) {
  return blind ? { ...filter, measure: -1, relation: "", probability: 0, choice: null } : filter;
}

/** Makes what filters: filter(filter, blind, decisionOf) -> {has, counts, total}. */
function createFilter(model) {
  const { relation, probability, kept, counted } = model.pairs;

  /** Tests that stand alone; the two outlets are tested together. */
  function testsOf(wanted, decisionOf) {
    const searched = searchTest(model, wanted.search);
    return {
      rest: (pair) => searched(pair) && fitsChoice(model, pair, wanted.choice)
        && (relation[pair] === "conflicting" || probability[pair] >= wanted.probability),
      event: (pair) => wanted.event < 0 || model.event(pair) === wanted.event,
      measure: (pair) => wanted.measure < 0 || model.beyond[pair].includes(wanted.measure),
      relation: (pair) => !wanted.relation || relation[pair] === wanted.relation,
      decision: (pair) => fitsDecision(decisionOf(pair), wanted.decision),
    };
  }

  function emptyCounts() {
    const zeros = (size) => new Array(size).fill(0);
    return {
      outlet: zeros(model.outlets.length), other: zeros(model.outlets.length), event: zeros(model.events.length),
      measure: zeros(model.measures.length),
      relation: new Map(), decision: new Map(),
    };
  }

  function add(map, key) { map.set(key, (map.get(key) || 0) + 1); }

  function countOutlets(counts, pair, wanted) {
    const [a, b] = [model.outletA(pair), model.outletB(pair)];
    (a === b ? [a] : [a, b]).forEach((own) => {
      if (between(a, b, own, wanted.other)) { counts.outlet[own] += 1; }
      if (between(a, b, wanted.outlet, own)) { counts.other[own] += 1; }
    });
  }

  function countDecision(counts, name) {
    add(counts.decision, name ? "decided" : "undecided");
    if (name) { add(counts.decision, name); }
  }

  /** Adds a pair to the counts of every control that alone might hide it. */
  function count(counts, pair, fits, wanted, decisionOf) {
    const missing = ["place", "event", "measure", "relation", "decision"].filter((name) => !fits[name]);
    if (missing.length > 1) { return; }
    const open = (name) => missing.length === 0 || missing[0] === name;
    if (open("place")) { countOutlets(counts, pair, wanted); }
    if (open("event") && model.event(pair) >= 0) { counts.event[model.event(pair)] += 1; }
    if (open("measure")) { model.beyond[pair].forEach((measure) => { counts.measure[measure] += 1; }); }
    if (open("relation")) { add(counts.relation, relation[pair]); }
    if (open("decision")) { countDecision(counts, decisionOf(pair)); }
  }

  return function filter(asked, blind, decisionOf) {
    const wanted = effective(asked, blind);
    const tests = testsOf(wanted, decisionOf);
    const has = new Uint8Array(model.size);
    const counts = emptyCounts();
    const fits = {};
    let total = 0;
    for (let pair = 0; pair < model.size; pair += 1) {
      if ((!wanted.rejected && !kept[pair]) || (!wanted.copies && !counted[pair])) { continue; }
      total += 1;
      if (!tests.rest(pair)) { continue; }
      fits.place = between(model.outletA(pair), model.outletB(pair), wanted.outlet, wanted.other);
      fits.event = tests.event(pair);
      fits.measure = tests.measure(pair);
      fits.relation = tests.relation(pair);
      fits.decision = tests.decision(pair);
      has[pair] = fits.place && fits.event && fits.measure && fits.relation && fits.decision ? 1 : 0;
      count(counts, pair, fits, wanted, decisionOf);
    }
    return { has, counts, total };
  };
}

/** Makes what sorts: order(sort, blind) -> all pairs in that order, made once each. */
function createOrder(model) {
  const made = new Map();
  const { a, b, probability, divergence } = model.pairs;
  const dates = (pair) => [a[pair], b[pair]].map((claim) => model.article(claim).date).filter(Boolean).sort();
  const keys = {
    probability: (pair) => -probability[pair],
    divergence: (pair) => -divergence[pair],
    position: (pair) => model.claims[a[pair]][0] * 1e6 + model.claims[a[pair]][3],
    date: (pair) => dates(pair)[0] || UNDATED,
    blind: model.hash,
  };

  return function order(sort, blind) {
    const name = blind ? "blind" : sort;
    if (!made.has(name)) {
      const all = Array.from({ length: model.size }, (_, pair) => pair);
      const key = all.map(keys[name]);
      made.set(name, all.sort((one, two) => (key[one] < key[two] ? -1 : key[one] > key[two] ? 1 : one - two)));
    }
    return made.get(name);
  };
}

/** A control under its name. */
function labelled(name, control, className = "") {
  return element("label", { className }, [element("span", { className: "name", textContent: name }), control]);
}

/** A drop-down list whose options carry counts: options are [value, wording]. */
function dropDown(name, options) {
  const made = element("select", { name }, options.map(([value, textContent]) => (
    element("option", { value, textContent }))));

  /** Writes the counts anew; the first option, which asks for nothing, has none. */
  function count(countOf, words) {
    Array.from(made.options).slice(1).forEach((option, i) => {
      const wording = `${options[i + 1][1]} (${words.whole(countOf(option.value))})`;
      if (option.textContent !== wording) { option.textContent = wording; }
    });
  }

  return { node: made, count };
}

/** The measures on which any pair differs, and the relations that occur, as options. */
function presentMeasures(model) {
  const present = new Set(model.beyond.flat());
  return model.measures.flatMap((measure, i) => (present.has(i) ? [[String(i), measure.title]] : []));
}

function presentRelations(model) {
  const present = new Set(model.pairs.relation);
  return RELATIONS.filter((name) => present.has(name));
}

/** The drop-down lists of the filter form, by name. */
function dropDowns(app) {
  const { model, words } = app;
  const t = (name) => words.t(`app.filters.${name}`);
  const outlets = model.outlets.map((name, i) => [String(i), isolated(name)]);
  const decisions = [...DECISION_STATES.map((name) => [name, t(name)]),
    ...DECISIONS.map(([name]) => [name, words.named("app.decisions.names", name)])];
  return {
    outlet: dropDown("outlet", [["-1", t("all_outlets")], ...outlets]),
    other: dropDown("other", [["-1", t("all_outlets")], ...outlets]),
    event: dropDown("event", [["-1", t("all_events")], ...model.events.map((name, i) => [String(i), isolated(name)])]),
    measure: dropDown("measure", [["-1", t("any_measure")], ...presentMeasures(model)]),
    relation: dropDown("relation", [["", t("any_relation")],
      ...presentRelations(model).map((name) => [name, words.named("relations", name)])]),
    decision: dropDown("decision", [["", t("any_decision")], ...decisions]),
  };
}

/** The lowest whole percentage that hides nothing. */
function lowestPercent(model) {
  const { probability, relation, kept } = model.pairs;
  return Math.floor(100 * probability.reduce((lowest, value, pair) => (
    kept[pair] && relation[pair] !== "conflicting" ? Math.min(lowest, value) : lowest), 1));
}

/** What the form says, as a filter; the slider at its lowest asks for nothing. */
function readForm(fields) {
  const [level, lowest] = [Number(fields.probability.value), Number(fields.probability.min)];
  return {
    outlet: Number(fields.outlet.value), other: Number(fields.other.value), event: Number(fields.event.value),
    measure: Number(fields.measure.value),
    relation: fields.relation.value, decision: fields.decision.value, search: fields.search.value,
    probability: level <= lowest ? 0 : level / 100, rejected: fields.rejected.checked,
    copies: fields.copies.checked,
  };
}

/** Writes a filter into the form, where it is not there yet. */
function writeForm(fields, filter, sort, lowest) {
  const { outlet, other, event, measure, relation, decision, search } = filter;
  const probability = Math.max(lowest, Math.round(100 * filter.probability));
  fields.rejected.checked = filter.rejected;
  fields.copies.checked = filter.copies;
  fields.probability.min = lowest;
  const values = { outlet, other, event, measure, relation, decision, search, probability, sort };
  Object.entries(values).forEach(([name, value]) => {
    if (fields[name].value !== String(value)) { fields[name].value = String(value); }
  });
}

/** The filter form; it follows the state, and changes it. */
function filterForm(app) {
  const { model, words } = app;
  const t = (name) => words.t(`app.filters.${name}`);
  const lists = dropDowns(app);
  const lowest = lowestPercent(model);
  const hasRejected = model.keptSize < model.size;
  const hasCopies = model.pairs.counted.includes(0);
  const level = element("output", { className: "level" });
  const fields = {
    ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.node])),
    probability: element("input", { type: "range", name: "probability", min: lowest, max: 100, step: 1 }),
    search: element("input", {
      type: "search", name: "search", placeholder: t("search_hint"), autocomplete: "off", spellcheck: false,
    }),
    rejected: element("input", { type: "checkbox", name: "rejected" }),
    copies: element("input", { type: "checkbox", name: "copies" }),
    sort: element("select", { name: "sort" }, SORTS.map((name) => (
      element("option", { value: name, textContent: t(`by_${name}`) })))),
  };
  const opinion = [
    labelled(t("measure"), fields.measure), labelled(t("relation"), fields.relation),
    labelled(t("probability"), element("span", { className: "slider" }, [fields.probability, level])),
    labelled(t("sort"), fields.sort),
  ];
  const node = element("form", { className: "choose", "aria-label": t("title") }, [
    labelled(t("search"), fields.search, "wide"), labelled(t("outlet"), fields.outlet),
    labelled(t("other"), fields.other), model.events.length > 1 && labelled(t("event"), fields.event), opinion,
    labelled(t("decision"), fields.decision),
    hasRejected && element("label", { className: "tick" }, [fields.rejected, t("rejected")]),
    hasCopies && element("label", { className: "tick" }, [fields.copies, t("copies")]),
  ]);

  function follow() {
    const { filter, sort, blind } = app.state;
    writeForm(fields, filter, sort, filter.rejected ? 0 : lowest);
    const shown = words.percent(Number(fields.probability.value) / 100);
    level.value = shown;
    fields.probability.setAttribute("aria-valuetext", shown);
    opinion.forEach((part) => { part.hidden = blind; });
    Object.entries(lists).forEach(([name, list]) => {
      const counts = app.counts[name];
      list.count((value) => (counts instanceof Map ? counts.get(value) : counts[value]) || 0, words);
    });
  }

  node.addEventListener("submit", (event) => event.preventDefault());
  node.addEventListener("input", () => app.set({ filter: readForm(fields), sort: fields.sort.value }));
  app.on("shown", follow);
  return { node, focusSearch: () => { fields.search.focus(); fields.search.select(); } };
}

/** A chosen mark of a chart in words: who, what, where. */
function choiceText(model, words, choice) {
  const names = {
    pair: (pair) => words.t("app.filters.one_pair", { number: words.whole(pair + 1) }),
    group: (group) => words.t("app.filters.one_group", { number: words.whole(group + 1) }),
    outlet: (outlet) => isolated(model.outlets[outlet]),
    outlets: (both) => both.map((outlet) => isolated(model.outlets[outlet])).join(" – "),
    measure: (measure) => model.measures[measure].title,
    article: (article) => isolated(model.articles[article].title || words.t("no_headline")),
    relation: (relation) => words.named("relations", relation),
  };
  const asked = Object.keys(names).filter((name) => choice[name] !== undefined);
  return asked.map((name) => names[name](choice[name])).join(" · ");
}
