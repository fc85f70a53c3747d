/** What a widget uses of anywidget's model: `bundle`, and messages both ways. */
export interface WidgetModel {
  get(name: string): unknown;
  on(name: string, listener: (...given: never[]) => void): void;
  off(name: string, listener: (...given: never[]) => void): void;
  send(
    content: object,
    callbacks?: undefined,
    buffers?: readonly ArrayBuffer[]
  ): void;
}

/** The trait that holds the bundle as JSON. */
export const BUNDLE = 'bundle';

/** anywidget's name for what `widget.send` of Python sends. */
export const MESSAGE = 'msg:custom';

/** What goes over the widget's line: one model may be drawn on several places of a page. */
export interface WidgetMessage {
  /** Which of these places. */
  readonly page: string;
  /** A message of the live link (see `protocol.ts`); absent when the place is gone. */
  readonly message?: unknown;
}
