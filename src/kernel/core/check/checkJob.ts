import type { CheckReport, Methods } from '../../../trace';

/** What a page asks to be checked. */
export type CheckRequest = Methods['check']['params'];

/** What the process of a check is started with. */
export interface CheckJob {
  readonly request: CheckRequest;
  /** How much memory it may take. */
  readonly megabytes: number;
  /** How long the answer may take in all. */
  readonly seconds: number;
  /** How long it may take for one thing that a test asks of it. */
  readonly secondsEach: number;
}

/** What it answers: the report, with every number of it, or why there is none. */
export type CheckAnswer =
  { readonly report: CheckReport } | { readonly problem: string };
