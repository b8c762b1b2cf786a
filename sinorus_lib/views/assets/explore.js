/* Filters and sorts pair cards. Without this script every card is shown. */
(function () {
  "use strict";

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u2019/g, "'").toLowerCase();
  }

  function text(card) {
    var copy = card.cloneNode(true);
    copy.querySelectorAll("sub").forEach(function (number) { number.remove(); });
    return plain(Array.from(copy.querySelectorAll(".claim, .headline"), function (part) {
      return part.textContent;
    }).join("\n"));
  }

  function between(card, a, b) {
    var own = [card.dataset.a, card.dataset.b];
    if (a && b) { return a !== b && own.includes(a) && own.includes(b); }
    return (!a || own.includes(a)) && (!b || own.includes(b));
  }

  var orders = {
    probability: function (a, b) { return b.dataset.probability - a.dataset.probability; },
    position: function (a, b) { return a.dataset.position - b.dataset.position; },
    differences: function (a, b) { return b.dataset.differences - a.dataset.differences; }
  };

  function explore(root) {
    var form = root.querySelector("form.filters");
    var list = root.querySelector(".cards");
    var cards = Array.from(list.children);
    var texts = new Map();
    if (!form || !cards.length || form.dataset.ready) { return; }
    form.dataset.ready = "yes";

    function searched(card) {
      if (!texts.has(card)) { texts.set(card, text(card)); }
      return texts.get(card);
    }

    function fits(card, wanted) {
      return between(card, wanted.a, wanted.b)
        && (!wanted.relation || card.dataset.relation === wanted.relation)
        && Number(card.dataset.probability) * 100 >= wanted.probability
        && (!wanted.search || searched(card).includes(wanted.search));
    }

    function values() {
      var field = form.elements;
      return {
        a: field.a.value, b: field.b.value, relation: field.relation.value,
        probability: Number(field.probability.value), search: plain(field.search.value.trim())
      };
    }

    function filter() {
      var wanted = values();
      var shown = 0;
      cards.forEach(function (card) {
        card.hidden = !fits(card, wanted);
        shown += card.hidden ? 0 : 1;
      });
      var space = root.dataset.language === "fr" ? "\u202f%" : "%";
      form.elements.level.value = wanted.probability + space;
      form.elements.count.value = root.dataset.count
        .replace("{shown}", shown).replace("{total}", cards.length);
      root.querySelector(".nothing").hidden = shown > 0;
    }

    function sort() {
      cards.slice().sort(orders[form.elements.sort.value]).forEach(function (card) { list.append(card); });
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", filter);
    form.elements.sort.addEventListener("change", sort);
    form.addEventListener("reset", function () { setTimeout(function () { filter(); sort(); }); });
    form.hidden = false;
    filter();
  }

  /* Pointing at a word marks its counterparts on the other side. */
  function point(event) {
    var word = event.target.closest ? event.target.closest("mark[data-n]") : null;
    document.querySelectorAll("mark.joined").forEach(function (mark) { mark.classList.remove("joined"); });
    if (!word || !word.closest(".card, .explanation")) { return; }
    word.closest(".card, .explanation").querySelectorAll("mark[data-n]").forEach(function (mark) {
      mark.classList.toggle("joined", mark.dataset.n === word.dataset.n);
    });
  }

  document.querySelectorAll(".explorer").forEach(explore);
  document.addEventListener("mouseover", point);

  /* On paper nothing stays folded. */
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
}());
