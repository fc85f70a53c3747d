/** @jest-environment jsdom */
import { createPainter } from '../../../../src/widgets/base/painter';

/** Frames and news of what is in view come when the test says so. */
function page() {
  const frames: FrameRequestCallback[] = [];
  let tell: (isIntersecting: boolean) => void = () => undefined;
  globalThis.requestAnimationFrame = callback => frames.push(callback);
  globalThis.cancelAnimationFrame = () => undefined;
  const observed: Element[] = [];
  globalThis.IntersectionObserver = class {
    constructor(callback: (entries: unknown[]) => void) {
      tell = isIntersecting => callback([{ isIntersecting }]);
    }
    observe = (element: Element) => void observed.push(element);
    unobserve = (): void => undefined;
    disconnect = (): void => undefined;
  } as unknown as typeof IntersectionObserver;
  return {
    frame: () => frames.splice(0).forEach(callback => callback(0)),
    tell: (isIntersecting: boolean) => tell(isIntersecting),
    observed
  };
}

describe('a painter', () => {
  it('paints once before the next frame, however often it is asked to', () => {
    const { frame } = page();
    const element = document.body.appendChild(document.createElement('div'));
    const paint = jest.fn();
    const painter = createPainter(element, paint);
    painter.schedule();
    painter.schedule();
    expect(paint).not.toHaveBeenCalled();
    frame();
    expect(paint).toHaveBeenCalledTimes(1);
    painter.dispose();
    element.remove();
  });

  it('waits for an element that the notebook took out of the page before the frame, and paints it when it is back', () => {
    const { frame, tell, observed } = page();
    const element = document.body.appendChild(document.createElement('div'));
    const paint = jest.fn();
    const painter = createPainter(element, paint);
    painter.schedule();
    element.remove();
    frame();
    expect(paint).not.toHaveBeenCalled();
    // It is looked for anew: where it came back in between, nothing else would say so.
    expect(observed).toEqual([element, element]);
    document.body.append(element);
    tell(true);
    frame();
    expect(paint).toHaveBeenCalledTimes(1);
    painter.dispose();
    element.remove();
  });
});
