import { Signal } from '@lumino/signaling';
import { savesInTurn } from '../../../src/site/savesInTurn';

/** A document whose saves end when the test says so. */
function openDocument(mayBegin = () => true) {
  const ends: (() => void)[] = [];
  const source = {};
  const contentChanged = new Signal<object, void>(source);
  const model = { dirty: true, readOnly: false, contentChanged };
  const context = {
    model,
    save: () =>
      new Promise<void>(resolve =>
        ends.push(() => {
          model.dirty = false;
          resolve();
        })
      )
  };
  const soon = savesInTurn(
    context as unknown as Parameters<typeof savesInTurn>[0],
    () => Promise.resolve(mayBegin())
  );
  const turn = () => new Promise(resolve => setTimeout(resolve));
  return {
    model,
    soon,
    save: () => context.save(),
    begun: () => ends.length,
    async end() {
      ends.at(-1)?.();
      await turn();
    },
    change() {
      model.dirty = true;
      contentChanged.emit();
    },
    turn
  };
}

describe('the saves of a document', () => {
  it('do not begin where there is nothing to save any more', async () => {
    const { save, begun } = openDocument(() => false);
    await save();
    expect(begun()).toBe(0);
  });

  it('follow one another', async () => {
    const { save, begun, end, turn } = openDocument();
    const first = save();
    const second = save();
    await turn();
    expect(begun()).toBe(1);
    await end();
    expect(begun()).toBe(2);
    await end();
    await Promise.all([first, second]);
  });

  it('leave what changed meanwhile unsaved', async () => {
    const { model, save, end, change, turn } = openDocument();
    const first = save();
    await turn();
    change();
    await end();
    await first;
    expect(model.dirty).toBe(true);
    const second = save();
    await turn();
    await end();
    await second;
    expect(model.dirty).toBe(false);
  });

  it('are at most two when many cells run at once', async () => {
    const { soon, begun, end, change, turn } = openDocument();
    soon();
    await turn();
    for (let cell = 0; cell < 5; cell += 1) {
      soon();
    }
    change();
    await end();
    expect(begun()).toBe(2);
    await end();
    expect(begun()).toBe(2);
  });

  it('are none where nothing changed or nothing may be written', async () => {
    const { model, soon, begun, turn } = openDocument();
    model.readOnly = true;
    soon();
    model.readOnly = false;
    model.dirty = false;
    soon();
    await turn();
    expect(begun()).toBe(0);
  });

  it('that fail hold no other back, and whoever asked hears of it', async () => {
    const model = {
      dirty: true,
      readOnly: false,
      contentChanged: new Signal<object, void>({})
    };
    let fails = true;
    const context = {
      model,
      save: () =>
        fails ? Promise.reject(new Error('full')) : Promise.resolve()
    };
    savesInTurn(context as unknown as Parameters<typeof savesInTurn>[0], () =>
      Promise.resolve(true)
    );
    await expect(context.save()).rejects.toThrow('full');
    fails = false;
    await expect(context.save()).resolves.toBeUndefined();
  });
});
