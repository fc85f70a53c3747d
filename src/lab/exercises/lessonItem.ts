/** One thing that a lesson asks of the student, and how it stands. */
export interface LessonItem {
  readonly kind: 'exercise' | 'prediction' | 'question';
  /** The notebook cell that asks. */
  readonly cell: string;
  readonly title: string;
  readonly state: 'done' | 'here' | 'tried' | 'open';
  /** `2 of 2`, `done`, `3 points`. */
  readonly mark: string;
}
