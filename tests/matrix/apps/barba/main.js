import barba from "@barba/core";

const fade = (element, from, to) => element.animate({ opacity: [from, to] }, 200).finished;

barba.init({
  transitions: [
    {
      leave: ({ current }) => fade(current.container, 1, 0),
      enter: ({ next }) => fade(next.container, 0, 1),
    },
  ],
});

document.addEventListener("click", ({ target }) => {
  if (target.id === "count") target.textContent = Number(target.textContent) + 1;
});
