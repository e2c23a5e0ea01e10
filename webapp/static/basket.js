// Keeps the basket in this browser, in the format of the exported file. The server lays it out and changes it, as it
// does for readers without scripts; where nothing can be kept, forms and addresses carry it as they do for them.
"use strict";

(() => {
  const KEY = "xianli-basket";
  const adding = document.getElementById("basket-add");
  const way = document.querySelector("[data-basket]");
  if (!adding || !way) return;
  const given = new URLSearchParams(location.search).has("b");  // a basket in the address: shared, or carried
  const home = (() => {
    const url = new URL(way.href);
    for (const name of ["b", "t"]) url.searchParams.delete(name);
    return url.pathname + url.search;
  })();

  // -- keeping ----------------------------------------------------------------------------------------------------------

  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const keep = (name, text) => {
    try {
      localStorage.setItem(name, text);
      return true;
    } catch {
      return false;
    }
  };
  const read = () => {
    const nothing = { format: KEY, version: 1, title: "", items: [] };
    const text = kept();
    if (text === null) return nothing;
    try {
      const { format, version, title, items } = JSON.parse(text);
      if (format !== KEY || version !== 1) throw new Error("another format");
      return { ...nothing, title: String(title), items: items.map(({ code, note }) => ({ code: String(code), note: String(note ?? "") })) };
    } catch {
      keep(`${KEY}-unreadable`, text);  // what another program left there is not thrown away
      return nothing;
    }
  };
  const write = (basket) => keep(KEY, JSON.stringify(basket));
  let usable = keep(`${KEY}-probe`, "1");
  if (usable) localStorage.removeItem(`${KEY}-probe`);

  // -- saying -----------------------------------------------------------------------------------------------------------

  const voice = document.createElement("p");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  const say = (text) => { voice.textContent = text; };

  const warning = document.createElement("p");
  warning.className = "notice";
  warning.setAttribute("role", "alert");
  const warn = (text, place) => {
    warning.textContent = text;
    place(warning);
  };

  // -- adding and taking out, on every page -----------------------------------------------------------------------------

  const show = () => {
    const { items } = read();
    const codes = new Set(items.map((item) => item.code));
    for (const button of document.querySelectorAll("button.keep")) {
      const inside = codes.has(button.value);
      button.classList.toggle("kept", inside);
      button.querySelector(".label").textContent = inside ? adding.dataset.kept : adding.dataset.add;
    }
    const many = way.querySelector(".many");
    many.textContent = items.length;
    many.hidden = !items.length;
    if (items.length || !given) way.href = home;
  };

  const hand = (basket) => {  // let the form carry what is kept: it can be read, but nothing can be added to it
    for (const field of adding.querySelectorAll("[name=b], [name=t]")) field.remove();
    const pairs = [["t", basket.title], ...basket.items.map(({ code, note }) => ["b", note ? `${code} ${note}` : code])];
    for (const [name, value] of pairs) {
      adding.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.keep");
    if (!button || !usable) return;
    const beside = (note) => (button.closest(".actions, .keeping, .para") ?? button).after(note);
    const basket = read();
    const at = basket.items.findIndex((item) => item.code === button.value);
    if (at < 0 && basket.items.length >= Number(adding.dataset.most)) {
      event.preventDefault();
      warn(adding.dataset.full, beside);
      return;
    }
    if (at >= 0 && basket.items[at].note) {
      event.preventDefault();
      warn(adding.dataset.noted, beside);
      return;
    }
    if (at < 0) basket.items.push({ code: button.value, note: "" });
    else basket.items.splice(at, 1);
    if (!write(basket)) {  // full: the button sends its form, as it does without scripts
      usable = false;
      hand(read());
      return;
    }
    event.preventDefault();
    warning.remove();
    show();
    say((at < 0 ? adding.dataset.added : adding.dataset.removed).replace("#", basket.items.length));
  });

  // -- the page of the basket -------------------------------------------------------------------------------------------

  const page = document.getElementById("basket");
  let own = false;  // whether the page shows what is kept here

  const shown = (holder) => {
    const values = (name) => [...holder.querySelectorAll(`#collected [name=${name}]`)].map((field) => field.value);
    const notes = values("note");
    const items = values("code").map((code, i) => ({ code, note: notes[i].replaceAll("\r\n", "\n") }));
    return { format: KEY, version: 1, title: values("t")[0] ?? "", items };
  };
  const packed = (basket) => {
    const data = new FormData();
    data.append("stay", "1");
    data.append("t", basket.title);
    for (const { code, note } of basket.items) {
      data.append("code", code);
      data.append("note", note);
    }
    for (const name of ["back", "removed"]) {
      const field = page.querySelector(`[name=${name}]`);
      if (field) data.append(name, field.value);
    }
    return data;
  };
  const ask = async (data) => {
    const answer = await fetch(home, { method: "POST", body: data });
    const holder = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("basket");
    if (!holder || !answer.ok) throw new Error(String(answer.status));
    return holder;
  };
  const put = (holder) => {
    const { id, selectionStart, selectionEnd } = document.activeElement ?? {};
    page.replaceChildren(...document.adoptNode(holder).childNodes);
    for (const button of page.querySelectorAll("button.copy")) button.hidden = false;
    const before = id ? document.getElementById(id) : null;
    before?.focus({ preventScroll: true });
    if (before?.matches("textarea, #title")) before.setSelectionRange(selectionStart, selectionEnd);
  };
  const unreachable = () => {
    page.querySelector(".blank")?.remove();
    warn(page.dataset.unreachable, (note) => page.prepend(note));
  };
  const refresh = async () => {
    try {
      put(await ask(packed(read())));
      if (usable) show();
    } catch {
      unreachable();
    }
  };
  const change = async (more) => {  // what was kept meanwhile, here or in another window, is not written over
    for (;;) {
      const before = kept();
      const data = packed(read());
      for (const [name, value] of more) data.append(name, value);
      const holder = await ask(data);
      if (kept() !== before) continue;
      usable = write(shown(holder));
      put(holder);
      document.getElementById("no-storage").hidden = usable;
      own = usable;
      show();
      say(document.getElementById("said").textContent);
      return;
    }
  };
  const refocus = (id) => {
    const wanted = [id, id.replace(/^up-/, "down-"), id.replace(/^down-/, "up-"), "asked", "undo"];
    const found = wanted.map((name) => document.getElementById(name)).find((one) => one && !one.disabled);
    (found ?? document.getElementById("main")).focus();
  };

  const startOwn = () => {
    own = true;
    page.classList.add("own");
    if (read().items.length) refresh();
  };
  const startShared = () => {
    page.classList.add("theirs");
    page.querySelector("#shared").hidden = false;
    const heading = page.querySelector("h1");
    heading.textContent = heading.dataset.shared;
  };

  const start = () => {
    const theirs = JSON.stringify(shown(document));
    if (!given) startOwn();
    else if (theirs === JSON.stringify(read())) {
      history.replaceState(null, "", home);
      startOwn();
    } else startShared();

    page.addEventListener("click", async (event) => {
      if (!event.target.closest("[data-merge]")) return;
      const { title, items } = JSON.parse(theirs);
      const more = items.map(({ code, note }) => ["with", note ? `${code} ${note}` : code]);
      try {
        await change([...more, ["with-title", title], ["do", "merge"]]);
      } catch {
        unreachable();
        return;
      }
      page.classList.replace("theirs", "own");
      history.pushState(null, "", home);
    });
    addEventListener("popstate", () => location.reload());

    page.addEventListener("submit", async (event) => {
      const { submitter } = event;
      if (!own || submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      const file = submitter?.value === "import" ? page.querySelector("#file").files[0] : null;
      if (file && file.size > Number(page.dataset.most)) {
        warn(page.dataset.limit, (note) => page.querySelector(".bring").append(note));
        return;
      }
      const more = [["do", submitter?.value ?? "keep"]];
      if (file) more.push(["file", file]);
      try {
        await change(more);
      } catch {
        unreachable();
        return;
      }
      if (submitter && submitter.value !== "keep") refocus(submitter.id);
    });

    page.addEventListener("input", ({ target }) => {
      if (!own || !target.matches("[name=note], [name=t]")) return;
      const basket = read();
      const code = target.closest("li")?.querySelector("[name=code]").value;
      const item = basket.items.find((one) => one.code === code);
      if (item) item.note = target.value;
      else basket.title = target.value;
      if (!write(basket)) document.getElementById("no-storage").hidden = false;
    });
    page.addEventListener("change", async ({ target }) => {  // the link to be shared holds notes and title too
      if (!own || !target.matches("[name=note], [name=t]")) return;
      const holder = await ask(packed(read())).catch(() => null);
      const fresh = holder?.querySelector("#sharing");
      if (!fresh) return;
      page.querySelector("#sharing")?.replaceChildren(...document.adoptNode(fresh).childNodes);
      for (const button of page.querySelectorAll("#sharing .copy")) button.hidden = false;
    });
  };

  addEventListener("beforeprint", () => {
    for (const field of document.querySelectorAll("#basket textarea[name=note]")) {
      field.parentElement.querySelector(".printed-note").textContent = field.value;
    }
  });

  if (!usable) {
    const left = !given && read().items.length;
    if (left) hand(read());
    if (page && left) refresh().then(() => { page.querySelector("#no-storage").hidden = false; });
    else if (page) page.querySelector("#no-storage").hidden = false;
    return;
  }
  show();
  if (page) start();
  let waiting = 0;
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    show();
    clearTimeout(waiting);
    if (own) waiting = setTimeout(refresh, 300);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    show();
    if (own) refresh();
  });
})();
