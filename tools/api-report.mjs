// Writes docs/api: what each package exports by each of its doors, so that a change of public types is seen in review. `npm run api`
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeApi } from './describe-api.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
mkdirSync(join(root, 'docs/api'), { recursive: true });
for (const { file, text } of describeApi(root)) writeFileSync(join(root, file), text);
