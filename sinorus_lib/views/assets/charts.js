/* Draws the charts of an exported notebook; each keeps its static form until it is drawn. */
(function () {
  "use strict";
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function colours() {
    return dark.matches
      ? { paper: "#14181e", ink: "#e6eaf0", grid: "#313a46",
          scale: [[0, "#46525f"], [0.15, "#2b6096"], [0.5, "#5aa5e8"], [1, "#d6ebff"]] }
      : { paper: "#ffffff", ink: "#1d2530", grid: "#e4e8ed",
          scale: [[0, "#b9c4d0"], [0.15, "#86b9e8"], [0.5, "#2f77bd"], [1, "#0d2f57"]] };
  }

  function themed(layout) {
    var c = colours();
    var change = { paper_bgcolor: c.paper, plot_bgcolor: c.paper, "font.color": c.ink,
      "hoverlabel.bgcolor": c.paper, "hoverlabel.font.color": c.ink };
    ["xaxis", "yaxis"].forEach(function (axis) {
      change[axis + ".gridcolor"] = c.grid;
      change[axis + ".zerolinecolor"] = c.grid;
    });
    if (layout.coloraxis) { change["coloraxis.colorscale"] = c.scale; }
    return change;
  }

  function draw(box) {
    var figure = JSON.parse(box.querySelector("script.figure").textContent);
    var place = document.createElement("div");
    box.append(place);

    function theme() {
      var labelled = figure.data.flatMap(function (trace, i) { return trace.texttemplate ? [i] : []; });
      return window.Plotly.update(place, labelled.length ? { "textfont.color": colours().ink } : {},
        themed(figure.layout), labelled.length ? labelled : undefined);
    }

    window.Plotly.newPlot(place, figure.data, figure.layout, {
      responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d"]
    }).then(function () {
      box.querySelector(".static").hidden = true;
      /* Charts of others keep the colours that they were given. */
      if (figure.layout.meta !== "sinorus") { return; }
      dark.addEventListener("change", theme);
      return theme();
    }).catch(function (error) { giveUp(place, error); });
  }

  /* What cannot be drawn keeps its static form, and the others are drawn. */
  function giveUp(place, error) {
    console.warn(error);
    if (place) { place.remove(); }
  }

  document.querySelectorAll(".plotly-chart").forEach(function (box) {
    try { draw(box); } catch (error) { giveUp(null, error); }
  });
}());
