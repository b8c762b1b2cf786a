/* Why a pair has its probability, and what each measure says once translation is allowed for. */

const SHARE_FEATURES = new Set(["conflict", "matched_share"]);
const COUNTED_FEATURES = new Set(["shared_quantities", "quantity"]);
const VERDICTS = ["beyond", "translation", "silent", "unset", "equal"];
const NO_DIFFERENCE = 4;
const LEAST_BAR = 0.8;

/** Writes the value of a feature in a unit that a reader knows. */
function featureValue(feature, value, words) {
  if (value === null) { return ""; }
  if (SHARE_FEATURES.has(feature)) { return words.percent(value); }
  if (feature === "shorter_length") { return words.whole(Math.round(Math.exp(value))); }
  return words.number(value, COUNTED_FEATURES.has(feature) ? 0 : 2);
}

/** Returns the steps of a pair's waterfall with their bars, in hundredths of one scale of log odds. */
function waterfallSteps(model, pair) {
  const rows = rowsOf(model.pairs.steps[pair], 3);
  const ends = [];
  rows.forEach(([, adds], step) => ends.push((step ? ends[step - 1] : 0) + adds));
  const starts = ends.map((end, step) => (step ? ends[step - 1] : end));
  const low = Math.min(0, ...ends);
  const scale = 100 / Math.max(Math.max(0, ...ends) - low, 1e-9);
  return rows.map(([value, adds, after], step) => ({
    feature: model.features[step], value, adds, after, raises: adds >= 0,
    left: (Math.min(starts[step], ends[step]) - low) * scale,
    width: Math.max(Math.abs(ends[step] - starts[step]) * scale, LEAST_BAR),
    even: -low * scale,
  }));
}

function stepBar(step) {
  return svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, [
    svg("line", { class: "axis", x1: step.even, x2: step.even, y1: 0, y2: 10 }),
    svg("rect", { class: step.raises ? "up" : "down", x: Math.min(step.left, 100 - LEAST_BAR), width: step.width, y: 2, height: 6 }),
  ]);
}

/** The first step is where every pair starts: it neither raises nor lowers. */
function stepRow(step, place, words) {
  const said = words.t(step.raises ? "explanation.raises" : "explanation.lowers");
  const arrow = element("span", { className: "arrow", role: "img", "aria-label": said, title: said }, step.raises ? "▲" : "▼");
  return element("tr", { className: step.raises ? "raises" : "lowers" }, [
    element("th", { scope: "row" }, words.named("features", step.feature)),
    element("td", { className: "number" }, place ? featureValue(step.feature, step.value, words) : ""),
    element("td", { className: "number adds" }, [place ? arrow : "", ` ${words.signed(step.adds)}`]),
    element("td", { className: "step-bar" }, stepBar(step)),
    element("td", { className: "number" }, words.percent(step.after)),
  ]);
}

function waterfallTable(app, pair) {
  const { t } = app.words;
  const steps = waterfallSteps(app.model, pair);
  if (!steps.length) { return element("p", { className: "note" }, t("app.why.no_steps")); }
  const heads = [["step", ""], ["value", "number"], ["adds", "number"]].map(([name, className]) => (
    element("th", { scope: "col", className }, t(`explanation.${name}`))));
  return element("table", { className: "waterfall" }, [
    element("caption", {}, t("app.why.steps_note")),
    element("thead", {}, element("tr", {}, [
      ...heads, element("td", { className: "step-bar" }), element("th", { scope: "col", className: "number" }, t("explanation.after")),
    ])),
    element("tbody", {}, steps.map((step, place) => stepRow(step, place, app.words))),
    element("tfoot", {}, element("tr", {}, [
      element("th", { scope: "row", colSpan: 4 }, t("app.why.total")),
      element("td", { className: "number" }, app.words.percent(app.model.pairs.probability[pair])),
    ])),
  ]);
}

/** Says where a difference lies among those of translations. */
function verdict(app, pair, contrast) {
  const { t } = app.words;
  if (contrast.kind === NO_DIFFERENCE) { return t("app.why.equal"); }
  if (app.model.measures[contrast.measure].about === "place") { return t("app.why.place"); }
  if (!app.model.across(pair)) { return t("app.why.same_language"); }
  if (contrast.kind > 1 || contrast.percentile < 0) { return t(`app.why.${VERDICTS[contrast.kind]}`); }
  const share = Math.max(contrast.percentile, 1 - contrast.percentile);
  return t(`app.why.${VERDICTS[contrast.kind]}`, { share: app.words.number(Math.min(999, Math.floor(1000 * share)) / 10, 1) });
}

/** The languages of origin of the translations that a measure was set against, French and English first. */
function origins(measure) {
  const found = Object.keys(measure.null ?? {});
  return [...["fr", "en"].filter((origin) => found.includes(origin)), ...found.filter((origin) => origin !== "fr" && origin !== "en")];
}

/** A language by its name, also one that no outlet writes in. */
function languageName(words, code) {
  const own = words.named("languages", code);
  return own === code && /^[a-z]{2,3}$/.test(code) ? new Intl.DisplayNames([words.language], { type: "language" }).of(code) : own;
}

/** A difference from −1 to 1 as a place on a strip of 200. */
function stripPlace(difference) { return 100 + 96 * Math.max(-1, Math.min(1, difference)); }

/** Where the translations from one language lie: their middle 95 %, their middle half, their median. */
function stripBand(quantiles, y) {
  const [low, first, middle, third, high] = quantiles.map(stripPlace);
  const line = (className, from, to) => svg("line", { class: className, x1: from, x2: Math.max(to, from + 1), y1: y, y2: y });
  return [line("most", low, high), line("half", first, third), svg("line", { class: "median", x1: middle, x2: middle, y1: y - 2.5, y2: y + 2.5 })];
}

