/* One claim across all outlets: who has it, in which words, and on which measures they differ. */

const MAIN_MEASURES = ["attribution", "certainty", "tone", "polarity", "labelling", "intensity", "speech", "reporting_cue", "agency", "naming", "numbers", "time"];

/** The outlets of the members of a group, by their number. */
function groupOutlets(model, group) {
  return new Set(model.groups[group].map((claim) => model.outletOf[claim]));
}

/** The groups, those of the most outlets first. */
function groupsBySize(model) {
  const size = (group) => [groupOutlets(model, group).size, model.groups[group].length];
  return model.groups.map((_, group) => [group, ...size(group)])
    .sort((one, other) => other[1] - one[1] || other[2] - one[2] || one[0] - other[0]).map(([group]) => group);
}

/** The class of each claim on each measure, by measure: [measure, [class of each claim, or undefined]]. */
function classTable(model, claims) {
  const found = claims.map((claim) => new Map(model.framing[claim].map(([measure, , own]) => [measure, own])));
  return model.measures.map((_, measure) => [measure, found.map((own) => own.get(measure))])
    .filter(([, classes]) => classes.some((own) => own !== undefined && own >= 0));
}

function differInClass(classes) { return new Set(classes.filter((own) => own !== undefined && own >= 0)).size > 1; }

/** The main measures first, then the others in their order. */
function measureOrder(model, measure) {
  const place = MAIN_MEASURES.indexOf(model.measures[measure].name);
  return place < 0 ? MAIN_MEASURES.length + measure : place;
}

function classWord(model, measure, own) {
  return own === undefined || own < 0 ? "–" : model.measures[measure].classes[own];
}

/** A note for measures whose classes are no evidence from one language to the other. */
function silentNote(app, measure, languages) {
  const silent = app.model.measures[measure].about === "silent" && languages > 1;
  return silent && element("span", { className: "note" }, ` (${app.words.t("app.groups.silent")})`);
}

function differingTable(app, members, rows) {
  const { t } = app.words;
  const languages = new Set(members.map((claim) => claim.language)).size;
  const heads = members.map((claim) => element("th", { scope: "col" }, [
    apart(claim.outlet), element("span", { className: "note" }, app.words.named("languages", claim.language))]));
  const table = element("table", { className: "classes" }, [
    element("caption", {}, t(languages > 1 ? "app.groups.differ_across" : "app.groups.differ")),
    element("thead", {}, element("tr", {}, [element("th", { scope: "col" }, t("app.why.measure")), ...heads])),
    element("tbody", {}, rows.map(([measure, classes]) => element("tr", {}, [
      element("th", { scope: "row" }, [app.model.measures[measure].title, silentNote(app, measure, languages)]),
      ...classes.map((own) => element("td", {}, classWord(app.model, measure, own))),
    ]))),
  ]);
  return element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": t("app.groups.measures") }, table);
}

/** What all members have in common, measure by measure. */
function equalList(app, rows) {
  const known = (classes) => classes.find((own) => own !== undefined && own >= 0);
  return element("details", {}, [
    element("summary", {}, app.words.form("app.groups.equals", rows.length)),
    element("ul", { className: "plain equal-list" }, rows.map(([measure, classes]) => element("li", {}, [
      element("span", { className: "note" }, app.model.measures[measure].title + app.words.t("colon")),
      classWord(app.model, measure, known(classes)),
    ]))),
  ]);
}

function outletRow(app, outlet, members) {
  const own = members.filter((claim) => app.model.outletOf[claim.index] === outlet);
  return element("tr", { className: own.length ? "" : "absent" }, [
    element("th", { scope: "row" }, apart(app.model.outlets[outlet])),
    element("td", {}, own.length
      ? own.map((claim) => element("div", { className: "member" }, [claimSource(app, claim, false), claimText(claim)]))
      : app.words.t("app.groups.not_found")),
  ]);
}

/** Everything about one group; outlets without the claim come last. */
function groupBody(app, group) {
  const { model, words } = app;
  const members = model.groups[group].map((claim) => model.claim(claim));
  const present = groupOutlets(model, group);
  const outlets = model.outlets.map((_, outlet) => outlet).sort((one, other) => present.has(other) - present.has(one) || one - other);
  const rows = classTable(model, model.groups[group]).sort((one, other) => measureOrder(model, one[0]) - measureOrder(model, other[0]));
  const [differing, equal] = [rows.filter(([, classes]) => differInClass(classes)), rows.filter(([, classes]) => !differInClass(classes))];
  return [
    element("table", { className: "members" }, [
      element("thead", {}, element("tr", {}, ["app.only.outlet", "app.groups.claim"].map((name) => element("th", { scope: "col" }, words.t(name))))),
      element("tbody", {}, outlets.map((outlet) => outletRow(app, outlet, members))),
    ]),
    differing.length ? differingTable(app, members, differing) : null,
    equal.length ? equalList(app, equal) : null,
    element("p", {}, element("button", {
      type: "button", onclick: (event) => openPairs(app, event.currentTarget, { filter: { ...NO_FILTER, copies: true, choice: { group } } }),
    }, words.t("app.groups.show_pairs"))),
  ];
}

function groupItem(app, group) {
  const { model, words } = app;
  const outlets = groupOutlets(model, group);
  const first = model.claim(model.groups[group][0]);
  const body = element("div", { className: "group-body" });
  return element("li", {}, element("details", {
    className: "group",
    ontoggle: () => { if (!body.hasChildNodes()) { fill(body, groupBody(app, group)); } },
  }, [
    element("summary", {}, [
      element("span", { className: "size" }, words.t("app.groups.size", { outlets: words.counted("outlets", outlets.size), claims: words.counted("claims", model.groups[group].length) })),
      element("span", { className: "claim brief-claim", lang: first.language }, clean(first.text.slice(0, LONG_CLAIM))),
    ]),
    body,
  ]));
}

function groupsPanel(app) {
  const { t, form } = app.words;
  const list = pagedList(app, "group-list", (group) => groupItem(app, group));
  const search = element("input", { type: "search", name: "group-search", autocomplete: "off", placeholder: t("app.groups.search_hint") });
  const count = element("output", { className: "count", "aria-live": "polite" });
  const fields = element("form", { className: "panel-filter", "aria-label": t("app.groups.filter"), onsubmit: (event) => event.preventDefault(), oninput: update }, [
    element("label", { className: "wide" }, [t("app.only.search"), search]), count,
  ]);
  const node = element("div", { className: "groups-panel" }, [element("p", { className: "note" }, t("app.groups.note")), fields, list.node]);
  let sorted = null;

  function update() {
    const wanted = fold(search.value.trim());
    const found = sorted.filter((group) => !wanted || app.model.groups[group].some((claim) => app.model.foldedText(claim).includes(wanted)));
    count.value = form("app.groups.count", found.length);
    list.set(found);
    const first = list.node.querySelector("details");
    if (first) { first.open = true; }
  }

  function show() {
    if (sorted) { return; }
    sorted = groupsBySize(app.model);
    update();
  }

  return { node, show };
}
