/** Does what a page may have spoilt by functions of its own; undefined when it throws, and the rest goes on. */
export const attempt = (then) => {
  try {
    return then();
  } catch {}
};
