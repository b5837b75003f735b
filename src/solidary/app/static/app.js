/* What makes pages smooth; without it every link and form works as it stands.
   1. Forms marked data-live show their outcome while one types; links marked data-part swap one part of the page.
   2. Links marked data-drawer open beside the page.
   3. The reader is switched as soon as one is chosen. */
"use strict";

const DELAY = 220;
const parser = new DOMParser();
let running = null;

async function fetched(address) {
  if (running) running.abort();
  running = new AbortController();
  const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
  return parser.parseFromString(await answer.text(), "text/html");
}

async function swap(id, address, focus) {
  const place = document.getElementById(id);
  place.setAttribute("aria-busy", "true");
  try {
    const page = await fetched(address);
    const fresh = page.getElementById(id);
    if (!fresh) { location.assign(address); return; }
    place.replaceChildren(...fresh.childNodes);
    for (const hidden of document.querySelectorAll("form[data-live]")) {
      const like = page.querySelector(`form[data-live][action="${CSS.escape(hidden.getAttribute("action"))}"]`);
      if (like && !hidden.contains(document.activeElement)) hidden.replaceChildren(...like.childNodes);
    }
    for (const name of ["switch"]) {
      const own = document.querySelector(`form.${name}`), theirs = page.querySelector(`form.${name}`);
      if (own && theirs && !own.contains(document.activeElement)) own.replaceChildren(...theirs.childNodes);
    }
    history.replaceState(null, "", address);
    if (focus) { place.tabIndex = -1; place.focus({ preventScroll: true }); }
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function addressOf(form) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") said.append(name, value);
  return `${form.getAttribute("action")}?${said}`;
}

let waiting = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => form.checkValidity() && swap(form.dataset.live, addressOf(form)), DELAY);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  clearTimeout(waiting);
  swap(form.dataset.live, addressOf(form));
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-switch]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

const drawer = document.createElement("dialog");
drawer.className = "drawer";
drawer.setAttribute("aria-labelledby", "drawer-title");
document.body.append(drawer);

function closing() {
  const button = document.createElement("button");
  button.className = "close";
  button.type = "button";
  button.textContent = document.body.dataset.close;
  button.addEventListener("click", () => drawer.close());
  return button;
}

/* Ids are unique in a page; what comes from another page gets its own. */
function renamed(part) {
  for (const one of part.querySelectorAll("[id]:not(#drawer-title)")) one.id = `drawer-${one.id}`;
  for (const name of ["aria-labelledby", "aria-describedby", "list"]) {
    for (const one of part.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => `drawer-${id}`).join(" "));
    }
  }
}

async function show(address) {
  drawer.setAttribute("aria-busy", "true");
  if (!drawer.open) drawer.showModal();
  try {
    const page = await fetched(address);
    const main = page.querySelector("main");
    const title = main.querySelector("h1");
    if (title) title.id = "drawer-title";
    renamed(main);
    const whole = document.createElement("a");
    whole.href = address;
    whole.className = "whole";
    whole.textContent = document.body.dataset.whole;
    const head = document.createElement("div");
    head.className = "drawer-bar";
    head.append(whole, closing());
    drawer.replaceChildren(head, ...main.childNodes);
    drawer.scrollTop = 0;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    drawer.removeAttribute("aria-busy");
  }
}

drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (!link || link.origin !== location.origin) return;
  if (link.dataset.part !== undefined) {
    event.preventDefault();
    swap(link.dataset.part, link.getAttribute("href"), true);
  } else if (link.dataset.drawer !== undefined) {
    event.preventDefault();
    show(link.getAttribute("href"));
  }
});

/* On a narrow page: the place in the navigation is in view, and filters wait folded. */
const lit = document.querySelector("nav.pages [aria-current]");
if (lit && matchMedia("(max-width: 60rem)").matches) {
  const strip = lit.closest("nav");
  strip.scrollLeft = lit.offsetLeft - strip.clientWidth / 2 + lit.offsetWidth / 2;
  for (const facet of document.querySelectorAll("details.facet")) if (!facet.querySelector("[aria-current]")) facet.open = false;
}
