/** Words, and where more of them stand. */
export interface LinkedWords {
  readonly name: string;
  readonly address: string;
}

/** What a data set is, in the words of its page in gatescope/data. */
export interface DataDescription {
  readonly title: string;
  /** What it is made of. */
  readonly one: 'row' | 'sequence';
  /** What one of these is: `a day`. */
  readonly is: string;
  readonly size: string;
  /** Of what has a date. */
  readonly period?: string;
  readonly units?: string;
  readonly source: LinkedWords;
  readonly licence: LinkedWords;
}
