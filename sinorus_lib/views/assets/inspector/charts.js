/* Charts whose marks lead to pairs, and back. */

const CHARTS = ["coverage", "divergence", "pairs", "timeline"];
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#36;": "$", "&amp;": "&" };
const CHART_CONFIG = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d"] };
const EXAMPLES = 3;
const SMALLEST_RING = 18;
/** From little to much, on light and on dark paper. */
const SCALES = {
  light: [[0, "#b9c4d0"], [0.15, "#86b9e8"], [0.5, "#2f77bd"], [1, "#0d2f57"]],
  dark: [[0, "#46525f"], [0.15, "#2b6096"], [0.5, "#5aa5e8"], [1, "#d6ebff"]],
};

/** The text of a label as plotly is given it, without its markup. */
function plainLabel(text) {
  const bare = String(text ?? "").replace(/<\/b>(<br>)+/g, ": ").replace(/(<br>)+/g, " ").replace(/<[^<>]*>/g, "");
  return bare.replace(/&(lt|gt|quot|#39|#36|amp);/g, (entity) => ENTITIES[entity]).trim();
}

/** The marks of a figure that lead to pairs: each with its place, its choice and its words. */
function chartMarks(figure) {
  return figure.data.flatMap((trace) => (trace.customdata ?? []).map((choice, i) => ({
    x: trace.x[i], y: trace.y[i], choice, axes: `${trace.xaxis ?? "x"} ${trace.yaxis ?? "y"}`,
    label: plainLabel(Array.isArray(trace.text) ? trace.text[i] : trace.name),
    size: (Array.isArray(trace.marker?.size) ? trace.marker.size[i] : trace.marker?.size) ?? 6,
  }))).filter(({ choice }) => choice && typeof choice === "object");
}

/** The marks that a pair fits, and of these only the ones that say most about it. */
function marksOfPair(model, marks, pair) {
  const own = marks.filter(({ choice }) => fitsChoice(model, pair, choice));
  const most = Math.max(...own.map(({ choice }) => Object.keys(choice).length));
  return own.filter(({ choice }) => Object.keys(choice).length === most);
}

/** Colours of the page around, whatever made it light or dark. */
function chartColours(node) {
  const style = getComputedStyle(node);
  const [paper, ink, soft, line, differs] = ["paper", "ink", "soft", "line", "differs"].map((name) => style.getPropertyValue(`--${name}`).trim());
  return { paper, ink, soft, line, differs, scale: SCALES[style.colorScheme === "dark" ? "dark" : "light"] };
}

/** A layout in the colours of the page. */
function themedLayout(layout, colours) {
  const change = {
    paper_bgcolor: colours.paper, plot_bgcolor: colours.paper, "font.color": colours.ink,
    "hoverlabel.bgcolor": colours.paper, "hoverlabel.bordercolor": colours.soft, "hoverlabel.font.color": colours.ink,
    "modebar.bgcolor": "rgba(0, 0, 0, 0)", "modebar.color": colours.soft, "modebar.activecolor": colours.ink,
  };
  if (layout.coloraxis) { change["coloraxis.colorscale"] = colours.scale; }
  Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name)).forEach((axis) => {
    ["gridcolor", "zerolinecolor", "linecolor"].forEach((name) => { change[`${axis}.${name}`] = colours.line; });
  });
  return change;
}

/** A trace of rings for the marks of the chosen pair, on the axes of another trace. */
function ringTrace(xaxis, yaxis, colour) {
  return {
    type: "scatter", mode: "markers", x: [], y: [], xaxis, yaxis, showlegend: false, hoverinfo: "skip", cliponaxis: false,
    marker: { symbol: "circle-open", size: [], opacity: 1, color: colour, line: { width: 3, color: colour } },
  };
}

/** Calls a listener when the page turns light or dark; returns how to stop. */
function onTheme(listener) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(listener);
  dark.addEventListener("change", listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  return () => {
    dark.removeEventListener("change", listener);
    observer.disconnect();
  };
}

