// What a site's code may write. It has to compile; nobody runs it.
import {
  type Events,
  type Unsubscribe,
  close,
  consent,
  event,
  identify,
  load,
  on,
  reset,
  theme,
  show,
} from 'hearby';
import * as hearby from 'hearby';

load({ collector: 'https://hearby.example.com', site: 'shop' });
load({ collector: '/hearby', site: 'shop', nonce: 'r4nd0m' });

show('nps');
show('csat', { touchpoint: 'checkout', attributes: { plan: 'pro', seats: 3, trial: false }, lang: 'vi' });
event('order-paid');
identify('customer-42');
identify('customer-42', { plan: 'pro' } as const);
consent(true);
close();
reset();
theme('dark');

const stop: Unsubscribe = on('answered', (answer) => {
  const { survey, group } = answer;
  const text: string = answer.ratings
    ? Object.entries(answer.ratings).map(([attribute, rating]) => `${attribute} ${rating.toFixed(0)}`).join()
    : answer.score.toFixed(0);
  if (group === 'promoter' || group === 'easy' || group === 'satisfied') console.log(survey, text);
});
stop();
on('sent', ({ id, survey }) => console.log(id.toUpperCase(), survey?.toUpperCase()));
on('error', ({ code, detail }) => console.log(`${code}: ${detail}`));
for (const name of ['shown', 'dismissed', 'closed'] as const) {
  on(name, ({ survey }) => console.log(survey.length));
}

/** Any event, as a site's own analytics would take it. */
const forward = <Name extends hearby.EventName>(name: Name, detail: Events[Name]) =>
  console.log(name, detail);
hearby.on('shown', (detail) => forward('shown', detail));

// Without the package's functions.
document.addEventListener('hearby:answered', ({ detail }) => console.log((detail.score ?? 0) + 1));
window.hearby?.('show', 'nps', { touchpoint: 'help' });
window.hearby?.('on', 'sent', ({ id }) => console.log(id));
window.hearby?.('close');
console.log(window.hearby?.site?.length);
