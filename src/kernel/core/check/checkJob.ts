import type { CheckReport, Methods } from '../../../trace';

/** What a page asks to be checked. */
export type CheckRequest = Methods['check']['params'];

/** What a check answers: the report, with every number of it, or why there is none. */
export type CheckAnswer =
  { readonly report: CheckReport } | { readonly problem: string };
