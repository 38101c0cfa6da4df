"use strict";

// What two texts have in common and what not, by words or by characters: a list of {kind, text}, where kind is "same", "removed" or "added".
// The texts of "same" and "removed" in order are the first text, those of "same" and "added" the second.
(() => {
  const LONGEST = 20000;
  const MOST_CELLS = 9e6;
  const WORDS = /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}]+)*|[^]/gu;

  // A browser without Intl.Segmenter gets runs of letters as words, and code points as characters. A very long text is one unit.
  function split(text, unit, language) {
    if (text.length > LONGEST) return [text];
    if (typeof Intl.Segmenter !== "function") return unit === "word" ? text.match(WORDS) || [] : [...text];
    const segmenter = new Intl.Segmenter(language || undefined, { granularity: unit === "word" ? "word" : "grapheme" });
    return Array.from(segmenter.segment(text), ({ segment }) => segment);
  }

  function countSame(one, other, most, at) {
    let count = 0;
    while (count < most && at(one, count) === at(other, count)) count += 1;
    return count;
  }

  // Whether each unit of both lists belongs to their longest common subsequence; texts too long to compare have nothing in common.
  function align(one, other) {
    const width = other.length + 1, kept = [new Set(), new Set()];
    if (one.length * other.length > MOST_CELLS) return kept;
    const lengths = new Uint16Array((one.length + 1) * width);
    for (let i = one.length - 1; i >= 0; i -= 1) {
      for (let j = other.length - 1; j >= 0; j -= 1) {
        lengths[i * width + j] = one[i] === other[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    for (let i = 0, j = 0; i < one.length && j < other.length;) {
      if (one[i] === other[j]) {
        kept[0].add(i++);
        kept[1].add(j++);
      } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
      else j += 1;
    }
    return kept;
  }

  function* pair(one, other) {
    const [left, right] = align(one, other);
    for (let i = 0, j = 0; i < one.length || j < other.length;) {
      if (i < one.length && !left.has(i)) yield ["removed", one[i++]];
      else if (j < other.length && !right.has(j)) yield ["added", other[j++]];
      else {
        yield ["same", one[i++]];
        j += 1;
      }
    }
  }

  // Neighbours of one kind become one piece; a space between two changes belongs to both, so that a phrase changes as a phrase.
  function join(pieces) {
    const joined = [];
    let removed = "", added = "", between = "";
    const flush = () => {
      if (removed) joined.push({ kind: "removed", text: removed });
      if (added) joined.push({ kind: "added", text: added });
      if (between) joined.push({ kind: "same", text: between });
      removed = added = between = "";
    };
    for (const [kind, text] of pieces) {
      if (kind === "same" && (removed || added) && /^\s+$/u.test(text)) between += text;
      else if (kind === "same") {
        flush();
        if (joined.at(-1)?.kind === "same") joined.at(-1).text += text;
        else joined.push({ kind, text });
      } else {
        removed += between;
        added += between;
        between = "";
        if (kind === "removed") removed += text;
        else added += text;
      }
    }
    flush();
    return joined;
  }

  evalkit.listDifferences = (before, after, { unit = "word", language = "" } = {}) => {
    const one = split(before, unit, language), other = split(after, unit, language);
    const shorter = Math.min(one.length, other.length);
    const head = countSame(one, other, shorter, (list, at) => list[at]);
    const tail = countSame(one, other, shorter - head, (list, at) => list[list.length - 1 - at]);
    const middle = [...pair(one.slice(head, one.length - tail), other.slice(head, other.length - tail))];
    const same = (units) => units.map((text) => ["same", text]);
    return join([...same(one.slice(0, head)), ...middle, ...same(one.slice(one.length - tail))]);
  };
})();
