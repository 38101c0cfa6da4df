"use strict";

// Decisions on findings: kept in the browser under the document's name, undone step by step, written as the file that
// “evalkit decide --import” takes, and read from it again.
(() => {
  const data = evalkit.data;
  if (!data?.findings) return;
  const key = `evalkit/decisions/${data.title}/${data.document}`;
  const known = new Map(data.findings.map((finding) => [finding.fingerprint, finding]));
  const STATES = new Map([["open", "open"], ["", "open"], ["accepted", "accepted"], ["accept", "accepted"], ["rejected", "rejected"], ["reject", "rejected"]]);
  const NAMES = { accepted: "accepted", rejected: "rejected", open: "open", fixed: "fixed", mixed: "decided in part" };
  const status = document.getElementById("decision-status");
  let made = evalkit.store.read(key) || {};
  const history = [];
  const listeners = [];

  const nothing = { state: "open", note: "" };
  const decisionOf = (fingerprint) => made[fingerprint] || data.decisions[fingerprint] || nothing;
  const findingsOf = (card) => card.dataset.findings.split(" ").map((number) => data.findings[Number(number)]);

  function stateOf(card) {
    const states = new Set(findingsOf(card).map((finding) => decisionOf(finding.fingerprint).state));
    return states.size === 1 ? [...states][0] : "mixed";
  }

  // A replacement of the reviewer's own; undefined where the proposed one stands.
  const ownOf = (finding) => decisionOf(finding.fingerprint).suggestion;
  const isEditable = (card) => findingsOf(card).every((finding) => finding.editable);

  const noteOf = (card) => findingsOf(card).map((finding) => decisionOf(finding.fingerprint).note).find(Boolean) || "";

  // Changes are (fingerprint, decision) pairs; together they are one step to undo.
  function change(changes) {
    history.push(changes.map(([fingerprint]) => [fingerprint, made[fingerprint]]));
    for (const [fingerprint, decision] of changes) made[fingerprint] = decision;
    keep();
  }

  function undo() {
    for (const [fingerprint, before] of history.pop() || []) {
      if (before === undefined) delete made[fingerprint];
      else made[fingerprint] = before;
    }
    keep();
  }

  function keep() {
    evalkit.store.write(key, made);
    show();
  }

  function decide(card, state) {
    const next = stateOf(card) === state ? "open" : state;
    change(findingsOf(card).map(({ fingerprint }) => [fingerprint, { ...decisionOf(fingerprint), state: next }]));
  }

  function takeNote(card, note) {
    if (note === noteOf(card)) return;
    change(findingsOf(card).map(({ fingerprint }) => [fingerprint, { ...decisionOf(fingerprint), note }]));
  }

  function takeSuggestion(card, text) {
    const findings = findingsOf(card);
    if (findings.every((finding) => (ownOf(finding) ?? finding.suggestion) === text)) return;
    change(findings.map((finding) => {
      const { suggestion, ...decision } = decisionOf(finding.fingerprint);
      const own = text === finding.suggestion ? {} : { suggestion: text };
      return [finding.fingerprint, { ...decision, ...own, state: "accepted" }];
    }));
  }

  function makeButton(english, action, pressable) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.action = action;
    if (pressable) button.setAttribute("aria-pressed", "false");
    return evalkit.label(button, english);
  }

  function makeField(name, english, take) {
    const field = document.createElement("textarea");
    field.rows = 2;
    field.hidden = true;
    field.dataset.field = name;
    field.setAttribute("aria-label", evalkit.say(english));
    field.addEventListener("change", () => take(field.value));
    if (name === "edit") field.addEventListener("blur", () => { field.hidden = true; });
    return field;
  }

  evalkit.makeActions = (card) => {
    const bar = document.createElement("div");
    bar.className = "actions";
    bar.dataset.card = card.id;
    const note = makeField("note", "Note", (text) => takeNote(card, text.trim()));
    const wording = makeField("edit", "Your wording; leave it empty to delete the text", (text) => takeSuggestion(card, text));
    const state = document.createElement("span");
    state.className = "decision";
    const own = document.createElement("p");
    own.className = "own change";
    bar.append(makeButton("Accept", "accepted", true), makeButton("Reject", "rejected", true));
    if (isEditable(card)) bar.append(makeButton("Edit", "edit"));
    bar.append(makeButton("Note", "note"), state, own, wording, note);
    bar.addEventListener("click", (event) => {
      const action = event.target.dataset?.action;
      const field = bar.querySelector(`textarea[data-field="${action}"]`);
      if (field) {
        field.hidden = false;
        field.focus();
      } else if (action) decide(card, action);
    });
    showBar(bar, card);
    return bar;
  };

  function showBar(bar, card) {
    const state = stateOf(card), note = noteOf(card), own = ownOf(findingsOf(card)[0]);
    for (const button of bar.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.dataset.action === state));
    const shown = bar.querySelector(".decision");
    if (state === "open") shown.replaceChildren();
    else evalkit.label(shown, NAMES[state]);
    showOwn(bar.querySelector(".own"), own);
    fillField(bar.querySelector("[data-field=note]"), note, !note);
    fillField(bar.querySelector("[data-field=edit]"), own ?? findingsOf(card)[0].suggestion ?? findingsOf(card)[0].text, true);
  }

  function fillField(field, text, hidden) {
    if (document.activeElement === field) return;
    field.value = text;
    field.hidden = hidden;
  }

  function showOwn(line, own) {
    line.hidden = own === undefined;
    if (line.hidden) return;
    const label = evalkit.label(document.createElement("span"), own ? "Your wording:" : "Your wording: delete");
    const written = document.createElement("ins");
    written.textContent = own;
    line.replaceChildren(label, " ", ...(own ? [written] : []));
  }

  function mark(part) {
    for (const hit of part.querySelectorAll("a.hit")) {
      hit.dataset.state = document.getElementById(`card-${hit.dataset.cards.trim().split(" ")[0]}`).dataset.state;
    }
  }

  function show() {
    for (const card of document.querySelectorAll(".card")) {
      const state = stateOf(card);
      card.dataset.state = state;
      card.classList.toggle("reworded", findingsOf(card).some((finding) => ownOf(finding) !== undefined));
    }
    for (const bar of document.querySelectorAll(".actions")) showBar(bar, document.getElementById(bar.dataset.card));
    mark(document.querySelector("main"));
    const count = { open: 0, accepted: 0, rejected: 0, fixed: 0 };
    for (const finding of data.findings) count[decisionOf(finding.fingerprint).state] += 1;
    evalkit.label(document.getElementById("progress"), "{accepted} accepted, {rejected} rejected, {open} open", count);
    document.getElementById("undo").disabled = !history.length;
    for (const listener of listeners) listener();
  }

  evalkit.decisions = {
    stateOf, decide, undo,
    accepts: (finding) => {
      const { state } = decisionOf(finding.fingerprint);
      return state === "accepted" || (state === "open" && finding.applied);
    },
    ownOf,
    listen: (listener) => listeners.push(listener),
    press: (bar, action) => bar?.querySelector(`[data-action=${action}]`)?.click(),
  };

  function listAnswers() {
    return data.findings
      .map((finding) => ({ finding, decision: decisionOf(finding.fingerprint) }))
      .filter(({ decision }) => decision.state !== "open" || decision.note)
      .map(({ finding, decision }) => ({
        document: data.document, system: finding.system, check: finding.check, text: finding.text,
        decision: decision.state, note: decision.note, fingerprint: finding.fingerprint,
        ...(decision.state === "accepted" && decision.suggestion !== undefined ? { suggestion: decision.suggestion || data.delete } : {}),
      }));
  }

  document.getElementById("export").addEventListener("click", () => {
    evalkit.download(`${data.stem}.decisions.json`, `${JSON.stringify(listAnswers(), null, 1)}\n`, "application/json");
  });

  function parseAnswers(text) {
    const content = text.replace(/^\ufeff/, "").trim();
    if (content.startsWith("[")) return JSON.parse(content);
    return content.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  }

  // A file may name the suggestion it decides on; one that is not the finding's is the reviewer's own.
  function readOwn(finding, suggestion) {
    const proposed = finding?.suggestion === "" ? data.delete : finding?.suggestion ?? "";
    if (!finding?.editable || typeof suggestion !== "string" || !suggestion || suggestion === proposed) return {};
    return { suggestion: suggestion === data.delete ? "" : suggestion };
  }

  function takeAnswers(text) {
    const rows = parseAnswers(text).map((row) => ({
      fingerprint: String(row.fingerprint || "").toLowerCase(),
      state: STATES.get(String(row.decision ?? row.state ?? "").toLowerCase()),
      note: String(row.note ?? ""),
      ...readOwn(known.get(String(row.fingerprint || "").toLowerCase()), row.suggestion),
    }));
    const own = rows.filter(({ fingerprint, state }) => known.has(fingerprint) && state && state !== "open");
    if (own.length) change(own.map(({ fingerprint, ...decision }) => [fingerprint, decision]));
    evalkit.label(status, "{taken} decisions taken, {left} left: open, or on no finding of this page.", { taken: own.length, left: rows.length - own.length });
  }

  const picker = document.getElementById("import-file");
  document.getElementById("import").addEventListener("click", () => picker.click());
  picker.addEventListener("change", async () => {
    try {
      takeAnswers(await picker.files[0].text());
    } catch {
      evalkit.label(status, "This file holds no decisions. Choose the JSON file that a page like this exported.");
    }
    picker.value = "";
  });
  document.getElementById("undo").addEventListener("click", undo);
  window.addEventListener("storage", (event) => {
    if (event.key !== key) return;
    made = evalkit.store.read(key) || {};
    history.length = 0;
    show();
  });

  evalkit.outputs.listen(mark);
  for (const card of document.querySelectorAll("#findings .card")) card.querySelector(".body").after(evalkit.makeActions(card));
  show();
})();
