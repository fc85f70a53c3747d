/**
 * What a thread sets aside for code, in MB. From Node 24 on each would set 512 aside, which counts as
 * memory: where that is limited, two of them are a gigabyte, and Node ends.
 */
export const threadCode = 64;
