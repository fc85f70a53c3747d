import { readNotebook } from '../../../src/read/notebook';

const lesson = () => ({
  metadata: {
    gatescope: {
      lesson: { id: '01-a', number: 1, title: 'A' },
      given: ['ask', 'answer']
    }
  },
  cells: [
    {
      id: 'ask',
      cell_type: 'code',
      source: ['// Asks\n', 'show(q);'],
      metadata: {
        gatescope: { prediction: { key: 'echo', title: 'Draw the echo' } }
      },
      outputs: [],
      execution_count: null
    },
    { id: 'text', cell_type: 'markdown', source: 'words', metadata: {} }
  ]
});

function opened() {
  const kept: string[] = [];
  const notebook = readNotebook(lesson(), false, content => {
    kept.push(JSON.stringify(content));
    return Promise.resolve();
  });
  return { notebook, kept };
}

describe('the notebook under a page', () => {
  it('is read as the lab reads it', () => {
    const { notebook } = opened();
    expect(notebook.metadata?.id).toBe('01-a');
    expect(notebook.given).toEqual(['ask', 'answer']);
    expect(notebook.source('ask')).toBe('// Asks\nshow(q);');
    expect(notebook.parts.predictions).toEqual([
      { key: 'echo', title: 'Draw the echo', cell: 'ask' }
    ]);
  });

  it('keeps what is written, told and shown, and only when something has changed', async () => {
    const { notebook, kept } = opened();
    const heard: string[] = [];
    notebook.onChange(() => heard.push('changed'));
    notebook.setSource('ask', '// Asks\nshow(q);');
    await notebook.keep();
    expect(kept).toEqual([]);

    notebook.setSource('ask', 'show(1);');
    notebook.memory('ask').set('predictions', { echo: { committed: true } });
    notebook.memory('ask').set('predictions', { echo: { committed: true } });
    notebook.setOutputs('ask', [{ output_type: 'stream', text: 'a' }], 3);
    await notebook.keep();
    expect(heard).toHaveLength(3);
    expect(kept).toHaveLength(1);
    const { cells } = JSON.parse(kept[0]) as ReturnType<typeof lesson>;
    expect(cells[0]).toMatchObject({
      source: 'show(1);',
      execution_count: 3,
      outputs: [{ text: 'a' }],
      metadata: {
        gatescope: {
          prediction: { key: 'echo' },
          predictions: { echo: { committed: true } }
        }
      }
    });
    await notebook.keep();
    expect(kept).toHaveLength(1);
  });

  it('forgets one thing of a cell and nothing else', async () => {
    const { notebook, kept } = opened();
    notebook.memory('ask').set('answers', { a: 1 });
    notebook.memory('ask').delete('answers');
    notebook.memory('ask').delete('never');
    expect(notebook.memory('ask').get('answers')).toBeUndefined();
    expect(notebook.memory('ask').get('prediction')).toBeDefined();
    await notebook.keep();
    expect(kept).toHaveLength(1);
  });

  it('goes on where the browser keeps nothing', async () => {
    const notebook = readNotebook(lesson(), false, () =>
      Promise.reject(new Error('full'))
    );
    notebook.setSource('ask', '2');
    await notebook.keep();
    expect(notebook.source('ask')).toBe('2');
  });
});
