/* Draws the charts of an exported notebook; each keeps its static form until it is drawn. */
(function () {
  "use strict";
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function colours() {
    return dark.matches
      ? { paper: "#14181e", ink: "#e6eaf0", grid: "#313a46" }
      : { paper: "#ffffff", ink: "#1d2530", grid: "#e4e8ed" };
  }

  function themed() {
    var c = colours();
    var change = { paper_bgcolor: c.paper, plot_bgcolor: c.paper, "font.color": c.ink,
      "hoverlabel.bgcolor": c.paper, "hoverlabel.font.color": c.ink };
    ["xaxis", "yaxis"].forEach(function (axis) {
      change[axis + ".gridcolor"] = c.grid;
      change[axis + ".zerolinecolor"] = c.grid;
    });
    return change;
  }

  function draw(box) {
    var figure = JSON.parse(box.querySelector("script.figure").textContent);
    var place = document.createElement("div");
    box.append(place);
    window.Plotly.newPlot(place, figure.data, figure.layout, {
      responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d"]
    }).then(function () {
      box.querySelector(".static").hidden = true;
      return window.Plotly.relayout(place, themed());
    });
    dark.addEventListener("change", function () { window.Plotly.relayout(place, themed()); });
  }

  document.querySelectorAll(".plotly-chart").forEach(draw);
}());
