"use strict";

// A long document on paper: the segments asked for; where none are, those with a finding that the filters leave, or those from the one in view
// on, a hundred at most. Beside them stand their findings and those of the whole document. A page without the form is printed whole.
(() => {
  const form = document.getElementById("printing");
  if (!form) return;
  const MOST = 100;
  const note = document.getElementById("printed");
  const rows = [...document.querySelectorAll("main > .row")];
  const numbersIn = (part) => [...part.querySelectorAll("[data-cards]")].flatMap((marked) => marked.dataset.cards.trim().split(" "));
  const isShown = (row) => [...row.querySelectorAll("[data-cards]")].some((marked) => evalkit.filters.shows(marked));

  function listRows() {
    const [first, last] = [form.elements.first, form.elements.last].map((field) => field.valueAsNumber);
    if (first || last) return rows.slice((first || 1) - 1, last || first + MOST - 1);
    if (evalkit.filters.isActive()) return rows.filter(isShown).slice(0, MOST);
    const from = Math.max(0, rows.findIndex((row) => row.getBoundingClientRect().bottom > 0));
    return rows.slice(from, from + MOST);
  }

  function hideCards(printed) {
    const placed = new Set(numbersIn(document.querySelector("main"))), told = new Set(printed.flatMap(numbersIn));
    const numberOf = (card) => card.id.replace("card-", "");
    for (const card of document.querySelectorAll("#findings .card")) {
      const own = [card, ...card.querySelectorAll(".card")].map(numberOf);
      card.classList.toggle("unprinted", own.every((number) => placed.has(number) && !told.has(number)));
    }
    for (const fold of document.querySelectorAll("#findings details")) fold.classList.toggle("unprinted", !fold.querySelector(".card:not(.unprinted)"));
  }

  function prepare() {
    const printed = listRows(), wanted = new Set(printed);
    evalkit.outputs.hold();
    for (const row of rows) row.classList.toggle("unprinted", !wanted.has(row));
    for (const row of printed) evalkit.outputs.drawRow(row);
    hideCards(printed);
    evalkit.label(note, "{shown} of {all} segments are printed, from {first} to {last}, with their findings and those of the whole document.", {
      shown: printed.length, all: rows.length, first: printed[0]?.id.slice(8) ?? "–", last: printed.at(-1)?.id.slice(8) ?? "–",
    });
  }

  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll(".unprinted")) part.classList.remove("unprinted");
    evalkit.outputs.release();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.print();
  });
})();
