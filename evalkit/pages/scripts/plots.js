"use strict";

// Draws every figure of a page with Observable Plot from the data of its table, as wide as there is room, in the page's own colours.
(() => {
  const figures = JSON.parse(document.getElementById("figures")?.textContent || "[]");
  const ink = "var(--ink)", muted = "var(--muted)", rule = "var(--rule)", sheet = "var(--sheet)";
  const SERIES = ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-4)"];
  const SYMBOLS = ["circle", "square", "triangle", "diamond"];
  const SEVERITIES = ["critical", "major", "minor", "neutral"];
  const LETTER = 6.6, ROW = 22, LONGEST = 32;
  const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;
  const measure = (text) => [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 11.5 : LETTER), 0);

  // The text, cut where it is wider than the room it has.
  function cut(text, room) {
    if (measure(text) <= room) return text;
    const letters = [...text];
    while (letters.length && measure(`${letters.join("")}…`) > room) letters.pop();
    return `${letters.join("")}…`;
  }
  const read = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((key, place) => [key, row[place]])));
  const unique = (values) => [...new Set(values)];
  // A number as people read it.
  const show = (value, places = 2) => (value == null ? "–" : value.toFixed(places).replace("-", "−"));

  // A plot of labelled rows: row n stands at y = n, so that marks can stand between rows too.
  function drawRows(box, labels, marks, { x = {}, height = ROW, title, zero = false } = {}) {
    const width = Math.max(260, box.clientWidth);
    const room = Math.min(LETTER * LONGEST, width * 0.42);
    const shown = labels.map((label) => cut(label, room));
    const left = 12 + Math.max(...shown.map(measure));
    const drawing = Plot.plot({
      className: "plot", width, height: labels.length * height + 30, marginLeft: left, marginRight: 24, marginTop: 4, marginBottom: 26,
      ariaLabel: title, x: { nice: false, ticks: Math.max(3, Math.floor((width - left) / 70)), labelArrow: "none", labelAnchor: "center", ...x },
      y: { domain: [labels.length - 0.5, -0.5] },
      marks: [
        Plot.axisY(labels.map((_, place) => place), { tickFormat: (place) => shown[place], tickSize: 0, label: null }),
        Plot.gridX({ stroke: rule, strokeOpacity: 1 }),
        zero ? Plot.ruleX([0], { stroke: muted, strokeDasharray: "2 2" }) : null,
        ...marks,
      ],
    });
    drawing.setAttribute("role", "img");
    for (const label of drawing.querySelectorAll("[aria-label]")) label.removeAttribute("aria-label");
    box.append(drawing);
    return drawing;
  }

  // An interval as a line with ends, at a height of the row.
  const reach = (rows, { y, low, high, stroke = SERIES[0] }) => {
    const told = rows.filter((row) => row.low != null);
    const end = (place) => Plot.ruleX(told, { x: place, y1: (row) => y(row) - 0.16, y2: (row) => y(row) + 0.16, stroke });
    return [Plot.ruleY(told, { y, x1: low, x2: high, stroke, strokeWidth: 1.5 }), end(low), end(high)];
  };
  const mark = (rows, options) => Plot.dot(rows, { r: 4, stroke: SERIES[0], strokeWidth: 1.5, ...options });

  // Key to symbols or colours, as text that needs no plot. One that a figure before it in the same group has is not said again.
  function addKey(box, entries) {
    const key = document.createElement("p"), said = entries.map((entry) => entry.join(" ")).join("\n");
    if ([...box.closest(".plots").querySelectorAll(".plot-key")].some((other) => other.dataset.said === said)) return;
    key.className = "plot-key";
    key.dataset.said = said;
    for (const [sign, className, text] of entries) {
      const entry = document.createElement("span"), shape = document.createElement("span");
      shape.className = className;
      shape.textContent = sign;
      shape.ariaHidden = "true";
      entry.append(shape, ` ${text}`);
      key.append(entry);
    }
    box.append(key);
  }

  const DRAW = {
    intervals(box, figure, title) {
      const rows = read(figure), best = rows[0].score, y = (row) => rows.indexOf(row);
      const clusters = unique(rows.map((row) => row.cluster)).filter((cluster) => cluster != null);
      const first = (cluster) => rows.findIndex((row) => row.cluster === cluster);
      const last = (cluster) => rows.findLastIndex((row) => row.cluster === cluster);
      drawRows(box, rows.map((row) => row.system), [
        ...(clusters.length > 1 ? [
          Plot.rect(clusters.filter((_, place) => place % 2 === 1), { y1: (one) => first(one) - 0.5, y2: (one) => last(one) + 0.5, fill: "var(--soft)" }),
          Plot.ruleY(clusters.slice(1), { y: (one) => first(one) - 0.5, stroke: ink, strokeDasharray: "5 4" }),
          Plot.text(clusters, { y: (one) => (first(one) + last(one)) / 2, text: String, frameAnchor: "right", dx: 18, fill: muted, fontWeight: 600 }),
        ] : []),
        Plot.ruleX([best], { stroke: muted, strokeDasharray: "2 2" }),
        ...reach(rows, { y, low: (row) => best + row.low, high: (row) => best + row.high }),
        mark(rows.slice(0, 1), { x: "score", y, symbol: "square", fill: SERIES[0] }),
        mark(rows.slice(1), { x: "score", y, fill: (row) => (row.decided === "worse" ? SERIES[0] : sheet) }),
      ], { title, x: { label: null, inset: 8 } });
    },
    moves(box, figure, title) {
      const rows = read(figure), systems = unique(rows.map((row) => row.system));
      const plain = (row) => row.texts === "as they are";
      const y = (row) => systems.indexOf(row.system) + (plain(row) ? -0.17 : 0.2);
      const colour = (row) => SERIES[plain(row) ? 0 : 1];
      drawRows(box, systems, [
        ...reach(rows, { y, low: "low", high: "high", stroke: colour }),
        mark(rows, { x: "difference", y, symbol: (row) => SYMBOLS[plain(row) ? 0 : 1], stroke: colour,
          fill: (row) => (row.low > 0 || row.high < 0 ? colour(row) : sheet) }),
      ], { title, zero: true, height: 30, x: { label: null, inset: 8 } });
      addKey(box, [["●", "series-1", evalkit.say("texts as they are")], ["■", "series-2", evalkit.say("quote style normalised")]]);
    },
    effects(box, figure, title) {
      const rows = read(figure), y = (row) => rows.indexOf(row);
      const repaired = (row) => row.way === "repaired reference";
      const colour = (row) => SERIES[repaired(row) ? 0 : 1];
      const name = (row) => (row.where === "outputs" ? `${row.check} *` : row.check);
      drawRows(box, rows.map(name), [
        ...reach(rows, { y, low: "low", high: "high", stroke: colour }),
        mark(rows, { x: "difference", y, symbol: (row) => SYMBOLS[repaired(row) ? 0 : 1], stroke: colour,
          fill: (row) => (row.low > 0 || row.high < 0 ? colour(row) : sheet) }),
      ], { title, zero: true, x: { label: null, inset: 8 } });
      addKey(box, [
        ...(rows.some(repaired) ? [["●", "series-1", evalkit.say("reference repaired")]] : []),
        ...(rows.every(repaired) ? [] : [["■", "series-2", evalkit.say("segments with it less the others")]]),
        ...(rows.some((row) => row.where === "outputs") ? [["*", "", evalkit.say("found in the systems’ outputs")]] : []),
      ]);
    },
    distributions(box, figure, title) {
      const rows = read(figure), { bounds } = figure;
      const bins = rows.flatMap((row, place) => bounds.slice(1).map((high, bin) => ({ place, low: bounds[bin], high, share: row[`bin${bin}`] })));
      const most = Math.max(...bins.map((bin) => bin.share)) || 1;
      drawRows(box, rows.map((row) => row.system), [
        Plot.rect(bins, { x1: "low", x2: "high", y1: (bin) => bin.place + 0.42, y2: (bin) => bin.place + 0.42 - (0.82 * bin.share) / most, fill: SERIES[0], fillOpacity: 0.55, inset: 0.4 }),
        Plot.ruleY(rows, { y: (_, place) => place + 0.42, stroke: rule }),
        Plot.ruleX(rows, { x: "q50", y1: (_, place) => place + 0.42, y2: (_, place) => place - 0.42, stroke: ink, strokeWidth: 1.5 }),
      ], { title, height: 30, x: { label: null, inset: 4 } });
    },
    buckets(box, figure, title) {
      const rows = read(figure), systems = unique(rows.map((row) => row.system)), lengths = unique(rows.map((row) => row.length));
      const which = (row) => lengths.indexOf(row.length) % 4;
      drawRows(box, systems, [
        Plot.ruleY(systems, { y: (_, place) => place, stroke: rule }),
        Plot.dot(rows, { x: "score", y: (row) => systems.indexOf(row.system), r: 4, symbol: (row) => SYMBOLS[which(row)], fill: (row) => SERIES[which(row)], stroke: sheet, strokeWidth: 0.6 }),
      ], { title, x: { label: null, inset: 8 } });
      addKey(box, lengths.map((length, place) => ["●■▲◆"[place % 4], `series-${(place % 4) + 1}`, length.replace(/ characters$/, ` ${evalkit.say("characters")}`)]));
    },
    kinds(box, figure, title) {
      const rows = read(figure), name = (row) => (row.where === "outputs" ? `${row.check} *` : row.check), labels = unique(rows.map(name));
      const starts = new Map();
      for (const row of rows) {
        row.start = starts.get(name(row)) || 0;
        starts.set(name(row), row.start + row.count);
      }
      const y = (row) => labels.indexOf(name(row));
      drawRows(box, labels, [
        Plot.rect(rows, { x1: "start", x2: (row) => row.start + row.count, y1: (row) => y(row) - 0.32, y2: (row) => y(row) + 0.32, fill: (row) => `var(--${row.severity})`, insetRight: 0.8 }),
        Plot.text(labels, { x: (label) => starts.get(label), y: (_, place) => place, text: (label) => String(starts.get(label)), textAnchor: "start", dx: 5, fill: ink }),
      ], { title, x: { label: null, tickFormat: (value) => (Number.isInteger(value) ? String(value) : ""), insetRight: 26 } });
      addSeverities(box, (severity) => rows.some((row) => row.severity === severity));
      if (rows.some((row) => row.where === "outputs")) addKey(box, [["*", "", evalkit.say("found in the systems’ outputs")]]);
    },
    documents(box, figure, title) {
      const rows = read(figure).slice(0, figure.shown), labels = rows.map((row) => row.document);
      const panel = (name) => {
        const part = box.appendChild(document.createElement("div")), heading = part.appendChild(document.createElement("p"));
        heading.className = "panel-title";
        heading.textContent = name;
        return part;
      };
      const parts = rows.flatMap((row, place) => SEVERITIES.map((severity, rank) => (
        { place, severity, start: SEVERITIES.slice(0, rank).reduce((sum, one) => sum + row[one], 0), count: row[severity] })));
      box.classList.add("panels");
      if (parts.some((part) => part.count)) {
        const own = panel(evalkit.say("Findings"));
        drawRows(own, labels, [Plot.rect(parts, { x1: "start", x2: (part) => part.start + part.count, y1: (part) => part.place - 0.32, y2: (part) => part.place + 0.32, fill: (part) => `var(--${part.severity})`, insetRight: 0.8 })],
          { title: `${title}: ${evalkit.say("Findings")}`, x: { label: null, tickFormat: (value) => (Number.isInteger(value) ? String(value) : "") } });
        addSeverities(own, (severity) => parts.some((part) => part.severity === severity && part.count));
      }
      const scores = figure.systems.flatMap((system, number) => rows.map((row, place) => ({ system, place, score: row[`system${number}`] }))).filter((one) => one.score != null);
      const domain = d3.extent(scores, (one) => one.score);
      const dots = (part, own, name) => drawRows(part, labels, [
        Plot.ruleY(labels, { y: (_, place) => place, stroke: rule }),
        Plot.dot(own, { x: "score", y: "place", r: figure.systems.length > 6 ? 2.5 : 4, fill: SERIES[0], fillOpacity: figure.systems.length > 6 ? 0.6 : 1 }),
      ], { title: `${title}: ${name}`, x: { label: null, domain, inset: 8 } });
      if (!scores.length) return;
      if (figure.systems.length > 6) dots(panel(`${figure.metric}: ${evalkit.say("every system a dot")}`), scores, figure.metric);
      else for (const system of figure.systems) dots(panel(`${system}, ${figure.metric}`), scores.filter((one) => one.system === system), system);
    },
    points(box, figure, title) {
      evalkit.drawPoints(box, title);
    },
  };

  const MARKS = { critical: "◆", major: "▲", minor: "●", neutral: "○" };
  const addSeverities = (box, has) => addKey(box, SEVERITIES.filter(has).map((one) => [MARKS[one], `severity ${one}`, evalkit.say(one)]));
  evalkit.showNumber = show;

  function drawAll() {
    for (const element of document.querySelectorAll("figure[data-figure]")) {
      const box = element.querySelector(".drawing"), figure = figures[Number(element.dataset.figure)];
      box.replaceChildren();
      box.className = "drawing";
      const title = `${element.closest("section")?.querySelector("h2")?.textContent || ""}: ${element.querySelector("figcaption").textContent}`;
      DRAW[figure.kind](box, figure, title.replace(/^: /, ""));
    }
  }

  let drawnAt = 0, waiting = 0;
  new ResizeObserver(() => {
    if (document.documentElement.clientWidth === drawnAt) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      drawnAt = document.documentElement.clientWidth;
      drawAll();
    });
  }).observe(document.documentElement);
  document.getElementById("language")?.addEventListener("click", () => drawAll());
})();
