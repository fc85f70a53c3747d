/** Exit codes by which the process of an answer says why it has ended; 13 is Node's own for such a module. */
export const NEVER_SETTLED = 13;
export const PIPES_CLOSED = 14;
