"use strict";

// Findings filtered by check, severity, side, confidence, state and text. What is left out is left out of the text as well.
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll("#findings .card")];
  const folds = [...document.querySelectorAll("#findings details")];
  const summaries = new Map([...document.querySelectorAll("#findings details.unsure")].map((fold) => [fold, fold.querySelector("summary")]));
  const texts = new Map(cards.map((card) => [card, card.querySelector(".body").textContent.toLowerCase()]));
  const wanted = (name) => form.elements[name].value;

  function matches(card) {
    const confidence = Number(card.dataset.confidence);
    const [from, to] = (wanted("confidence") || "0 1.1").split(" ").map(Number);
    return (
      (!wanted("check") || card.dataset.check === wanted("check")) &&
      (!wanted("severity") || card.dataset.severity === wanted("severity")) &&
      (!wanted("side") || card.dataset.sides.split(" ").includes(wanted("side"))) &&
      confidence >= from && confidence < to &&
      (!wanted("state") || card.dataset.state === wanted("state")) &&
      texts.get(card).includes(wanted("text").trim().toLowerCase())
    );
  }

  const isActive = () => [...form.elements].some((field) => field.name && field.value);
  const count = (list) => list.reduce((sum, card) => sum + card.dataset.findings.split(" ").length, 0);

  const shows = (marked) => marked.dataset.cards.trim().split(" ").some((number) => document.getElementById(`card-${number}`)?.hidden === false);

  function mark(part) {
    for (const hit of part.querySelectorAll("a.hit")) hit.classList.toggle("filtered", !shows(hit));
  }

  function apply() {
    const found = new Set(cards.filter(matches));
    for (const card of cards) {
      const inside = [...card.querySelectorAll(".card")].some((member) => found.has(member));
      card.hidden = !found.has(card) && !inside;
    }
    mark(document.querySelector("main"));
    for (const fold of folds) {
      const left = [...fold.querySelectorAll(".card")].filter((card) => !card.hidden);
      fold.hidden = !left.length;
      if (isActive() && left.length) fold.open = true;
      if (summaries.has(fold)) {
        const folded = count(left);
        evalkit.label(summaries.get(fold), folded === 1 ? "{count} finding less than 80 % sure" : "{count} findings less than 80 % sure", { count: folded });
      }
    }
    evalkit.label(document.getElementById("filter-count"), "{shown} of {all} findings", { shown: count([...found]), all: count(cards) });
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("show-all").addEventListener("click", () => {
    form.reset();
    apply();
  });
  evalkit.filters = { shows, isActive };
  evalkit.outputs.listen(mark);
  evalkit.decisions?.listen(() => { if (wanted("state")) apply(); });
  apply();
})();
