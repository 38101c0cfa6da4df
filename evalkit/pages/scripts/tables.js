"use strict";

// Tables that sort by any column at a click on its heading; rows of one group stay together.
(() => {
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
    const number = Number(text.replace("−", "-").replace(/\s/g, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  const compare = (one, other) => {
    const numbers = [one, other].map((value) => typeof value === "number");
    if (numbers[0] && numbers[1]) return one - other;
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return one.localeCompare(other, undefined, { numeric: true });
  };

  function sort(table, heading, column) {
    const up = heading.getAttribute("aria-sort") === "descending" || (!heading.hasAttribute("aria-sort") && !heading.dataset.downFirst);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    // A group of rows (a tbody of its own) moves as one, by its first row.
    const bodies = [...table.tBodies];
    const groups = bodies.length > 1 ? bodies.map((body) => [body.rows[0], body]) : [...bodies[0].rows].map((row) => [row, row]);
    const parent = bodies.length > 1 ? table : bodies[0];
    const sign = up ? 1 : -1;
    const keyed = groups.map(([row, moved]) => [valueOf(row, column), moved]);
    keyed.sort(([one], [other]) => sign * compare(one, other));
    for (const [, moved] of keyed) parent.append(moved);
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    if (table.querySelectorAll("tbody > tr").length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      if (heading.classList.contains("unsorted")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading, column));
    });
  }
})();
