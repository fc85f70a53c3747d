/** A part of the page, which is drawn anew when what it shows has changed. */
export interface Part {
  readonly element: HTMLElement;
  paint(): void;
}
