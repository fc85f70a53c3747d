// The part of jsfive (which has no types of its own) that is used here.
declare module 'jsfive' {
  interface Node {
    readonly attrs: Readonly<Record<string, unknown>>;
  }

  export interface Group extends Node {
    readonly keys: string[];
    get(path: string): Group | Dataset;
  }

  export class Dataset implements Node {
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly shape: number[];
    readonly dtype: unknown;
    readonly value: ArrayLike<number> | string;
    /** Its header, where messages of the format lie. */
    readonly _dataobjects: {
      readonly fh: ArrayBuffer;
      find_msg_type(type: number): Map<string, number>[];
    };
  }

  export class File implements Group {
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly keys: string[];
    get(path: string): Group | Dataset;
    constructor(bytes: ArrayBuffer, name: string);
  }
}
