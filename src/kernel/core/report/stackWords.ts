import { FRAME_IN_CELL, type CellRecords } from './cellRecords';
import { machine } from '../machine';

/**
 * Text in which stacks, as `console.log(error)` prints them, name notebook cells and lines instead
 * of the kernel's scripts, and none of the kernel's own frames.
 */
export function stackWords(text: string, records: CellRecords): string {
  if (!text.includes('gatescope-cell/')) {
    return text;
  }
  return text
    .split('\n')
    .flatMap(line => {
      if (!/^\s+at /.test(line)) {
        return [line];
      }
      // A list around the error may end on the line of its last frame.
      const [, frame, rest] = /^(\s+at .*?:\d+\)?)((?:\s*[\]},].*)?)$/.exec(
        line
      ) ?? ['', line, ''];
      const indent = /^\s*/.exec(line)?.[0] ?? '';
      const match = FRAME_IN_CELL.exec(frame);
      if (match === null) {
        const module = machine().moduleFrame(frame);
        if (module !== null) {
          const place = `${module.file}, line ${module.line + 1}`;
          return [`${indent}at ${called(module.name, place)}${rest}`];
        }
        return machine().isOwnFrame(line) ? keepRest(rest) : [line];
      }
      const record = records.of(match[2]);
      const place = record?.positions.locate(
        Number(match[3]),
        Number(match[4])
      );
      if (record === undefined || !place) {
        return keepRest(rest);
      }
      const name = match[1] === 'eval' ? '' : (match[1] ?? '');
      const where = `Cell In[${record.run.count}], line ${place.line + 1}`;
      return [`${indent}at ${called(name, where)}${rest}`];
    })
    .join('\n');
}

function called(name: string, place: string): string {
  return name === '' ? place : `${name} (${place})`;
}

function keepRest(rest: string): string[] {
  return rest.trim() === '' ? [] : [rest];
}
