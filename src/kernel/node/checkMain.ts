import { join } from 'node:path';
import { startCheck } from './check/startCheck';

startCheck(join(__dirname, 'mark.js'));
