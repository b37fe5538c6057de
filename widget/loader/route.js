/**
 * Tells when a single-page app changes its address, without polling. A change of the fragment alone
 * is a jump within the page.
 */
export const onRoute = (listener) => {
  const address = () => location.pathname + location.search;
  let last = address();
  const look = () => {
    if (last != (last = address())) listener();
  };
  if (window.navigation) {
    navigation.addEventListener('currententrychange', look);
    return;
  }
  // Browsers from before the Navigation API: the host's functions do and throw what they did.
  addEventListener('popstate', look);
  for (const name of ['pushState', 'replaceState']) {
    const native = history[name];
    history[name] = function () {
      const result = native.apply(this, arguments);
      look();
      return result;
    };
  }
};
