import {
  keepNewEdition,
  type Opened,
  type Shipped
} from '../../../src/site/keepNewEdition';

const edition = (name?: string) => ({
  metadata: name === undefined ? {} : { gatescope_edition: name }
});

async function opened(
  copy: Shipped,
  ships: Shipped | null
): Promise<{ saved: unknown[]; told: string[]; metadata: object }> {
  const saved: unknown[] = [];
  const told: string[] = [];
  const metadata: Record<string, unknown> = { ...copy.metadata };
  const context = {
    path: 'part/a.ipynb',
    model: {
      metadata,
      setMetadata: (key: string, value: unknown) => (metadata[key] = value)
    }
  } as unknown as Opened;
  await keepNewEdition(context, {
    contents: {
      copy: (_: string, folder: string) =>
        Promise.resolve({ path: `${folder}/a-Copy1.ipynb` }),
      save(path: string, { content }: { content: unknown }) {
        saved.push([path, content]);
        return Promise.resolve({});
      }
    } as unknown as Parameters<typeof keepNewEdition>[1]['contents'],
    shipped: () => Promise.resolve(ships),
    tell: path => told.push(path)
  });
  return { saved, told, metadata };
}

test('a new edition of a lesson is kept beside the copy of an earlier one, which is then of it', async () => {
  const ships = edition('second');
  expect(await opened(edition('first'), ships)).toEqual({
    saved: [['part/a-Copy1.ipynb', ships]],
    told: ['part/a-Copy1.ipynb'],
    metadata: ships.metadata
  });
});

test.each([
  ['of the edition that ships', edition('first'), edition('first')],
  ['that says no edition', edition(), edition('first')],
  ['that the site does not ship', edition('first'), null]
])('a notebook %s stays alone', async (_, copy, ships) => {
  expect(await opened(copy, ships)).toEqual({
    saved: [],
    told: [],
    metadata: copy.metadata
  });
});
