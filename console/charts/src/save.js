/**
 * A picture taken out of the page: as SVG, as PNG, into the clipboard.
 *
 * Outside of the page there is no style sheet, so each element gets the colours it has now.
 */

/** Properties that are copied from the page's styles into each element. */
const PAINTED = [
  'fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray',
  'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-size', 'font-weight', 'text-anchor',
];
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const SVG = 'http://www.w3.org/2000/svg';
const PADDING = 16;
const TITLE_HEIGHT = 28;

/**
 * Returns the picture in `element` as the text of a standalone SVG file, or null if it has none.
 *
 * `title` stands above it; the picture's sentence becomes its description.
 */
export function toSvg(element, { title = '' } = {}) {
  const svg = element.querySelector('svg');
  if (!svg) return null;
  const document = element.ownerDocument;
  const view = document.defaultView;
  const copy = svg.cloneNode(true);
  paint(svg, copy, view);

  const [width, height] = ['width', 'height'].map((side) => Number(svg.getAttribute(side)));
  const above = title ? TITLE_HEIGHT : 0;
  const full = [width + 2 * PADDING, height + above + 2 * PADDING];
  const make = (name, attributes, words) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (words) made.textContent = words;
    return made;
  };
  const root = view.getComputedStyle(element);
  const colour = (name) => resolve(element, `var(${name})`, view);
  const sheet = make('svg', {
    xmlns: SVG, width: full[0], height: full[1], viewBox: `0 0 ${full[0]} ${full[1]}`,
    role: 'img', direction: 'ltr', 'font-family': FONT,
  });
  sheet.append(
    make('title', {}, title || svg.getAttribute('aria-label') || ''),
    make('desc', {}, svg.getAttribute('aria-label') || ''),
    make('rect', { width: full[0], height: full[1], fill: colour('--surface') || root.backgroundColor }),
  );
  if (title) {
    sheet.append(
      make('text', {
        x: PADDING, y: PADDING + 14, 'font-size': 15, 'font-weight': 650, fill: colour('--text'),
      }, title),
    );
  }
  const group = make('g', {
    transform: `translate(${PADDING} ${PADDING + above})`,
    'font-size': svg.getAttribute('font-size') ?? 12,
    'text-anchor': svg.getAttribute('text-anchor') ?? 'middle',
    fill: svg.getAttribute('fill') ?? 'currentColor',
  });
  group.append(...copy.childNodes);
  sheet.append(group);
  return new view.XMLSerializer().serializeToString(sheet);
}

/** Returns a colour as it is seen at an element, whatever variables and themes it is made of. */
function resolve(element, colour, view) {
  const probe = element.ownerDocument.createElementNS(SVG, 'rect');
  probe.setAttribute('fill', colour);
  element.querySelector('svg').append(probe);
  const seen = view.getComputedStyle(probe).fill;
  probe.remove();
  return seen;
}

/** Gives each element of the copy the colours and lines that the page's styles gave the original. */
function paint(original, copy, view) {
  const from = original.querySelectorAll('*');
  const to = copy.querySelectorAll('*');
  from.forEach((element, at) => {
    const style = view.getComputedStyle(element);
    to[at].removeAttribute('class');
    to[at].removeAttribute('style');
    for (const name of PAINTED) {
      const value = style.getPropertyValue(name);
      if (value) to[at].setAttribute(name, value);
    }
  });
  for (const unseen of copy.querySelectorAll('title')) unseen.remove();
}

/** Resolves with the picture as a PNG of `scale` pixels to each of its own, or with null. */
export async function toPng(element, { title = '', scale = 2 } = {}) {
  const text = toSvg(element, { title });
  if (!text) return null;
  const document = element.ownerDocument;
  const view = document.defaultView;
  const address = view.URL.createObjectURL(new view.Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new view.Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, 'image/png'));
  } finally {
    view.URL.revokeObjectURL(address);
  }
}

/** True if this browser can put a picture into the clipboard. */
export const canCopy = (view = globalThis) =>
  typeof view.ClipboardItem === 'function' && typeof view.navigator?.clipboard?.write === 'function';

/**
 * Puts the picture into the clipboard. To be called while a press is handled: WebKit allows it
 * only then, and takes the PNG as a promise.
 */
export async function copyPng(element, options = {}) {
  const view = element.ownerDocument.defaultView;
  const png = toPng(element, options);
  await view.navigator.clipboard.write([new view.ClipboardItem({ 'image/png': png })]);
}

/** Saves the picture as a file; `kind` is `svg` or `png`. Resolves with false if there is none. */
export async function download(element, kind, name, options = {}) {
  const view = element.ownerDocument.defaultView;
  let blob;
  if (kind === 'png') {
    blob = await toPng(element, options);
  } else {
    const text = toSvg(element, options);
    blob = text && new view.Blob([text], { type: 'image/svg+xml' });
  }
  if (!blob) return false;
  const link = element.ownerDocument.createElement('a');
  link.href = view.URL.createObjectURL(blob);
  link.download = `${name}.${kind}`;
  link.click();
  // The browser reads the address after the click.
  view.setTimeout(() => view.URL.revokeObjectURL(link.href), 60_000);
  return true;
}
