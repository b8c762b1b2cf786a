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

  /* A contradiction is no weaker for being an improbable same claim: the slider leaves it. */
  function same(card) { return card.dataset.relation !== "conflicting"; }

  var orders = {
    probability: function (a, b) { return b.dataset.probability - a.dataset.probability; },
    position: function (a, b) { return a.dataset.position - b.dataset.position; },
    differences: function (a, b) { return b.dataset.differences - a.dataset.differences; }
  };

  function element(tag, properties, children) {
    var made = Object.assign(document.createElement(tag), properties);
    made.append.apply(made, children || []);
    return made;
  }

  function choice(name, options) {
    return element("select", { name: name }, options.map(function (option) {
      return element("option", { value: option[0], textContent: option[1] });
    }));
  }

  function unique(cards, pick) {
    return Array.from(new Map(cards.flatMap(pick))).sort(function (a, b) { return a[1].localeCompare(b[1]); });
  }

  function build(cards, words) {
    var outlets = [["", words.all]].concat(unique(cards, function (card) {
      return [[card.dataset.a, card.dataset.a], [card.dataset.b, card.dataset.b]];
    }));
    var relations = [["", words.any_relation]].concat(unique(cards, function (card) {
      return [[card.dataset.relation, card.querySelector(".relation").textContent]];
    }));
    var lowest = Math.floor(100 * Math.min.apply(null, [1].concat(cards.filter(same).map(function (card) {
      return card.dataset.probability;
    }))));
    var slider = element("input", { type: "range", name: "probability", min: lowest, max: 100 });
    slider.defaultValue = String(lowest);
    var search = element("input", { type: "search", name: "search", placeholder: words.search_hint, autocomplete: "off" });
    var sorts = [["probability", words.by_probability], ["position", words.by_position],
      ["differences", words.by_difference]];
    var form = element("form", { className: "filters" }, [
      element("label", {}, [words.outlet, choice("a", outlets)]),
      element("label", {}, [words.other_outlet, choice("b", outlets)]),
      element("label", {}, [words.relation, choice("relation", relations)]),
      element("label", {}, [words.probability,
        element("span", { className: "slider" }, [slider, element("output", { name: "level" })])]),
      element("label", { className: "wide" }, [words.search, search]),
      element("label", {}, [words.sort, choice("sort", sorts)]),
      element("p", { className: "status" }, [element("output", { name: "count" }),
        element("button", { type: "reset", textContent: words.reset })])
    ]);
    form.setAttribute("aria-label", words.title);
    form.elements.count.setAttribute("aria-live", "polite");
    return form;
  }

  function explore(root) {
    var list = root.querySelector(".cards");
    var cards = Array.from(list.children);
    var texts = new Map();
    if (!cards.length || root.querySelector("form")) { return; }
    var words = JSON.parse(root.dataset.words);
    var form = build(cards, words);
    var nothing = element("p", { className: "nothing", textContent: words.nothing });

    function searched(card) {
      if (!texts.has(card)) { texts.set(card, text(card)); }
      return texts.get(card);
    }

    function fits(card, wanted) {
      return between(card, wanted.a, wanted.b)
        && (!wanted.relation || card.dataset.relation === wanted.relation)
        && (!same(card) || Number(card.dataset.probability) * 100 >= wanted.probability)
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
      form.elements.level.value = wanted.probability + words.percent;
      form.elements.count.value = words.count.replace("{shown}", shown).replace("{total}", cards.length);
      nothing.hidden = shown > 0;
    }

    function sort() {
      cards.slice().sort(orders[form.elements.sort.value]).forEach(function (card) { list.append(card); });
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", filter);
    form.elements.sort.addEventListener("change", sort);
    form.addEventListener("reset", function () { setTimeout(function () { filter(); sort(); }); });
    (root.querySelector(".legend") || list).before(form);
    list.after(nothing);
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
