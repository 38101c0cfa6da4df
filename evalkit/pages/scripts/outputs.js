"use strict";

// The systems' outputs of a long document travel packed. A row's are drawn when it comes near the view, or when a link, a key or the printer
// asks for it, and taken away again far from it, so that the page stays light however long it is.
(() => {
  const MARGIN = "1500px 0px";
  const KEPT_BLOCKS = 6;
  const places = new Map([...document.querySelectorAll("main .outputs[data-block]")].map((place) => [place.closest(".row"), place]));
  const listeners = [];
  const blocks = new Map();
  const asked = new Set();

  // The HTML of a block's rows; it was escaped when the page was written.
  function unpackBlock(number) {
    if (!blocks.has(number)) blocks.set(number, evalkit.unpack(document.getElementById(`packed-${number}`).textContent));
    if (blocks.size > KEPT_BLOCKS) blocks.delete(blocks.keys().next().value);
    return blocks.get(number);
  }

  function draw(place) {
    if (place.hasChildNodes()) return;
    place.innerHTML = unpackBlock(place.dataset.block)[Number(place.dataset.at)];
    evalkit.showLanguage(place);
    tell(place);
  }

  // What the reader works with or was led to stays, so that nothing vanishes under the hand.
  function clear(place) {
    if (!place.hasChildNodes() || asked.has(place) || place.contains(document.activeElement) || place.querySelector(".lit")) return;
    place.style.minHeight = `${place.offsetHeight}px`;
    place.replaceChildren();
  }

  function tell(place) {
    for (const listener of listeners) listener(place);
  }

  evalkit.outputs = {
    draw,
    drawRow(row) { if (places.has(row)) draw(places.get(row)); },
    listen: (listener) => listeners.push(listener),
    // Draws the row of a place (a highlight in an output) that is not in the page yet.
    reveal(id) {
      const number = evalkit.data?.rows?.[id];
      const row = number && document.getElementById(`segment-${number}`);
      if (!places.has(row)) return;
      asked.add(places.get(row));
      draw(places.get(row));
    },
  };

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) (isIntersecting ? draw : clear)(places.get(target));
  }, { rootMargin: MARGIN });
  const watch = () => { for (const row of places.keys()) near.observe(row); };
  watch();
  // While the page is printed what is drawn stays, wherever the view is.
  evalkit.outputs.hold = () => near.disconnect();
  evalkit.outputs.release = watch;
  if (location.hash.startsWith("#place-")) evalkit.outputs.reveal(location.hash.slice(1));
})();
