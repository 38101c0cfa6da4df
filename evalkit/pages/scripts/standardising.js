"use strict";

// Scores of different scales made comparable: how many standard deviations each lies above the mean of all, turned so that higher is better.
(() => {
  const isNumber = (value) => typeof value === "number";

  // A missing value stays missing; where all are equal, none differs from the mean.
  evalkit.standardise = (values, higherIsBetter = true) => {
    const present = values.filter(isNumber);
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    const spread = Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length);
    const sign = higherIsBetter ? 1 : -1;
    return values.map((value) => (isNumber(value) ? (spread ? (sign * (value - mean)) / spread : 0) : null));
  };

  // Each score less the one of another system for the same segment, null where either has none.
  evalkit.subtractSystem = (segments, systems, scores, other) => {
    const theirs = new Map();
    scores.forEach((score, row) => { if (systems[row] === other) theirs.set(segments[row], score); });
    return scores.map((score, row) => {
      const against = theirs.get(segments[row]);
      return systems[row] !== other && isNumber(score) && isNumber(against) ? score - against : null;
    });
  };
})();
