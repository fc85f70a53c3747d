import { contentsFiles } from '../../../src/site/contentsFiles';

interface Model {
  path: string;
  name: string;
  type: string;
  format?: string;
  content?: unknown;
}

/** A contents service that keeps what it is given; what ends in `.txt` it takes for a text. */
function contents() {
  const models = new Map<string, Model>();
  const found = (path: string) => {
    const model = models.get(path);
    return model === undefined
      ? Promise.reject(new Error('not here'))
      : Promise.resolve(model as never);
  };
  return {
    models,
    get: found,
    delete: (path: string) => Promise.resolve(void models.delete(path)),
    newUntitled({ path = '' }: { path?: string } = {}) {
      const name = `Untitled ${models.size}`;
      models.set(`${path}/${name}`, { path, name, type: 'directory' });
      return Promise.resolve({ path: `${path}/${name}` } as never);
    },
    rename(from: string, to: string) {
      models.set(to, { ...(models.get(from) as Model), path: to });
      models.delete(from);
      return found(to);
    },
    save(path: string, options: object = {}) {
      const model = { ...(options as Model) };
      if (model.format === 'base64' && path.endsWith('.txt')) {
        model.content = Buffer.from(String(model.content), 'base64').toString();
        model.format = 'text';
      }
      models.set(path, model);
      return found(path);
    }
  };
}

const bytes = new Uint8Array([0, 255, 128, 7]);

describe('files of cells in the page', () => {
  it('give back the bytes that were written, text as text and all else as it is', async () => {
    const service = contents();
    const files = contentsFiles(service, '');
    await files.writeFile('run.json', new TextEncoder().encode('{"é": 1}'));
    await files.writeFile('model.safetensors', bytes);
    expect(service.models.get('run.json')).toMatchObject({
      format: 'text',
      content: '{"é": 1}'
    });
    expect(new TextDecoder().decode(await files.readFile('run.json'))).toBe(
      '{"é": 1}'
    );
    expect([...(await files.readFile('model.safetensors'))]).toEqual([
      ...bytes
    ]);
  });

  it('lie beside the notebook, in folders that are made', async () => {
    const service = contents();
    const files = contentsFiles(service, 'class');
    await files.writeFile('./kept/deep/a.txt', new Uint8Array([65]));
    await files.writeFile('/top.txt', new Uint8Array([66]));
    expect([...service.models.keys()]).toEqual([
      'class',
      'class/kept',
      'class/kept/deep',
      'class/kept/deep/a.txt',
      'top.txt'
    ]);
    expect(await files.readFile('../top.txt')).toEqual(new Uint8Array([66]));
  });

  it('are refused with the reason', async () => {
    const service = contents();
    const files = contentsFiles(service, '');
    await files.writeFile('folder/a.txt', new Uint8Array());
    await expect(files.readFile('folder')).rejects.toThrow('is a folder');
    await expect(files.writeFile('folder', bytes)).rejects.toThrow(
      'is a folder'
    );
    await expect(files.writeFile('folder/a.txt/b', bytes)).rejects.toThrow(
      'is no folder'
    );
    await expect(files.readFile('none.txt')).rejects.toThrow('does not exist');
    for (const path of ['', '../up.txt', 'a/../../up.txt', 'a\0b', '.']) {
      await expect(files.readFile(path)).rejects.toThrow(TypeError);
    }
    await expect(files.writeFile('letters.txt', bytes)).rejects.toThrow(
      '.safetensors'
    );
    expect(service.models.has('letters.txt')).toBe(false);
  });

  it('keep what a file held before, where new bytes are refused', async () => {
    const files = contentsFiles(contents(), '');
    const before = new TextEncoder().encode('a diary');
    await files.writeFile('diary.txt', before);
    await expect(files.writeFile('diary.txt', bytes)).rejects.toThrow(
      'diary.txt cannot hold these bytes'
    );
    expect(await files.readFile('diary.txt')).toEqual(before);
  });
});
