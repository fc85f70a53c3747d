/** Pipes of a process of marking; its standard ones lead nowhere. */
export const INPUT = 3;
export const OUTPUT = 4;
