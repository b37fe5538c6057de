/** The loader of a site that uses any rules. */
export const hasAllRules = true;
