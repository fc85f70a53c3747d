/** Pipes of a process of marking; its standard ones lead nowhere. */
export const INPUT = 3;
export const OUTPUT = 4;

/** Exit codes by which the process of an answer says why it has ended; 13 is Node's own for such a module. */
export const NEVER_SETTLED = 13;
export const PIPES_CLOSED = 14;
