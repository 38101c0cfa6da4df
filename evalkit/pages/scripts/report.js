"use strict";

// A finding opens where it stands: on hover, focus or click of a highlight, as a copy of its card. Without this script every highlight
// is still a link to its card, and every card links back.
(() => {
  const popover = document.getElementById("popover");
  const main = document.querySelector("main");
  const cardOf = (number) => document.getElementById(`card-${number}`);
  const cardsOf = (hit) => hit.dataset.cards.trim().split(" ").filter((n, i, all) => all.indexOf(n) === i);
  let shownFor = null;
  let pinned = false;
  let waiting = 0;

  function place(hit) {
    const box = hit.getClientRects()[0] || hit.getBoundingClientRect();
    const width = popover.offsetWidth, height = popover.offsetHeight;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + 6 + height <= window.innerHeight || box.top < height + 6;
    popover.style.left = `${left + window.scrollX}px`;
    popover.style.top = `${(below ? box.bottom + 6 : box.top - height - 6) + window.scrollY}px`;
  }

  function light(numbers, on) {
    for (const number of numbers) cardOf(number)?.classList.toggle("lit", on);
  }

  function open(hit) {
    if (shownFor === hit) return;
    close();
    shownFor = hit;
    popover.replaceChildren();
    for (const number of cardsOf(hit)) {
      const card = cardOf(number);
      const copy = card.querySelector(".body").cloneNode(true);
      copy.classList.add(...[...card.classList].filter((name) => ["critical", "major", "minor", "neutral"].includes(name)));
      const more = document.createElement("a");
      more.className = "more";
      more.href = `#card-${number}`;
      evalkit.label(more, "In the list");
      copy.append(more);
      if (evalkit.makeActions) copy.append(evalkit.makeActions(card));
      popover.append(copy);
    }
    light(cardsOf(hit), true);
    hit.classList.add("lit");
    popover.hidden = false;
    place(hit);
  }

  function close() {
    if (!shownFor) return;
    light(cardsOf(shownFor), false);
    shownFor.classList.remove("lit");
    shownFor = null;
    pinned = false;
    popover.hidden = true;
  }

  function soon(action) {
    clearTimeout(waiting);
    waiting = setTimeout(action, 140);
  }

  function revealCard(number) {
    for (let parent = cardOf(number)?.parentElement; parent; parent = parent.parentElement) {
      if (parent.tagName === "DETAILS") parent.open = true;
    }
  }

  // The highlights to step through, and the outputs that hold some and are not drawn yet.
  function listStops() {
    const stops = [...main.querySelectorAll("a.hit:not(.filtered), .outputs[data-cards]")];
    return stops.filter((stop) => stop.matches("a") || (!stop.hasChildNodes() && stop.dataset.cards && evalkit.filters.shows(stop)));
  }

  function step(by) {
    const stops = listStops();
    if (!stops.length) return;
    const now = stops.indexOf(shownFor || document.activeElement);
    const next = stops[(now + by + stops.length + (now < 0 && by < 0 ? 1 : 0)) % stops.length];
    if (!next.matches("a")) {
      evalkit.outputs.draw(next);
      step(by);
      return;
    }
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    open(next);
    pinned = true;
  }

  // The card that a key is about: the one with the focus, else the one that is open in the text.
  function findCard() {
    return document.activeElement?.closest?.(".card") || (shownFor && cardOf(cardsOf(shownFor)[0]));
  }

  function act(key) {
    if (key === "u") evalkit.decisions.undo();
    const card = findCard();
    if (!card) return;
    if (key === "a") evalkit.decisions.decide(card, "accepted");
    if (key === "r") evalkit.decisions.decide(card, "rejected");
    if (key === "m" || key === "e") {
      const bars = [...document.querySelectorAll(`.actions[data-card="${card.id}"]`)];
      evalkit.decisions.press(bars.find((bar) => popover.contains(bar)) || bars[0], key === "m" ? "note" : "edit");
    }
  }

  if (popover) {
    const hitOf = (event) => event.target.closest("a.hit");
    main.addEventListener("mouseover", (event) => {
      const hit = hitOf(event);
      if (hit && !pinned && !hit.classList.contains("filtered")) soon(() => open(hit));
    });
    main.addEventListener("mouseout", (event) => {
      const hit = hitOf(event);
      if (hit && !pinned && !hit.contains(event.relatedTarget)) soon(close);
    });
    main.addEventListener("focusin", (event) => { if (hitOf(event)?.matches(":focus-visible")) open(hitOf(event)); });
    main.addEventListener("click", (event) => {
      const hit = hitOf(event);
      if (!hit) return;
      event.preventDefault();
      clearTimeout(waiting);
      open(hit);
      pinned = true;
    });
    popover.addEventListener("mouseenter", () => clearTimeout(waiting));
    popover.addEventListener("mouseleave", () => { if (!pinned) soon(close); });
    popover.addEventListener("click", (event) => { pinned = true; if (event.target.closest("a.more")) close(); });
  }
  document.addEventListener("click", (event) => {
    if (event.target.isConnected && !event.target.closest("a.hit, #popover, #findings .actions")) close();
    const link = event.target.closest?.("a[href^='#place-']");
    if (link) evalkit.outputs.reveal(link.hash.slice(1));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("textarea")) return (shownFor || event.target.closest(".card")).focus({ preventScroll: true });
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "Escape") close();
    if (evalkit.decisions && "arume".includes(event.key)) {
      event.preventDefault();
      act(event.key);
    }
    if (event.key === "f" && evalkit.filters) {
      event.preventDefault();
      document.querySelector("#filters input").focus();
    }
    if (popover && event.key === "n") step(1);
    if (popover && event.key === "p") step(-1);
  });

  // A link to a folded card unfolds it.
  const unfold = () => revealCard(location.hash.replace("#card-", ""));
  window.addEventListener("hashchange", () => { unfold(); document.getElementById(location.hash.slice(1))?.scrollIntoView(); });
  if (location.hash.startsWith("#card-")) unfold();

  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      await copy(button.dataset.copy);
      evalkit.label(button, "Copied");
      setTimeout(() => evalkit.label(button, "Copy"), 1500);
    });
  }

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
    return copyBySelection(text);
  }

  evalkit.copy = copy;

  function copyBySelection(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  // Paper has no folds; what it unfolds is folded again. A plot is printed, not its table.
  const unfolded = [];
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open], .plot-data, .unprinted, .unprinted *)")) {
      details.open = true;
      unfolded.push(details);
    }
  });
  window.addEventListener("afterprint", () => { for (const details of unfolded.splice(0)) details.open = false; });
})();
