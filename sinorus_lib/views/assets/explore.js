/* Filters and sorts pair cards. Without this script every card is shown. */
(function () {
  "use strict";

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\u2019/g, "'").toLowerCase();
  }

  function text(card) {
    var copy = card.cloneNode(true);
    copy.querySelectorAll("sub").forEach(function (number) { number.remove(); });
    return plain(Array.from(copy.querySelectorAll("blockquote, .headline, q"), function (part) {
      return part.textContent;
    }).join("\n"));
  }

  function outlets(card) {
    return Array.from(card.querySelectorAll(card.matches(".brief") ? "bdi" : ".meta bdi"), function (name) { return name.textContent; });
  }

  function relation(card) { return card.querySelector(".relation").classList[1]; }

  function probability(card) { return Array.from(card.querySelectorAll("meter")).pop().value; }

  function differences(card) { return card.querySelectorAll(".contrasts tr:not(.place), i").length; }

  function between(card, a, b) {
    var own = outlets(card);
    if (a && b) { return a !== b && own.includes(a) && own.includes(b); }
    return (!a || own.includes(a)) && (!b || own.includes(b));
  }

  /* A contradiction is no weaker for being an improbable same claim: the slider leaves it. */
  function same(card) { return relation(card) !== "conflicting"; }

  var orders = {
    probability: function (a, b) { return probability(b) - probability(a); },
    position: function (a, b) { return a.dataset.position - b.dataset.position; },
    differences: function (a, b) { return differences(b) - differences(a); }
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
    var names = [["", words.all]].concat(unique(cards, function (card) {
      return outlets(card).map(function (name) { return [name, name]; });
    }));
    var relations = [["", words.any_relation]].concat(unique(cards, function (card) {
      return [[relation(card), card.querySelector(".relation").textContent]];
    }));
    var lowest = Math.floor(100 * Math.min.apply(null, [1].concat(cards.filter(same).map(probability))));
    var slider = element("input", { type: "range", name: "probability", min: lowest, max: 100 });
    slider.defaultValue = String(lowest);
    var search = element("input", { type: "search", name: "search", placeholder: words.search_hint, autocomplete: "off" });
    var sorts = [["probability", words.by_probability], ["position", words.by_position],
      ["differences", words.by_difference]];
    var form = element("form", { className: "filters" }, [
      element("label", {}, [words.outlet, choice("a", names)]),
      element("label", {}, [words.other_outlet, choice("b", names)]),
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
        && (!wanted.relation || relation(card) === wanted.relation)
        && (!same(card) || probability(card) * 100 >= wanted.probability)
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

  /* A word carries its number in itself, or, where a cue cuts it, as data. */
  function number(word) {
    var own = word.querySelector("sub");
    return own ? own.textContent : word.dataset.n;
  }

  /* Pointing at a word marks its counterparts on the other side. */
  function point(event) {
    var word = event.target.closest ? event.target.closest("mark") : null;
    var pair = word ? word.closest(".card, .explanation") : null;
    document.querySelectorAll("mark.joined").forEach(function (mark) { mark.classList.remove("joined"); });
    if (!pair) { return; }
    pair.querySelectorAll("mark").forEach(function (mark) {
      mark.classList.toggle("joined", number(mark) === number(word));
    });
  }

  document.querySelectorAll(".explorer").forEach(explore);
  document.addEventListener("mouseover", point);

  /* On paper nothing stays folded. */
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
}());
