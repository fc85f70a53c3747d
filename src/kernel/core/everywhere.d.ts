// What Node and the workers of a page both have beside the language. Only the type check that keeps
// the core free of either reads this file.

declare function setTimeout(
  callback: (...args: unknown[]) => void,
  delay?: number,
  ...args: unknown[]
): unknown;
declare function clearTimeout(timer: unknown): void;
declare function queueMicrotask(callback: () => void): void;
declare const performance: { now(): number };
declare const crypto: {
  getRandomValues<T extends ArrayBufferView>(array: T): T;
};
declare function btoa(text: string): string;
declare function atob(text: string): string;
declare const console: object;
