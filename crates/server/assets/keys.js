// Keys for those who like them; every page works without.
(() => {
  "use strict";
  const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const dialog = document.getElementById("keys");
  const box = document.getElementById("keys-off");
  document.documentElement.classList.toggle("keys-on", !off());
  if (box) {
    box.checked = off();
    box.addEventListener("change", () => {
      try { localStorage.setItem("keys", box.checked ? "off" : "on"); } catch { /* not kept */ }
      document.documentElement.classList.toggle("keys-on", !box.checked);
    });
  }
  // What j and k walk over: rows of lists, sentences of the digest, rows of the apparatus.
  const rows = () => [...document.querySelectorAll("[data-row], .digest li, .matrix tbody tr, ol.timeline li")]
    .filter((row) => row.checkVisibility());
  let here = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all[here]?.classList.remove("here");
    here = Math.min(Math.max(here + step, 0), all.length - 1);
    const row = all[here];
    row.classList.add("here");
    const target = row.querySelector("a, input, summary") ?? row;
    if (target === row) row.tabIndex = -1;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => rows()[here]?.querySelector("a")?.click(),
    "/": () => document.getElementById("q")?.focus(),
    d: () => {
      const link = document.querySelector(".here a.compare") ?? document.querySelector("a.compare");
      if (link) return link.click();
      const form = document.getElementById("compare");
      form?.scrollIntoView({ block: "center" });
      form?.querySelector("select")?.focus();
    },
    "?": () => dialog?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (off() && event.key !== "?") return;
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
    if (event.target instanceof Element && event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
