/** So many ms are left to what waits already: a timer goes before messages. */
const TURN = 16;

/**
 * Does work once what stands now is on the display, unless the answer is called before. The second frame begins after the first was
 * painted; work right behind the first would hold up its way to the display, and what a person does next.
 */
export function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      timer = setTimeout(work, TURN);
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
