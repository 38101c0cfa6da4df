"use strict";

// The document's files with what is accepted, and what is safe and not rejected, written in. Columns count code points; of two
// overlapping changes the first in the text is made, as “evalkit repair” does it.
(() => {
  const data = evalkit.data;
  if (!data?.files?.length) return;

  function listEdits(file) {
    const edits = data.findings
      .filter((finding) => evalkit.decisions.accepts(finding))
      .flatMap((finding) => finding.edits.map((edit) => ({ ...edit, suggestion: evalkit.decisions.ownOf(finding) ?? edit.suggestion })))
      .filter((edit) => edit.file === file && edit.suggestion !== null);
    edits.sort((one, other) => one.line - other.line || one.start - other.start || one.end - other.end);
    const kept = [];
    for (const edit of edits) {
      const last = kept.at(-1);
      if (!last || edit.line !== last.line || (edit.start >= last.end && edit.start > last.start)) kept.push(edit);
    }
    return kept;
  }

  function correct(file) {
    const lines = [...data.files[file].lines];
    for (const edit of listEdits(file).reverse()) {
      const points = [...lines[edit.line - 1]];
      points.splice(edit.start, edit.end - edit.start, edit.suggestion);
      lines[edit.line - 1] = points.join("");
    }
    return lines.join("\n");
  }

  const buttons = data.files.map((file, number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "corrected";
    button.addEventListener("click", () => evalkit.download(file.name, correct(number), "text/plain;charset=utf-8"));
    document.getElementById("corrected").append(button);
    return button;
  });
  const show = () => buttons.forEach((button, number) => {
    const count = listEdits(number).length;
    evalkit.label(button, count === 1 ? "Corrected {path} ({count} change)" : "Corrected {path} ({count} changes)", { path: data.files[number].path, count });
  });
  evalkit.decisions.listen(show);
  show();
})();
