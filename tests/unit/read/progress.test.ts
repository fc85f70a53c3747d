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
    expect(await progress.read()).toEqual({ version: 1, lessons: {} });
  });
});
