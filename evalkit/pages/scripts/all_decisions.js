"use strict";

// On the first page of a report: the decisions of all its documents as one file, as far as they were made in this browser. The button names
// the report (data-title), and what stands for an empty suggestion (data-delete). A browser that keeps the store of every file apart lists none.
(() => {
  const button = document.getElementById("export-all");
  if (!button) return;
  const { title } = button.dataset;
  const prefix = `evalkit/decisions/${title}/`;
  const stem = title.replace(/[^\p{L}\p{N}._-]+/gu, "_") || "evalkit";

  function listAnswers() {
    return evalkit.store.list(prefix).flatMap((key) => Object.entries(evalkit.store.read(key) || {})
      .filter(([, decision]) => decision.state !== "open" || decision.note)
      .map(([fingerprint, { state, note, suggestion }]) => ({
        document: key.slice(prefix.length), decision: state, note, fingerprint,
        ...(state === "accepted" && suggestion !== undefined ? { suggestion: suggestion || button.dataset.delete } : {}),
      })));
  }

  function show() {
    const count = listAnswers().filter(({ decision }) => decision !== "open").length;
    button.closest("p").hidden = !count;
    evalkit.label(button, count === 1 ? "Export {count} decision of all documents" : "Export {count} decisions of all documents", { count });
  }

  button.addEventListener("click", () => {
    evalkit.download(`${stem}.decisions.json`, `${JSON.stringify(listAnswers(), null, 1)}\n`, "application/json");
  });
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();
})();
