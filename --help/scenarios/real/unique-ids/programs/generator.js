/** Hands out identifiers made by the package that LIBRARY names, with the options that it has by default. */
import { onRequest } from 'seedstorm/node';
const makers = {
    'uuid v7': async () => (await import('uuid')).v7,
    'uuid v4': async () => (await import('uuid')).v4,
    ulid: async () => (await import('ulid')).ulid,
    'ulid monotonic': async () => (await import('ulid')).monotonicFactory(),
    'typeid-js': async () => {
        const { typeid } = await import('typeid-js');
        return () => typeid('id').toString();
    },
    'flake-idgen': async () => {
        const FlakeId = (await import('flake-idgen')).default;
        const generator = new FlakeId();
        return () => generator.next().toString('hex');
    },
    '@sapphire/snowflake': async () => {
        const { Snowflake } = await import('@sapphire/snowflake');
        const generator = new Snowflake(new Date('2020-01-01T00:00:00Z'));
        return () => generator.generate().toString();
    },
};
const next = await makers[process.env['LIBRARY']]();
onRequest(({ count }) => Array.from({ length: count }, () => next()));
