"use strict";

// One segment of a test set at a time: source, references and every output with its scores. The address names it (#segment-12).
(() => {
  const texts = JSON.parse(document.getElementById("texts")?.textContent || "null");
  if (!texts) return;
  const points = JSON.parse(document.getElementById("points")?.textContent || "null");
  const form = document.getElementById("segment-choice"), shown = document.getElementById("segment-shown");

  function add(parent, kind, text, className, lang) {
    const element = parent.appendChild(document.createElement(kind));
    if (text != null) element.textContent = text;
    if (className) element.className = className;
    if (lang) element.lang = lang;
    return element;
  }

  function addText(list, name, text, lang) {
    add(list, "dt", name);
    add(list, "dd", text, "", lang);
  }

  function listOutputs(place) {
    const rows = texts.systems.map(([system, lines], number) => (
      { system, text: lines[place], scores: (points?.metrics || []).map((_, metric) => points.values[metric][number]?.[place]) }));
    return rows.sort((one, other) => (other.scores[0] ?? 0) - (one.scores[0] ?? 0));
  }

  function show(number) {
    const place = Math.min(Math.max(number, 1), texts.names.length) - 1;
    form.elements.number.value = place + 1;
    shown.replaceChildren();
    add(shown, "h3", texts.names[place]);
    const list = add(shown, "dl", null, "texts");
    if (texts.source) addText(list, evalkit.say("Source"), texts.source[place], texts.sourceLanguage);
    for (const [name, lines] of texts.references) addText(list, texts.references.length > 1 ? name : evalkit.say("Reference"), lines[place], texts.targetLanguage);
    const scroll = add(shown, "div", null, "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-labelledby", "segment-title");
    const table = add(scroll, "table", null, "numbers all-outputs"), head = add(add(table, "thead"), "tr"), body = add(table, "tbody");
    for (const title of [evalkit.say("System"), evalkit.say("Text"), ...(points?.metrics || [])]) add(head, "th", title).scope = "col";
    head.cells[1].className = "name";
    for (const row of listOutputs(place)) {
      const line = add(body, "tr");
      add(line, "th", row.system).scope = "row";
      add(line, "td", row.text, "name words", texts.targetLanguage);
      for (const score of row.scores) add(line, "td", evalkit.showNumber(score));
    }
  }

  const asked = () => Number(/^#segment-(\d+)$/.exec(location.hash)?.[1] || 0);
  const follow = () => {
    show(asked() || 1);
    if (asked()) {
      document.getElementById("segment").scrollIntoView();
      document.getElementById("segment-title").focus({ preventScroll: true });
    }
  };
  const step = (number) => history.replaceState(null, "", `#segment-${Math.min(Math.max(number, 1), texts.names.length)}`);
  addEventListener("hashchange", follow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { step(Number(form.elements.number.value)); show(asked()); });
  form.addEventListener("click", (event) => {
    const by = Number(event.target.dataset.step);
    if (!by) return;
    step(Number(form.elements.number.value) + by);
    show(asked());
  });
  document.getElementById("language")?.addEventListener("click", () => show(Number(form.elements.number.value)));
  follow();
})();
