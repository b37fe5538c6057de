import Swup from "swup";

new Swup();

document.addEventListener("click", ({ target }) => {
  if (target.id === "count") target.textContent = Number(target.textContent) + 1;
});
