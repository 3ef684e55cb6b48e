/** Our codec against that of kafkajs, in every version that both know. */
import { describe, expect, it } from 'vitest';
import { apis, type ApiName } from '../../../../servers/kafka/wire/codec/apis.js';
import { ByteReader } from '../../../../servers/kafka/wire/codec/bytes.js';
import type { Field } from '../../../../servers/kafka/wire/codec/fields.js';
import { theirsOf, versionsOfBoth, written } from './kafkajs-codec.js';
import { samples, type Sample } from './samples.js';

describe.each(Object.entries(samples))('%s', (name, sample) => {
  const { theirs, given, read, answer, told } = sample as Sample<ApiName>;
  const { request, answer: field, versions, key } = apis[name as ApiName];

  it('is what kafkajs writes and reads, up to the version that it asks for', async () => {
    const known = versionsOfBoth(name as ApiName, theirs);
    expect(Math.max(...known), 'the newest of kafkajs').toBe(versions[1]);
    for (const version of known) {
      const api = theirsOf(theirs, version, given);
      expect(api.request.apiKey).toBe(key);
      const reader = new ByteReader((await api.request.encode()).buffer);
      expect(request.read(reader, version), `version ${version}`).toMatchObject(read);
      expect(reader.left, `version ${version}`).toBe(0);
      const heard = await api.response.decode(written(field as Field<unknown>, answer, version));
      expect(heard, `version ${version}`).toMatchObject(told);
    }
  });
});
