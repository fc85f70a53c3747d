/** The version in package.json, told to the kernel when the link opens; a test holds the two equal. */
export const VERSION = '0.1.0';
