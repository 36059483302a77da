import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archive, compileConsumer, installConsumer, runConsumer } from './consumers.mjs';
import { FORMATS, nodeOf, PLATFORMS } from './toolchains.mjs';

/**
 * Tries the packed libraries with each of `nests`, compiled by each of `typescripts` and run by each of `nodes` on both platforms, as an ES
 * module and through `require`. Tells `onCell` each outcome: its row, its column, and what went wrong or `undefined`.
 */
export async function runMatrix(packed, { nests, typescripts, nodes }, onCell) {
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  try {
    const archives = await archive(packed, folder);
    for (const versions of nests) {
      const consumer = join(folder, `nest-${versions.nest}`);
      await installConsumer(consumer, archives, versions, typescripts);
      for (const typescript of typescripts) {
        for (const { format } of FORMATS) {
          const problem = await compileConsumer(consumer, format, typescript);
          onCell(`TypeScript ${typescript}`, `Nest ${versions.nest}, ${format}`, problem);
        }
      }
      for (const version of nodes) {
        const node = await nodeOf(version);
        for (const { format } of FORMATS) {
          for (const platform of PLATFORMS) {
            const problem = await runConsumer(consumer, format, node, platform);
            onCell(`Node ${version}, ${platform}`, `Nest ${versions.nest}, ${format}`, problem);
          }
        }
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
