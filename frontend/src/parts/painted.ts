/** Does work once what stands now has been painted, unless the answer is called before. */
export function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(work); // the frame is painted between its callbacks and the next task
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
