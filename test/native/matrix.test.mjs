import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packLibraries } from '../../tools/pack-libraries.mjs';
import { runMatrix } from '../matrix/run-matrix.mjs';
import { NESTS, NODES, TYPESCRIPTS } from '../matrix/toolchains.mjs';

describe('the packed libraries, as an ES module and through require, on Express and Fastify', () => {
  const ends = {
    oldest: { nests: NESTS.slice(0, 1), typescripts: TYPESCRIPTS.slice(0, 1), nodes: NODES.slice(0, 1) },
    newest: { nests: NESTS.slice(-1), typescripts: TYPESCRIPTS.slice(-1), nodes: NODES.slice(-1) },
  };
  for (const [end, versions] of Object.entries(ends)) {
    it(`compile and work with the ${end} Nest, TypeScript and Node`, async () => {
      const problems = [];
      let cells = 0;
      await runMatrix(await packLibraries(), versions, (row, column, problem) => {
        cells++;
        if (problem !== undefined) problems.push(`${row}, ${column}: ${problem}`);
      });
      assert.equal(cells, 6);
      assert.deepEqual(problems, []);
    });
  }
});
