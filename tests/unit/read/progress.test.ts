import { siteProgress } from '../../../src/read/progress';
import type { SiteFile, SiteFiles } from '../../../src/read/siteFiles';

/** Files that take a turn to be read and written, as a browser's do. */
function files(content?: string) {
  let text = content;
  const kept: SiteFiles = {
    read: async () => {
      await Promise.resolve();
      return text === undefined ? null : ({ content: text } as SiteFile);
    },
    write: async (_, next) => {
      await Promise.resolve();
      text = String(next);
      return { content: text } as SiteFile;
    }
  };
  return { kept, text: () => text };
}

describe('the progress of a site', () => {
  it('has both of two changes that were asked for at once', async () => {
    const { kept } = files();
    const progress = siteProgress(kept);
    const pass = (id: string) =>
      progress.update('01-a', before => ({
        ...before,
        exercises: {
          ...before.exercises,
          [id]: { status: 'passed', points: 1, maxPoints: 1, attempts: 1 }
        }
      }));
    await Promise.all([pass('one'), pass('two')]);
    const { lessons } = await progress.read();
    expect(Object.keys(lessons['01-a'].exercises)).toEqual(['one', 'two']);
  });

  it('does not write over a file of a newer version, and says so to who asked', async () => {
    const newer = '{"version": 2, "lessons": {}}';
    const { kept, text } = files(newer);
    const progress = siteProgress(kept);
    await expect(progress.update('01-a', before => before)).rejects.toThrow(
      'version'
    );
    expect(text()).toBe(newer);
    // What is done here counts as long as the page is open.
    expect(Object.keys((await progress.read()).lessons)).toEqual(['01-a']);
  });

  it('counts what a browser does not keep, as long as the page is open', async () => {
    const refused = new Error('denied');
    const progress = siteProgress({
      read: () => Promise.reject(refused),
      write: () => Promise.reject(refused)
    });
    const pass = (id: string) =>
      progress.update('01-a', before => ({
        ...before,
        exercises: {
          ...before.exercises,
          [id]: { status: 'passed', points: 1, maxPoints: 1, attempts: 1 }
        }
      }));
    await expect(pass('one')).rejects.toBe(refused);
    await expect(pass('two')).rejects.toBe(refused);
    const { lessons } = await progress.read();
    expect(Object.keys(lessons['01-a'].exercises)).toEqual(['one', 'two']);
  });

  it('writes what could not be kept with what can be kept again', async () => {
    const { kept, text } = files();
    let isFull = true;
    const progress = siteProgress({
      read: kept.read,
      write: (path, content) =>
        isFull ? Promise.reject(new Error('full')) : kept.write(path, content)
    });
    const pass = (id: string) =>
      progress.update('01-a', before => ({
        ...before,
        exercises: {
          ...before.exercises,
          [id]: { status: 'passed', points: 1, maxPoints: 1, attempts: 1 }
        }
      }));
    await expect(pass('one')).rejects.toThrow('full');
    isFull = false;
    await pass('two');
    for (const { lessons } of [
      await progress.read(),
      JSON.parse(text() ?? '') as Awaited<ReturnType<typeof progress.read>>
    ]) {
      expect(Object.keys(lessons['01-a'].exercises)).toEqual(['one', 'two']);
    }
  });
});
