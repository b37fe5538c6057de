// What a visitor sees of an app. An app may keep a page that was left in the document, and hide it.
const seen = (selector) =>
  [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length > 0);

// Middle of an element.
const middle = (selector) => {
  const [element] = seen(selector);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

// Clicks the button, and tells what it counts.
const counted = () => {
  const [button] = seen("#count");
  button.click();
  return Number(button.textContent);
};

// Headings and running animations: while one page fades into the other, both are there, and a router may
// drop a click on either.
const page = () => [
  seen("h1").map((heading) => heading.textContent.trim()),
  document.getAnimations().filter(({ playState }) => playState === "running").length,
];

// Number of elements of ours, and whether the first has a card and stands in its place. A popup's is the same
// all the time: a new one would ask again.
const ours = (isInline) => {
  const [element, ...others] = document.querySelectorAll("hearby-survey");
  if (!element) return [0, false, false];
  window.__ours ??= element;
  const isInPlace = isInline ? seen("#survey > hearby-survey").length === 1 : element === window.__ours;
  return [1 + others.length, !!element.shadowRoot, isInPlace];
};
