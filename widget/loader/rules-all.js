/** Setting of the loader for sites that use any rules. */
export const hasAllRules = true;
