// Keeps the heading that the server has drawn, to see whether the framework keeps it, too.
document.addEventListener("DOMContentLoaded", () => {
  window.__drawn = document.querySelector("h1");
});
