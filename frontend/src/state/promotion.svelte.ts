import { faultOf, type Session } from './session.svelte';

/** Makes an escalation of a case; where the process proposes none, it first asks why. */
export class Promotion {
  #asks = $state('');

  constructor(private readonly session: Session) {}

  /** Why the process would not, while a reason is asked for; "" else. */
  get asks(): string {
    return this.#asks;
  }
  leave(): void {
    this.#asks = '';
  }

  async make(id: string, reason = ''): Promise<void> {
    try {
      const saved = await this.session.saving.run(
        'saved',
        () => this.session.backend.promote(id, reason.trim()),
        (e) => faultOf(e).says,
      );
      this.#asks = '';
      this.session.did(saved);
      const made = saved.records[0];
      this.session.toasts.say(`${made?.key ?? 'An escalation'} is made`, () => this.session.undoLast());
      this.session.nav.go({ at: 'case', id: made?.id ?? '', tab: 'overview' });
    } catch (error) {
      const fault = faultOf(error);
      if (fault.code !== 'refused') throw error;
      this.#asks = fault.says;
    }
  }
}

/** Goes to the review of a case; the first time it makes one of what is recorded. */
export async function reviewIt(session: Session, id: string): Promise<void> {
  const saved = await session.backend.review(id);
  const made = saved.records[0];
  if (!made) return;
  if (saved.action) {
    session.did(saved);
    session.toasts.say(`${made.key} is begun with what was recorded`, () => session.undoLast());
  }
  session.nav.go({ at: 'review', id: made.id });
}
