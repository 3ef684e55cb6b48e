import { describe, expect, it } from 'vitest';
import { read } from '../../../sim/input/schema.js';
import { networkSchema } from '../../../sim/network/config.js';
import { lan, sameRack, tokyoUs, wan } from '../../../sim/network/presets.js';

describe('a network configuration', () => {
  it('comes through as it is, whole or from a preset', () => {
    const config = lan({
      links: [{ from: 'n1', to: 'n2', latency: tokyoUs }],
      duplicationProbability: 0.1,
      reorderProbability: 0.1,
      reorderDelayMs: 5,
      corruptionProbability: 0,
      bytesPerSecond: 1e6,
    });
    expect(read(networkSchema, config, 'network')).toEqual(config);
    expect(read(networkSchema, wan(), 'network')).toEqual({ latency: tokyoUs, lossProbability: 0.001 });
    expect(lan({ latency: sameRack }).latency).toBe(sameRack);
  });

  it.each([
    [{}, 'network.latency: expected an object with kind, got nothing'],
    [undefined, 'network: expected an object with latency, links'],
    [
      lan({ lossProbability: 1.5 }),
      'network.lossProbability: expected a probability between 0 and 1, got 1.5',
    ],
    [
      lan({ bytesPerSecond: Infinity }),
      'network.bytesPerSecond: expected a number between 1 and 1000000000000, got Infinity',
    ],
    [
      lan({ reorderProbability: 0.5 }),
      'network.reorderDelayMs: expected a time in ms, as reorderProbability is given, got nothing',
    ],
    [
      lan({ links: [{ from: 'n1', to: '', latency: sameRack }] }),
      'network.links[0].to: expected a string of 1 to 200 characters, got ""',
    ],
    [{ latency: sameRack, lossProbabilty: 0.1 }, 'got "lossProbabilty"; did you mean "lossProbability"?'],
  ])('is refused in one sentence: %j', (config, message) => {
    expect(() => read(networkSchema, config, 'network')).toThrow(message);
  });
});
