import { it } from 'vitest';
import { BEHAVIOURS } from './behaviours';
import { fakeBackend } from './fake';

for (const [says, behaves] of Object.entries(BEHAVIOURS))
  it(`in memory, ${says}`, () => behaves(fakeBackend({ now: () => Date.now(), sample: true })));
