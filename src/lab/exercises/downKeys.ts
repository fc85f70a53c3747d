/** Tells whether what happens now was asked for by a key that goes down. */
export interface DownKeys {
  pressed(): boolean;
  dispose(): void;
}

/** The keys with which JupyterLab goes one notebook cell down. */
const DOWN: readonly string[] = ['ArrowDown', 'j'];

/** Listens before JupyterLab does, which acts in the same turn. */
export function downKeys(node: HTMLElement): DownKeys {
  let down = false;
  const onKey = ({ key }: KeyboardEvent): void => {
    down = DOWN.includes(key);
  };
  const onUp = (): void => {
    down = false;
  };
  const capture = { capture: true };
  node.addEventListener('keydown', onKey, capture);
  node.addEventListener('keyup', onUp, capture);
  return {
    pressed: () => down,
    dispose() {
      node.removeEventListener('keydown', onKey, capture);
      node.removeEventListener('keyup', onUp, capture);
    }
  };
}
