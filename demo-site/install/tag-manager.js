// A tag manager's container, as its vendor would serve it, with one custom tag of the owner's.
'use strict';

(() => {
  window.hearby = window.hearby instanceof Function ? hearby : function () { (hearby.q = hearby.q || []).push(arguments) };
  (function (script) {
    script.async = true;
    script.src = 'http://127.0.0.1:8787/e/demo.js';
    document.head.appendChild(script);
  })(document.createElement('script'));

  // Called before the script is there: they wait.
  hearby('identify', 'customer-42', { plan: 'pro' });
  hearby('on', 'sent', () => document.documentElement.setAttribute('data-sent', ''));

  // A trigger of the tag manager's: a click that marketing cares about.
  addEventListener('click', (click) => {
    if (click.target.closest?.('#ask')) hearby('show', 'csat', { touchpoint: 'tag-manager' });
  });
})();
