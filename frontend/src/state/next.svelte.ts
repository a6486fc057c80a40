/**
 * The box at the end of a list, for its next item. It is empty as soon as that is sent: what is typed meanwhile is the one after it, and
 * a key pressed twice sends one. What could not be kept is there again.
 */
export class NextItem {
  text = $state('');

  async send(keep: (typed: string) => Promise<void>): Promise<void> {
    const typed = this.text.trim();
    if (!typed) return;
    this.text = '';
    try {
      await keep(typed);
    } catch (error) {
      this.text = [typed, this.text].filter(Boolean).join(' ');
      throw error;
    }
  }
}
