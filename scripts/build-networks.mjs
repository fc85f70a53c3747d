// Builds the program that makes networks again beside saved pictures, for the pages of documentation.
//
//   node scripts/build-networks.mjs FOLDER
import { bundleViews } from './bundle-views.mjs';

await bundleViews('networks', { out: process.argv[2], format: 'iife' });
