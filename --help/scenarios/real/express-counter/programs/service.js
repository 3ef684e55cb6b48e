/** A web service that counts visits, on express. KEEPS: where the count is: `in-memory`, `in-a-file`, `in-a-synced-file`. */
import { mkdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import express from 'express';
const keeps = process.env['KEEPS'];
const FOLDER = '/var/lib/visits';
mkdirSync(FOLDER, { recursive: true });
// One byte for each visit.
const file = await open(`${FOLDER}/count`, 'a');
let visits = keeps === 'in-memory' ? 0 : statSync(`${FOLDER}/count`).size;
/** So many will not be forgotten: only these are told. */
let kept = visits;
const app = express();
app.get('/visits', (_request, response) => response.json({ count: kept }));
app.post('/visits', async (_request, response) => {
    const count = ++visits;
    if (keeps !== 'in-memory')
        await file.appendFile('.');
    if (keeps === 'in-a-synced-file')
        await file.datasync();
    kept = Math.max(kept, count);
    response.json({ count });
});
app.listen(3000);
