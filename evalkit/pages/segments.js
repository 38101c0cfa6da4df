"use strict";

// The table of segments: filtered and sorted in memory, drawn a hundred rows at a time as the reader scrolls.
(() => {
  const data = evalkit.data;
  if (!data?.segments) return;
  const STEP = 100;
  const form = document.getElementById("segment-filters");
  const table = document.getElementById("segments");
  const body = table.tBodies[0];
  const more = document.getElementById("more");
  const rows = data.segments.map(([document_, number, source, system, text, length, findings, scores, moves], order) => (
    { order, document: document_, number, source, system, text, length, findings, scores, moves, words: `${source}\n${text}`.toLowerCase() }));
  const wanted = (name) => form.elements[name]?.value ?? "";
  const metric = () => Number(wanted("metric") || 0);
  const KEYS = {
    document: (row) => row.order,
    system: (row) => row.system ?? -1,
    length: (row) => row.length,
    findings: (row) => row.findings,
    score: (row) => row.scores[metric()],
    move: (row) => row.moves[metric()],
  };
  let shown = rows;
  let sorted = { key: "document", up: true };
  let drawn = 0;

  function matches(row) {
    const score = row.scores[metric()];
    return (
      (!wanted("document") || row.document === Number(wanted("document"))) &&
      (!wanted("system") || row.system === Number(wanted("system"))) &&
      (!wanted("low") || (score != null && score >= Number(wanted("low")))) &&
      (!wanted("high") || (score != null && score <= Number(wanted("high")))) &&
      row.length >= Number(wanted("length")) &&
      row.findings >= Number(wanted("findings")) &&
      row.words.includes(wanted("text").trim().toLowerCase())
    );
  }

  function compare(one, other) {
    const [a, b] = [one, other].map(KEYS[sorted.key]);
    if (a == null || b == null) return (a == null) - (b == null) || one.order - other.order;
    return (sorted.up ? a - b : b - a) || one.order - other.order;
  }

  const show = (value) => (value == null ? "–" : value.toFixed(2).replace("-", "−"));
  const showMove = (value) => (value > 0 ? "+" : "") + show(value);
  const nameOf = (row) => (row.system == null ? evalkit.say("existing rendering") : data.systems[row.system]);

  function makeCell(kind, text, className) {
    const cell = document.createElement(kind);
    cell.textContent = text;
    if (className) cell.className = className;
    return cell;
  }

  function drawRow(row) {
    const line = document.createElement("tr");
    const link = document.createElement("a");
    link.href = `${data.pages[row.document]}#segment-${row.number}`;
    link.textContent = `${data.documents[row.document]} ${row.number}`;
    const head = document.createElement("th");
    head.scope = "row";
    head.append(link);
    const text = makeCell("td", row.text, "name words");
    text.title = row.source;
    line.append(head, makeCell("td", nameOf(row), "name"), text, makeCell("td", row.length), makeCell("td", row.findings),
      makeCell("td", show(row.scores[metric()])), makeCell("td", showMove(row.moves[metric()])));
    return line;
  }

  function drawMore() {
    body.append(...shown.slice(drawn, drawn + STEP).map(drawRow));
    drawn = Math.min(drawn + STEP, shown.length);
  }

  function apply() {
    shown = rows.filter(matches).sort(compare);
    body.replaceChildren();
    drawn = 0;
    drawMore();
    evalkit.label(document.getElementById("segment-count"), "{shown} of {all} rows", { shown: shown.length, all: rows.length });
  }

  for (const heading of table.tHead.rows[0].cells) {
    if (!heading.dataset.key) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const { key } = heading.dataset;
      sorted = { key, up: sorted.key === key ? !sorted.up : true };
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
      apply();
    });
  }

  const listCells = (row) => [data.documents[row.document], row.number, nameOf(row), row.source, row.text, row.length, row.findings, ...row.scores.map((score) => score ?? "")];
  const header = () => ["document", "segment", "system", "source", "text", "length", "findings", ...data.metrics];
  const LATEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  const escapeLatex = (value) => String(value).replace(/[\\~^{}&%$#_]/g, (found) => LATEX[found] || `\\${found}`);

  function writeTsv() {
    return [header(), ...shown.map(listCells)].map((cells) => cells.map((cell) => String(cell).replace(/[\t\n\r]/g, " ")).join("\t")).join("\n");
  }

  function writeLatex() {
    const lines = [header(), ...shown.map(listCells)].map((cells) => `${cells.map(escapeLatex).join(" & ")} \\\\`);
    const columns = `lrlllrr${"r".repeat(data.metrics.length)}`;
    return [`\\begin{tabular}{${columns}}`, "\\toprule", lines[0], "\\midrule", ...lines.slice(1), "\\bottomrule", "\\end{tabular}"].join("\n");
  }

  document.getElementById("copy-tsv").addEventListener("click", () => evalkit.copy(writeTsv()));
  document.getElementById("copy-latex").addEventListener("click", () => evalkit.copy(writeLatex()));
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting) && drawn < shown.length) drawMore(); }, { rootMargin: "600px" }).observe(more);
  apply();
})();
