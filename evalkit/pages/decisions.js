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
  const cardElement = (number) => document.getElementById(`card-${number}`);

  function stateOf(card) {
    const states = new Set(findingsOf(card).map((finding) => decisionOf(finding.fingerprint).state));
    return states.size === 1 ? [...states][0] : "mixed";
  }

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

  function makeButton(english, action, pressable) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.action = action;
    if (pressable) button.setAttribute("aria-pressed", "false");
    return evalkit.label(button, english);
  }

  evalkit.makeActions = (card) => {
    const bar = document.createElement("div");
    bar.className = "actions";
    bar.dataset.card = card.id;
    const note = document.createElement("textarea");
    note.rows = 2;
    note.hidden = true;
    note.setAttribute("aria-label", evalkit.say("Note"));
    note.addEventListener("change", () => takeNote(card, note.value.trim()));
    const state = document.createElement("span");
    state.className = "decision";
    bar.append(makeButton("Accept", "accepted", true), makeButton("Reject", "rejected", true), makeButton("Note", "note"), state, note);
    bar.addEventListener("click", (event) => {
      const action = event.target.dataset?.action;
      if (action === "note") {
        note.hidden = false;
        note.focus();
      } else if (action) decide(card, action);
    });
    showBar(bar, card);
    return bar;
  };

  function showBar(bar, card) {
    const state = stateOf(card), note = noteOf(card), field = bar.querySelector("textarea");
    for (const button of bar.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button.dataset.action === state));
    const shown = bar.querySelector(".decision");
    if (state === "open") shown.replaceChildren();
    else evalkit.label(shown, NAMES[state]);
    if (document.activeElement !== field) {
      field.value = note;
      field.hidden = !note;
    }
  }

  function show() {
    const states = new Map();
    for (const card of document.querySelectorAll(".card")) {
      const state = stateOf(card);
      states.set(card.id, state);
      card.dataset.state = state;
    }
    for (const bar of document.querySelectorAll(".actions")) showBar(bar, document.getElementById(bar.dataset.card));
    for (const hit of document.querySelectorAll("main a.hit")) {
      hit.dataset.state = states.get(`card-${hit.dataset.cards.trim().split(" ")[0]}`);
    }
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
    listen: (listener) => listeners.push(listener),
    openNote: (bar) => bar.querySelector("[data-action=note]").click(),
  };

  evalkit.download = (name, text, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  function listAnswers() {
    return data.findings
      .map((finding) => ({ finding, decision: decisionOf(finding.fingerprint) }))
      .filter(({ decision }) => decision.state !== "open" || decision.note)
      .map(({ finding, decision }) => ({
        document: data.document, system: finding.system, check: finding.check, text: finding.text,
        decision: decision.state, note: decision.note, fingerprint: finding.fingerprint,
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

  function takeAnswers(text) {
    const rows = parseAnswers(text).map((row) => ({
      fingerprint: String(row.fingerprint || "").toLowerCase(),
      state: STATES.get(String(row.decision ?? row.state ?? "").toLowerCase()),
      note: String(row.note ?? ""),
    }));
    const own = rows.filter(({ fingerprint, state }) => known.has(fingerprint) && state && state !== "open");
    if (own.length) change(own.map(({ fingerprint, state, note }) => [fingerprint, { state, note }]));
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

  for (const card of document.querySelectorAll("#findings .card")) card.querySelector(".body").after(evalkit.makeActions(card));
  show();
})();
