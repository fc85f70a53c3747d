// `gatescope` of the npm package where Node runs it: the same engine, with the files of the disk.
import { setHost } from '../../engine';
import { readUserFile, writeUserFile } from '../../node/files';

setHost({ readFile: readUserFile, writeFile: writeUserFile });

export * from '../../engine';
