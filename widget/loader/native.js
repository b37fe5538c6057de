/** The browser's functions as they are before the page can replace them; the popup gets them, too. */
export const { fetch, setTimeout } = window;