/** One chart: its figure, the list of its marks, and the rings around those of the chosen pair. */
function chartView(app, plotly, { title, alt, figure }, choose) {
  const place = element("div", { className: "plot" });
  const marks = chartMarks(figure);
  const list = markList(app, marks, choose);
  const axes = [...new Set(marks.map((mark) => mark.axes))];
  const node = element("section", { className: "chart" }, [
    element("h3", { className: "unseen" }, title), element("figure", { role: "group", "aria-label": alt ?? title }, place), list.node,
  ]);
  let ready = null;

  async function draw() {
    const colours = chartColours(place);
    const layout = { ...structuredClone(figure.layout), autosize: true };
    const rings = axes.map((pair) => ringTrace(...pair.split(" "), colours.differs));
    await plotly.newPlot(place, [...figure.data, ...rings], layout, CHART_CONFIG);
    place.on("plotly_click", ({ points }) => choose(points[0].customdata));
    theme();
    ring();
  }

  /** Draws the chart, if it is not drawn yet; its place must be in sight. */
  function show() {
    ready ??= draw().catch((error) => console.warn(error));
    return ready.then(() => (place.offsetParent ? plotly.Plots.resize(place) : null));
  }

  function theme() {
    const colours = chartColours(place);
    const labelled = figure.data.flatMap((trace, i) => (trace.texttemplate || /text/.test(trace.mode ?? "") ? [i] : []));
    const rings = axes.map((_, i) => figure.data.length + i);
    plotly.relayout(place, themedLayout(place.layout, colours));
    if (labelled.length) { plotly.restyle(place, { "textfont.color": colours.ink }, labelled); }
    if (rings.length) { plotly.restyle(place, { "marker.color": colours.differs, "marker.line.color": colours.differs }, rings); }
  }

  function ring() {
    const pair = app.state.chosen;
    const own = pair < 0 ? [] : marksOfPair(app.model, marks, pair);
    axes.forEach((axis, i) => {
      const here = own.filter((mark) => mark.axes === axis);
      const [x, y, size] = [here.map((mark) => mark.x), here.map((mark) => mark.y), here.map((mark) => Math.max(SMALLEST_RING, mark.size + 8))];
      plotly.restyle(place, { x: [x], y: [y], "marker.size": [size] }, [figure.data.length + i]);
    });
    list.mark();
  }

  return {
    node, show, labelOf: (choice) => marks.find((mark) => sameChoice(mark.choice, choice))?.label,
    theme: () => ready?.then(theme), ring: () => ready?.then(ring),
  };
}

function sameChoice(one, other) { return JSON.stringify(one) === JSON.stringify(other); }

/** The marks of a chart as buttons, for who does not point at them. */
function markList(app, marks, choose) {
  const list = pagedList(app, "marks", ({ choice, label }) => element("li", {}, element("button", {
    type: "button", className: "quiet", "data-choice": JSON.stringify(choice), onclick: () => choose(choice),
  }, clean(label))));
  const node = element("details", {
    className: "mark-list", hidden: !marks.length,
    ontoggle: () => {
      if (!list.node.querySelector("li")) { list.set(marks); }
      mark();
    },
  }, [element("summary", {}, app.words.form("app.charts.marks", marks.length)), list.node]);

  /** Says which marks are chosen, and which are those of the chosen pair. */
  function mark() {
    const { chosen, filter } = app.state;
    const own = new Set((chosen < 0 ? [] : marksOfPair(app.model, marks, chosen)).map(({ choice }) => JSON.stringify(choice)));
    node.querySelectorAll("button[data-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.choice === JSON.stringify(filter.choice)));
      button.classList.toggle("own", own.has(button.dataset.choice));
    });
  }

  return { node, mark };
}

