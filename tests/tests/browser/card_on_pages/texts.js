// Walks through surveys in frames as wide as a narrow phone, all frames at once, and measures the text on
// their cards.
(() => {
  const frames = [];

  // Not by animation frames: each would have all pages painted again.
  const POLL_MS = 20;
  // Less than a driver waits for a script.
  const PATIENCE_MS = 25_000;
  const until = async (is) => {
    const start = performance.now();
    while (!is()) {
      if (performance.now() - start > PATIENCE_MS) throw `still not: ${is}`;
      await new Promise((go) => setTimeout(go, POLL_MS));
    }
  };

  // Lays out the frames side by side: one a walk, which is a survey and the answer given to it. They are
  // drawn smaller by `scale`, which changes nothing inside of them: small ones are painted sooner.
  window.lay = async (walks, width, height, scale) => {
    document.body.style = `margin: 0; transform-origin: 0 0; transform: scale(${scale}); width: ${width * 5}px`;
    for (const [survey, answer] of walks) {
      const element = document.createElement('iframe');
      element.style = 'border: 0; float: left';
      [element.width, element.height, element.src] = [width, height, '/bare.html'];
      document.body.append(element);
      frames.push({ survey, answer, element });
    }
    await until(() => frames.every(({ element }) => element.contentWindow.hearby?.site));
  };

  const rootIn = ({ element }) => element.contentDocument.querySelector('hearby-survey')?.shadowRoot;
  const cardIn = (walk) => rootIn(walk)?.querySelector('[role=dialog],[role=region]');
  const isOn = (walk, screen) => cardIn(walk)?.dataset.screen === screen;

  const steps = {
    async question(walk, lang) {
      const { hearby } = walk.element.contentWindow;
      hearby('close');
      await until(() => !cardIn(walk));
      hearby('show', walk.survey, { lang });
      await until(() => isOn(walk, 'question'));
    },
    async why(walk) {
      rootIn(walk).querySelector('summary').click();
      await until(() => rootIn(walk).querySelector('details').open);
    },
    async comment(walk) {
      rootIn(walk).querySelector(`#answer-${walk.answer}`).click();
      await until(() => isOn(walk, 'comment'));
    },
    // The longest comment is counted beside the buttons.
    async full(walk) {
      const field = rootIn(walk).querySelector('textarea');
      field.value = 'a'.repeat(field.maxLength);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await until(() => rootIn(walk).querySelector('#count').textContent);
    },
    // A comment that is begun is not thrown away without a word.
    async unsent(walk) {
      rootIn(walk).querySelector('#skip').click();
      await until(() => !/^\d/.test(rootIn(walk).querySelector('#count').textContent));
    },
    async thanks(walk) {
      rootIn(walk).querySelector('#skip').click();
      await until(() => isOn(walk, 'thanks'));
    },
  };

  // Goes on to a step in the frames of these numbers. Returns of each the texts that are seen, and what is
  // wrong with them.
  window.step = (name, lang, numbers) =>
    Promise.all(
      numbers.map(async (number) => {
        const walk = frames[number];
        await steps[name](walk, lang);
        const card = cardIn(walk);
        const hasStopped = () => {
          const moving = card.getAnimations({ subtree: true }).filter(({ playState }) => playState !== 'finished');
          for (const animation of moving) animation.finish();
          return !moving.length;
        };
        await until(hasStopped);
        return measure(card, walk.element.contentWindow);
      }),
    );

  // Scripts that put no spaces between words.
  const WITHOUT_SPACES = ['ja', 'th', 'zh-hans', 'zh-hant'];
  // Half a pixel of rounding.
  const isWithin = (inner, outer) =>
    inner.left >= outer.left - 0.5 && inner.right <= outer.right + 0.5 && inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5;
  const isOver = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const isNear = (a, b) => Math.abs(a - b) <= 1.5;

  const measure = (card, page) => {
    const { document } = page;
    const styleOf = (element) => page.getComputedStyle(element);
    const isRtl = card.dir === 'rtl';
    // Places as the text runs, to the right or to the left.
    const startOf = ({ left, right }) => (isRtl ? -right : left);
    const endOf = ({ left, right }) => (isRtl ? -left : right);
    const faults = [];
    const seen = [];
    const say = (...what) => faults.push(what.map((part) => part?.id || part?.className || part?.localName || part).join(' '));

    const all = [...card.querySelectorAll('*')].filter((element) => element.checkVisibility() && element.id !== 'status' && element.getClientRects().length);
    const port = card.getBoundingClientRect();
    const view = { left: 0, top: 0, right: page.innerWidth, bottom: page.innerHeight };
    if (!isWithin(port, view)) say('beyond the window:', card);
    if (card.scrollHeight > card.clientHeight) say('scrolls:', card);
    for (const element of [document.documentElement, card, ...all]) {
      const { display, textOverflow } = styleOf(element);
      if (display !== 'inline' && element.scrollWidth > element.clientWidth) say('is cut:', element, element.scrollWidth, element.clientWidth);
      if (textOverflow === 'ellipsis') say('would be cut:', element);
    }

    const isControl = (element) => element.matches('button, a, summary, textarea');
    const controls = all.filter(isControl);
    for (const control of controls) {
      const { width, height } = control.getBoundingClientRect();
      if (width < 24 || height < 24) say('is small for a finger:', control, width, height);
    }
    // What may not lie over one another: controls, pictures, and the lines of text outside of controls.
    const pieces = [...controls, ...card.querySelectorAll(':scope > svg')].map((element) => ({ element, rect: element.getBoundingClientRect() }));

    const rectsOf = (node, from, to) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      return [...range.getClientRects()].filter(({ width }) => width);
    };
    const linesOf = (rects) => new Set(rects.map(({ bottom }) => Math.round(bottom))).size;
    const nodes = document.createTreeWalker(card, page.NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      const [{ data }, element] = [node, node.parentElement];
      if (!data.trim() || !all.includes(element)) continue;
      seen.push(data);
      const rects = rectsOf(node, 0, data.length);
      const control = element.closest('button, a, summary, textarea');
      for (const rect of rects) {
        if (!isWithin(rect, port)) say('stands out of the card:', element);
        if (control && !isWithin(rect, control.getBoundingClientRect())) say('stands out of its button:', element);
        if (!control) pieces.push({ element, rect });
      }
      if (control && linesOf(rects) > 1) say('takes two lines:', element);
      if (!WITHOUT_SPACES.includes(card.lang)) {
        for (const { 0: word, index } of data.matchAll(/[^\s-]+/g)) {
          if (linesOf(rectsOf(node, index, index + word.length)) > 1) say('is broken:', element, word);
        }
      }
      // A full stop that took the other direction would stand elsewhere on the line.
      if (/\p{P}$/u.test(data)) {
        const [last] = rectsOf(node, data.length - 1, data.length);
        const line = rects.filter(({ bottom }) => isNear(bottom, last.bottom));
        if (!isNear(Math.max(...line.map(endOf)), endOf(last))) say('does not end with its full stop:', element);
      }
      if (styleOf(element).direction !== card.dir) say('runs the other way:', element);
    }
    pieces.forEach((one, at) => {
      for (const other of pieces.slice(at + 1)) {
        const isPart = one.element.contains(other.element) || other.element.contains(one.element);
        if (!isPart && isOver(one.rect, other.rect)) say('lies over another:', one.element, other.element);
      }
    });

    const field = card.querySelector('textarea:placeholder-shown');
    if (field?.checkVisibility()) {
      seen.push(field.placeholder);
      const { font, letterSpacing, paddingLeft, paddingTop, paddingBottom } = styleOf(field);
      const probe = document.createElement('div');
      const width = `${field.clientWidth - 2 * parseFloat(paddingLeft)}px`;
      Object.assign(probe.style, { position: 'absolute', font, letterSpacing, width });
      probe.textContent = field.placeholder;
      card.append(probe);
      const room = field.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
      if (probe.scrollWidth > probe.clientWidth || probe.scrollHeight > room) say('placeholder is cut:', field);
      probe.remove();
    }

    // Starts and ends: of the text, of the scale and its labels, of the closing button.
    if (styleOf(card).direction !== card.dir) say('runs the other way:', card);
    const inner = { left: port.left + parseFloat(styleOf(card).paddingLeft), right: port.right - parseFloat(styleOf(card).paddingRight) };
    const place = (selector) => card.querySelector(selector).getBoundingClientRect();
    const linesIn = ({ firstChild: node }) => rectsOf(node, 0, node.length);
    const firstOf = (rects) => Math.min(...rects.map(startOf));
    if (!isNear(endOf(place('#close')), endOf(port) - 10)) say('is elsewhere:', 'close');
    if (card.dataset.screen === 'question') {
      const answers = [...card.querySelectorAll('[role=radio]')].map((answer) => answer.getBoundingClientRect());
      const [low, high] = [...card.querySelectorAll('.ends > *')].map(linesIn);
      if (!isNear(startOf(answers[0]), startOf(inner))) say('the scale begins elsewhere');
      if (!isNear(firstOf(low), startOf(answers[0]))) say('the low label begins elsewhere');
      if (!isNear(Math.max(...high.map(endOf)), endOf(answers.at(-1)))) say('the high label ends elsewhere');
    }
    if (card.dataset.screen !== 'thanks' && !isNear(firstOf(linesIn(card.querySelector('h2'))), startOf(inner))) say('begins elsewhere:', 'h2');
    return { seen, faults };
  };
})();
