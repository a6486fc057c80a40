import { CASES, CUSTOMERS, PEOPLE, type Seed } from './sample';
import type { FakeStore } from './store';

/** Puts the sample into a store; what moved last is as old as it says. */
export function seed(store: FakeStore, now: number): string {
  const ids = new Map<string, string>();
  const add = (seed: Seed): string => {
    const fields = { ...seed.fields };
    for (const field of ['customer', 'dri', 'owner']) {
      const id = ids.get(String(fields[field] ?? ''));
      if (id) fields[field] = id;
    }
    const saved = store.save('Loaded the sample', [{ kind: seed.kind, id: '', base: 0, patch: fields }]);
    const parent = saved.records[0]?.id ?? '';
    for (const item of seed.items ?? [])
      store.save('Loaded the sample', [{ kind: item.kind, id: '', base: 0, patch: { ...item.fields, parent } }]);
    const rec = store.records.get(parent);
    if (rec)
      rec.moved = Math.min(
        now,
        Math.max(
          ...[rec, ...store.items(parent)].flatMap((r) =>
            ['at', 'closed', r === rec ? 'created' : ''].map(
              (f) => Date.parse(String(r.fields[f] ?? '').replace(/\[.*/, '')) || 0,
            ),
          ),
        ),
      );
    return parent;
  };
  for (const name of PEOPLE) ids.set(name, add({ kind: 'person', fields: { name, created: '2024-01-02' } }));
  for (const name of CUSTOMERS)
    ids.set(
      name,
      add({
        kind: 'customer',
        fields: { name, region: 'EMEA', sentiment: 'yellow', csm: '', created: '2024-01-02' },
      }),
    );
  for (const seed of CASES) add(seed);
  return 'sample';
}
