// What the theme lacks: copies of commands alone, and names and focus for those who use no mouse.
"use strict";

// Prompts and output are marked by the highlighter: .gp and .go.
function commandsOf(code) {
  const copy = code.cloneNode(true);
  copy.querySelectorAll(".gp, .go").forEach((part) => part.remove());
  return copy.textContent.replace(/\n{2,}/g, "\n").trim();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-clipboard-target]");
  const code = button && document.querySelector(button.dataset.clipboardTarget);
  if (code?.querySelector(".gp")) button.dataset.clipboardText = commandsOf(code);
}, true);

function name(element, text) {
  if (element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
  element.removeAttribute("aria-labelledby");
}

function complete() {
  document.querySelectorAll(".md-search").forEach((search) => name(search, "Search"));
  document.querySelectorAll("nav.md-code__nav").forEach((nav, index) => name(nav, `Code ${index + 1}`));
  document.querySelectorAll("nav.md-nav[data-md-level]").forEach((nav, index) => name(nav, `Pages ${index + 1}`));
  document.querySelectorAll("pre code, .md-typeset__scrollwrap").forEach((region) => {
    if (region.tabIndex !== 0 && region.scrollWidth > region.clientWidth) region.tabIndex = 0;
  });
}

document.addEventListener("DOMContentLoaded", () => {
  complete();
  new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", complete);
});
