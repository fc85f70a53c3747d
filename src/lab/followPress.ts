import { listen } from '../widgets/base/dom';

/**
 * Whether a pointer is down in an element: a button that is recreated between press and release is
 * never clicked.
 *
 * @param released is called once the click is over
 */
export function followPress(
  element: HTMLElement,
  released: () => void
): () => boolean {
  let isPressed = false;
  listen(element, 'pointerdown', () => {
    isPressed = true;
    const up = (): void => {
      stops.forEach(stop => stop());
      setTimeout(() => {
        isPressed = false;
        released();
      });
    };
    const stops = ['pointerup', 'pointercancel'].map(type =>
      listen(document, type, up, { capture: true })
    );
  });
  return () => isPressed;
}
