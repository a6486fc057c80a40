import type { AttachmentView } from '../../backend/backend';
import type { CaseState } from '../../state/case.svelte';
import type { LineEdit } from '../../state/line.svelte';
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

async function keepFiles(session: Session, of: CaseState, files: File[]): Promise<AttachmentView[]> {
  const id = of.record?.id;
  const kept: AttachmentView[] = [];
  if (!id) return kept;
  const large = files.find((file) => file.size > MOST);
  if (large)
    throw {
      code: 'invalid',
      says: `${large.name} has ${bytes(large.size)}. Above ${bytes(MOST)} use “Choose files…”, which copies it without passing it through the window.`,
    };
  for (const file of files) {
    const name = file.name || `picture.${file.type.split('/')[1] ?? 'png'}`;
    kept.push(
      await session.saving.run(
        'saved',
        async () => session.backend.attach(id, name, file.type, await base64(file)),
        (e) => String(e),
      ),
    );
  }
  await of.load();
  return kept;
}

/** Files that were pasted or dropped become attachments of the case. */
export async function sendFiles(session: Session, of: CaseState, files: File[]): Promise<void> {
  if ((await keepFiles(session, of, files)).length === 0) return;
  session.toasts.say(
    files.length === 1
      ? `${files[0]?.name || 'Picture'} is kept with the case`
      : `${files.length} files are kept with the case`,
  );
}

/** Files that are dropped on a record; a drop of anything else is left to the page. */
export function takeDropped(e: DragEvent, session: Session, of: CaseState, line?: LineEdit | null): void {
  take(e, e.dataTransfer, session, of, line);
}

/** Files that are pasted into a line. */
export function takePasted(e: ClipboardEvent, session: Session, of: CaseState, line: LineEdit): void {
  take(e, e.clipboardData, session, of, line);
}

/** With the line that is being written, where there is one: it tells what they show. */
function take(e: Event, from: DataTransfer | null, session: Session, of: CaseState, line?: LineEdit | null): void {
  const files = [...(from?.files ?? [])];
  if (files.length === 0) return;
  e.preventDefault();
  session.go(line ? line.take(keepFiles(session, of, files)) : sendFiles(session, of, files));
}
