"use strict";

// On the page of a document: the differences between two systems, or a system and the existing rendering, below the outputs of each segment.
// What only the first has is struck out, what only the second has is inserted.
(() => {
  const form = document.getElementById("comparison");
  if (!form) return;
  const language = form.dataset.language;
  const TAGS = { removed: "del", added: "ins" };
  const wanted = (name) => form.elements[name].value;
  const ELEMENTS = { rendering: ".pair > .side:last-child", output: (system) => `.outputs > .output[data-system="${system}"]` };

  // The text of one side of a segment; undefined where there is none.
  function readText(row, side) {
    const place = row.querySelector(side === "rendering" ? ELEMENTS.rendering : ELEMENTS.output(side));
    const passages = [...(place?.querySelectorAll(".passage") || [])];
    return passages.length ? passages.map((passage) => passage.textContent).join("\n") : undefined;
  }

  const nameOf = (name) => form.elements[name].selectedOptions[0].textContent;

  function drawPiece({ kind, text }) {
    if (kind === "same") return text;
    const piece = document.createElement(TAGS[kind]);
    piece.textContent = text;
    return piece;
  }

  function drawComparison(before, after) {
    const box = document.createElement("div");
    const head = document.createElement("p"), text = document.createElement("p");
    head.textContent = `${nameOf("one")} → ${nameOf("other")}`;
    box.className = "comparison";
    head.className = "system";
    text.className = "passage";
    text.lang = language;
    if (before === after) {
      evalkit.label(text, "no difference");
      text.className = "nothing";
    } else text.append(...evalkit.listDifferences(before, after, { unit: wanted("unit"), language }).map(drawPiece));
    box.append(head, text);
    return box;
  }

  function compare(outputs) {
    const row = outputs.closest(".row");
    row.querySelector(".comparison")?.remove();
    if (!outputs.hasChildNodes() || !wanted("one") || !wanted("other") || wanted("one") === wanted("other")) return;
    const before = readText(row, wanted("one")), after = readText(row, wanted("other"));
    if (before !== undefined && after !== undefined) outputs.before(drawComparison(before, after));
  }

  const compareAll = () => document.querySelectorAll("main .outputs").forEach(compare);
  form.addEventListener("input", compareAll);
  form.addEventListener("submit", (event) => event.preventDefault());
  evalkit.outputs.listen(compare);
  document.getElementById("language").addEventListener("click", compareAll);
  compareAll();
})();
