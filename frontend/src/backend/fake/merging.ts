/** Two customers or people become one, and an alias becomes one of its own, as the real program does it. */
import type { Change, Named, Saved } from '../backend';
import { type FakeStore, Refused } from './store';

const aliases = (fields: { [f: string]: unknown }): string[] =>
  Array.isArray(fields.aliases) ? fields.aliases.map(String) : [];

export function merge(store: FakeStore, keep: string, other: string): Saved {
  const [kept, gone] = [store.find(keep), store.find(other)];
  if (kept.kind !== gone.kind || kept.id === gone.id || !['customer', 'person'].includes(kept.kind))
    throw new Refused('invalid', 'Two customers can be made one, or two people.');
  const naming = [...store.records.values()].flatMap((r): Change[] => {
    const patch = Object.fromEntries(
      Object.entries(r.fields)
        .filter(([, value]) => value === gone.id)
        .map(([field]) => [field, kept.id]),
    );
    return Object.keys(patch).length > 0 ? [{ kind: r.kind, id: r.id, base: r.rev, patch }] : [];
  });
  const names = [...aliases(kept.fields), String(gone.fields.name ?? ''), ...aliases(gone.fields)];
  const own = { kind: kept.kind, id: kept.id, base: kept.rev, patch: { aliases: [...new Set(names)] } };
  return store.save('Merged', [...naming, own], true, [gone.id]);
}

export function splitOff(store: FakeStore, id: string, alias: string): Saved {
  const rec = store.find(id);
  const left = aliases(rec.fields).filter((a) => a !== alias);
  return store.save('Split off', [
    { kind: rec.kind, id: '', base: 0, patch: { name: alias } },
    { kind: rec.kind, id: rec.id, base: rec.rev, patch: { aliases: left.length ? left : null } },
  ]);
}

/** Names that begin with the same word are enough of a likeness here. */
export function possiblySame(store: FakeStore, id: string): Named[] {
  const rec = store.find(id);
  const first = (name: unknown) => String(name ?? '').split(' ')[0];
  return [...store.records.values()]
    .filter(
      (r) => r.kind === rec.kind && r.id !== rec.id && !r.deletedAt && first(r.fields.name) === first(rec.fields.name),
    )
    .map((r) => ({ id: r.id, key: r.key, kind: r.kind, title: String(r.fields.name ?? ''), deleted: false }));
}
