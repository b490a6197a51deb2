// Small comforts on every page. Nothing here is needed to read or to use it.

// A page that answers with errors puts the reader in front of them.
const errors = document.querySelector(".nhsuk-error-summary");
if (errors) {
  errors.setAttribute("tabindex", "-1");
  errors.focus();
}

// A page about work in hand asks for itself again; the reader may pause it with the link it shows.
const waiting = document.querySelector("[data-reload-seconds]");
if (waiting && !new URLSearchParams(location.search).has("still")) {
  setTimeout(() => location.reload(), Number(waiting.dataset.reloadSeconds) * 1000);
}
