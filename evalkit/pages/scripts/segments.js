"use strict";

// The table of segments: filtered and sorted in memory, drawn a hundred rows at a time as the reader scrolls. What is filtered and how it is
// sorted stands in the address, so that a view can be kept and sent.
(() => {
  const packed = document.getElementById("packed-segments");
  if (!packed) return;
  const data = evalkit.data;
  const { segments, rows } = evalkit.unpack(packed.textContent);
  const STEP = 100;
  const SHOWN = 200;
  const PRINTED = 1000;
  const form = document.getElementById("segment-filters");
  const table = document.getElementById("segments");
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells].filter((heading) => heading.dataset.key);
  const all = Int32Array.from(rows.segment, (_, row) => row);
  const words = [];
  let shown = all;
  let sorted = { key: "document", up: true };
  let drawn = 0;

  const wanted = (name) => form.elements[name]?.value ?? "";
  const metric = () => Number(wanted("metric") || 0);
  const wordsOf = (row) => (words[row] ??= `${segments.source[rows.segment[row]]}\n${rows.text[row]}`.toLowerCase());

  // Columns that are computed from others, each once.
  const computed = new Map();
  function compute(key, make) {
    if (!computed.has(key)) computed.set(key, make());
    return computed.get(key);
  }
  const none = () => compute("none", () => Array(all.length).fill(null));
  const scores = () => rows.scores[metric()] || none();
  const standard = (at) => compute(`standard ${at}`, () => evalkit.standardise(rows.scores[at], data.better_higher[at]));
  const differences = () => (wanted("other")
    ? compute(`less ${metric()} ${wanted("other")}`, () => evalkit.subtractSystem(rows.segment, rows.system, scores(), Number(wanted("other"))))
    : none());
  const disagreements = () => (wanted("judge")
    ? compute(`between ${metric()} ${wanted("judge")}`, () => {
      const [one, other] = [standard(metric()), standard(Number(wanted("judge")))];
      return one.map((value, row) => (value === null || other[row] === null ? null : value - other[row]));
    })
    : none());

  const COLUMNS = {
    document: () => all,
    system: () => rows.system.map((system) => system ?? -1),
    length: () => rows.length,
    findings: () => rows.findings,
    score: scores,
    move: () => rows.moves[metric()] || none(),
    difference: differences,
    disagreement: disagreements,
  };

  // What the filters ask for, as conditions on a row; a field that is empty asks for nothing.
  function listConditions() {
    const text = wanted("text").trim().toLowerCase(), conditions = [];
    const ask = (name, make) => { if (wanted(name) !== "") conditions.push(make(Number(wanted(name)))); };
    const atLeast = (column) => (least) => (row) => column[row] !== null && Math.abs(column[row]) >= least;
    ask("document", (number) => (row) => segments.document[rows.segment[row]] === number);
    ask("system", (number) => (row) => rows.system[row] === number);
    const column = scores();
    ask("low", (low) => (row) => column[row] !== null && column[row] >= low);
    ask("high", (high) => (row) => column[row] !== null && column[row] <= high);
    ask("length", (least) => (row) => rows.length[row] >= least);
    ask("findings", (least) => (row) => rows.findings[row] >= least);
    if (wanted("other")) ask("apart", atLeast(differences()));
    if (wanted("judge")) ask("disagreement", atLeast(disagreements()));
    if (text) conditions.push((row) => wordsOf(row).includes(text));
    return conditions;
  }

  function order(found) {
    const column = COLUMNS[sorted.key](), sign = sorted.up ? 1 : -1;
    return found.sort((one, other) => {
      const a = column[one], b = column[other];
      if (a === null || b === null) return (a === null) - (b === null) || one - other;
      return sign * (a - b) || one - other;
    });
  }

  const show = (value) => (value == null ? "–" : value.toFixed(2).replace("-", "−"));
  const showMove = (value) => (value > 0 ? "+" : "") + show(value);
  const nameOf = (row) => (rows.system[row] === null ? evalkit.say("existing rendering") : data.systems[rows.system[row]]);
  const cut = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

  function makeCell(kind, text, className) {
    const cell = document.createElement(kind);
    cell.textContent = text;
    if (className) cell.className = className;
    return cell;
  }

  function drawRow(row) {
    const line = document.createElement("tr"), segment = rows.segment[row], number = segments.document[segment];
    const link = document.createElement("a");
    link.href = `${data.pages[number]}#segment-${segments.number[segment]}`;
    link.textContent = `${data.documents[number]} ${segments.number[segment]}`;
    const head = document.createElement("th");
    head.scope = "row";
    head.append(link);
    const text = makeCell("td", cut(rows.text[row]), "name words");
    text.title = cut(segments.source[segment]);
    line.append(head, makeCell("td", nameOf(row), "name"), text, makeCell("td", rows.length[row]), makeCell("td", rows.findings[row]),
      makeCell("td", show(scores()[row])), makeCell("td", showMove(COLUMNS.move()[row])));
    if (wanted("other")) line.append(makeCell("td", showMove(differences()[row])));
    if (wanted("judge")) line.append(makeCell("td", showMove(disagreements()[row])));
    return line;
  }

  function drawMore(most = STEP) {
    const next = Math.min(drawn + most, shown.length);
    body.append(...Array.from(shown.slice(drawn, next), drawRow));
    drawn = next;
  }

  function apply() {
    const conditions = listConditions();
    for (const [key, name] of [["difference", "other"], ["disagreement", "judge"]]) {
      const heading = headings.find((one) => one.dataset.key === key);
      heading.hidden = !wanted(name);
      if (heading.hidden && sorted.key === key) sortBy("document", true);
    }
    shown = order(all.filter((row) => conditions.every((holds) => holds(row))));
    body.replaceChildren();
    drawn = 0;
    drawMore();
    evalkit.label(document.getElementById("segment-count"), "{shown} of {all} rows", { shown: shown.length, all: all.length });
    history.replaceState(null, "", `#${writeView()}`);
  }

  function sortBy(key, up) {
    sorted = { key, up };
    for (const heading of headings) {
      if (heading.dataset.key === key) heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    }
  }

  // The view as the part of the address behind "#".
  function writeView() {
    const view = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value !== "" && (name !== "metric" || value !== "0")));
    if (sorted.key !== "document" || !sorted.up) view.set("sort", `${sorted.up ? "" : "-"}${sorted.key}`);
    return view.toString();
  }

  function readView() {
    const view = new URLSearchParams(location.hash.slice(1));
    form.reset();
    for (const [name, value] of view) if (form.elements[name]) form.elements[name].value = value;
    const sort = view.get("sort") || "document", key = sort.replace("-", "");
    sortBy(key in COLUMNS ? key : "document", !sort.startsWith("-"));
    apply();
  }

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const { key } = heading.dataset;
      sortBy(key, sorted.key === key ? !sorted.up : true);
      apply();
    });
  }

  function header() {
    const names = ["document", "segment", "system", "source", "text", "length", "findings", ...data.metrics];
    if (wanted("other")) names.push(`${data.metrics[metric()]} less ${data.systems[Number(wanted("other"))]}`);
    if (wanted("judge")) names.push(`${data.metrics[metric()]} less ${data.metrics[Number(wanted("judge"))]} (standardised)`);
    return names;
  }

  function listCells(row) {
    const segment = rows.segment[row];
    const round = (value) => (value === null ? "" : Number(value.toFixed(4)));
    return [
      data.documents[segments.document[segment]], segments.number[segment], nameOf(row), segments.source[segment], rows.text[row],
      rows.length[row], rows.findings[row], ...rows.scores.map((column) => column[row] ?? ""),
      ...(wanted("other") ? [round(differences()[row])] : []), ...(wanted("judge") ? [round(disagreements()[row])] : []),
    ];
  }

  const LATEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  const escapeLatex = (value) => String(value).replace(/[\\~^{}&%$#_]/g, (found) => LATEX[found] || `\\${found}`);
  const listTable = () => [header(), ...Array.from(shown, listCells)];

  function writeTsv() {
    return listTable().map((cells) => cells.map((cell) => String(cell).replace(/[\t\n\r]/g, " ")).join("\t")).join("\n");
  }

  function writeLatex() {
    const [first, ...others] = listTable().map((cells) => `${cells.map(escapeLatex).join(" & ")} \\\\`);
    const columns = `lrlllrr${"r".repeat(header().length - 7)}`;
    return [`\\begin{tabular}{${columns}}`, "\\toprule", first, "\\midrule", ...others, "\\bottomrule", "\\end{tabular}"].join("\n");
  }

  document.getElementById("copy-tsv").addEventListener("click", () => evalkit.copy(writeTsv()));
  document.getElementById("copy-latex").addEventListener("click", () => evalkit.copy(writeLatex()));
  document.getElementById("copy-link").addEventListener("click", () => evalkit.copy(location.href));
  document.getElementById("clear-filters").addEventListener("click", () => {
    form.reset();
    sortBy("document", true);
    apply();
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("language").addEventListener("click", apply);
  window.addEventListener("hashchange", readView);
  window.addEventListener("beforeprint", () => {
    drawMore(Math.max(0, PRINTED - drawn));
    evalkit.label(document.getElementById("printed"), "The first {shown} of {all} rows are printed; filter for fewer, or copy them as TSV.", { shown: Math.min(drawn, PRINTED), all: shown.length });
    document.getElementById("printed").hidden = shown.length <= PRINTED;
  });
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting) && drawn < shown.length) drawMore(); }, { rootMargin: "600px" }).observe(document.getElementById("more"));
  readView();
})();
