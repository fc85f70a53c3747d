// The part of jsfive (which has no types of its own) that is used here.
declare module 'jsfive' {
  interface Node {
    readonly attrs: Readonly<Record<string, unknown>>;
  }

  export class Group implements Node {
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly keys: string[];
    get(path: string): Group | Dataset;
  }

  export class Dataset implements Node {
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly shape: number[];
    readonly dtype: unknown;
    readonly value: ArrayLike<number> | string;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
