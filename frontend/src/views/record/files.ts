import type { CaseState } from '../../state/case.svelte';
import type { Session } from '../../state/session.svelte';
import { bytes } from '../../text/words';

const MOST = 25 * 1024 * 1024;

async function base64(file: File): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} could not be read.`));
    reader.readAsDataURL(file);
  });
}

/** Files that were pasted or dropped become attachments of the case. */
export async function sendFiles(session: Session, of: CaseState, files: File[]): Promise<void> {
  const id = of.record?.id;
  if (!id) return;
  for (const file of files) {
    if (file.size > MOST)
      throw {
        code: 'invalid',
        says: `${file.name} has ${bytes(file.size)}. Above ${bytes(MOST)} use “Choose files…”, which copies it without passing it through the window.`,
      };
    const name = file.name || `picture.${file.type.split('/')[1] ?? 'png'}`;
    await session.saving.run(
      'saved',
      async () => session.backend.attach(id, name, file.type, await base64(file)),
      (e) => String(e),
    );
  }
  await of.load();
  session.toasts.say(
    files.length === 1
      ? `${files[0]?.name || 'Picture'} is kept with the case`
      : `${files.length} files are kept with the case`,
  );
}

/** Files that are dropped on a record; a drop of anything else is left to the page. */
export function takeDropped(e: DragEvent, session: Session, of: CaseState): void {
  const files = [...(e.dataTransfer?.files ?? [])];
  if (files.length === 0) return;
  e.preventDefault();
  session.go(sendFiles(session, of, files));
}
