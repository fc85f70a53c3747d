import { createTakeOver } from '../page/openings';
import { cursorOf, store } from './drawBundle';

const takeOverIn = createTakeOver(store, cursorOf);

/** On a page of notebook cells, what was done in an opening goes on in what its cell shows then. */
export function takeOver(element: Element, id: string): void {
  takeOverIn(element.closest('.read-cell') ?? element, id);
}
