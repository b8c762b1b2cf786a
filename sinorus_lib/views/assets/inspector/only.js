/* Claims found on one side only, each with the candidates that came nearest and were rejected. */

const PAGE = 100;

/** A list that grows by a hundred entries at a time. */
function pagedList(app, className, render) {
  const list = element("ul", { className: `plain ${className}` });
  const more = element("button", { type: "button", className: "more", onclick: () => grow(true) });
  let items = [];

  function grow(focus) {
    const first = list.childElementCount;
    fill(list, items.slice(first, first + PAGE).map(render));
    const rest = items.length - list.childElementCount;
    more.hidden = rest <= 0;
    more.textContent = app.words.form("app.only.more", Math.min(PAGE, rest));
    if (focus) { list.children[first].tabIndex = -1; list.children[first].focus(); }
  }

  function set(found) {
    items = found;
    list.replaceChildren();
    grow(false);
  }

  return { node: element("div", {}, [list, more]), set };
}

/** The words of a claim; one that is very long scrolls. */
function claimText(claim, tag = "p") {
  const long = claim.text.length > LONG_CLAIM;
  return element(tag, { className: long ? "claim long" : "claim", lang: claim.language, tabIndex: long ? 0 : null }, clean(claim.text));
}

/** Outlet, language, date and headline of a claim. */
function claimSource(app, claim, outlet = true) {
  const { named, date, t } = app.words;
  const headline = claim.title ? apart(claim.title, { lang: claim.language }) : t("no_headline");
  return element("p", { className: "source" }, [
    outlet && element("strong", {}, apart(claim.outlet)),
    element("span", {}, named("languages", claim.language)), element("span", {}, date(claim.date)),
    element("span", { className: "title" }, claim.url
      ? element("a", { href: claim.url, rel: "noopener noreferrer", target: "_blank" }, headline) : headline),
  ]);
}

/** A button that shows the paragraph around a claim, and puts it away again; none where the claim is all of it. */
function paragraphOf(app, claim) {
  if (!hasParagraph(app.model, claim.index)) { return null; }
  const place = element("p", { className: "paragraph claim", lang: claim.language, hidden: true });

  function toggle(event) {
    place.hidden = !place.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!place.hidden));
    if (place.hidden || place.hasChildNodes()) { return; }
    const [before, after] = app.model.paragraph(claim.index);
    fill(place, [clean(before), element("strong", {}, clean(claim.text)), clean(after)]);
  }

  const button = element("button", { type: "button", className: "quiet", "aria-expanded": "false", onclick: toggle }, app.words.t("app.only.paragraph"));
  return [button, place];
}

/** Goes from a panel to the list of the pairs, and takes the focus along. */
function openPairs(app, from, changes) {
  const list = from.closest(".inspector").querySelector("[data-list=pairs]");
  app.set({ tab: "pairs", ...changes });
  list.focus();
}

/** Opens a pair among the pairs, whatever the filter was. */
function openPair(app, from, pair) {
  const [rejected, copies] = [!app.model.pairs.kept[pair], !app.model.pairs.counted[pair]];
  openPairs(app, from, { filter: { ...NO_FILTER, rejected, copies }, chosen: pair });
}

function decidedText(app, pair) {
  const record = app.decisions.of(pair);
  return record ? app.words.t("app.only.decided", { decision: app.words.named("app.decisions.names", record.decision) }) : "";
}

function candidateItem(app, own, pair) {
  const { t, percent, number } = app.words;
  const { pairs } = app.model;
  const other = app.model.claim(pairs.a[pair] === own ? pairs.b[pair] : pairs.a[pair]);
  const figures = t("app.only.figures", {
    probability: percent(pairs.probability[pair]), similarity: number(pairs.similarity[pair]), overlap: number(pairs.overlap[pair]),
  });
  return element("li", { className: "candidate" }, [
    claimSource(app, other), claimText(other),
    element("p", { className: "figures" }, [
      element("span", {}, figures),
      element("button", { type: "button", onclick: (event) => openPair(app, event.currentTarget, pair) }, t("app.only.open")),
      element("span", { className: "decided", "data-pair": pair }, decidedText(app, pair)),
    ]),
  ]);
}

/** The candidates of a claim, made when they are unfolded. */
function nearestOf(app, own, pairs) {
  const { t, form, percent } = app.words;
  if (!pairs.length) { return element("p", { className: "note" }, t("app.only.no_candidate")); }
  const list = element("ul", { className: "plain" });
  const best = t("app.only.best", { probability: percent(app.model.pairs.probability[pairs[0]]) });
  return element("details", {
    className: "nearest",
    ontoggle: () => { if (!list.hasChildNodes()) { fill(list, pairs.map((pair) => candidateItem(app, own, pair))); } },
  }, [element("summary", {}, [form("app.only.nearest", pairs.length), " ", best]), list]);
}

function onlyItem(app, [index, pairs]) {
  const claim = app.model.claim(index);
  return element("li", { className: "unmatched" }, [
    claimSource(app, claim), claimText(claim), paragraphOf(app, claim), nearestOf(app, index, pairs),
  ]);
}

/** The outlets that have claims of their own, with how many. */
function onlyOutlets(app) {
  const counts = app.model.outlets.map(() => 0);
  app.model.only.forEach(([claim]) => { counts[app.model.outletOf[claim]] += 1; });
  const options = app.model.outlets.map((name, outlet) => [outlet, `${isolated(name)} (${app.words.whole(counts[outlet])})`]);
  const all = `${app.words.t("app.only.all_outlets")} (${app.words.whole(app.model.only.length)})`;
  return element("select", { name: "only-outlet" }, [[-1, all], ...options.filter(([outlet]) => counts[outlet])]
    .map(([value, textContent]) => element("option", { value: String(value), textContent })));
}

function onlyPanel(app) {
  const { t, form } = app.words;
  const outlet = onlyOutlets(app);
  const search = element("input", { type: "search", name: "only-search", autocomplete: "off", placeholder: t("app.only.search_hint") });
  const count = element("output", { className: "count", "aria-live": "polite" });
  const list = pagedList(app, "unmatched-list", (entry) => onlyItem(app, entry));
  const fields = element("form", { className: "panel-filter", "aria-label": t("app.only.filter"), onsubmit: (event) => event.preventDefault(), oninput: update }, [
    element("label", {}, [t("app.only.outlet"), outlet]),
    element("label", { className: "wide" }, [t("app.only.search"), search]),
    count,
  ]);
  const node = element("div", { className: "only-panel" }, [
    element("p", { className: "note" }, t("app.only.note")), fields, list.node,
  ]);
  let drawn = false;

  function fits(claim, wanted) {
    const { model } = app;
    return (outlet.value === "-1" || model.outletOf[claim] === Number(outlet.value))
      && (!wanted || model.foldedText(claim).includes(wanted) || model.foldedTitle(model.claims[claim][0]).includes(wanted));
  }

  function update() {
    const wanted = fold(search.value.trim());
    const found = app.model.only.filter(([claim]) => fits(claim, wanted));
    count.value = form("app.only.count", found.length);
    list.set(found);
  }

  function mark() {
    node.querySelectorAll("[data-pair]").forEach((place) => { place.textContent = decidedText(app, Number(place.dataset.pair)); });
  }

  function show() {
    if (drawn) { return; }
    drawn = true;
    update();
  }

  app.on("decided", mark);
  return { node, show };
}
