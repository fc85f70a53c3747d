/** Calls a function once before the next frame, however often it is asked to. */
export interface Painter {
  /** Asks for a frame. */
  schedule(): void;
  /** Paints now if a frame was asked for. */
  flush(): void;
  dispose(): void;
}

/**
 * Makes a painter. While the element is far off screen nothing is painted; what was asked for is
 * done when it comes back. So ten views in a notebook cost what the visible ones cost.
 */
export function createPainter(element: Element, paint: () => void): Painter {
  let frame = 0;
  let wanted = false;
  let visible = true;
  const run = (): void => {
    frame = 0;
    if (wanted && visible && !isLaidOut(element)) {
      waitUntilShown();
    }
    if (wanted && visible) {
      wanted = false;
      paint();
    }
  };
  const observer = new IntersectionObserver(
    entries => {
      visible = entries[entries.length - 1].isIntersecting;
      if (visible && wanted && frame === 0) {
        frame = requestAnimationFrame(run);
      }
    },
    { rootMargin: '200px' }
  );
  observer.observe(element);
  /** An observer that starts over says where the element is, also when it soon comes back. */
  const waitUntilShown = (): void => {
    visible = false;
    observer.unobserve(element);
    observer.observe(element);
  };
  return {
    schedule() {
      wanted = true;
      if (visible && frame === 0) {
        frame = requestAnimationFrame(run);
      }
    },
    flush() {
      cancelAnimationFrame(frame);
      run();
    },
    dispose() {
      cancelAnimationFrame(frame);
      wanted = false;
      observer.disconnect();
    }
  };
}

/**
 * Whether sizes and places can be asked for. A notebook takes a cell that is far away out of the
 * page, also between the asking for a frame and the frame: all would be measured as 0.
 */
function isLaidOut(element: Element): boolean {
  // A page that cannot say whether an element is hidden is taken to show it.
  return (
    element.isConnected &&
    (!('checkVisibility' in element) || element.checkVisibility())
  );
}
