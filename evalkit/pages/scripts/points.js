"use strict";

// Metric against metric: a point a segment. Pointing or an arrow key tells which segment it is, a click or Enter leads to it.
(() => {
  const data = JSON.parse(document.getElementById("points")?.textContent || "null");
  if (!data?.names.length) return;
  const chosen = { x: 0, y: Math.min(1, data.metrics.length - 1), system: data.first };

  function makeSelect(name, label, options) {
    const field = document.createElement("label"), select = document.createElement("select");
    evalkit.label(field.appendChild(document.createElement("span")), label);
    select.append(...options.map((option, place) => new Option(option, place, false, place === chosen[name])));
    select.addEventListener("change", () => {
      chosen[name] = Number(select.value);
      field.closest(".points").redraw();
    });
    field.append(" ", select);
    return field;
  }

  function listPoints() {
    const [xs, ys] = [chosen.x, chosen.y].map((metric) => data.values[metric][chosen.system] || []);
    return data.names.map((name, place) => ({ place, name, x: xs[place], y: ys[place] })).filter((point) => point.x != null && point.y != null);
  }

  function tell(readout, point) {
    const link = document.createElement("a"), text = document.createElement("span");
    link.href = data.links[point.place];
    link.textContent = point.name;
    text.className = "point-text";
    text.textContent = data.texts[point.place];
    readout.replaceChildren(link, ` ${data.metrics[chosen.x]} ${evalkit.showNumber(point.x)}, ${data.metrics[chosen.y]} ${evalkit.showNumber(point.y)} `, text);
  }

  function draw(canvas, readout, title) {
    const points = listPoints(), width = Math.max(260, Math.min(canvas.clientWidth, 900));
    const axis = (metric) => ({ label: data.metrics[metric], labelAnchor: "center", labelArrow: "none", nice: true, inset: 6 });
    const drawing = Plot.plot({
      className: "plot", width, height: Math.round(Math.min(width * 0.7, 460)), marginLeft: 48, marginBottom: 40,
      x: axis(chosen.x), y: axis(chosen.y),
      marks: [
        Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 1 }), Plot.gridY({ stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.dot(points, { x: "x", y: "y", r: points.length > 100 ? 2.6 : 4, fill: "var(--series-1)", fillOpacity: points.length > 300 ? 0.4 : 0.8 }),
        Plot.dot(points, Plot.pointer({ x: "x", y: "y", r: 6, stroke: "var(--ink)", strokeWidth: 1.5 })),
      ],
    });
    for (const part of drawing.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    drawing.setAttribute("tabindex", "0");
    drawing.setAttribute("role", "application");
    drawing.setAttribute("aria-label", `${title}. ${evalkit.say("Arrow keys choose a point, Enter opens its segment.")}`);
    const ring = d3.select(drawing).append("circle").attr("r", 6).attr("fill", "none").attr("stroke", "var(--ink)").attr("stroke-width", 1.5).attr("display", "none");
    let current = null;
    const place = (point) => {
      current = point;
      ring.attr("cx", drawing.scale("x").apply(point.x)).attr("cy", drawing.scale("y").apply(point.y)).attr("display", null);
      tell(readout, point);
    };
    drawing.addEventListener("input", () => {
      if (!drawing.value) return;
      current = drawing.value;
      ring.attr("display", "none");
      tell(readout, current);
    });
    const open = () => current && location.assign(data.links[current.place]);
    drawing.addEventListener("click", () => drawing.value && open());
    drawing.addEventListener("keydown", (event) => {
      const key = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowDown: ["y", -1], ArrowUp: ["y", 1] }[event.key];
      if (event.key === "Enter") open();
      if (!key || !points.length) return;
      event.preventDefault();
      const sorted = [...points].sort((one, other) => one[key[0]] - other[key[0]] || one.place - other.place);
      const at = current ? sorted.findIndex((point) => point.place === current.place) : -1;
      place(sorted[Math.min(Math.max(at + key[1], 0), sorted.length - 1)]);
    });
    canvas.replaceChildren(drawing);
  }

  // The points as a table, below the correlations: of the system and the metrics chosen, made when it is unfolded.
  function listTable(fold) {
    fold.querySelector(".point-list")?.remove();
    if (!fold.open) return;
    const part = document.createElement("div"), table = document.createElement("table"), body = document.createElement("tbody");
    part.className = "scroll point-list";
    part.tabIndex = 0;
    part.setAttribute("role", "region");
    part.setAttribute("aria-label", data.systems[chosen.system]);
    table.className = "numbers";
    table.createCaption().textContent = data.systems[chosen.system];
    const head = table.createTHead().insertRow();
    for (const heading of [evalkit.say("Segment"), data.metrics[chosen.x], data.metrics[chosen.y]]) {
      const cell = head.appendChild(document.createElement("th"));
      cell.scope = "col";
      cell.textContent = heading;
    }
    for (const point of listPoints()) {
      const row = body.insertRow(), name = row.appendChild(document.createElement("th")), link = name.appendChild(document.createElement("a"));
      name.scope = "row";
      link.href = data.links[point.place];
      link.textContent = point.name;
      for (const value of [point.x, point.y]) row.insertCell().textContent = evalkit.showNumber(value);
    }
    table.append(body);
    part.append(table);
    fold.append(part);
  }

  evalkit.drawPoints = (box, title) => {
    const fold = box.closest("figure").querySelector(".plot-data");
    fold.ontoggle = () => listTable(fold);
    const controls = document.createElement("p"), canvas = document.createElement("div"), readout = document.createElement("p");
    controls.className = "plot-controls";
    readout.className = "readout";
    readout.setAttribute("role", "status");
    controls.append(makeSelect("system", "System", data.systems), makeSelect("x", "Across", data.metrics), makeSelect("y", "Up", data.metrics));
    box.classList.add("points");
    box.append(controls, canvas, readout);
    box.redraw = () => {
      evalkit.label(readout, "Point at a segment, or choose one with the arrow keys; a click opens it.");
      draw(canvas, readout, title);
      listTable(fold);
    };
    box.redraw();
  };
})();
