/** The browser's functions, taken before the page can replace them. The popup uses them, too. */
export const { fetch, setTimeout } = window;
