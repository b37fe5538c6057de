// What a site's code may not write: each line has to be refused.
import { close, consent, event, identify, load, on, show } from 'hearby';
// @ts-expect-error: there is no such function
import { open } from 'hearby';

// @ts-expect-error: without a site
load({ collector: 'https://hearby.example.com' });
// @ts-expect-error: without a collector
load({ site: 'shop' });
// @ts-expect-error: without options
load();
// @ts-expect-error: an option that there isn't
load({ collector: 'https://hearby.example.com', site: 'shop', delay: 3 });
// @ts-expect-error: it gives nothing to wait for
load({ collector: 'https://hearby.example.com', site: 'shop' }).then(() => {});

// @ts-expect-error: without a survey
show();
// @ts-expect-error: a touchpoint that is no text
show('nps', { touchpoint: 7 });
// @ts-expect-error: an option that there isn't
show('nps', { position: 'top' });
// @ts-expect-error: an attribute that can't be written as a text
show('nps', { attributes: { plan: { name: 'pro' } } });
// @ts-expect-error: nothing to forget here
show('nps', { attributes: { plan: null } });

// @ts-expect-error: without a name
event();
// @ts-expect-error: a respondent that is no text
identify(42);
// @ts-expect-error: consent is given or not
consent('yes');
// @ts-expect-error: there is only one to close
close('nps');

// @ts-expect-error: an event that there isn't
on('opened', () => {});
// @ts-expect-error: without a listener
on('shown');
// @ts-expect-error: nothing was answered yet
on('shown', ({ score }) => score);
// @ts-expect-error: a score is a number
on('answered', ({ score }) => score?.toUpperCase());
// @ts-expect-error: ratings come without a score
on('answered', ({ score }) => score.toFixed(0));
on('answered', ({ group }) => {
  // @ts-expect-error: a group that there isn't
  if (group === 'happy') console.log(group);
});
// @ts-expect-error: an answer of an earlier visit names no survey
on('sent', ({ survey }) => survey.length);
// @ts-expect-error: it is called once, without anything
on('shown', () => {})('again');

// @ts-expect-error: a command that there isn't
window.hearby?.('open', 'nps');
// @ts-expect-error: without a survey
window.hearby?.('show');
// @ts-expect-error: the script says it, not the page
if (window.hearby) window.hearby.site = 'other';
