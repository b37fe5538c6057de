// A container as a tag manager's vendor would serve it, with one custom tag of the owner.
'use strict';

(() => {
  window.hearby = window.hearby instanceof Function ? hearby : function () { (hearby.q = hearby.q || []).push(arguments) };
  (function (script) {
    script.async = true;
    script.src = 'http://127.0.0.1:8787/e/demo.js';
    document.head.appendChild(script);
  })(document.createElement('script'));

  // Calls before the script has loaded; the queue keeps them.
  hearby('identify', 'customer-42', { plan: 'pro' });
  hearby('on', 'sent', () => document.documentElement.setAttribute('data-sent', ''));

  // A trigger of the tag manager: a click that marketing wants to ask about.
  addEventListener('click', (click) => {
    if (click.target.closest?.('#ask')) hearby('show', 'csat', { touchpoint: 'tag-manager' });
  });
})();