/** The pairs behind a mark in a line: how many, the first ones, and the way to the list. */
function choiceBar(app, labelOf) {
  const { t, form } = app.words;
  const node = element("div", { className: "choice-bar", role: "status" });

  function fitting(choice) {
    const found = [];
    for (let pair = 0; pair < app.model.size; pair += 1) { if (fitsChoice(app.model, pair, choice)) { found.push(pair); } }
    return found;
  }

  function example(pair) {
    const claim = app.model.claim(app.model.pairs.a[pair]);
    const text = clean(claim.text.slice(0, 90)).trim() + (claim.text.length > 90 ? "…" : "");
    return element("li", {}, element("button", { type: "button", className: "quiet", onclick: () => openPairs(app, node, { chosen: pair }) }, [
      element("span", { className: "figures" }, app.words.percent(app.model.pairs.probability[pair])), " ", apart(text, { lang: claim.language }),
    ]));
  }

  function hidden(choice, shown) {
    const rest = fitting(choice).length - shown;
    return rest > 0 && element("p", { className: "note" }, [
      form("app.charts.hidden", rest), " ",
      element("button", { type: "button", onclick: () => app.set({ filter: { ...NO_FILTER, rejected: true, copies: true, choice } }) }, t("app.charts.show_hidden")),
    ]);
  }

  /** A measure on which two outlets differ on average, but no pair of theirs by itself. */
  function onAverage(choice) {
    const { measure, ...rest } = choice;
    return measure !== undefined && rest.outlets && !fitting(choice).length && element("p", { className: "note" }, [
      t("app.charts.on_average"), " ",
      element("button", { type: "button", onclick: () => app.set({ filter: { choice: rest } }) }, form("app.charts.all_of_them", fitting(rest).length)),
    ]);
  }

  function update() {
    const { choice } = app.state.filter;
    node.hidden = !choice;
    if (!choice) { node.replaceChildren(); return; }
    const count = app.shown.length;
    node.replaceChildren(...fill(document.createDocumentFragment(), [
      element("p", {}, [
        element("strong", {}, form("app.charts.found", count)), " ", apart(labelOf(choice) ?? choiceText(app.model, app.words, choice), { className: "said" }), " ",
        element("button", { type: "button", className: "main", onclick: () => openPairs(app, node, { chosen: app.shown[0] }), disabled: !count }, t("app.charts.open")),
        element("button", { type: "button", onclick: () => app.set({ filter: { choice: null } }) }, t("app.charts.clear")),
      ]),
      count > 1 && element("ul", { className: "plain" }, app.shown.slice(0, EXAMPLES).map(example)),
      hidden(choice, count), onAverage(choice),
    ]).childNodes);
  }

  return { node, update };
}

function chartsPanel(app) {
  const { t } = app.words;
  const place = element("div", { className: "charts" });
  const bar = choiceBar(app, (choice) => views.map((view) => view.labelOf(choice)).find(Boolean));
  const node = element("div", { className: "charts-panel" }, [element("p", { className: "note" }, t("app.charts.note")), place, bar.node]);
  let views = [];
  let loading = null;

  function choose(choice) {
    if (!choice || typeof choice !== "object") { return; }
    const { pair } = choice;
    const { kept, counted } = app.model.pairs;
    const rejected = app.state.filter.rejected || (pair !== undefined && !kept[pair]);
    const copies = app.state.filter.copies || (pair !== undefined && !counted[pair]);
    app.set({ filter: { choice, rejected, copies }, ...(pair === undefined ? {} : { chosen: pair }) });
  }

  async function load() {
    const charts = CHARTS.filter((name) => app.model.charts?.[name]);
    const plotly = charts.length ? await app.host.plotly().catch(() => null) : null;
    if (!plotly) {
      place.replaceChildren(element("p", {}, t(charts.length ? "app.charts.no_plotly" : "app.charts.none")));
      return;
    }
    views = charts.map((name) => chartView(app, plotly, app.model.charts[name], choose));
    place.replaceChildren(...views.map((view) => view.node));
    const stop = onTheme(() => (node.isConnected ? views.forEach((view) => view.theme()) : stop()));
  }

  async function show() {
    loading ??= load();
    await loading;
    bar.update();
    await Promise.all(views.map((view) => view.show()));
    views.forEach((view) => view.ring());
  }

  app.on("chosen", () => views.forEach((view) => view.ring()));
  app.on("shown", () => {
    bar.update();
    views.forEach((view) => view.ring());
  });
  return { node, show };
}
