// What a survey waits for on its page: a delay, a scroll depth, the intent to leave; on which device.
import assert from 'node:assert/strict';

import { gate, NPS, pause, SETTLED_MS, visitorTest } from './browser.js';

visitorTest('a delayed survey is shown after its delay, and not before', async (t) => {
  t.state.gate = gate([{ ...NPS, t: 6e4 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.pass(55e3);
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), []);
  await tab.pass(5e3);
  await tab.until('window.popup');
});

visitorTest('a scroll depth is waited for', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 50 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  await tab.evaluate('scrollTo(0, 2000)');
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), ['/w/__HEARBY_BUILD__/widget.js']);
  await tab.evaluate('scrollTo(0, 3000)');
  await tab.until('window.popup');
});

visitorTest('a page that can’t be scrolled is seen as a whole', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 100 }]);
  const tab = await t.visit('/', {
    head: `<style>div { display: none }</style>${t.collector.tag()}`,
  });
  await tab.until('window.popup');
});

visitorTest('exit intent is a mouse that leaves at the top', async (t) => {
  t.state.gate = gate([{ ...NPS, z: 1, t: 50 }]);
  const tab = await t.visit();
  await tab.until('hearby.site');
  const leaveAt = (clientY) =>
    tab.evaluate(
      `document.body.dispatchEvent(new MouseEvent("mouseout", { clientY: ${clientY}, bubbles: true }))`,
    );
  await tab.evaluate('scrollTo(0, 3000)');
  await leaveAt(300);
  await pause(SETTLED_MS);
  assert.deepEqual(t.collector.widgetRequests(), ['/w/__HEARBY_BUILD__/widget.js']);
  await leaveAt(0);
  await tab.until('window.popup');
});

/** A phone, as far as style sheets and scripts can tell. */
const asPhone = async (tab) => {
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width: 390,
    height: 844,
    screenWidth: 390,
    screenHeight: 844,
    deviceScaleFactor: 2,
    mobile: true,
  });
  await tab.send('Emulation.setTouchEmulationEnabled', { enabled: true });
};

visitorTest('a phone is told from a desktop', async (t) => {
  t.state.gate = gate([{ i: 'nps', d: 'p' }, { i: 'ces', d: 'd' }]);
  const phone = await t.newTab();
  await asPhone(phone);
  await phone.go(t.collector.page('/'));
  assert.equal(await phone.until('window.popup?.ctx.survey'), 'nps');
  await phone.evaluate('hearby("close")');
  const desktop = await t.visit();
  assert.equal(await desktop.until('window.popup?.ctx.survey'), 'ces');
});

for (const [how, leave] of [
  [
    'scrolls up fast',
    async (tab) => {
      // So long a way that it is fast on a machine that draws seldom, too.
      await tab.evaluate('document.querySelector("div").style.height = "500000px"');
      const scroll = (y) =>
        tab.evaluate(`new Promise((go) => { addEventListener('scroll', go, { once: true }); scrollTo(0, ${y}); })`);
      await scroll(400_000);
      assert.equal(await tab.evaluate('window.shows'), undefined);
      await scroll(100);
    },
  ],
  [
    'was away and is back',
    async (tab, t) => {
      await t.newTab();
      await tab.until('document.hidden');
      await tab.front();
    },
  ],
]) {
  visitorTest(`exit intent on a phone is a visitor who ${how}`, async (t) => {
    t.state.gate = gate([{ ...NPS, z: 1 }]);
    const tab = await t.newTab();
    await asPhone(tab);
    await tab.go(t.collector.page('/'));
    await tab.until('hearby.site');
    await tab.evaluate('scrollTo(0, 2400)');
    await pause(SETTLED_MS);
    assert.equal(await tab.evaluate('window.shows'), undefined);
    await leave(tab, t);
    await tab.until('window.popup');
  });
}

visitorTest('a locale in place of a language tag is read as one', async (t) => {
  t.state.gate = gate([{ ...NPS, l: ['fr'] }]);
  const tab = await t.visit('/', { lang: 'fr_FR' });
  await tab.until('window.popup');
  const form = t.state.requests.find((path) => path.startsWith('/v1/form/'));
  assert.equal(form, '/v1/form/demo/nps?lang=fr-fr');
});

visitorTest('a page whose own element scrolls has been read when that is', async (t) => {
  t.state.gate = gate([{ ...NPS, y: 50 }]);
  const tab = await t.visit();
  await tab.evaluate(`
    document.body.replaceChildren();
    document.body.style.margin = 0;
    const main = document.createElement('main');
    main.style.cssText = 'height: 100vh; overflow-y: auto';
    main.innerHTML = '<div style="height: 4000px"></div>';
    document.body.append(main);
    history.pushState(0, '', '/app')`);
  await pause(2 * SETTLED_MS);
  assert.equal(await tab.evaluate('window.popup'), undefined);
  await tab.evaluate('document.querySelector("main").scrollTop = 3000');
  await tab.until('window.popup');
});
