/** Long work that stays at its middle until it is finished by hand, so that both can be looked at. */
import type { JobView } from '../backend';
import { Refused } from './store';

export class FakeJobs {
  private readonly byId = new Map<string, JobView>();

  constructor(private readonly tell: (job: JobView) => void) {}

  begin(kind: string, total: number, unit: string, says: string, more: Partial<JobView>): string {
    const id = `job-${this.byId.size + 1}`;
    const nothing = { made: 0, changed: 0, same: 0, refused: 0, refusals: [], action: '' };
    const job: JobView = {
      id,
      kind,
      state: 'running',
      done: Math.floor(total / 2),
      total,
      unit,
      eta: 40,
      says,
      cancellable: true,
      ...nothing,
      ...more,
    };
    this.byId.set(id, job);
    queueMicrotask(() => this.tell({ ...job }));
    return id;
  }

  finish(id: string, state: JobView['state'] = 'done'): void {
    const job = this.byId.get(id);
    if (!job) return;
    Object.assign(job, { state, eta: 0, done: state === 'done' ? job.total : job.done });
    this.tell({ ...job });
  }

  finishAll(): void {
    for (const id of this.byId.keys()) this.finish(id);
  }

  all(): JobView[] {
    return [...this.byId.values()].map((j) => ({ ...j }));
  }

  one(id: string): JobView {
    const job = this.byId.get(id);
    if (!job) throw new Refused('not_found', 'This work is not known any more.');
    return { ...job };
  }
}
