/* Static cards: pointing at a word marks its counterparts, and on paper nothing stays folded. */
(function () {
  "use strict";

  /* A word carries its number in itself, or, where a cue cuts it, as data. */
  function number(word) {
    const own = word.querySelector("sub");
    return own ? own.textContent : word.dataset.n;
  }

  function point(event) {
    const word = event.target.closest ? event.target.closest("mark") : null;
    const pair = word ? word.closest(".card, .explanation") : null;
    document.querySelectorAll(".static mark.joined, .explanation mark.joined, .card mark.joined")
      .forEach((mark) => mark.classList.remove("joined"));
    if (!pair) { return; }
    pair.querySelectorAll("mark").forEach((mark) => mark.classList.toggle("joined", number(mark) === number(word)));
  }

  document.addEventListener("mouseover", point);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
  });
}());
