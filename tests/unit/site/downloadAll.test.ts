import { allFiles } from '../../../src/site/downloadAll';

const models: Record<string, object> = {
  '': {
    content: [
      { path: 'a.ipynb', type: 'notebook' },
      { path: 'more', type: 'directory' }
    ]
  },
  more: {
    content: [
      { path: 'more/letters.txt', type: 'file' },
      { path: 'more/bytes.bin', type: 'file' }
    ]
  },
  'a.ipynb': { content: { cells: [] }, format: 'json' },
  'more/letters.txt': { content: 'naïve\n', format: 'text' },
  'more/bytes.bin': { content: 'AP8=', format: 'base64' }
};

describe('all files of the page', () => {
  it('are read from every folder: notebooks as JSON, texts as UTF-8, bytes as they are', async () => {
    const files = await allFiles(
      { get: path => Promise.resolve(models[path]) as never },
      ''
    );
    const text = (path: string) => new TextDecoder().decode(files[path]);
    expect(JSON.parse(text('a.ipynb'))).toEqual({ cells: [] });
    expect(text('more/letters.txt')).toBe('naïve\n');
    expect([...files['more/bytes.bin']]).toEqual([0, 255]);
    expect(Object.keys(files)).toHaveLength(3);
  });
});
