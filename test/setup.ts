/** Property tests draw the same cases in every run of the suite; `SEEDSTORM_TEST_SEED` draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEEDSTORM_TEST_SEED'] ?? 1) });
