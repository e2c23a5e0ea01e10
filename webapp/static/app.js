// Makes smoother what works without it: copying, the expander of 前后文, finding in a facet, the keyboard.
"use strict";

(() => {
  // -- composing with an input method: Enter then chooses characters and must not search --------------------------------

  let composing = false;
  let composed = 0;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", (event) => { composing = false; composed = event.timeStamp; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    // Safari ends the composition just before the Enter that ended it.
    if (event.isComposing || composing || event.keyCode === 229 || event.timeStamp - composed < 20) event.preventDefault();
  }, true);

  // -- copying ----------------------------------------------------------------------------------------------------------

  const copy = async (field) => {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(field.value);
        return true;
      } catch { /* refused: the older way may still do */ }
    }
    field.focus();
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  };

  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    button.label ??= [...button.childNodes];
    const done = await copy(field);
    if (!done) { field.focus(); field.select(); } else if (document.activeElement === field) button.focus();
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    say(button.textContent);
    clearTimeout(button.timer);
    if (done) button.timer = setTimeout(() => button.replaceChildren(...button.label), 2500);
  });

  const voice = document.createElement("p");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  const say = (text) => { voice.textContent = text; };

  // -- 前后文 in place --------------------------------------------------------------------------------------------------

  const unfold = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const nearby = page.getElementById("context");
    if (!nearby) throw new Error("no context");
    nearby.removeAttribute("id");
    nearby.className = "context nearby";
    for (const part of nearby.querySelectorAll("#whole, .whole")) part.remove();
    nearby.querySelector(".long")?.classList.remove("long");
    for (const named of nearby.querySelectorAll("[id]")) named.removeAttribute("id");
    return document.adoptNode(nearby);
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.around");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const hit = link.closest(".hit");
    const label = link.dataset.label ??= link.textContent;
    if (link.nearby) {
      link.nearby.remove();
      link.nearby = null;
      link.textContent = label;
      link.setAttribute("aria-expanded", "false");
      hit.classList.remove("unfolded");
      return;
    }
    if (link.busy) return;
    link.busy = true;
    try {
      link.nearby = await unfold(link);
      hit.querySelector(".actions").before(link.nearby);
      link.textContent = link.dataset.close;
      link.setAttribute("aria-expanded", "true");
      hit.classList.add("unfolded");
    } catch {
      location.assign(link.href);
    } finally {
      link.busy = false;
    }
  });
  for (const link of document.querySelectorAll("a.around")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }

  // -- finding in a long facet ------------------------------------------------------------------------------------------

  const whole = (field) => !("partial" in field.closest(".facet").dataset);  // else only the server knows all names
  const narrow = (facet, wanted) => {
    for (const row of [...facet.querySelectorAll("li")].reverse()) {
      const name = row.querySelector(":scope > .value .name")?.textContent ?? "";
      const below = [...row.querySelectorAll(":scope ul > li")].some((child) => !child.hidden);
      const chosen = row.querySelector(":scope > .value input:checked");
      row.hidden = Boolean(wanted) && !name.includes(wanted) && !below && !chosen;
    }
    for (const fold of facet.querySelectorAll("details.below")) {
      if (wanted) fold.open = true;
    }
  };
  document.addEventListener("input", (event) => {
    const field = event.target.closest(".find input");
    if (field && !event.isComposing && whole(field)) narrow(field.closest(".facet"), field.value.trim());
  });
  document.addEventListener("compositionend", (event) => {
    const field = event.target.closest?.(".find input");
    if (field && whole(field)) narrow(field.closest(".facet"), field.value.trim());
  });

  // -- keyboard and focus -----------------------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const field = document.getElementById("q");
    field?.focus();
    field?.select();
  });

  // n and p go from hit to hit of a report, from the first on; Back leads out of the report, not through the hits.
  const found = [...document.querySelectorAll("[id^=h]")].filter((block) => /^h\d+$/.test(block.id));
  for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!found.length || typing || event.ctrlKey || event.metaKey || event.altKey || !/^[np]$/i.test(event.key)) return;
    const at = found.findIndex((block) => `#${block.id}` === location.hash);
    const backwards = event.key.toLowerCase() === "p" || event.shiftKey;
    const next = at < 0 ? 0 : Math.min(Math.max(at + (backwards ? -1 : 1), 0), found.length - 1);
    location.replace(`#${found[next].id}`);
    say(`${next + 1}/${found.length}`);
  });

  // Where years do not fit, the latest are shown first.
  for (const strip of document.querySelectorAll(".years ol, .scroll")) strip.scrollLeft = strip.scrollWidth;

  if (location.hash === "#results") document.getElementById("results")?.focus();
})();
