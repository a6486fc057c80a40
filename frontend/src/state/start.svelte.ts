import type { ChosenFolder, StartRequest } from '../backend/backend';
import { systemZone } from '../text/time';
import { faultOf, type Session } from './session.svelte';

export type Begin = StartRequest['begin'] | 'import';

/** The first start: a folder, a name, how to begin. */
export class StartState {
  name = $state('');
  role = $state('');
  begin = $state<Begin>('empty');
  #folder = $state.raw<ChosenFolder | null>(null);
  #problem = $state('');
  #busy = $state(false);

  constructor(private readonly session: Session) {
    this.name = session.workspace?.user ?? '';
  }

  get path(): string {
    return this.#folder?.path ?? this.session.workspace?.suggested ?? '';
  }
  get says(): string {
    return this.#folder?.says ?? 'Everything this program keeps goes there.';
  }
  get existing(): boolean {
    return this.#folder?.existing ?? false;
  }
  get problem(): string {
    return this.#problem;
  }
  get busy(): boolean {
    return this.#busy;
  }

  async choose(): Promise<void> {
    const folder = await this.session.backend.chooseFolder();
    if (folder) this.#folder = folder;
  }

  async go(): Promise<void> {
    if (!this.name.trim()) {
      this.#problem = 'Type your name: it stands beside what you write.';
      return;
    }
    this.#busy = true;
    try {
      const folder = this.#folder?.token ?? '';
      await this.session.backend.start({
        folder,
        name: this.name.trim(),
        role: this.role.trim(),
        zone: this.session.workspace?.zone || systemZone(),
        begin: this.begin === 'import' ? 'empty' : this.begin,
      });
      this.#problem = '';
      if (this.begin === 'import') this.session.nav.go({ at: 'import' });
      await this.session.refresh();
    } catch (error) {
      this.#problem = faultOf(error).says;
    } finally {
      this.#busy = false;
    }
  }
}
