// After the first frame was painted: the second frame begins when the first is on the screen.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('usable')))
