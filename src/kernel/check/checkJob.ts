import type { CheckReport, Methods } from '../../trace';

/** What a page asks to be checked. */
export type CheckRequest = Methods['check']['params'];

/** What the thread of a check is started with. */
export interface CheckJob {
  readonly request: CheckRequest;
}

/** What it answers: the report, with every number of it, or why there is none. */
export type CheckAnswer =
  { readonly report: CheckReport } | { readonly problem: string };
