export { type DiskOptions, diskPlace } from './disk-place.js';