function stripMark(difference, y, beyond) {
  const x = stripPlace(difference);
  return beyond
    ? svg("path", { class: "mark beyond", d: `M${x} ${y - 9}l6 9l-6 9l-6 -9z` })
    : svg("circle", { class: "mark", cx: x, cy: y, r: 4.5 });
}

/** What a strip shows, for who cannot see it. */
function stripText(app, measure, difference, bands) {
  const { t, signed } = app.words;
  return [t("app.why.difference", { value: signed(difference) }), ...bands.map((origin) => t("app.why.band", {
    language: languageName(app.words, origin), low: signed(measure.null[origin][0]), high: signed(measure.null[origin][4]),
  }))].join(", ");
}

/** The difference of a pair on a line from −1 to 1, above it those that translations make. */
function strip(app, pair, contrast) {
  const measure = app.model.measures[contrast.measure];
  const across = app.model.across(pair);
  const difference = contrast.values[0] - contrast.values[1];
  const bands = across ? origins(measure) : [];
  const foot = 14 + 6 * Math.max(1, bands.length);
  const beyond = contrast.kind === 0 && across && measure.about !== "place";
  const label = stripText(app, measure, difference, bands);
  return svg("svg", { class: "strip", viewBox: `0 0 200 ${foot + 4}`, role: "img", "aria-label": label }, [
    svg("line", { class: "axis", x1: 4, x2: 196, y1: foot, y2: foot }),
    ...[-1, -0.5, 0, 0.5, 1].map(stripPlace).map((x) => svg("line", { class: "axis", x1: x, x2: x, y1: x === 100 ? 0 : foot - 2, y2: foot + 3 })),
    ...bands.flatMap((origin, place) => stripBand(measure.null[origin], 10 + 6 * place)),
    stripMark(difference, 7 + 3 * Math.max(1, bands.length), beyond),
  ]);
}

function classAndValue(app, contrast, side) {
  const name = app.model.measures[contrast.measure].classes[contrast.classes[side]];
  const number = element("span", { className: "value" }, app.words.number(contrast.values[side]));
  return element("td", {}, [name ? `${name} ` : "", number]);
}

function measureRow(app, pair, contrast) {
  const { title, about } = app.model.measures[contrast.measure];
  const beyond = contrast.kind === 0 && about !== "place" && app.model.across(pair);
  return element("tr", { className: beyond ? "beyond" : "" }, [
    element("th", { scope: "row" }, title),
    classAndValue(app, contrast, 0),
    classAndValue(app, contrast, 1),
    element("td", { className: "strip-cell" }, strip(app, pair, contrast)),
    element("td", { className: "verdict" }, verdict(app, pair, contrast)),
  ]);
}

function measureTable(app, pair, contrasts, caption) {
  const { t } = app.words;
  const outlets = app.model.sides(pair).map((claim) => element("th", { scope: "col" }, apart(app.model.claim(claim).outlet)));
  return element("table", { className: "measures" }, [
    element("caption", { className: caption ? "" : "aside" }, caption || t("app.why.measures")),
    element("thead", {}, element("tr", {}, [
      element("th", { scope: "col" }, t("app.why.measure")), ...outlets,
      element("th", { scope: "col" }, t("app.why.apart")), element("th", { scope: "col" }, t("app.why.verdict")),
    ])),
    element("tbody", {}, contrasts.map((contrast) => measureRow(app, pair, contrast))),
  ]);
}

/** How a strip is read, and which languages its lines stand for. */
function stripNote(app, pair, contrasts) {
  const { t } = app.words;
  const found = new Set(contrasts.flatMap(({ measure }) => origins(app.model.measures[measure])));
  if (!app.model.across(pair) || !found.size) { return t("app.why.strip_note_same"); }
  const names = [...found].map((origin) => languageName(app.words, origin));
  return t("app.why.strip_note", { origins: names.join(", ") });
}

/** The measures of a pair, those worth reading first; those that do not differ are folded away. */
function measureTables(app, pair) {
  const { t, form } = app.words;
  const sorted = app.model.contrasts(pair).sort((one, other) => one.kind - other.kind);
  const [differing, equal] = [sorted.filter((one) => one.kind < NO_DIFFERENCE), sorted.filter((one) => one.kind >= NO_DIFFERENCE)];
  const explained = stripNote(app, pair, differing);
  return [
    differing.length
      ? element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": t("app.why.measures") }, measureTable(app, pair, differing, explained))
      : element("p", { className: "note" }, t(equal.length ? "app.why.all_equal" : "card.no_framing")),
    equal.length ? element("details", {}, [
      element("summary", {}, form("app.why.equals", equal.length)),
      element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": form("app.why.equals", equal.length) }, measureTable(app, pair, equal, "")),
    ]) : null,
  ];
}

/** What is behind a pair, folded away until it is asked for; hidden from who decides without being told. */
function whySection(app) {
  const { t } = app.words;
  const body = element("div", { className: "why-body" });
  const node = element("details", { className: "why", open: app.state.whyOpen === true }, [
    element("summary", {}, t("app.why.title")), body,
  ]);
  let drawn = -1;

  function draw() {
    const pair = app.state.chosen;
    if (!node.open || node.hidden || pair < 0 || pair === drawn) { return; }
    drawn = pair;
    body.replaceChildren(
      element("h3", {}, t("explanation.steps")), waterfallTable(app, pair),
      element("h3", {}, t("app.why.measures")), ...fill(document.createDocumentFragment(), measureTables(app, pair)).childNodes);
  }

  node.addEventListener("toggle", () => {
    app.state.whyOpen = node.open;
    draw();
  });

  function update() {
    node.hidden = app.state.blind || app.state.chosen < 0;
    draw();
  }

  update();
  return { node, update };
}
