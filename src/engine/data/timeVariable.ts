/** One quantity that a table records at each step. */
export interface TimeVariable {
  readonly name: string;
  /** In words: `highest temperature`. */
  readonly label: string;
  readonly unit?: string;
}

/** What a forecasting task reads of a table: quantities recorded at equal steps, the earliest first. */
export interface TimeRecords {
  readonly name: string;
  /** What one step is: `day`. */
  readonly step: string;
  /** ISO dates, one a step: `2012-01-31`. */
  readonly dates: readonly string[];
  readonly variables: readonly TimeVariable[];
  /** How many steps. */
  readonly length: number;
  /**
   * One variable over all steps.
   *
   * @param parts the step at which each part begins that is held out: what fills a gap before it looks at
   *   nothing in it
   * @throws RangeError naming the variables there are.
   */
  column(name: string, parts?: readonly number[]): Float64Array;
}
