/** Makes a text a module, one line, so that lines are easily mapped. */
export const MODULE_PREFIX = 'export {};\n';

/** Lines of `MODULE_PREFIX`. */
export const PREFIX_LINES = 1;
